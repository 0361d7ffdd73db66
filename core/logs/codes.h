// A column of dictionary codes in few bits a row: as many as the spread of the codes in a block of rows needs.
#pragma once

#include "core/logs/packed_bits.h"
#include "core/logs/row_iterator.h"

#include <cstdint>
#include <span>
#include <vector>

namespace wg::logs {

class Codes {
public:
    static constexpr std::size_t kBlockRows = 16'384;
    using value_type = std::uint32_t;
    using const_iterator = RowIterator<Codes, std::uint32_t>;

    Codes() = default;
    explicit Codes(std::span<const std::uint32_t> codes) { append(codes); }

    [[nodiscard]] std::size_t size() const { return m_blocks.size() * kBlockRows + m_tail.size(); }
    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] std::uint32_t operator[](std::size_t row) const
    {
        const std::size_t block = row / kBlockRows;
        if (block == m_blocks.size())
            return m_tail[row % kBlockRows];
        return m_blocks[block].base + static_cast<std::uint32_t>(m_blocks[block].codes.get(row % kBlockRows));
    }
    [[nodiscard]] const_iterator begin() const { return {*this, 0}; }
    [[nodiscard]] const_iterator end() const { return {*this, size()}; }
    /// Rows [from, from + count) at once; much faster than one by one.
    void copy(std::size_t from, std::size_t count, std::uint32_t* out) const;

    void push_back(std::uint32_t code)
    {
        m_tail.push_back(code);
        if (m_tail.size() == kBlockRows)
            pack();
    }
    void append(std::span<const std::uint32_t> codes);
    [[nodiscard]] std::size_t bytes() const { return m_packed + m_tail.size() * sizeof(m_tail[0]); } ///< in use

private:
    struct Block {
        std::uint32_t base = 0;
        PackedBits codes; ///< less base
    };
    void pack();

    std::vector<Block> m_blocks; ///< kBlockRows each
    std::vector<std::uint32_t> m_tail; ///< the rows behind them, as they are
    std::size_t m_packed = 0;
};

} // namespace wg::logs
