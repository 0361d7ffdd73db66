#include "core/logs/numbers.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace wg::logs {

const double kPowersOfTen[23] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

namespace {

constexpr int kMostShift = 15; // 10^15 < 2^53 < 10^16

struct Shift {
    std::int64_t factor, most; ///< units up to `most` stay within kMostUnits
};

constexpr std::array<Shift, kMostShift + 1> kShifts = [] {
    std::array<Shift, kMostShift + 1> shifts{};
    std::int64_t factor = 1;
    for (Shift& shift : shifts) {
        shift = {factor, NumberCells::kMostUnits / factor};
        factor *= 10;
    }
    return shifts;
}();

/// `value` is units / 10^scale, bit for bit.
bool isDecimal(double value, int scale, std::int64_t& units)
{
    const double scaled = std::nearbyint(value * kPowersOfTen[scale]);
    if (!(std::abs(scaled) <= static_cast<double>(NumberCells::kMostUnits)))
        return false;
    units = static_cast<std::int64_t>(scaled);
    return std::bit_cast<std::int64_t>(static_cast<double>(units) / kPowersOfTen[scale]) == std::bit_cast<std::int64_t>(value);
}

/// As isDecimal, looking for the scale; `scale` is where to begin and what was found.
bool findDecimal(double value, int& scale, std::int64_t& units)
{
    if (isDecimal(value, scale, units))
        return true;
    for (int i = 0; i <= NumberCells::kMostScale; ++i) {
        if (isDecimal(value, i, units)) {
            scale = i;
            return true;
        }
    }
    return false;
}

} // namespace

bool NumberCells::anyFraction() const
{
    return std::any_of(m_scales.begin(), m_scales.end(), [](std::uint8_t s) { return s != 0 && s <= kMostScale; });
}

void Numbers::copy(std::size_t from, std::size_t count, double* out) const
{
    while (count > 0) {
        const std::size_t index = from / kBlockRows;
        const std::size_t first = from % kBlockRows;
        const std::size_t part = std::min(count, kBlockRows - first);
        if (index == m_blocks.size()) {
            for (std::size_t i = 0; i < part; ++i)
                out[i] = m_tail[first + i];
        } else if (const Block& block = m_blocks[index]; block.divisor == 0) {
            std::copy_n(block.doubles.begin() + static_cast<std::ptrdiff_t>(first), part, out);
        } else if (block.missing) {
            for (std::size_t i = 0; i < part; ++i)
                out[i] = block.at(first + i);
        } else {
            for (std::size_t i = 0; i < part; ++i)
                out[i] =
                    static_cast<double>(block.base + static_cast<std::int64_t>(block.units.get(first + i))) / block.divisor;
        }
        out += part;
        from += part;
        count -= part;
    }
}

void Numbers::append(const NumberCells& cells)
{
    std::size_t at = 0;
    while (at < cells.size()) {
        const std::size_t part = std::min(cells.size() - at, kBlockRows - m_tail.size());
        const auto from = static_cast<std::ptrdiff_t>(at);
        const auto to = static_cast<std::ptrdiff_t>(at + part);
        m_tail.m_bits.insert(m_tail.m_bits.end(), cells.m_bits.begin() + from, cells.m_bits.begin() + to);
        m_tail.m_scales.insert(m_tail.m_scales.end(), cells.m_scales.begin() + from, cells.m_scales.begin() + to);
        at += part;
        if (m_tail.size() == kBlockRows)
            pack();
    }
}

/// Doubles of the tail become decimals where they all are; false at the first that is none.
bool Numbers::toDecimals()
{
    int scale = 0;
    for (std::size_t i = 0; i < m_tail.size(); ++i) {
        if (m_tail.m_scales[i] != NumberCells::kDouble)
            continue;
        std::int64_t units = 0;
        if (!findDecimal(std::bit_cast<double>(m_tail.m_bits[i]), scale, units))
            return false;
        m_tail.m_bits[i] = units;
        m_tail.m_scales[i] = static_cast<std::uint8_t>(scale);
    }
    return true;
}

/// Brings all to the finest scale; false when that takes more than 2^53 units, or so many bits that doubles are as small.
bool Numbers::packDecimals(Block& block)
{
    std::vector<std::int64_t>& units = m_tail.m_bits;
    const std::vector<std::uint8_t>& scales = m_tail.m_scales;
    std::uint8_t finest = 0;
    for (const std::uint8_t scale : scales) {
        block.missing = block.missing || scale == NumberCells::kMissing;
        finest = std::max(finest, scale <= NumberCells::kMostScale ? scale : std::uint8_t{0});
    }
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::int64_t most = std::numeric_limits<std::int64_t>::min();
    for (std::size_t i = 0; i < units.size(); ++i) {
        if (scales[i] == NumberCells::kMissing)
            continue;
        if (const int by = finest - scales[i]; by != 0 && units[i] != 0) {
            if (by > kMostShift || std::abs(units[i]) > kShifts[static_cast<std::size_t>(by)].most)
                return false;
            units[i] *= kShifts[static_cast<std::size_t>(by)].factor;
            m_tail.m_scales[i] = finest; // what was done stands if a later one fails
        }
        least = std::min(least, units[i]);
        most = std::max(most, units[i]);
    }
    const bool none = least > most;
    const std::uint64_t codes = none ? 0 : static_cast<std::uint64_t>(most - least) + (block.missing ? 1 : 0);
    const auto width = static_cast<unsigned>(std::bit_width(codes));
    if (width > PackedBits::kMostWidth)
        return false;
    block.base = none ? 0 : least;
    block.divisor = kPowersOfTen[finest];
    const std::uint64_t missing = (std::uint64_t{1} << width) - 1;
    block.units = PackedBits(units.size(), width, [&](std::size_t i) {
        return scales[i] == NumberCells::kMissing ? missing : static_cast<std::uint64_t>(units[i] - block.base);
    });
    return true;
}

void Numbers::pack()
{
    Block block;
    if (!toDecimals() || !packDecimals(block)) {
        block = Block{};
        block.divisor = 0;
        block.doubles.reserve(m_tail.size());
        for (std::size_t i = 0; i < m_tail.size(); ++i)
            block.doubles.push_back(m_tail[i]);
    }
    m_packed += sizeof block + block.units.bytes() + block.doubles.size() * sizeof(double);
    m_blocks.push_back(std::move(block));
    m_tail.clear();
}

} // namespace wg::logs
