// Reads plain decimals eight digits at a time: "1", "-0.8731", "1700000000.25". Everything else is left to readNumber(), which
// gives the same value for these.
#pragma once

#include "core/logs/csv_scan.h"
#include "core/logs/numbers.h"

#include <array>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace wg::logs {

/// So many bytes from the beginning of a cell must be readable; what lies behind the cell is no digit.
inline constexpr std::size_t kDecimalReach = 40;

namespace detail {

static_assert(std::endian::native == std::endian::little);

inline constexpr std::array<std::int64_t, 9> kPower = {1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000};

/// Eight characters with the value of their digits; others have a bit of their high half set.
inline std::uint64_t eightAt(const char* at)
{
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return word ^ 0x3030303030303030U;
}

/// How many of them, from the first, are digits.
inline unsigned digitsOf(std::uint64_t eight)
{
    const std::uint64_t other = ((eight + 0x0606060606060606U) | eight) & 0xF0F0F0F0F0F0F0F0U;
    return static_cast<unsigned>(std::countr_zero(other)) / 8; // 64 / 8 when there is none
}

/// The number that the first `digits` of them make. The usual three multiplications (Lemire's parse_eight_digits_unrolled).
inline std::int64_t valueOf(std::uint64_t eight, unsigned digits)
{
    if (digits == 0)
        return 0;
    std::uint64_t value = eight << (64 - 8 * digits); // zeros in front
    value = (value * 2561) >> 8;
    value = ((value & 0x00FF00FF00FF00FFU) * 6553601) >> 16;
    value = ((value & 0x0000FFFF0000FFFFU) * 42949672960001U) >> 32;
    return static_cast<std::int64_t>(value);
}

} // namespace detail

/// True: the cell of `size` bytes is units / 10^scale, within NumberCells' limits and not -0.
inline bool readDecimal(const char* at, std::size_t size, std::int64_t& units, std::uint8_t& scale)
{
    using namespace detail;
    const bool negative = *at == '-';
    at += negative ? 1 : 0;
    size -= negative ? 1 : 0;
    const std::uint64_t first = eightAt(at);
    std::size_t whole = digitsOf(first);
    if (size - 1 > 17 || whole == 0) // no digits at all: size - 1 is huge
        return false;
    std::int64_t value = valueOf(first, static_cast<unsigned>(whole));
    if (whole == 8) {
        const std::uint64_t next = eightAt(at + 8);
        const unsigned more = digitsOf(next);
        if (more == 8)
            return false;
        value = value * kPower[more] + valueOf(next, more);
        whole += more;
    }
    std::size_t fraction = 0;
    if (whole != size) {
        fraction = size - whole - 1;
        if (at[whole] != '.' || fraction == 0)
            return false;
        const char* digits = at + whole + 1;
        const std::uint64_t next = eightAt(digits);
        unsigned count = digitsOf(next);
        std::size_t found = count;
        value = value * kPower[count] + valueOf(next, count);
        if (count == 8) {
            const std::uint64_t last = eightAt(digits + 8);
            count = digitsOf(last);
            if (whole + 8 + count > 17)
                return false;
            found += count;
            value = value * kPower[count] + valueOf(last, count);
        }
        if (found != fraction)
            return false;
    }
    if (value > NumberCells::kMostUnits || (negative && value == 0))
        return false;
    units = negative ? -value : value;
    scale = static_cast<std::uint8_t>(fraction);
    return true;
}

#if defined(__x86_64__)

namespace detail {

/// For pshufb: the digits of a cell of `size` characters to the end of 16, without the point at `dot` (size: there is none).
struct DigitShuffles {
    alignas(16) std::array<std::array<std::array<std::uint8_t, 16>, 17>, 17> to{};
};

inline constexpr DigitShuffles kDigitShuffles = [] {
    DigitShuffles out;
    for (std::size_t size = 0; size <= 16; ++size) {
        for (std::size_t dot = 0; dot <= size; ++dot) {
            auto& shuffle = out.to[size][dot];
            shuffle.fill(0x80); // a zero
            std::size_t place = 16;
            for (std::size_t i = size; i-- > 0;) {
                if (i != dot)
                    shuffle[--place] = static_cast<std::uint8_t>(i);
            }
        }
    }
    return out;
}();

} // namespace detail

/// The same as readDecimal(), for up to 16 characters at once.
[[gnu::always_inline]] WG_AVX2 inline bool readDecimalAvx2(
    const char* at, std::size_t size, std::int64_t& units, std::uint8_t& scale)
{
    const std::size_t negative = *at == '-' ? 1 : 0;
    const std::size_t length = size - negative;
    if (length - 1 > 15) {
        std::int64_t longUnits = 0; // its own: so that `units` and `scale` can stay in registers
        std::uint8_t longScale = 0;
        const bool ok = readDecimal(at, size, longUnits, longScale);
        units = longUnits;
        scale = longScale;
        return ok;
    }
    const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + negative));
    __m128i digits = _mm_sub_epi8(text, _mm_set1_epi8('0'));
    const __m128i isDigit = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
    const unsigned others = ~static_cast<unsigned>(_mm_movemask_epi8(isDigit)) & ((1U << length) - 1);
    std::size_t dot = length;
    scale = 0;
    if (others != 0) {
        dot = static_cast<std::size_t>(std::countr_zero(others));
        scale = static_cast<std::uint8_t>(length - 1 - dot);
        if ((others & (others - 1)) != 0 || at[negative + dot] != '.' || dot == 0 || scale == 0)
            return false;
    }
    digits = _mm_shuffle_epi8(
        digits, _mm_load_si128(reinterpret_cast<const __m128i*>(detail::kDigitShuffles.to[length][dot].data())));
    const __m128i twos = _mm_maddubs_epi16(digits, _mm_set1_epi16(1 << 8 | 10));
    const __m128i fours = _mm_madd_epi16(twos, _mm_set1_epi32(1 << 16 | 100));
    const __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(1 << 16 | 10000));
    const auto both = static_cast<std::uint64_t>(_mm_cvtsi128_si64(eights));
    const auto value = static_cast<std::int64_t>((both & 0xFFFFFFFFU) * 100'000'000 + (both >> 32));
    units = negative != 0 ? -value : value;
    return value <= NumberCells::kMostUnits && (negative == 0 || value != 0);
}

#endif

} // namespace wg::logs
