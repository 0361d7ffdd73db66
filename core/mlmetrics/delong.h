// Uncertainty of ROC AUC and of differences between them.
// DeLong, DeLong and Clarke-Pearson, "Comparing the areas under two or more correlated receiver operating characteristic
// curves" (1988); midranks as Sun and Xu (2014), so O(n log n) per model. With weights V10 and V01 are weighted shares and the
// covariances linearised as binary_scores.h says; equal weights give DeLong's own.
#pragma once

#include "core/mlmetrics/interval.h"
#include "core/mlmetrics/metric.h"

#include <cstdint>
#include <span>
#include <vector>

namespace wg::mlmetrics {

/// Of k models on the same rows.
struct DelongResult {
    std::uint64_t positives = 0, negatives = 0; ///< rows
    std::vector<Metric> auc; ///< all undefined when only one class is there
    /// k x k, row by row; NaN when a class has fewer than two rows.
    std::vector<double> covariance;

    [[nodiscard]] double variance(std::size_t model) const { return covariance[model * auc.size() + model]; }
    [[nodiscard]] double covarianceOf(std::size_t a, std::size_t b) const { return covariance[a * auc.size() + b]; }
};

/// `scores[model][row]`, none NaN; `actual` 1 for positive; weights empty or > 0. 8 bytes a row and model, 16 more a row while
/// it runs.
[[nodiscard]] DelongResult delong(std::span<const std::uint8_t> actual, std::span<const std::span<const double>> scores,
    std::span<const double> weights = {}, unsigned threads = 0);

/// auc -+ z * sqrt(variance), cut off at [0,1]; undefined when either is. An AUC of exactly 0 or 1 has variance 0: then
/// the interval has no width, which says more about the method than about the model.
[[nodiscard]] Interval aucInterval(const Metric& auc, double variance, double level = 0.95);

struct AucTest {
    Metric difference; ///< a - b
    Interval interval; ///< of the difference, normal, not cut off; "paired DeLong" or "DeLong"
    double z = std::numeric_limits<double>::quiet_NaN();
    double p =
        std::numeric_limits<double>::quiet_NaN(); ///< two-sided; 1 when the models rank alike (difference and variance 0)
};

/// The same rows: variance = Var a + Var b - 2 Cov.
[[nodiscard]] AucTest pairedAucTest(const DelongResult& models, std::size_t a, std::size_t b, double level = 0.95);
/// Independent rows: variance = Var a + Var b. (pROC uses Welch's t there; the normal differs only for few rows.)
[[nodiscard]] AucTest unpairedAucTest(
    const Metric& aucA, double varianceA, const Metric& aucB, double varianceB, double level = 0.95);

} // namespace wg::mlmetrics
