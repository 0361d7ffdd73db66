// Samples in memory, decoded, one pair of columns per series: what the engine reads fastest.
//
// One writer beside any number of readers. A column only grows at its end; when it is full the writer moves to a
// larger block and readers keep the old one alive through SeriesView::owner. Elements a reader was shown are never
// written again, so spans are read without a lock.
#pragma once

#include "core/series/queryable.h"
#include "core/tsdb/postings.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

namespace wg::tsdb {

class Head : public series::Queryable, public series::Appendable {
public:
    Head();
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
    struct Block;
    struct Column;

    Column& columnOf(const series::Labels& labels);
    void extend(TimeMs from, TimeMs to);

    mutable std::shared_mutex m_mutex; ///< guards everything below; block elements below `size` need no lock
    std::vector<Column> m_columns; ///< by SeriesId
    std::unordered_map<series::Labels, SeriesId, series::LabelsHash> m_ids;
    Postings m_postings;
    Refused m_refused;
    std::uint64_t m_samples = 0;
    std::optional<TimeRange> m_extent;
};

} // namespace wg::tsdb
