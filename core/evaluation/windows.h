// The rows of a group in order of time, and the windows they fall in: one definition for series, charts over time and streams.
#pragma once

#include "core/evaluation/log_times.h"
#include "core/evaluation/rows.h"

#include <span>
#include <vector>

namespace wg::evaluation {

inline constexpr DurationMs kRowStep = kSecond; ///< between windows (or rows) of a log without time

struct OrderedRows {
    std::vector<std::uint32_t> rows; ///< by time, those of one time in the order of the log
    std::vector<TimeMs> times; ///< of `rows`, ascending; empty without a time column

    [[nodiscard]] std::size_t size() const { return rows.size(); }
    /// Rows at positions [from, to).
    [[nodiscard]] Rows part(std::size_t from, std::size_t to) const;
};
/// Rows without a time are left out, unless the log has none at all (`tableTimes` empty): then they stay as they are.
[[nodiscard]] OrderedRows orderByTime(const Rows& rows, std::span<const TimeMs> tableTimes);

/// Positions [from, to) in OrderedRows. Never empty.
struct RowWindow {
    std::size_t from = 0, to = 0;
    TimeMs start = 0; ///< of the window's time; without a time column one step before `at`
    TimeMs at = 0; ///< of its sample
};
/// Windows of time are aligned to their length, hold their start and not their end, and give their sample at their end, or at
/// the last row where that is earlier. Windows of rows give it at their last row; without a time column the last is at `end`
/// and the others precede it kRowStep apart. Neither: one window over all rows.
[[nodiscard]] std::vector<RowWindow> splitWindows(const OrderedRows& rows, const Window& window, TimeMs end);

/// The start of the window of time that holds `time`.
[[nodiscard]] TimeMs windowStart(TimeMs time, DurationMs length);

/// A window of a round length (1, 2, 5, 15, 30 s or min, 1, 2, 6, 12 h, days; 1, 2, 5 times 10^n rows) that gives about `count`
/// windows over these rows.
[[nodiscard]] Window roundWindow(const OrderedRows& rows, std::size_t count);

} // namespace wg::evaluation
