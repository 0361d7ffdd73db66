// Scores of several classes per row: top-k accuracy and areas under one-vs-rest and one-vs-one ROC curves.
// Hand and Till, "A simple generalisation of the area under the ROC curve" (2001) for one-vs-one; definitions and averages as
// scikit-learn 1.2.1: top_k_accuracy_score, roc_auc_score(multi_class='ovr'|'ovo', average='macro'|'weighted').
// `columns[k][i]` is the score of class k in row i, not NaN; `actual[i]` is a class in [0, columns.size()); `weights` is empty
// or as long as `actual`, all > 0.
#pragma once

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/mlmetrics/metric.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace wg::mlmetrics {

/// Share of rows whose class is among the k best scores. Of equal scores the later class ranks first, as scikit-learn's
/// reversed stable sort has it. k >= columns: 1.
[[nodiscard]] Metric topKAccuracy(std::span<const std::uint32_t> actual, std::span<const std::span<const double>> columns,
    std::size_t k, std::span<const double> weights = {});

struct MulticlassAuc {
    std::vector<Metric> oneVsRest; ///< per class; undefined for a class that does not occur or is the only one
    Metric ovrMacro, ovrWeighted; ///< undefined unless every class occurs; weighted by the class's share
    Metric ovoMacro; ///< mean over pairs of occurring classes of (AUC(a|b) + AUC(b|a)) / 2
    Metric ovoWeighted; ///< the same weighted by the pair's share of rows
};

/// One sort per class, in parallel. scikit-learn takes no weights in one-vs-one; here they count as everywhere.
/// Fails only with Cancelled.
[[nodiscard]] Result<MulticlassAuc> multiclassAuc(std::span<const std::uint32_t> actual,
    std::span<const std::span<const double>> columns, std::span<const double> weights, const CancelToken& cancel,
    unsigned threads = 0);

} // namespace wg::mlmetrics
