// What `query` prints: a table for people, CSV for sheets. (JSON is core/promapi's body.)
#pragma once

#include "core/series/value.h"

#include <string>

namespace wg::app {

/// Aligned columns, no control characters; ends with a line break.
[[nodiscard]] std::string queryTable(const series::Value& value);
/// RFC 4180 with LF: one column per label name, then time (RFC 3339) and value; where there are native histograms, count, sum,
/// p50, p90 and p99 too, and no value in their rows. A text cell that a sheet could take for a
/// formula (= + - @ TAB CR at its start) gets a leading '.
[[nodiscard]] std::string queryCsv(const series::Value& value);

} // namespace wg::app
