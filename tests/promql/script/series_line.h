// One line of samples: metric{label="value"} 1 2+3x4 _ stale {{schema:1 sum:3 count:22 buckets:[5 10 7]}}
//
// Labels are written as in PromQL, with "=" only; a name may be quoted, and a quoted name alone is the metric's.
// _ is no sample, _xN are N of them; axN is a and N more, a+bxN and a-bxN walk by b. Native histograms are checked for their
// form and remembered as such: nothing here computes with them.
#pragma once

#include "core/base/result.h"
#include "core/series/labels.h"
#include "tests/promql/script/cursor.h"

#include <string_view>
#include <vector>

namespace wg::test::script {

struct Point {
    enum class Kind { Absent, Float, Histogram };

    Kind kind = Kind::Absent;
    double value = 0; ///< of a Float; a staleness marker is one
};

struct SeriesLine {
    series::Labels labels;
    std::vector<Point> points;
};

/// `room`: more points than that are refused with Limit.
[[nodiscard]] Result<SeriesLine> parseSeriesLine(std::string_view line, std::size_t room);
/// The part before the points; the cursor ends behind it.
[[nodiscard]] Result<series::Labels> parseMetric(Cursor& cursor);
/// A text in any of PromQL's quotes.
[[nodiscard]] Result<std::string> takeString(Cursor& cursor);
/// "x" and a whole number, if they come next.
[[nodiscard]] Result<std::optional<std::size_t>> parseTimes(Cursor& cursor, std::size_t room);

} // namespace wg::test::script
