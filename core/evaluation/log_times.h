// When the rows of a log happened.
#pragma once

#include "core/evaluation/opened_log.h"

#include <limits>
#include <optional>

namespace wg::evaluation {

inline constexpr TimeMs kNoTime = std::numeric_limits<TimeMs>::min();

/// Time of each row of the table; kNoTime where the cell is none. Empty when the log has no (readable) time column.
/// Numbers are Unix seconds, milliseconds, microseconds or nanoseconds by their size; a column that starts near 0 holds seconds
/// since a start that is chosen so that the log ends at `end`. Texts are RFC 3339, or "2021-06-01 00:00:00" or a date, in UTC.
[[nodiscard]] std::vector<TimeMs> logTimes(const OpenedLog& log, TimeMs end);

/// How the numbers of a time column are read: milliseconds are (number - zero) / unit + origin.
struct TimeScale {
    double unit = 1; ///< numbers to a millisecond
    double zero = 0;
    TimeMs origin = 0;
};
/// Of this log; later rows keep to it. nullopt when the column holds no numbers.
[[nodiscard]] std::optional<TimeScale> timeScale(const OpenedLog& log, TimeMs end);
/// As logTimes(), numbers by this scale.
[[nodiscard]] std::vector<TimeMs> logTimes(const OpenedLog& log, const std::optional<TimeScale>& scale);

} // namespace wg::evaluation
