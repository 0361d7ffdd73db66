// Everything that binary scores tell, from one sort and one pass: areas with DeLong's interval, best thresholds, the table of
// a threshold slider, curves, histogram.
//
// Formulas and sources (TP and FP are sums of weights of the rows with score >= threshold; P and N of all rows of a class):
//   ROC AUC            trapezoids over (FP/N, TP/P), ties count half; scikit-learn's roc_auc_score
//   its interval       DeLong, DeLong and Clarke-Pearson (1988), normal, cut off at [0,1]. With weights: the linearised
//   variance
//                      sum w^2 (V - AUC)^2 / (sum w)^2 * m/(m-1) over positives plus the same over negatives, where V is a
//                      row's share of the other class on the right side and m the rows of the class. It is DeLong's own when
//                      all weights are equal, and treats a weight as a sampling weight, not as a count.
//   average precision  sum (R_n - R_n-1) P_n; average_precision_score
//   PR AUC             trapezoids over (R, P) from (0,1) on; auc(recall, precision). Too optimistic (Davis and Goadrich 2006)
//   partial AUC        area over FPR in [0, max] with McClish's (1989) correction; roc_auc_score(max_fpr=)
//   KS                 greatest |TPR - FPR|; ks_2samp of the classes' scores
//   Youden's J         greatest TPR - FPR (Youden 1950); F1: greatest 2TP / (2TP + FP + FN)
//   cost               least (FP * cost of one + FN * cost of one) / rows
// 10 million rows take about a third of a second on one thread, and 8 bytes a row (16 with weights) while it runs.
#pragma once

#include "core/base/cancel.h"
#include "core/mlmetrics/curves.h"
#include "core/mlmetrics/interval.h"
#include "core/mlmetrics/metric.h"
#include "core/mlmetrics/sweep.h"

#include <cstdint>
#include <span>
#include <vector>

namespace wg::mlmetrics {

enum class CurveDetail { None, Screen, All };

struct BinaryScoresOptions {
    /// Screen: within half a pixel of a plot of 1000 x 1000 over the curve's own range (0.05 at least), by points of the full
    /// curve. All: a point for every distinct score.
    CurveDetail curves = CurveDetail::Screen;
    std::size_t knots = 65536; ///< of the table; 0: no table
    std::size_t histogramBins = 50; ///< 0: no histogram
    double level = 0.95;
    double maxFpr = 0.1; ///< of the partial AUC, in (0,1]
    double costFalsePositive = 1, costFalseNegative = 1;
    unsigned threads = 0; ///< 0: as many as the machine has. Results do not depend on it
};

/// A threshold with what it reaches; of equally good ones the highest. +Inf: deciding nothing positive is best.
struct BestThreshold {
    Metric value;
    double threshold = std::numeric_limits<double>::quiet_NaN();
};

/// Sums of weights (counts without) per bin of equal width over [low, high]; the last bin holds its end.
struct ClassHistogram {
    double low = 0, high = 1; ///< [0,1] when all scores lie there, else the least and greatest finite score
    std::vector<double> negatives, positives;
};

struct BinaryScores {
    std::uint64_t positives = 0, negatives = 0; ///< rows
    double positiveWeight = 0, negativeWeight = 0; ///< sums of weights; as above without
    std::uint64_t distinct = 0; ///< different scores; 1 with several rows: "all scores equal"
    double least = 0, greatest = 0; ///< score

    Metric rocAuc;
    double rocAucVariance = std::numeric_limits<double>::quiet_NaN(); ///< NaN with fewer than 2 rows of a class
    Interval rocAucInterval;
    Metric partialAuc, averagePrecision, prAuc;
    BestThreshold ks, youdenJ, f1, cost;

    /// Distinct scores; when there are more than `knots`, at least that many quantiles (more towards the ends, and as many as
    /// the curves need), every 0.001 of [0,1] (of the range of the scores if they leave it), and the best thresholds. Counts
    /// are exact at each.
    Sweep table;
    /// Empty where undefined or not asked for.
    /// roc: x FPR, y TPR from +Inf at (0,0). pr: x recall, y precision, without the closing point (0,1).
    CurvePoints roc, pr;
    /// "det" (x FPR, y FNR), "gain" (x share of rows decided positive, y recall), "lift" (x the same, y precision /
    /// prevalence), and over x = threshold: "cost" (per row), "precision", "recall", "specificity", "f1", "accuracy",
    /// "balanced_accuracy", "mcc", "youden_j". Only those that are defined.
    std::vector<NamedCurvePoints> curves;
    ClassHistogram histogram;
};

/// `actual` is 1 for positive, else 0. Scores may be infinite but not NaN, weights (empty or one a row) are finite and > 0: the
/// caller leaves out or refuses what is not. A cancelled token gives an empty result soon.
[[nodiscard]] BinaryScores summarise(std::span<const std::uint8_t> actual, std::span<const double> score,
    std::span<const double> weights = {}, const BinaryScoresOptions& options = {}, const CancelToken& cancel = {});

} // namespace wg::mlmetrics
