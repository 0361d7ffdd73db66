// Decisions among several classes. Formulas as scikit-learn 1.2.1 (precision_recall_fscore_support, matthews_corrcoef for
// several classes after Gorodkin 2004, balanced_accuracy_score). Averages count a class without a precision or recall (0/0)
// as 0, as scikit-learn does; the class's own figure is undefined.
#pragma once

#include "core/mlmetrics/metric.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace wg::mlmetrics {

/// Square; at(actual, predicted) is the sum of weights, whole numbers without weights.
class ConfusionMatrix {
public:
    explicit ConfusionMatrix(std::size_t classes) : m_classes(classes), m_cells(classes * classes) { }

    [[nodiscard]] std::size_t classes() const { return m_classes; }
    [[nodiscard]] double at(std::size_t actual, std::size_t predicted) const { return m_cells[actual * m_classes + predicted]; }
    void add(std::size_t actual, std::size_t predicted, double weight = 1)
    {
        m_cells[actual * m_classes + predicted] += weight;
    }

private:
    std::size_t m_classes;
    std::vector<double> m_cells;
};

/// Classes are in [0, classes).
[[nodiscard]] ConfusionMatrix confusion(std::size_t classes, std::span<const std::uint32_t> actual,
    std::span<const std::uint32_t> predicted, std::span<const double> weights = {});

struct ClassScores {
    Metric precision, recall, f1;
    double support = 0;
};

struct MulticlassMetrics {
    std::vector<ClassScores> perClass;
    Metric accuracy, balancedAccuracy, mcc;
    Metric precisionMacro, recallMacro, f1Macro, f1Micro, f1Weighted;
    /// Classes that occur neither among labels nor predictions are in no average; these count as 0 in one:
    std::vector<std::size_t> neverPredicted, neverActual;
};

[[nodiscard]] MulticlassMetrics multiclass(const ConfusionMatrix& matrix);

} // namespace wg::mlmetrics
