// Errors of predicted numbers: MSE, RMSE, MAE and the coefficient of determination, as scikit-learn 1.2.1 defines them.
#pragma once

#include "core/mlmetrics/metric.h"

#include <span>

namespace wg::mlmetrics {

struct RegressionMetrics {
    Metric mse, rmse, mae;
    Metric r2; ///< 1 - SS_res / SS_tot; undefined below two rows and for a constant label
};

/// Spans of one length, all finite; `weights` is empty or as long.
[[nodiscard]] RegressionMetrics regression(
    std::span<const double> actual, std::span<const double> predicted, std::span<const double> weights = {});

} // namespace wg::mlmetrics
