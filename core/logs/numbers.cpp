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
    const std::uint8_t* scales = m_tail.m_scales.data();
    std::uint8_t most = 0;
    for (std::size_t i = 0; i < kBlockRows; ++i)
        most = std::max(most, scales[i]);
    if (most != NumberCells::kDouble)
        return true;
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

/// Brings all to the finest scale; false when that takes more than kMostUnits.
bool Numbers::align(std::uint8_t finest)
{
    std::vector<std::int64_t>& units = m_tail.m_bits;
    std::vector<std::uint8_t>& scales = m_tail.m_scales;
    for (std::size_t i = 0; i < units.size(); ++i) {
        if (scales[i] == finest || scales[i] == NumberCells::kMissing)
            continue;
        if (units[i] != 0) {
            const auto by = static_cast<std::size_t>(finest - scales[i]);
            if (by > kMostShift || std::abs(units[i]) > kShifts[by].most)
                return false; // what was done so far stands: value and scale go together
            units[i] *= kShifts[by].factor;
        }
        scales[i] = finest;
    }
    return true;
}

/// False when doubles are as small, or exacter.
bool Numbers::packDecimals(Block& block)
{
    const std::uint8_t* scales = m_tail.m_scales.data();
    std::uint8_t coarsest = NumberCells::kMissing;
    std::uint8_t finest = 0;
    for (std::size_t i = 0; i < kBlockRows; ++i) { // simple enough to be done 16 at a time
        finest = std::max(finest, scales[i]);
        coarsest = std::min(coarsest, scales[i]);
    }
    block.missing = finest == NumberCells::kMissing;
    if (block.missing) {
        finest = 0;
        for (const std::uint8_t scale : m_tail.m_scales)
            finest = std::max(finest, scale == NumberCells::kMissing ? std::uint8_t{0} : scale);
    }
    if (coarsest < finest && !align(finest))
        return false;
    const std::int64_t* units = m_tail.m_bits.data();
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::int64_t most = std::numeric_limits<std::int64_t>::min();
    for (std::size_t i = 0; i < kBlockRows; ++i) {
        if (!block.missing || scales[i] != NumberCells::kMissing) {
            least = std::min(least, units[i]);
            most = std::max(most, units[i]);
        }
    }
    const bool none = least > most;
    const std::int64_t base = none ? 0 : least;
    const std::uint64_t codes = none ? 0 : static_cast<std::uint64_t>(most - least) + (block.missing ? 1 : 0);
    const auto width = static_cast<unsigned>(std::bit_width(codes));
    if (width > PackedBits::kMostWidth)
        return false;
    block.base = base;
    block.divisor = kPowersOfTen[finest];
    const std::uint64_t missing = (std::uint64_t{1} << width) - 1;
    if (block.missing)
        block.units = PackedBits(kBlockRows, width, [&](std::size_t i) {
            return scales[i] == NumberCells::kMissing ? missing : static_cast<std::uint64_t>(units[i] - base);
        });
    else
        block.units =
            PackedBits(kBlockRows, width, [units, base](std::size_t i) { return static_cast<std::uint64_t>(units[i] - base); });
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
