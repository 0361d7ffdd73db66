#include "core/mlmetrics/sort.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace wg::mlmetrics {
namespace {

constexpr unsigned kBits = 11;
constexpr std::size_t kBuckets = std::size_t{1} << kBits;
constexpr unsigned kPasses = 6; // 66 bits
constexpr std::uint64_t kSign = std::uint64_t{1} << 63;

/// Unsigned order of the keys is descending order of the values.
std::uint64_t toKey(double value)
{
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0); // -0 + 0 is 0
    return (bits & kSign) != 0 ? bits : ~(bits | kSign);
}

double fromKey(std::uint64_t key)
{
    return std::bit_cast<double>((key & kSign) != 0 ? key : ~key & ~kSign);
}

std::size_t digit(std::uint64_t key, unsigned pass)
{
    return static_cast<std::size_t>(key >> (pass * kBits)) & (kBuckets - 1);
}

} // namespace

void sortDescending(std::vector<double>& values)
{
    constexpr std::size_t kRadixFrom = 4096; // below, six histograms cost more than they save
    if (values.size() < kRadixFrom) {
        for (double& value : values)
            value += 0.0;
        std::sort(values.begin(), values.end(), std::greater<>());
        return;
    }
    const std::size_t n = values.size();
    auto from = std::make_unique_for_overwrite<std::uint64_t[]>(n);
    auto to = std::make_unique_for_overwrite<std::uint64_t[]>(n);
    std::vector<std::array<std::uint64_t, kBuckets>> counts(kPasses);
    for (std::size_t i = 0; i < n; ++i) {
        from[i] = toKey(values[i]);
        for (unsigned pass = 0; pass < kPasses; ++pass)
            ++counts[pass][digit(from[i], pass)];
    }
    for (unsigned pass = 0; pass < kPasses; ++pass) {
        auto& offsets = counts[pass];
        if (offsets[digit(from[0], pass)] == n)
            continue;
        std::uint64_t sum = 0;
        for (std::uint64_t& offset : offsets)
            sum += std::exchange(offset, sum);
        for (std::size_t i = 0; i < n; ++i)
            to[offsets[digit(from[i], pass)]++] = from[i];
        std::swap(from, to);
    }
    for (std::size_t i = 0; i < n; ++i)
        values[i] = fromKey(from[i]);
}

} // namespace wg::mlmetrics
