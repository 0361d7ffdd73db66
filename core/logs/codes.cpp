#include "core/logs/codes.h"

#include <algorithm>
#include <bit>

namespace wg::logs {

void Codes::copy(std::size_t from, std::size_t count, std::uint32_t* out) const
{
    while (count > 0) {
        const std::size_t block = from / kBlockRows;
        const std::size_t first = from % kBlockRows;
        const std::size_t part = std::min(count, kBlockRows - first);
        if (block == m_blocks.size()) {
            std::copy_n(m_tail.begin() + static_cast<std::ptrdiff_t>(first), part, out);
        } else {
            const Block& packed = m_blocks[block];
            for (std::size_t i = 0; i < part; ++i)
                out[i] = packed.base + static_cast<std::uint32_t>(packed.codes.get(first + i));
        }
        out += part;
        from += part;
        count -= part;
    }
}

void Codes::append(std::span<const std::uint32_t> codes)
{
    while (!codes.empty()) {
        const std::size_t part = std::min(codes.size(), kBlockRows - m_tail.size());
        m_tail.insert(m_tail.end(), codes.begin(), codes.begin() + static_cast<std::ptrdiff_t>(part));
        codes = codes.subspan(part);
        if (m_tail.size() == kBlockRows)
            pack();
    }
}

void Codes::pack()
{
    std::uint32_t least = m_tail[0];
    std::uint32_t most = m_tail[0];
    for (const std::uint32_t code : m_tail) {
        least = std::min(least, code);
        most = std::max(most, code);
    }
    Block block;
    block.base = least;
    block.codes = PackedBits(kBlockRows, static_cast<unsigned>(std::bit_width(most - least)),
        [from = m_tail.data(), least](std::size_t i) { return from[i] - least; });
    m_packed += sizeof block + block.codes.bytes();
    m_blocks.push_back(std::move(block));
    m_tail.clear();
}

} // namespace wg::logs
