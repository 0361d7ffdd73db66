#include "core/logs/crc32c.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace wg::logs {
namespace {

constexpr std::uint32_t kPolynomial = 0x82F63B78U; // reversed
constexpr std::size_t kSlices = 8;

using Table = std::array<std::array<std::uint32_t, 256>, kSlices>;

/// Slicing by 8 (Kounavis and Berry, 2005): table k advances a byte by k more zero bytes.
constexpr Table kTable = [] {
    Table table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? kPolynomial : 0);
        table[0][byte] = crc;
    }
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        for (std::size_t slice = 1; slice < kSlices; ++slice)
            table[slice][byte] = (table[slice - 1][byte] >> 8) ^ table[0][table[slice - 1][byte] & 0xFF];
    }
    return table;
}();

std::uint64_t load8(const char* at)
{
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof(word));
    return word; // little-endian hosts only, as everywhere in this program
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t byInstruction(std::string_view bytes)
{
    std::uint64_t crc = 0xFFFFFFFFU;
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    for (; end - at >= 8; at += 8)
        crc = _mm_crc32_u64(crc, load8(at));
    auto rest = static_cast<std::uint32_t>(crc);
    for (; at != end; ++at)
        rest = _mm_crc32_u8(rest, static_cast<unsigned char>(*at));
    return ~rest;
}
#endif

} // namespace

std::uint32_t crc32cByTable(std::string_view bytes)
{
    std::uint32_t crc = 0xFFFFFFFFU;
    while (bytes.size() >= 8) {
        const std::uint64_t word = load8(bytes.data()) ^ crc;
        crc = 0;
        for (std::size_t byte = 0; byte < kSlices; ++byte)
            crc ^= kTable[kSlices - 1 - byte][(word >> (8 * byte)) & 0xFF];
        bytes.remove_prefix(8);
    }
    for (const char c : bytes)
        crc = (crc >> 8) ^ kTable[0][(crc ^ static_cast<unsigned char>(c)) & 0xFF];
    return ~crc;
}

Crc32c crc32cOfHardware()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2") != 0)
        return byInstruction;
#endif
    return nullptr;
}

std::uint32_t crc32c(std::string_view bytes)
{
    static const Crc32c chosen = crc32cOfHardware() != nullptr ? crc32cOfHardware() : crc32cByTable;
    return chosen(bytes);
}

} // namespace wg::logs
