// Points of a curve and their reduction to what a screen shows.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace wg::mlmetrics {

/// Thresholds descend; x and y belong to "positive is score >= threshold[i]". Vectors of one length.
struct CurvePoints {
    std::vector<double> threshold, x, y;
};

struct NamedCurvePoints {
    std::string_view name; ///< a literal
    CurvePoints points;
};

/// How far, in shares of the curve's width and height, a reduced curve may lie from the full one: half a pixel of 1000.
inline constexpr double kScreenError = 0.5 / 1000;

/// Douglas and Peucker (1973) on the curve scaled to its own width and height: keeps a subset of the points, first and last
/// among them, such that every point left out lies within `error` of the line drawn instead. Corners are the points it keeps
/// first. Points that are not finite (a ratio 0/0 of one threshold) are left out before. O(n log n) usually.
[[nodiscard]] CurvePoints simplify(const CurvePoints& curve, double error = kScreenError);

} // namespace wg::mlmetrics
