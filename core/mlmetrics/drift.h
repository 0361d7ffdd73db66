// How far a window of rows has drifted from a reference: one column, numeric or in categories.
// PSI = sum (q - p) ln(q / p) over bins (Siddiqi 2006), p the reference's shares, q the window's, both held at 1e-4 from below.
// Jensen-Shannon distance: the square root of the divergence with base 2, in [0,1], as scipy's jensenshannon(p, q, base=2).
// KS as scipy 1.10's ks_2samp: exact up to 10,000 rows on the larger side, above by the one-sample law with
// round(m n / (m + n)) values. Wasserstein-1 as scipy's wasserstein_distance. Chi-squared of homogeneity as
// chi2_contingency(correction=False). Values are not NaN. Weights: empty or all > 0; p-values then take Kish's effective number
// of rows, (sum w)^2 / sum w^2.
#pragma once

#include "core/mlmetrics/metric.h"
#include "core/mlmetrics/significance.h"

#include <cstddef>
#include <span>
#include <vector>

namespace wg::mlmetrics {

inline constexpr double kPsiFloor = 1e-4;

struct ShareBin {
    double low = 0, high = 0; ///< numeric: low <= x < high, the last bin holds its end; ends are ±Inf. Categories: the code
    double reference = 0, window = 0; ///< shares
    double psi = 0; ///< its part of the index
};

struct NumericDrift {
    Metric psi;
    Metric jensenShannon; ///< over the same bins
    TestResult ks;
    Metric wasserstein;
    std::vector<ShareBin> bins;
};

/// Bins are the reference's quantiles (deciles by default), equal edges merged. Sorts copies of both.
[[nodiscard]] NumericDrift numericDrift(std::span<const double> reference, std::span<const double> window, int bins = 10,
    std::span<const double> referenceWeights = {}, std::span<const double> windowWeights = {});

struct CategoryDrift {
    Metric psi, jensenShannon;
    TestResult chi2; ///< undefined with fewer than two categories; of rows: not for sums of weights
    std::vector<ShareBin> bins; ///< one per category
};

/// Counts of rows (or sums of weights) by category: spans of one length. Categories that occur on neither side are left out of
/// the test, not of the bins.
[[nodiscard]] CategoryDrift categoryDrift(std::span<const double> reference, std::span<const double> window);

/// The parts. Counts or shares of equal length, not both all 0.
[[nodiscard]] Metric populationStability(std::span<const double> reference, std::span<const double> window);
[[nodiscard]] Metric jensenShannonDistance(std::span<const double> p, std::span<const double> q);
/// Rows: samples (of at least one row), columns: categories; counts row by row. Categories without any are left out.
[[nodiscard]] TestResult chi2Homogeneity(std::span<const double> counts, std::size_t categories);
[[nodiscard]] TestResult ksTwoSample(std::span<const double> a, std::span<const double> b,
    std::span<const double> weightsA = {}, std::span<const double> weightsB = {});
[[nodiscard]] Metric wassersteinDistance(std::span<const double> a, std::span<const double> b,
    std::span<const double> weightsA = {}, std::span<const double> weightsB = {});

} // namespace wg::mlmetrics
