// Decisions among several classes. Formulas as scikit-learn 1.2.1 (precision_recall_fscore_support, matthews_corrcoef for
// several classes after Gorodkin 2004, balanced_accuracy_score, fbeta_score, jaccard_score, hamming_loss, cohen_kappa_score).
// Averages count a class without a precision or recall (0/0) as 0, as scikit-learn does; the class's own figure is undefined.
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

/// What a confusion matrix is divided by: the class's row, the decision's column, everything.
enum class Normalise { Actual, Predicted, All };
/// Row by row, as at(actual, predicted). NaN where it is 0/0 (scikit-learn's confusion_matrix(normalize=…) has 0 there).
[[nodiscard]] std::vector<double> normalised(const ConfusionMatrix& matrix, Normalise by);

struct ClassScores {
    Metric precision, recall, f1;
    double support = 0;
    Metric fBeta = {}; ///< (1 + b^2) P R / (b^2 P + R)
    Metric jaccard = {}; ///< TP / (TP + FP + FN)
};

/// Of all classes together. Undefined without rows.
struct Averages {
    Metric precision, recall, f1, fBeta, jaccard;
};

struct MulticlassMetrics {
    std::vector<ClassScores> perClass;
    Metric accuracy, balancedAccuracy, mcc;
    Metric kappa; ///< Cohen's, unweighted
    Metric hammingLoss; ///< share of wrong decisions
    Averages macro; ///< plain mean over classes that occur among labels or predictions
    Averages micro; ///< of the summed counts: precision, recall, F1 and F-beta are the accuracy
    Averages weighted; ///< mean weighted by support
    /// Classes that occur neither among labels nor predictions are in no average; these count as 0 in one:
    std::vector<std::size_t> neverPredicted, neverActual;
};

/// `beta` > 0 is that of fBeta: recall weighs beta times as much as precision.
[[nodiscard]] MulticlassMetrics multiclass(const ConfusionMatrix& matrix, double beta = 1);

/// Agreement beyond chance, 1 - sum(w observed) / sum(w expected), where w is how much a disagreement counts: 1, the distance
/// of the classes, or its square (Cohen 1968). As cohen_kappa_score: distances are counted among classes that occur.
enum class KappaWeights { None, Linear, Quadratic };
[[nodiscard]] Metric kappa(const ConfusionMatrix& matrix, KappaWeights weights = KappaWeights::None);

} // namespace wg::mlmetrics
