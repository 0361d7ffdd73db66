// Rows that carry any number of labels. Definitions as scikit-learn 1.2.1 on an indicator matrix: accuracy_score,
// hamming_loss, jaccard_score and precision_recall_fscore_support (averages samples, macro, micro, weighted; zero_division=0),
// label_ranking_average_precision_score, coverage_error, label_ranking_loss (Tsoumakas, Katakis, Vlahavas 2010).
// Matrices lie row by row: cell of row i and label l is [i * labels + l].
#pragma once

#include "core/mlmetrics/multiclass.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace wg::mlmetrics {

struct MultilabelMetrics {
    std::vector<ClassScores> perLabel; ///< fBeta is left undefined
    Metric subsetAccuracy; ///< share of rows with every label right
    Metric hammingLoss; ///< share of wrong cells
    Averages samples; ///< mean over rows of the row's own figure; 0/0 counts as 0 there and in macro, as in scikit-learn
    Averages macro, micro;
    Averages weighted; ///< undefined when no row has a label
};

/// 1 is "has the label"; both of one size, a multiple of `labels`; `weights` per row: empty or all > 0.
[[nodiscard]] MultilabelMetrics multilabel(std::span<const std::uint8_t> actual, std::span<const std::uint8_t> predicted,
    std::size_t labels, std::span<const double> weights = {});

struct LabelRanking {
    Metric averagePrecision; ///< 1 is best; a row with no or all labels counts 1
    Metric coverageError; ///< how far down the ranking goes to have every label; a row without labels counts 0
    Metric rankingLoss; ///< share of (label, other) pairs in the wrong order, ties count as wrong; 0 with no or all labels
};

/// Scores are not NaN; of the same size as `actual`.
[[nodiscard]] LabelRanking labelRanking(std::span<const std::uint8_t> actual, std::span<const double> score, std::size_t labels,
    std::span<const double> weights = {});

} // namespace wg::mlmetrics
