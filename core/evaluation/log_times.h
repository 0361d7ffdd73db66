// When the rows of a log happened.
#pragma once

#include "core/evaluation/opened_log.h"

#include <limits>

namespace wg::evaluation {

inline constexpr TimeMs kNoTime = std::numeric_limits<TimeMs>::min();

/// Time of each row of the table; kNoTime where the cell is none. Empty when the log has no (readable) time column.
/// Numbers are Unix seconds, milliseconds, microseconds or nanoseconds by their size; a column that starts near 0 holds seconds
/// since a start that is chosen so that the log ends at `end`. Texts are RFC 3339, or "2021-06-01 00:00:00" or a date, in UTC.
[[nodiscard]] std::vector<TimeMs> logTimes(const OpenedLog& log, TimeMs end);

} // namespace wg::evaluation
