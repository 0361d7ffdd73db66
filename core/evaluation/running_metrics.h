// Metrics of a group that new rows alone carry on: counts and sums, and the exact area under the ROC curve. Equal to those of
// evaluateRows() over all rows so far; sums up to rounding. Internal to MetricsStream.
#pragma once

#include "core/evaluation/group_metrics.h"
#include "core/evaluation/stream.h"
#include "core/mlmetrics/multiclass.h"
#include "core/mlmetrics/streaming.h"

namespace wg::evaluation {

class RunningMetrics {
public:
    /// For logs of this task; the others have no running metrics (hasRunning()).
    explicit RunningMetrics(const LogDecisions& log);
    [[nodiscard]] static bool hasRunning(const LogDecisions& log);

    void add(const ModelData& data, const Rows& rows);
    /// Everything but `by`.
    [[nodiscard]] RunningGroup group() const;

private:
    void addBinary(const ModelData& data, const Rows& rows);
    void addClasses(const ModelData& data, const Rows& rows);
    void addNumbers(const ModelData& data, const Rows& rows);
    void fillBinary(RunningGroup& out) const;
    void fillClasses(RunningGroup& out) const;
    void fillNumbers(RunningGroup& out) const;

    Task m_task;
    std::vector<std::string> m_classes;
    std::uint64_t m_rows = 0;
    bool m_weighted = false;
    bool m_decided = true; ///< so far something decides every row
    bool m_scored = true, m_probabilities = true;
    mlmetrics::BinaryCounts m_rowCounts, m_counts; ///< of rows; of weights
    mlmetrics::StreamingBinary m_scores;
    mlmetrics::ConfusionMatrix m_matrix; ///< weights
    mlmetrics::StreamingMean m_logLoss;
    mlmetrics::StreamingRegression m_numbers;
};

} // namespace wg::evaluation
