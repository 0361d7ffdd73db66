// Series on top of each other: normal, or as shares of 100.
#pragma once

#include "core/base/time.h"

#include <span>
#include <vector>

namespace wg::plot {

enum class StackMode { Normal, Percent };

struct StackInput {
    std::span<const TimeMs> t; ///< strictly ascending
    std::span<const double> v;
};

struct Band {
    std::vector<double> low, high; ///< NaN where the series has no value
};

struct Stacked {
    std::vector<TimeMs> t; ///< every time of any series
    std::vector<Band> bands; ///< one per input, in its order; the first lies on zero
};

/// Positive and negative values stack away from zero each on their own side, as in Grafana. A series without a point at
/// another's time is interpolated between its neighbours if they are at most `maxGap` apart (0: any distance), and else adds
/// nothing. Percent: of the sum of absolute values at that time; all zero is zero.
[[nodiscard]] Stacked stack(std::span<const StackInput> series, StackMode mode, DurationMs maxGap);

} // namespace wg::plot
