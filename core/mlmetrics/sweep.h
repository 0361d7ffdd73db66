// All thresholds of a binary score at once: ROC and PR curves, their areas, counts at any threshold.
// Definitions as in scikit-learn 1.2.1: roc_curve(drop_intermediate=False) but with +Inf as first threshold,
// precision_recall_curve without its closing point, roc_auc_score, average_precision_score (AP = sum (R_n - R_n-1) P_n).
#pragma once

#include "core/mlmetrics/binary.h"
#include "core/mlmetrics/curves.h"

#include <cstdint>
#include <span>
#include <vector>

namespace wg::mlmetrics {

/// Distinct scores, descending, with cumulated counts of the rows whose score is >= score[i].
struct Sweep {
    std::vector<double> score;
    std::vector<std::uint64_t> truePositives, falsePositives; ///< rows
    std::uint64_t positives = 0, negatives = 0; ///< rows in all
    std::vector<double> weightedTruePositives = {}, weightedFalsePositives = {}; ///< sums of weights; empty without weights
};

/// `actual` is 1 for positive; scores are not NaN; `weights` is empty or as long, all > 0.
/// 10 million rows take well under a second.
[[nodiscard]] Sweep sweep(
    std::span<const std::uint8_t> actual, std::span<const double> score, std::span<const double> weights = {});

/// Sums of weights where the sweep has them, else rows. O(log n). Decided positive: score >= threshold.
[[nodiscard]] BinaryCounts countsAt(const Sweep& sweep, double threshold);
/// The same over rows, whatever the weights.
[[nodiscard]] BinaryCounts rowsAt(const Sweep& sweep, double threshold);

/// x: false positive rate, y: true positive rate; first point +Inf at (0,0). Empty when only one class is there.
[[nodiscard]] CurvePoints rocCurve(const Sweep& sweep);
/// x: recall, y: precision; thresholds descending. Empty without positives.
[[nodiscard]] CurvePoints prCurve(const Sweep& sweep);
[[nodiscard]] Metric rocAuc(const Sweep& sweep); ///< trapezoids: ties count half
[[nodiscard]] Metric averagePrecision(const Sweep& sweep);

} // namespace wg::mlmetrics
