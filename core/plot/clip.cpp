#include "core/plot/clip.h"

#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace wg::plot {
namespace {

bool finite(Point p)
{
    return std::isfinite(p.x) && std::isfinite(p.y);
}

Point between(Point a, Point b, double share)
{
    return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

/// Rounding may leave a cut point a hair outside.
Point held(Point p, const Rect& rect)
{
    return {std::clamp(p.x, rect.left, rect.right()), std::clamp(p.y, rect.top, rect.bottom())};
}

/// Liang-Barsky: the part of a segment inside, as shares of its length.
std::optional<std::pair<double, double>> inside(Point a, Point b, const Rect& rect)
{
    double enter = 0;
    double leave = 1;
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const std::array<std::pair<double, double>, 4> edges{
        {{-dx, a.x - rect.left}, {dx, rect.right() - a.x}, {-dy, a.y - rect.top}, {dy, rect.bottom() - a.y}}};
    for (const auto& [p, q] : edges) {
        if (p == 0) {
            if (q < 0)
                return std::nullopt;
        } else if (p < 0) {
            enter = std::max(enter, q / p);
        } else {
            leave = std::min(leave, q / p);
        }
    }
    if (enter > leave)
        return std::nullopt;
    return std::pair(enter, leave);
}

/// One side of the rectangle: how far inside a point is (negative: outside).
double depth(Point p, const Rect& rect, int side)
{
    switch (side) {
    case 0:
        return p.x - rect.left;
    case 1:
        return rect.right() - p.x;
    case 2:
        return p.y - rect.top;
    default:
        return rect.bottom() - p.y;
    }
}

} // namespace

std::vector<std::vector<Point>> clipPolyline(std::span<const Point> line, const Rect& rect)
{
    std::vector<std::vector<Point>> out;
    bool open = false; // the last part ends where the next segment begins
    for (std::size_t i = 1; i < line.size(); ++i) {
        const Point a = line[i - 1];
        const Point b = line[i];
        const auto part = finite(a) && finite(b) ? inside(a, b, rect) : std::nullopt;
        if (!part) {
            open = false;
            continue;
        }
        const auto [enter, leave] = *part;
        if (!open || enter > 0)
            out.push_back({held(between(a, b, enter), rect)});
        out.back().push_back(held(leave < 1 ? between(a, b, leave) : b, rect));
        open = leave >= 1;
    }
    return out;
}

std::vector<Point> clipPolygon(std::span<const Point> polygon, const Rect& rect)
{
    std::vector<Point> points;
    for (const Point p : polygon) {
        if (finite(p))
            points.push_back(p);
    }
    for (int side = 0; side < 4; ++side) {
        std::vector<Point> kept;
        for (std::size_t i = 0; i < points.size(); ++i) {
            const Point a = points[(i + points.size() - 1) % points.size()];
            const Point b = points[i];
            const double depthA = depth(a, rect, side);
            const double depthB = depth(b, rect, side);
            if ((depthA < 0) != (depthB < 0))
                kept.push_back(between(a, b, depthA / (depthA - depthB)));
            if (depthB >= 0)
                kept.push_back(b);
        }
        points = std::move(kept);
    }
    for (Point& p : points)
        p = held(p, rect);
    return points.size() < 3 ? std::vector<Point>{} : points;
}

} // namespace wg::plot
