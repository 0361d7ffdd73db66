// Rows of two classes in descending order of score: each class sorted by itself, so no label has to travel with its score.
// Rows are dealt into buckets of equal width over the range of the scores (a "flash sort", Neubert 1998), positives and
// negatives apart, and each bucket is sorted where it lies in the cache. Any order of buckets may be walked by itself.
// An Item is a double, or has a member `score` and whatever else travels with it. Scores may be infinite, not NaN.
#pragma once

#include "core/base/cancel.h"
#include "core/base/parallel.h"
#include "core/mlmetrics/flash_sort.h"
#include "core/mlmetrics/huge_array.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace wg::mlmetrics {

template <class Item>
class RankedScores {
public:
    /// Items of one bucket, descending each; every item of a bucket ranks above all of the next.
    struct Bucket {
        std::span<const Item> positives, negatives;
    };

    /// `item(row)` gives the row's item; called three times for each row, from `threads` (0: all) threads at once. Once
    /// cancelled it ends soon, unsorted.
    template <class ItemOf>
    RankedScores(std::span<const std::uint8_t> actual, unsigned threads, const CancelToken& cancel, ItemOf item)
        : m_threads(threads == 0 ? hardwareThreads() : threads)
        , m_buckets(std::min(kMostBuckets, std::bit_ceil(actual.size() / kRowsPerBucket + 1)))
        , m_items(actual.size())
    {
        m_mapping = mapping(actual.size(), item);
        deal(actual, item);
        forEachBucket([&](std::size_t bucket) {
            if (!cancel.cancelled())
                sortBucket(bucket);
        });
    }

    [[nodiscard]] std::size_t buckets() const { return m_buckets; }
    [[nodiscard]] std::size_t size() const { return m_items.size(); }
    [[nodiscard]] Bucket bucket(std::size_t bucket) const
    {
        const auto part = [&](std::size_t i) {
            return std::span<const Item>(m_items.data() + m_ends[i], m_items.data() + m_ends[i + 1]);
        };
        return {part(2 * bucket), part(2 * bucket + 1)};
    }
    /// The bucket that holds scores equal to this one.
    [[nodiscard]] std::size_t bucketOf(double score) const { return m_mapping(score, m_buckets); }

    template <class Body>
    void forEachBucket(Body body) const
    {
        (void)parallelFor(m_buckets, m_threads, [&](std::size_t begin, std::size_t end) -> Result<void> {
            for (std::size_t bucket = begin; bucket < end; ++bucket)
                body(bucket);
            return {};
        });
    }

private:
    static constexpr std::size_t kRowsPerBucket = 4096; // 32 KiB of scores: sorted in the first two levels of cache
    static constexpr std::size_t kMostBuckets = 8192; // more are more than the TLB and the cache have lines for

    template <class Body>
    void inChunks(std::size_t n, Body body) const
    {
        const std::size_t size = (n + m_threads - 1) / m_threads;
        (void)parallelFor(m_threads, m_threads, [&](std::size_t begin, std::size_t end) -> Result<void> {
            for (std::size_t chunk = begin; chunk < end; ++chunk)
                body(chunk, std::min(n, chunk * size), std::min(n, (chunk + 1) * size));
            return {};
        });
    }

    template <class ItemOf>
    FlashMapping mapping(std::size_t n, ItemOf item) const
    {
        std::vector<FiniteRange> ranges(m_threads);
        inChunks(n, [&](std::size_t chunk, std::size_t from, std::size_t to) {
            FiniteRange range;
            for (std::size_t i = from; i < to; ++i)
                range.add(scoreOf(item(i)));
            ranges[chunk] = range;
        });
        FiniteRange whole;
        for (const FiniteRange& range : ranges)
            whole.add(range);
        return FlashMapping::over(whole, m_buckets);
    }

    /// Counting sort by bucket and class; rows of one bucket and class keep their order, whatever the number of threads.
    template <class ItemOf>
    void deal(std::span<const std::uint8_t> actual, ItemOf item)
    {
        const std::size_t places = 2 * m_buckets;
        const auto place = [&, mapping = m_mapping, buckets = m_buckets](const Item& one, std::size_t row) {
            return 2 * mapping(scoreOf(one), buckets) + (actual[row] != 0 ? 0U : 1U);
        };
        std::vector<std::vector<std::size_t>> next(m_threads, std::vector<std::size_t>(places));
        inChunks(actual.size(), [&](std::size_t chunk, std::size_t from, std::size_t to) {
            std::size_t* const counts = next[chunk].data();
            for (std::size_t i = from; i < to; ++i)
                ++counts[place(item(i), i)];
        });
        m_ends.resize(places + 1);
        std::size_t sum = 0;
        for (std::size_t i = 0; i < places; ++i) {
            m_ends[i] = sum;
            for (auto& counts : next)
                sum += std::exchange(counts[i], sum);
        }
        m_ends[places] = sum;
        inChunks(actual.size(), [&](std::size_t chunk, std::size_t from, std::size_t to) {
            std::size_t* const ends = next[chunk].data();
            Item* const items = m_items.data();
            for (std::size_t i = from; i < to; ++i) {
                const Item one = item(i);
                items[ends[place(one, i)]++] = one;
            }
        });
    }

    void sortBucket(std::size_t bucket)
    {
        for (std::size_t i = 2 * bucket; i < 2 * bucket + 2; ++i)
            flashSort(std::span<Item>(m_items.data() + m_ends[i], m_items.data() + m_ends[i + 1]), m_mapping, bucket);
    }

    unsigned m_threads;
    std::size_t m_buckets;
    FlashMapping m_mapping;
    HugeArray<Item> m_items; ///< bucket by bucket, positives before negatives
    std::vector<std::size_t> m_ends; ///< of the parts of m_items: [2 * bucket] positives begin, [2 * bucket + 1] negatives
};

/// Calls visit(score, positives, negatives) for every distinct score of a bucket, descending, with the items that have it.
template <class Item, class Visit>
void forEachScore(std::span<const Item> positives, std::span<const Item> negatives, Visit visit)
{
    const Item* p = positives.data();
    const Item* const pEnd = p + positives.size();
    const Item* q = negatives.data();
    const Item* const qEnd = q + negatives.size();
    while (p != pEnd || q != qEnd) {
        const double score = q == qEnd || (p != pEnd && scoreOf(*p) >= scoreOf(*q)) ? scoreOf(*p) : scoreOf(*q);
        const Item* const pFrom = p;
        while (p != pEnd && scoreOf(*p) == score)
            ++p;
        const Item* const qFrom = q;
        while (q != qEnd && scoreOf(*q) == score)
            ++q;
        visit(score + 0.0, std::span<const Item>(pFrom, p), std::span<const Item>(qFrom, q)); // -0 + 0 is 0
    }
}

} // namespace wg::mlmetrics
