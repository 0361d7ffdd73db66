// Decisions of a binary classifier: counts of the confusion matrix and what follows from them.
// Formulas: Fawcett, "An introduction to ROC analysis" (2006), table 1; Matthews (1975) for MCC. They equal scikit-learn
// 1.2.1's, but 0/0 is undefined here. Counts are sums of weights, so whole numbers without weights.
#pragma once

#include "core/mlmetrics/metric.h"

#include <cstdint>
#include <span>

namespace wg::mlmetrics {

struct BinaryCounts {
    double truePositives = 0, falsePositives = 0, trueNegatives = 0, falseNegatives = 0;

    [[nodiscard]] double positives() const { return truePositives + falseNegatives; }
    [[nodiscard]] double negatives() const { return trueNegatives + falsePositives; }
    [[nodiscard]] double total() const { return positives() + negatives(); }
};

/// 1 is positive in both spans, which are of one length; `weights` is empty (all 1) or of that length.
[[nodiscard]] BinaryCounts countBinary(
    std::span<const std::uint8_t> actual, std::span<const std::uint8_t> decided, std::span<const double> weights = {});

[[nodiscard]] Metric accuracy(const BinaryCounts& c); ///< (TP + TN) / all
[[nodiscard]] Metric precision(const BinaryCounts& c); ///< TP / (TP + FP)
[[nodiscard]] Metric recall(const BinaryCounts& c); ///< TP / (TP + FN), the true positive rate
[[nodiscard]] Metric specificity(const BinaryCounts& c); ///< TN / (TN + FP)
/// 2TP / (2TP + FP + FN): 0 when nothing found is right, undefined only when nothing is there and nothing was found.
[[nodiscard]] Metric f1(const BinaryCounts& c);
/// Mean recall of the classes that occur among the labels, as scikit-learn has it.
[[nodiscard]] Metric balancedAccuracy(const BinaryCounts& c);
/// (TP TN - FP FN) / sqrt((TP+FP)(TP+FN)(TN+FP)(TN+FN)).
[[nodiscard]] Metric mcc(const BinaryCounts& c);

/// (1 + b^2) TP / ((1 + b^2) TP + b^2 FN + FP), b > 0: recall counts b times as much as precision (van Rijsbergen 1979).
[[nodiscard]] Metric fBeta(const BinaryCounts& c, double beta);
/// Cohen's (1960): (accuracy - that by chance) / (1 - that by chance); undefined when only one class is there and decided.
[[nodiscard]] Metric kappa(const BinaryCounts& c);
[[nodiscard]] Metric youdenJ(const BinaryCounts& c); ///< recall + specificity - 1 (Youden 1950), "informedness"
[[nodiscard]] Metric falsePositiveRate(const BinaryCounts& c); ///< FP / (TN + FP)
[[nodiscard]] Metric falseNegativeRate(const BinaryCounts& c); ///< FN / (TP + FN)
[[nodiscard]] Metric negativePredictiveValue(const BinaryCounts& c); ///< TN / (TN + FN)
[[nodiscard]] Metric prevalence(const BinaryCounts& c); ///< (TP + FN) / all
[[nodiscard]] Metric jaccard(const BinaryCounts& c); ///< TP / (TP + FP + FN)
[[nodiscard]] Metric positiveLikelihoodRatio(const BinaryCounts& c); ///< LR+ = recall / FPR
[[nodiscard]] Metric negativeLikelihoodRatio(const BinaryCounts& c); ///< LR- = FNR / specificity
[[nodiscard]] Metric diagnosticOddsRatio(const BinaryCounts& c); ///< TP TN / (FP FN)
[[nodiscard]] Metric fowlkesMallows(const BinaryCounts& c); ///< sqrt(precision * recall) (Fowlkes and Mallows 1983)
[[nodiscard]] Metric lift(const BinaryCounts& c); ///< precision / prevalence
/// (FP * falsePositive + FN * falseNegative) / all: mean cost of a row.
[[nodiscard]] Metric cost(const BinaryCounts& c, double falsePositive, double falseNegative);

} // namespace wg::mlmetrics
