// Many points to few that draw the same pixels: first, last, least and greatest of every pixel column. A spike one sample
// wide is in its column's extremes at any zoom. Cost: binary searches for the window, then one pass over the points in it.
#pragma once

#include "core/base/time.h"
#include "core/plot/geometry.h"

#include <cstdint>
#include <span>
#include <vector>

namespace wg::plot {

/// All finite points of one pixel column. A lone point has first == last == min == max and x == lastX.
struct Column {
    double x = 0; ///< time of the first point, ms
    double lastX = 0; ///< time of the last one
    double first = 0, last = 0, min = 0, max = 0;
    std::uint32_t count = 0; ///< points; values that are not finite do not count
    bool gapBefore = false; ///< not joined to the column before
    bool operator==(const Column&) const = default;
};

/// `t` strictly ascending, same length as `v`. Column c of `columns` holds the points with
/// floor((t - window.from) * columns / length) == c; the end of the window belongs to the last one. Columns without points
/// are left out. The point next to the window on either side comes along as a column of its own, so that lines reach the
/// edges. A line breaks where a value is not finite (NaN, staleness, infinities) and where two points are more than
/// `maxGap` apart (0: never); what happens inside one column cannot be seen and does not break it.
[[nodiscard]] std::vector<Column> decimate(
    std::span<const TimeMs> t, std::span<const double> v, TimeRange window, int columns, DurationMs maxGap);

/// At most four points a column, in time order, to be joined by lines; {x, NaN} where the line breaks.
[[nodiscard]] std::vector<Point> polyline(std::span<const Column> columns);

/// Indices [first, second) of the points inside the window.
[[nodiscard]] std::pair<std::size_t, std::size_t> visibleIndices(std::span<const TimeMs> t, TimeRange window);

/// A curve with any x (ROC): points that fall into the same pixel as the point kept before them are dropped, except the last
/// of each such run. `x` and `y` have one length; pixels are `width` by `height` over the two intervals.
[[nodiscard]] std::vector<Point> thinCurve(
    std::span<const double> x, std::span<const double> y, Interval xs, Interval ys, double width, double height);

} // namespace wg::plot
