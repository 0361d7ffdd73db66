// A column of numbers in few bits a row, exact to the bit. What people log are decimals: 0.8731, 12, 1700000000.25. A decimal
// of at most 2^53 units of 10^-k, k <= 22, is the whole number divided by 10^k, rounded once: the same double that from_chars
// and strtod give. A block of rows that are all such decimals is held as whole numbers over a common base; any other block
// (17-digit values, -0, infinities) as the doubles they are.
#pragma once

#include "core/logs/packed_bits.h"
#include "core/logs/row_iterator.h"

#include <bit>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace wg::logs {

/// 10^0 … 10^22: these are doubles exactly.
extern const double kPowersOfTen[23];

/// Cells on their way into a column: decimals as they were read, so that nobody has to find their digits again.
class NumberCells {
public:
    static constexpr std::uint8_t kMostScale = 22;
    static constexpr std::int64_t kMostUnits = (std::int64_t{1} << 53) - 1;

    /// units / 10^scale; |units| <= kMostUnits, scale <= kMostScale. Not for -0.
    void pushDecimal(std::int64_t units, std::uint8_t scale)
    {
        m_bits.push_back(units);
        m_scales.push_back(scale);
    }
    void pushMissing() { pushDecimal(0, kMissing); }
    /// Any double; every NaN means missing.
    void push(double value)
    {
        if (value != value)
            pushMissing();
        else
            pushDecimal(std::bit_cast<std::int64_t>(value), kDouble);
    }
    /// Cells that are new hold anything until they are set.
    void resize(std::size_t rows)
    {
        m_bits.resize(rows);
        m_scales.resize(rows);
    }
    /// Where decimals are put, as pushDecimal() takes them; until the next resize().
    struct Places {
        std::int64_t* units;
        std::uint8_t* scales;
    };
    [[nodiscard]] Places places() { return {m_bits.data(), m_scales.data()}; }
    void set(std::size_t row, double value)
    {
        m_scales[row] = value != value ? kMissing : kDouble;
        m_bits[row] = value != value ? 0 : std::bit_cast<std::int64_t>(value);
    }
    [[nodiscard]] std::size_t size() const { return m_bits.size(); }
    [[nodiscard]] double operator[](std::size_t row) const
    {
        if (m_scales[row] <= kMostScale)
            return static_cast<double>(m_bits[row]) / kPowersOfTen[m_scales[row]];
        return m_scales[row] == kDouble ? std::bit_cast<double>(m_bits[row]) : std::numeric_limits<double>::quiet_NaN();
    }
    void clear()
    {
        m_bits.clear();
        m_scales.clear();
    }
    [[nodiscard]] std::size_t bytes() const { return size() * (sizeof(m_bits[0]) + sizeof(m_scales[0])); }

private:
    friend class Numbers;
    static constexpr std::uint8_t kMissing = 0xFE, kDouble = 0xFF;

    std::vector<std::int64_t> m_bits; ///< units, or the bits of a double
    std::vector<std::uint8_t> m_scales;
};

/// Immutable but for appending; reading is safe from any thread while nobody appends.
class Numbers {
public:
    static constexpr std::size_t kBlockRows = 16'384;
    using value_type = double;
    using const_iterator = RowIterator<Numbers, double>;

    Numbers() = default;
    explicit Numbers(std::span<const double> values)
    {
        for (const double value : values)
            push_back(value);
    }

    [[nodiscard]] std::size_t size() const { return m_blocks.size() * kBlockRows + m_tail.size(); }
    [[nodiscard]] bool empty() const { return size() == 0; }
    /// NaN where the cell is missing.
    [[nodiscard]] double operator[](std::size_t row) const
    {
        const std::size_t block = row / kBlockRows;
        return block == m_blocks.size() ? m_tail[row % kBlockRows] : m_blocks[block].at(row % kBlockRows);
    }
    [[nodiscard]] const_iterator begin() const { return {*this, 0}; }
    [[nodiscard]] const_iterator end() const { return {*this, size()}; }
    /// Rows [from, from + count) at once; much faster than one by one.
    void copy(std::size_t from, std::size_t count, double* out) const;

    void push_back(double value)
    {
        m_tail.push(value);
        if (m_tail.size() == kBlockRows)
            pack();
    }
    /// As NumberCells::pushDecimal().
    void pushDecimal(std::int64_t units, std::uint8_t scale)
    {
        m_tail.pushDecimal(units, scale);
        if (m_tail.size() == kBlockRows)
            pack();
    }
    void append(const NumberCells& cells);
    [[nodiscard]] std::size_t bytes() const { return m_packed + m_tail.bytes(); } ///< in use

private:
    struct Block {
        std::int64_t base = 0;
        double divisor = 1; ///< 0: `doubles`
        bool missing = false; ///< some are: their code is the largest
        PackedBits units; ///< less base
        std::vector<double> doubles;

        [[nodiscard]] double at(std::size_t row) const
        {
            if (divisor == 0)
                return doubles[row];
            const std::uint64_t code = units.get(row);
            if (missing && code == units.mask())
                return std::numeric_limits<double>::quiet_NaN();
            return static_cast<double>(base + static_cast<std::int64_t>(code)) / divisor;
        }
    };
    void pack();
    [[nodiscard]] bool toDecimals();
    [[nodiscard]] bool align(std::uint8_t finest);
    [[nodiscard]] bool packDecimals(Block& block);

    std::vector<Block> m_blocks; ///< kBlockRows each
    NumberCells m_tail; ///< the rows behind them
    std::size_t m_packed = 0;
};

} // namespace wg::logs
