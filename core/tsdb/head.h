// Samples in memory: series by labels, found through postings, stored in compressed chunks, the hot ones decoded.
//
// One writer beside any number of readers. Decoded columns are a cache of at most `decodedBudgetBytes`; a series that
// is not in it is decoded by the reader that asks, outside the lock, and enters the cache if what was asked for is a
// good part of it. Which series leaves it is told by a clock over those not asked for lately. What a reader was shown
// stays as it was, through SeriesView::owner, whatever the writer and the cache do.
#pragma once

#include "core/series/queryable.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace wg::tsdb {

class Store;

struct HeadOptions {
    /// 16 bytes a sample, 24 with start times. 0: nothing is kept decoded.
    std::uint64_t decodedBudgetBytes = std::uint64_t{1} << 30;
};

class Head : public series::Queryable, public series::Appendable {
public:
    explicit Head(HeadOptions options = {});
    ~Head() override;
    Head(const Head&) = delete;
    Head& operator=(const Head&) = delete;

    /// Labels may be empty (one nameless series). A sample not newer than the series' last is refused.
    Refused append(const series::Labels& labels, std::span<const TimeMs> t, std::span<const double> v) override;
    /// With the start times of the counter, one per sample, 0 where unknown.
    Refused append(
        const series::Labels& labels, std::span<const TimeMs> t, std::span<const double> v, std::span<const TimeMs> start);
    /// Remembers that the series has native histogram samples at these times; the samples themselves are not kept.
    /// select() returns such a series, maybe without a float sample.
    void appendHistogramTimes(const series::Labels& labels, std::span<const TimeMs> t);
    /// Sum over all appends.
    [[nodiscard]] Refused refused() const;
    [[nodiscard]] std::size_t seriesCount() const;
    [[nodiscard]] std::uint64_t sampleCount() const;

    struct Memory {
        std::uint64_t bytesCompressed = 0; ///< of all samples
        std::uint64_t bytesDecoded = 0; ///< of the cache; blocks that only readers still hold do not count
        std::size_t seriesDecoded = 0;
    };
    [[nodiscard]] Memory memory() const;

    [[nodiscard]] Result<std::vector<series::SeriesView>> select(
        std::span<const series::Matcher> matchers, TimeMs from, TimeMs to, const CancelToken& cancel) const override;
    [[nodiscard]] Result<std::vector<std::string>> labelNames(
        std::span<const series::Matcher> matchers, TimeMs from, TimeMs to) const override;
    [[nodiscard]] Result<std::vector<std::string>> labelValues(
        std::string_view name, std::span<const series::Matcher> matchers, TimeMs from, TimeMs to) const override;
    [[nodiscard]] Result<std::vector<series::Labels>> seriesLabels(
        std::span<const series::Matcher> matchers, TimeMs from, TimeMs to) const override;
    [[nodiscard]] std::optional<TimeRange> extent() const override;

private:
    std::unique_ptr<Store> m_store;
};

} // namespace wg::tsdb
