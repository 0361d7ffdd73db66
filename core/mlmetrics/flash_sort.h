// Sorting by score, descending: items are dealt into buckets of equal width and finished by insertion, which takes linear time
// for scores of a smooth distribution; what clusters is dealt again over its own range. Stable except where it gives up.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>

namespace wg::mlmetrics {

inline double scoreOf(double item)
{
    return item;
}
template <class Item>
double scoreOf(const Item& item)
{
    return item.score;
}

/// Least and greatest of the finite scores.
struct FiniteRange {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void add(double score)
    {
        constexpr double kMost = std::numeric_limits<double>::max();
        low = score < low && score >= -kMost ? score : low;
        high = score > high && score <= kMost ? score : high;
    }
    void add(const FiniteRange& other)
    {
        low = std::min(low, other.low);
        high = std::max(high, other.high);
    }
};

/// From a score to a bucket in [0, buckets): a higher score never gets a later bucket; infinities (and NaN) go to the ends.
struct FlashMapping {
    double high = 0, scale = 0, base = 0;

    /// Scale 0, everything in bucket 0, where the range cannot be divided (one value, none, or wider than a double holds).
    [[nodiscard]] static FlashMapping over(const FiniteRange& range, std::size_t buckets)
    {
        const double scale = static_cast<double>(buckets) / (range.high - range.low);
        return range.high > range.low && std::isfinite(scale) ? FlashMapping{range.high, scale, 0} : FlashMapping{};
    }
    /// The same mapping, with each bucket divided into `parts`, of which those of `bucket` are numbered from 0.
    /// `parts` is a power of two, so that no rounding moves an item out of its bucket.
    [[nodiscard]] FlashMapping within(std::size_t bucket, std::size_t parts) const
    {
        return {high, scale * static_cast<double>(parts), static_cast<double>(bucket * parts)};
    }
    [[nodiscard]] std::size_t operator()(double score, std::size_t buckets) const
    {
        const double place = (high - score) * scale - base;
        const double last = static_cast<double>(buckets - 1);
        return place > 0 ? static_cast<std::size_t>(static_cast<std::int64_t>(place < last ? place : last)) : 0;
    }
};

namespace detail {

constexpr std::size_t kInsertion = 24; // up to here insertion sort is the fastest
constexpr std::size_t kMostParts = 4096;
constexpr int kDepth = 8;

/// Stable; `from` and `to` are equally long and may be one.
template <class Item>
void insertionSort(std::span<const Item> from, Item* to)
{
    for (std::size_t i = 0; i < from.size(); ++i) {
        const Item item = from[i];
        std::size_t at = i;
        for (; at > 0 && scoreOf(to[at - 1]) < scoreOf(item); --at)
            to[at] = to[at - 1];
        to[at] = item;
    }
}

template <class Item>
void flashSortAgain(std::span<Item> items, Item* scratch, int depth);

template <class Item>
void flashSort(std::span<Item> items, Item* scratch, const FlashMapping& mapping, std::size_t parts, int depth)
{
    std::array<std::uint32_t, kMostParts + 1> ends; // of the parts, once the items are dealt
    std::fill_n(ends.begin(), parts + 1, 0U);
    for (const Item& item : items)
        ++ends[mapping(scoreOf(item), parts) + 1];
    for (std::size_t i = 1; i < parts; ++i)
        ends[i + 1] += ends[i];
    for (const Item& item : items)
        scratch[ends[mapping(scoreOf(item), parts)]++] = item;
    std::size_t from = 0;
    for (std::size_t i = 0; i < parts; ++i) {
        const std::size_t to = ends[i];
        if (to - from > kInsertion)
            flashSortAgain(std::span(scratch + from, to - from), items.data() + from, depth - 1);
        from = to;
    }
    insertionSort(std::span<const Item>(scratch, items.size()), items.data());
}

inline std::size_t partsFor(std::size_t items)
{
    return std::min(kMostParts, std::bit_ceil(items / 2));
}

template <class Item>
void flashSortAgain(std::span<Item> items, Item* scratch, int depth)
{
    FiniteRange range;
    bool equal = true;
    for (const Item& item : items) {
        range.add(scoreOf(item));
        equal = equal && scoreOf(item) == scoreOf(items[0]);
    }
    if (equal)
        return;
    const std::size_t parts = partsFor(items.size());
    const FlashMapping mapping = FlashMapping::over(range, parts);
    if (depth == 0 || mapping.scale == 0)
        std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return scoreOf(a) > scoreOf(b); });
    else
        flashSort(items, scratch, mapping, parts, depth);
}

} // namespace detail

/// Sorts the items of one bucket of `mapping`. At most 2^32 items.
template <class Item>
void flashSort(std::span<Item> items, const FlashMapping& mapping, std::size_t bucket)
{
    if (items.size() <= detail::kInsertion)
        return detail::insertionSort<Item>(items, items.data());
    const auto scratch = std::make_unique_for_overwrite<Item[]>(items.size());
    if (mapping.scale == 0)
        return detail::flashSortAgain(items, scratch.get(), detail::kDepth);
    const std::size_t parts = detail::partsFor(items.size());
    detail::flashSort(items, scratch.get(), mapping.within(bucket, parts), parts, detail::kDepth);
}

} // namespace wg::mlmetrics
