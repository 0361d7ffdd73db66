// How good probabilities are. Formulas as scikit-learn 1.2.1: log_loss (eps = machine epsilon of double, rows
// renormalised), brier_score_loss. Natural logarithm.
#pragma once

#include "core/mlmetrics/metric.h"

#include <cstdint>
#include <span>

namespace wg::mlmetrics {

/// `p` is the probability of the positive class (actual 1); outside [0,1] both are undefined.
[[nodiscard]] Metric logLoss(
    std::span<const std::uint8_t> actual, std::span<const double> p, std::span<const double> weights = {});
[[nodiscard]] Metric brier(
    std::span<const std::uint8_t> actual, std::span<const double> p, std::span<const double> weights = {});

/// `columns[k][i]` is the probability of class k in row i; `actual[i]` is a class in [0, columns.size()).
[[nodiscard]] Metric logLossMulticlass(std::span<const std::uint32_t> actual, std::span<const std::span<const double>> columns,
    std::span<const double> weights = {});

} // namespace wg::mlmetrics
