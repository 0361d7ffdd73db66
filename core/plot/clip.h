// Geometric clipping to the plot's rectangle, for painters that write no clip (QSvgGenerator in Qt 6.4).
#pragma once

#include "core/plot/geometry.h"

#include <span>
#include <vector>

namespace wg::plot {

/// The parts of a line inside the rectangle, each with at least two points. Points that are not finite break the line.
[[nodiscard]] std::vector<std::vector<Point>> clipPolyline(std::span<const Point> line, const Rect& rect);

/// The part of a polygon inside the rectangle (Sutherland-Hodgman; the rectangle is convex, the polygon need not be: parts are
/// then joined along the border, which fills the same area). Empty when nothing is inside. Points that are not finite are left
/// out.
[[nodiscard]] std::vector<Point> clipPolygon(std::span<const Point> polygon, const Rect& rect);

} // namespace wg::plot
