// Intervals of proportions.
// Wilson, "Probable inference, the law of succession, and statistical inference" (1927): the score interval without continuity
// correction, (2np + z^2 -+ z sqrt(z^2 + 4np(1-p))) / (2(n + z^2)). Difference of two independent proportions: Newcombe,
// "Interval estimation for the difference between independent proportions" (1998), method 10.
#pragma once

#include "core/mlmetrics/binary.h"
#include "core/mlmetrics/interval.h"

#include <span>

namespace wg::mlmetrics {

/// Undefined (NaN) when trials is 0. Both may be fractional: weights, scaled to the effective number of trials.
[[nodiscard]] Interval wilson(double successes, double trials, double level = 0.95);

/// p1 - p2; undefined when a number of trials is 0.
[[nodiscard]] Interval newcombeDifference(
    double successes1, double trials1, double successes2, double trials2, double level = 0.95);

/// Kish's (1965) effective number of rows per unit of weight, sum w / sum w^2: counts that are sums of weights times this are
/// counts of as many equal rows as the weighted ones are worth. 1 for no weights (and for weights that are all 1).
[[nodiscard]] double effectiveShare(std::span<const double> weights);

/// Wilson intervals of what are proportions of a confusion matrix. `share` is effectiveShare() of the weights behind the
/// counts.
struct ProportionIntervals {
    Interval accuracy, precision, recall, specificity, negativePredictiveValue, falsePositiveRate, falseNegativeRate,
        prevalence;
};
[[nodiscard]] ProportionIntervals proportionIntervals(const BinaryCounts& counts, double level = 0.95, double share = 1);

} // namespace wg::mlmetrics
