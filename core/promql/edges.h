// anchored and smoothed selectors (3.x): what a range is at its two ends. An anchored one begins with the newest sample not
// after the start of the range, a smoothed one with the value between the samples around it, both ends alike; the samples
// they need lie within the look-back of the range (promql/functions.go extendedRate, engine.go extendFloats).
#pragma once

#include "core/promql/windows.h"

#include <optional>

namespace wg::promql {

struct RateKind {
    bool isCounter = true; ///< false: delta()
    bool perSecond = true; ///< false: increase() and delta()
};

/// Which of these times, all that an anchored range sees, is its first; none when all are before the range.
[[nodiscard]] std::optional<std::size_t> anchorIndex(std::span<const TimeMs> t, TimeMs from);
/// Linear between two samples; a counter that fell in between is taken to have begun at zero.
[[nodiscard]] double interpolated(const RangeSeries& series, std::size_t before, TimeMs at, bool isCounter);

/// rate(), increase() and delta() of a range that has edges: nothing is extrapolated.
struct EdgedRate {
    static constexpr bool kSameForSameWindow = true;
    RateKind kind;
    bool smoothed = false;
    const RangeSeries* series = nullptr;

    void begin(const RangeSeries& s, Pulse&) { series = &s; }
    double at(const Step& step, Pulse& pulse) const;
};

/// The samples of a range with edges, as a query for the range itself shows them: one at either end, and those inside.
struct EdgedSamples {
    std::vector<TimeMs> t;
    std::vector<double> v;
};
[[nodiscard]] EdgedSamples edgedSamples(const RangeSeries& series, const Step& step, bool smoothed);

/// A smoothed instant selector: the sample of that moment, the value between those around it, or the one before.
[[nodiscard]] double smoothedAt(const RangeSeries& series, const Step& step, TimeMs at);

/// "" where `function` takes a range with these edges, else Prometheus' words for that it does not.
[[nodiscard]] std::string edgesRefused(std::string_view function, Selector::Edges edges);

} // namespace wg::promql
