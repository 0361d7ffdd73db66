#include "core/alerts/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>

namespace wg::alerts {

Result<std::vector<TimeMs>> ticksOver(TimeRange range, DurationMs interval, DurationMs longestFor, DurationMs longestKeep)
{
    DurationMs before = 0;
    if (__builtin_add_overflow(longestFor, longestKeep, &before))
        before = std::numeric_limits<DurationMs>::max();
    before = std::max(interval, before);
    TimeMs from = 0;
    DurationMs length = 0;
    if (__builtin_sub_overflow(range.from, before, &from) || __builtin_sub_overflow(range.to, from, &length)
        || static_cast<std::size_t>(length / interval) + 2 > kMaxTicks) {
        return fail(ErrorCode::Limit,
            fmt::format(
                "from {} (and {} before) to {} every {} is more than {} evaluations; take a shorter time or a longer interval",
                formatTime(range.from), formatDuration(before), formatTime(range.to), formatDuration(interval), kMaxTicks));
    }
    std::vector<TimeMs> out{range.to};
    while (out.back() > from)
        out.push_back(out.back() - interval);
    std::ranges::reverse(out);
    return out;
}

std::vector<Transition> replay(Machine& machine, std::span<const TimeMs> ticks, const QueryFunction& query)
{
    std::vector<Transition> out;
    for (const TimeMs at : ticks) {
        const auto observed = query(at);
        if (!observed) {
            machine.fail(at, observed.error());
            continue;
        }
        std::ranges::move(machine.step(at, observed->samples, observed->matched), std::back_inserter(out));
    }
    return out;
}

} // namespace wg::alerts
