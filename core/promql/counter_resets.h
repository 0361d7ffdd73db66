// Where a counter began anew: its value fell, or its sample says so by its start time.
#pragma once

#include "core/promql/evaluation.h"

namespace wg::promql {

[[nodiscard]] inline double seconds(DurationMs duration)
{
    return static_cast<double>(duration) / 1000.0;
}

/// What the start time of a sample says, next to the sample before it (promql/functions.go isStartTimestampReset). A start at
/// the sample before is a reset in delta series; where that one's own start is unknown (0, its own time, or later) it is not.
[[nodiscard]] inline bool startsAnew(TimeMs startBefore, TimeMs before, TimeMs start, TimeMs at)
{
    if (start == 0 || start >= at || start < before)
        return false;
    return start > before || (startBefore != 0 && startBefore < before);
}

/// Is there a reset from sample i - 1 to sample i?
[[nodiscard]] inline bool isReset(const RangeSeries& series, std::size_t i)
{
    if (series.v[i] < series.v[i - 1])
        return true;
    return !series.start.empty() && startsAnew(series.start[i - 1], series.t[i - 1], series.start[i], series.t[i]);
}

/// All resets of a series, and those within windows that only move forward.
class Resets {
public:
    void find(const RangeSeries& series, Pulse& pulse);
    /// Indexes i with first < i < end.
    std::span<const std::size_t> within(std::size_t first, std::size_t end)
    {
        while (m_next < m_at.size() && m_at[m_next] <= first)
            ++m_next;
        std::size_t last = m_next;
        while (last < m_at.size() && m_at[last] < end)
            ++last;
        return std::span(m_at).subspan(m_next, last - m_next);
    }

private:
    std::vector<std::size_t> m_at;
    std::size_t m_next = 0;
};

} // namespace wg::promql
