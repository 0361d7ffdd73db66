// Errors of predicted numbers, as scikit-learn 1.2.1 defines them: mean_squared_error, mean_absolute_error,
// median_absolute_error, mean_absolute_percentage_error, mean_squared_log_error, r2_score, explained_variance_score, max_error,
// mean_pinball_loss, d2_pinball_score, d2_absolute_error_score. Weighted medians are its lower weighted percentile.
// Spans of one length, all finite; `weights` is empty or as long, all > 0.
#pragma once

#include "core/mlmetrics/metric.h"

#include <span>
#include <vector>

namespace wg::mlmetrics {

struct RegressionMetrics {
    Metric mse, rmse, mae;
    Metric r2; ///< 1 - SS_res / SS_tot; undefined below two rows and for a constant label
    Metric medianAe = {};
    Metric mape = {}; ///< mean |error| / |label|; undefined when a label is 0 (scikit-learn divides by 2e-16 there)
    Metric msle = {}, rmsle = {}; ///< of log(1 + x); undefined when a label or prediction is negative
    Metric explainedVariance = {}; ///< 1 - Var(error) / Var(label): r2 without the bias
    Metric maxError = {};
    Metric meanBias = {}; ///< mean of prediction - label
    Metric d2Absolute = {}; ///< 1 - MAE / MAE of the labels' median
};

[[nodiscard]] RegressionMetrics regression(
    std::span<const double> actual, std::span<const double> predicted, std::span<const double> weights = {});

/// Mean of max(a e, (a - 1) e) with e = label - prediction and quantile a in [0,1] (Koenker and Bassett 1978).
[[nodiscard]] Metric pinballLoss(
    std::span<const double> actual, std::span<const double> predicted, double quantile, std::span<const double> weights = {});
/// 1 - pinball loss / that of the labels' own quantile.
[[nodiscard]] Metric d2Pinball(
    std::span<const double> actual, std::span<const double> predicted, double quantile, std::span<const double> weights = {});

/// Pearson's r; weighted: of the weighted moments. Undefined when either side is constant.
[[nodiscard]] Metric pearson(std::span<const double> a, std::span<const double> b, std::span<const double> weights = {});
/// Pearson's r of the mid-ranks; a row of weight w ranks as w equal rows would.
[[nodiscard]] Metric spearman(std::span<const double> a, std::span<const double> b, std::span<const double> weights = {});

struct IntervalCoverage {
    Metric coverage; ///< share of labels in [low, high]
    Metric meanWidth; ///< mean of high - low
    Metric below, above; ///< shares of labels under low and over high
};
/// Undefined when a low lies above its high.
[[nodiscard]] IntervalCoverage intervalCoverage(std::span<const double> actual, std::span<const double> low,
    std::span<const double> high, std::span<const double> weights = {});

/// Quantiles at each of `at` (in [0,1]) by linear interpolation (Hyndman and Fan's type 7, numpy's default), with weights the
/// lower weighted percentile; NaN without values.
[[nodiscard]] std::vector<double> quantiles(
    std::span<const double> values, std::span<const double> at, std::span<const double> weights = {});
/// Of prediction - label.
[[nodiscard]] std::vector<double> residualQuantiles(std::span<const double> actual, std::span<const double> predicted,
    std::span<const double> at, std::span<const double> weights = {});

} // namespace wg::mlmetrics
