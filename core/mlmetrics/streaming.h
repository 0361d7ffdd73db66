// Metrics that grow with a file: adding rows costs by the new rows only, and at every point the values are those of the batch
// functions over all rows so far (counts exactly, sums up to rounding). A weight that is not above 0 makes all undefined for
// good. Counts: ConfusionMatrix::add and BinaryCounts.
#pragma once

#include "core/mlmetrics/binary.h"
#include "core/mlmetrics/metric.h"
#include "core/mlmetrics/regression.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace wg::mlmetrics {

/// Weighted mean and spread (West 1979).
class StreamingMean {
public:
    void add(double value, double weight = 1);
    [[nodiscard]] Metric mean() const;
    [[nodiscard]] double total() const { return m_weight; }
    [[nodiscard]] double squares() const { return m_squares; } ///< weighted sum of squared distances from the mean

private:
    double m_weight = 0, m_mean = 0, m_squares = 0;
};

/// Exact area under the ROC curve. Rows are kept as sorted runs of growing sizes (each at least twice the next), so that a row
/// costs O(log^2) on average; 16 bytes a row.
class StreamingAuc {
public:
    /// `actual` 1 is positive; scores are not NaN; `weights` is empty or as long, all > 0.
    void add(std::span<const std::uint8_t> actual, std::span<const double> score, std::span<const double> weights = {});
    [[nodiscard]] Metric auc() const; ///< as BinaryScores::rocAuc
    [[nodiscard]] std::size_t rows() const { return m_rows; }

private:
    /// Rows of one class, ascending, with cumulated weights: below[i] is the sum before i, one more entry than scores.
    struct Run {
        std::vector<double> score, below;
    };
    struct Side {
        std::vector<Run> runs; ///< largest first
        double total = 0;
    };
    static Run makeRun(std::span<const std::uint8_t> actual, std::span<const double> score, std::span<const double> weights,
        std::uint8_t wanted);
    static Run merged(const Run& a, const Run& b);
    static double winsOver(const Run& a, const Run& b);
    static void push(Side& side, Run run);

    Side m_positive, m_negative;
    std::string_view m_problem; ///< with weights that were given
    double m_wins = 0; ///< sum over pairs of the weights' product, half for ties
    std::size_t m_rows = 0;
};

/// Everything of a binary log that needs no curve but the area: counts at a threshold, Brier, log loss, AUC.
class StreamingBinary {
public:
    explicit StreamingBinary(double threshold = 0.5) : m_threshold(threshold) { }
    void add(std::span<const std::uint8_t> actual, std::span<const double> score, std::span<const double> weights = {});

    [[nodiscard]] const BinaryCounts& counts() const { return m_counts; } ///< positive: score >= threshold
    [[nodiscard]] Metric auc() const { return m_problem.empty() ? m_auc.auc() : undefined(m_problem); }
    [[nodiscard]] Metric brier() const; ///< undefined once a score was no probability
    [[nodiscard]] Metric logLoss() const;

private:
    double m_threshold;
    BinaryCounts m_counts;
    StreamingAuc m_auc;
    StreamingMean m_brier, m_logLoss;
    bool m_probabilities = true;
    std::string_view m_problem;
};

/// MSE, RMSE, MAE, R2, explained variance, greatest error, bias, MAPE and MSLE; the medians need all rows and stay undefined.
class StreamingRegression {
public:
    void add(std::span<const double> actual, std::span<const double> predicted, std::span<const double> weights = {});
    [[nodiscard]] RegressionMetrics metrics() const;

private:
    StreamingMean m_label, m_error, m_square, m_absolute, m_relative, m_logSquare;
    double m_maxError = 0;
    std::uint64_t m_rows = 0;
    double m_firstLabel = 0;
    std::string_view m_problem;
    bool m_zeroLabel = false, m_negative = false, m_constant = true;
};

} // namespace wg::mlmetrics
