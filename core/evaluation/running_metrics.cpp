#include "core/evaluation/running_metrics.h"

#include "core/evaluation/group_data.h"
#include "core/evaluation/operating_point.h"
#include "core/mlmetrics/probability.h"
#include "core/mlmetrics/wilson.h"

#include <array>
#include <numeric>

namespace wg::evaluation {
namespace {

using mlmetrics::Metric;
using mlmetrics::MulticlassMetrics;

constexpr double kLevel = 0.95;

struct MatrixMetric {
    std::string_view key;
    Metric (*of)(const MulticlassMetrics& metrics);
};
constexpr std::array kMatrixMetrics = std::to_array<MatrixMetric>({
    {"accuracy", [](const MulticlassMetrics& m) { return m.accuracy; }},
    {"balanced_accuracy", [](const MulticlassMetrics& m) { return m.balancedAccuracy; }},
    {"mcc", [](const MulticlassMetrics& m) { return m.mcc; }},
    {"kappa", [](const MulticlassMetrics& m) { return m.kappa; }},
    {"precision_macro", [](const MulticlassMetrics& m) { return m.macro.precision; }},
    {"recall_macro", [](const MulticlassMetrics& m) { return m.macro.recall; }},
    {"f1_macro", [](const MulticlassMetrics& m) { return m.macro.f1; }},
    {"f1_micro", [](const MulticlassMetrics& m) { return m.micro.f1; }},
    {"f1_weighted", [](const MulticlassMetrics& m) { return m.weighted.f1; }},
});

void put(std::string_view key, const Metric& metric, RunningGroup& out)
{
    if (metric.defined())
        out.metrics.emplace(key, metric.value);
}

void addCounts(const mlmetrics::BinaryCounts& more, mlmetrics::BinaryCounts& to)
{
    to.truePositives += more.truePositives;
    to.falsePositives += more.falsePositives;
    to.trueNegatives += more.trueNegatives;
    to.falseNegatives += more.falseNegatives;
}

double totalWeight(const std::vector<double>& weights, std::size_t rows)
{
    return weights.empty() ? static_cast<double>(rows) : std::accumulate(weights.begin(), weights.end(), 0.0);
}

} // namespace

RunningMetrics::RunningMetrics(const LogDecisions& log)
    : m_task(log.task)
    , m_classes(log.classes)
    , m_weighted(log.weight.has_value())
    , m_matrix(log.task == Task::Multiclass ? log.classes.size() : 0)
{
}

bool RunningMetrics::hasRunning(const LogDecisions& log)
{
    return log.label && (log.task == Task::Binary || log.task == Task::Multiclass || log.task == Task::Regression);
}

void RunningMetrics::add(const ModelData& data, const Rows& rows)
{
    if (rows.empty())
        return;
    m_rows += rows.size();
    if (m_task == Task::Binary)
        addBinary(data, rows);
    else if (m_task == Task::Multiclass)
        addClasses(data, rows);
    else
        addNumbers(data, rows);
}

void RunningMetrics::addBinary(const ModelData& data, const Rows& rows)
{
    const BinaryRows binary = binaryRows(data, rows);
    m_decided = m_decided && binary.undecided.empty();
    m_scored = !binary.scores.empty();
    m_probabilities = m_probabilities && binary.probabilities;
    if (m_decided) {
        addCounts(binary.counts(false), m_rowCounts);
        addCounts(binary.counts(true), m_counts);
    }
    if (m_scored)
        m_scores.add(binary.actual, binary.scores, binary.weights);
}

void RunningMetrics::addClasses(const ModelData& data, const Rows& rows)
{
    const ClassRows classes = classRows(data, rows);
    m_decided = m_decided && !classes.decided.empty();
    for (std::size_t i = 0; i < classes.decided.size(); ++i)
        m_matrix.add(classes.actual[i], classes.decided[i], classes.weights.empty() ? 1 : classes.weights[i]);
    m_probabilities = m_probabilities && !classes.probabilities.empty();
    if (m_probabilities)
        m_logLoss.add(mlmetrics::logLossMulticlass(classes.actual, classes.columns(), classes.weights).value,
            totalWeight(classes.weights, rows.size()));
}

void RunningMetrics::addNumbers(const ModelData& data, const Rows& rows)
{
    m_decided = data.model.prediction.has_value();
    if (!m_decided)
        return;
    const NumberRows numbers = numberRows(data, rows);
    m_numbers.add(numbers.actual, numbers.predicted, numbers.weights);
}

RunningGroup RunningMetrics::group() const
{
    RunningGroup out;
    out.rows = m_rows;
    if (m_rows == 0)
        return out;
    if (m_task == Task::Binary)
        fillBinary(out);
    else if (m_task == Task::Multiclass)
        fillClasses(out);
    else
        fillNumbers(out);
    return out;
}

void RunningMetrics::fillBinary(RunningGroup& out) const
{
    if (m_scored) {
        put("roc_auc", m_scores.auc(), out);
        put("log_loss", m_scores.logLoss(), out);
        put("brier", m_scores.brier(), out);
    }
    if (!m_decided)
        return;
    std::map<std::string, std::string> undefined;
    addDecisionMetrics(m_counts, m_classes, {}, out.metrics, undefined);
    if (!m_weighted)
        out.intervals = intervalsOf(binaryConfusion(m_rowCounts, m_classes), kLevel);
}

void RunningMetrics::fillClasses(RunningGroup& out) const
{
    if (m_probabilities)
        put("log_loss", m_logLoss.mean(), out);
    if (!m_decided)
        return;
    const MulticlassMetrics metrics = mlmetrics::multiclass(m_matrix);
    for (const MatrixMetric& metric : kMatrixMetrics)
        put(metric.key, metric.of(metrics), out);
    const double all = static_cast<double>(m_rows);
    if (!m_weighted && metrics.accuracy.defined())
        out.intervals["accuracy"] = mlmetrics::wilson(metrics.accuracy.value * all, all, kLevel);
}

void RunningMetrics::fillNumbers(RunningGroup& out) const
{
    if (!m_decided)
        return;
    const mlmetrics::RegressionMetrics metrics = m_numbers.metrics();
    put("mse", metrics.mse, out);
    put("rmse", metrics.rmse, out);
    put("mae", metrics.mae, out);
    put("r2", metrics.r2, out);
    put("explained_variance", metrics.explainedVariance, out);
    put("max_error", metrics.maxError, out);
    put("bias", metrics.meanBias, out);
    put("mape", metrics.mape, out);
    put("msle", metrics.msle, out);
    put("rmsle", metrics.rmsle, out);
}

} // namespace wg::evaluation
