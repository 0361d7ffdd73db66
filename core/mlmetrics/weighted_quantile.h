// Quantiles of a sample. Internal to the module.
#pragma once

#include <span>
#include <vector>

namespace wg::mlmetrics {

/// `sorted` ascending, not empty: linear interpolation at q (n - 1).
[[nodiscard]] double quantileOfSorted(std::span<const double> sorted, double q);
/// Without weights as quantileOfSorted; with: the lower weighted percentile, the least value at which the cumulated weight
/// reaches q of the whole (scikit-learn's _weighted_percentile). Not empty.
[[nodiscard]] double weightedQuantile(std::vector<double> values, std::span<const double> weights, double q);

} // namespace wg::mlmetrics
