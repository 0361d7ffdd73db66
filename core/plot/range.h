// How far a value axis reaches, and how far apart two points may be and still be joined.
#pragma once

#include "core/base/time.h"
#include "core/plot/geometry.h"

#include <optional>
#include <span>

namespace wg::plot {

/// Least and greatest finite value; kEmptyInterval when there is none. Only values above zero when `positiveOnly`.
[[nodiscard]] Interval extent(std::span<const double> v, bool positiveOnly = false);
[[nodiscard]] Interval united(Interval a, Interval b);

struct RangeOptions {
    std::optional<double> min = std::nullopt; ///< fixed ends
    std::optional<double> max = std::nullopt;
    std::optional<double> softMin = std::nullopt; ///< ends that give way to data beyond them
    std::optional<double> softMax = std::nullopt;
    double padding = 0.05; ///< of the data's height, on each side that is not fixed; never across zero
    bool fromZero = false; ///< bars, areas and stacks stand on zero
    bool logarithmic = false;
};
/// Never empty and always finite; 0..1 when there are no data.
[[nodiscard]] Interval axisRange(Interval data, const RangeOptions& options);

/// The usual distance of two points: the median of up to 1,000 distances; 0 with fewer than two points.
[[nodiscard]] DurationMs typicalStep(std::span<const TimeMs> t);
/// Distances above this are gaps where nulls are not spanned: one and a half steps, so that one missed step is one gap.
[[nodiscard]] constexpr DurationMs gapThreshold(DurationMs step)
{
    return step + step / 2;
}

} // namespace wg::plot
