// The classification-report table, as scikit-learn 1.2.1's classification_report(output_dict=True, zero_division=0).
// The row of all classes is "accuracy" when the listed classes are exactly those that occur, else "micro avg" of the listed.
// Averages count 0/0 as 0; a class's own figure is undefined there.
#pragma once

#include "core/mlmetrics/multiclass.h"

#include <cstddef>
#include <span>
#include <vector>

namespace wg::mlmetrics {

struct ClassificationReport {
    struct Row {
        std::size_t label = 0; ///< class
        Metric precision, recall, f1;
        double support = 0;
    };
    std::vector<Row> classes; ///< in the order asked for
    bool accuracyIsMicro = true; ///< `micro` is shown as one line "accuracy"
    Row micro, macro, weighted; ///< `label` means nothing here
};

/// `labels`: the classes listed, each once, in [0, matrix.classes()); empty: those that occur among labels or predictions.
[[nodiscard]] ClassificationReport classificationReport(
    const ConfusionMatrix& matrix, std::span<const std::size_t> labels = {});

} // namespace wg::mlmetrics
