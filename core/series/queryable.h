// The seam between a query engine and whatever stores samples. Final: storage grows behind it, engines above it.
#pragma once

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/series/matcher.h"
#include "core/series/value.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace wg::series {

/// A read-only look at one stored series. The spans stay valid as long as `owner` lives.
struct SeriesView {
    std::shared_ptr<const Labels> labels;
    std::span<const TimeMs> t; ///< strictly ascending, all within the selected interval
    std::span<const double> v; ///< same length; staleness markers are kept
    std::shared_ptr<const void> owner;
    /// When the counter of each sample began, same length, 0 where unknown; empty: no sample of the series says.
    std::span<const TimeMs> start = {};
    /// The series has native histogram samples in the interval. Nothing here computes on them; an engine must refuse.
    bool hasHistograms = false;
};

/// Thread-safe: any number of readers. Implementations take an immutable snapshot per call.
class Queryable {
public:
    virtual ~Queryable() = default;

    /// Series that match all matchers, with their samples in [from, to] (both inclusive); series without a sample
    /// there are left out. Ordered by labels.
    [[nodiscard]] virtual Result<std::vector<SeriesView>> select(
        std::span<const Matcher> matchers, TimeMs from, TimeMs to, const CancelToken& cancel) const = 0;
    /// Sorted, unique; over series with at least one sample in [from, to] that match (no matcher: all).
    [[nodiscard]] virtual Result<std::vector<std::string>> labelNames(
        std::span<const Matcher> matchers, TimeMs from, TimeMs to) const = 0;
    [[nodiscard]] virtual Result<std::vector<std::string>> labelValues(
        std::string_view name, std::span<const Matcher> matchers, TimeMs from, TimeMs to) const = 0;
    /// Label sets only; ordered.
    [[nodiscard]] virtual Result<std::vector<Labels>> seriesLabels(
        std::span<const Matcher> matchers, TimeMs from, TimeMs to) const = 0;
    /// Oldest and newest sample; nullopt when empty.
    [[nodiscard]] virtual std::optional<TimeRange> extent() const = 0;
};

/// Takes samples. One writer at a time. Out-of-order and duplicate samples are refused and counted, never stored.
class Appendable {
public:
    virtual ~Appendable() = default;

    struct Refused {
        std::uint64_t outOfOrder = 0;
        std::uint64_t duplicate = 0;
    };
    /// Times strictly ascending within the call; visible to select() when append returns.
    virtual Refused append(const Labels& labels, std::span<const TimeMs> t, std::span<const double> v) = 0;
    // Start times and native histograms are for those that have them: see tsdb::Head.
};

} // namespace wg::series
