#include "core/mlmetrics/curves.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace wg::mlmetrics {
namespace {

CurvePoints chosen(const CurvePoints& curve, const std::vector<std::uint8_t>& keep)
{
    CurvePoints out;
    for (std::size_t i = 0; i < keep.size(); ++i) {
        if (keep[i] == 0)
            continue;
        out.threshold.push_back(curve.threshold[i]);
        out.x.push_back(curve.x[i]);
        out.y.push_back(curve.y[i]);
    }
    return out;
}

CurvePoints finiteOnly(const CurvePoints& curve)
{
    std::vector<std::uint8_t> keep(curve.x.size());
    for (std::size_t i = 0; i < keep.size(); ++i)
        keep[i] = std::isfinite(curve.x[i]) && std::isfinite(curve.y[i]) ? 1 : 0;
    return chosen(curve, keep);
}

/// 1 / (greatest - least), 0 where there is no extent.
double inverseExtent(const std::vector<double>& values)
{
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const double inverse = 1 / (*high - *low);
    return std::isfinite(inverse) ? inverse : 0;
}

struct Farthest {
    std::size_t at = 0;
    double squared = 0; ///< of its distance to the line from the first to the last point
};

Farthest farthest(const CurvePoints& c, double scaleX, double scaleY, std::size_t first, std::size_t last)
{
    const double dx = (c.x[last] - c.x[first]) * scaleX;
    const double dy = (c.y[last] - c.y[first]) * scaleY;
    const double length = dx * dx + dy * dy;
    const double inverse = length > 0 ? 1 / length : 0;
    Farthest out;
    for (std::size_t i = first + 1; i < last; ++i) {
        const double px = (c.x[i] - c.x[first]) * scaleX;
        const double py = (c.y[i] - c.y[first]) * scaleY;
        const double along = std::clamp((px * dx + py * dy) * inverse, 0.0, 1.0);
        const double ex = px - along * dx;
        const double ey = py - along * dy;
        const double squared = ex * ex + ey * ey;
        if (squared > out.squared)
            out = {i, squared};
    }
    return out;
}

} // namespace

CurvePoints simplify(const CurvePoints& curve, double error)
{
    CurvePoints points = finiteOnly(curve);
    const std::size_t n = points.x.size();
    if (n < 3)
        return points;
    const double scaleX = inverseExtent(points.x);
    const double scaleY = inverseExtent(points.y);
    std::vector<std::uint8_t> keep(n);
    keep.front() = keep.back() = 1;
    std::vector<std::pair<std::size_t, std::size_t>> open{{0, n - 1}};
    while (!open.empty()) {
        const auto [first, last] = open.back();
        open.pop_back();
        const Farthest worst = farthest(points, scaleX, scaleY, first, last);
        if (worst.squared <= error * error)
            continue;
        keep[worst.at] = 1;
        open.emplace_back(first, worst.at);
        open.emplace_back(worst.at, last);
    }
    return chosen(points, keep);
}

} // namespace wg::mlmetrics
