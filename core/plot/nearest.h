// Which point the pointer means.
#pragma once

#include "core/base/time.h"
#include "core/plot/viewport.h"

#include <optional>
#include <span>

namespace wg::plot {

struct LineRef {
    std::span<const TimeMs> t; ///< strictly ascending
    std::span<const double> v; ///< as drawn (stacked values where stacked)
};

struct Nearest {
    std::size_t series = 0;
    std::size_t index = 0;
    double distance = 0; ///< pixels
};

/// Index of the point nearest in time (the earlier of two as near); nullopt when there are none.
[[nodiscard]] std::optional<std::size_t> nearestIndex(std::span<const TimeMs> t, TimeMs time);

/// The line drawn nearest to a pixel position at the pointer's time: each series by its point nearest in time, compared by
/// their vertical distance. Points that are not finite or further than `maxTimeDistance` from the pointer do not count.
[[nodiscard]] std::optional<Nearest> nearestSeries(
    std::span<const LineRef> lines, const Viewport& view, Point pointer, DurationMs maxTimeDistance);

} // namespace wg::plot
