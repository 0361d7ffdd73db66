// Numbers of drawing: intervals, points, rectangles. Pixels grow to the right and downward, as everywhere in Qt.
#pragma once

#include <algorithm>
#include <limits>

namespace wg::plot {

/// A closed interval; empty when low > high.
struct Interval {
    double low = 0;
    double high = 0;
    [[nodiscard]] double length() const { return high - low; }
    [[nodiscard]] bool empty() const { return !(low <= high); }
    [[nodiscard]] bool contains(double value) const { return value >= low && value <= high; }
    bool operator==(const Interval&) const = default;
};
inline constexpr Interval kEmptyInterval{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};

struct Point {
    double x = 0;
    double y = 0; ///< NaN breaks a line
    bool operator==(const Point&) const = default;
};

struct Rect {
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;
    [[nodiscard]] double right() const { return left + width; }
    [[nodiscard]] double bottom() const { return top + height; }
    [[nodiscard]] bool contains(Point p) const { return p.x >= left && p.x <= right() && p.y >= top && p.y <= bottom(); }
    bool operator==(const Rect&) const = default;
};

} // namespace wg::plot
