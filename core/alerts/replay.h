// A rule evaluated over a stretch of time that has passed, on the ticks of its group. Time and data are arguments.
#pragma once

#include "core/alerts/state.h"
#include "core/base/result.h"
#include "core/base/time.h"

#include <functional>
#include <span>
#include <vector>

namespace wg::alerts {

/// What an expression returned at one tick.
struct Observation {
    series::Vector samples; ///< with the labels that identify the alerts
    bool matched = true; ///< false: no selector of the expression found any series
};

/// Asked once per tick, in order.
using QueryFunction = std::function<Result<Observation>(TimeMs at)>;

inline constexpr std::size_t kMaxTicks = 200'000; ///< a month every 15 s

/// The evaluations of a group that decide its states in `range` (for one moment: from == to), ascending: an interval apart and
/// the last of them at range.to. They begin as long before range.from as the longest `for` and `keep_firing_for` of the rules
/// need, an interval at least. `interval` > 0. More than kMaxTicks are refused with Limit.
[[nodiscard]] Result<std::vector<TimeMs>> ticksOver(
    TimeRange range, DurationMs interval, DurationMs longestFor, DurationMs longestKeep);

/// Steps the machine through the ticks; a failed query is a failed step, as live. Returns every transition.
std::vector<Transition> replay(Machine& machine, std::span<const TimeMs> ticks, const QueryFunction& query);

} // namespace wg::alerts
