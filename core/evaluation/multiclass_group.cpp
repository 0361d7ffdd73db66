// Logs of several classes, and of amounts.
#include "core/evaluation/group_metrics.h"
#include "core/evaluation/predictions.h"
#include "core/mlmetrics/multiclass.h"
#include "core/mlmetrics/probability.h"
#include "core/mlmetrics/regression.h"

#include <algorithm>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

std::vector<std::uint32_t> gatherCodes(const std::vector<std::uint32_t>& codes, std::span<const std::uint32_t> rows)
{
    std::vector<std::uint32_t> out;
    out.reserve(rows.size());
    for (const std::uint32_t row : rows)
        out.push_back(codes[row]);
    return out;
}

/// For each class the position of its probability column; kNoClass where there is none.
std::vector<std::uint32_t> columnOfClass(const OpenedLog& log)
{
    std::vector<std::uint32_t> out;
    for (const std::string& name : log.classes) {
        const auto at = std::find(log.roles.scoreClasses.begin(), log.roles.scoreClasses.end(), name);
        out.push_back(
            at == log.roles.scoreClasses.end() ? kNoClass : static_cast<std::uint32_t>(at - log.roles.scoreClasses.begin()));
    }
    return out;
}

/// The most probable class of each row, the first of equal ones; empty without probabilities, or when one is of no class.
std::vector<std::uint32_t> mostProbable(const OpenedLog& log, std::span<const std::uint32_t> rows)
{
    std::vector<std::uint32_t> classOf;
    for (const std::string& name : log.roles.scoreClasses) {
        const auto at = std::find(log.classes.begin(), log.classes.end(), name);
        if (at == log.classes.end())
            return {};
        classOf.push_back(static_cast<std::uint32_t>(at - log.classes.begin()));
    }
    std::vector<std::uint32_t> out;
    if (classOf.empty())
        return out;
    out.reserve(rows.size());
    for (const std::uint32_t row : rows) {
        std::size_t best = 0;
        for (std::size_t k = 1; k < log.classScores.size(); ++k) {
            if (log.numbers(log.classScores[k])[row] > log.numbers(log.classScores[best])[row])
                best = k;
        }
        out.push_back(classOf[best]);
    }
    return out;
}

void addLogLoss(const OpenedLog& log, std::span<const std::uint32_t> actual, std::span<const std::uint32_t> rows,
    std::span<const double> weights, Group& group)
{
    if (log.classScores.empty()) {
        group.undefined.emplace("log_loss", "no probabilities by class (columns prob_<class>)");
        return;
    }
    const std::vector<std::uint32_t> columns = columnOfClass(log);
    std::vector<std::uint32_t> expected;
    expected.reserve(actual.size());
    for (const std::uint32_t code : actual) {
        if (columns[code] == kNoClass) {
            group.undefined.emplace("log_loss", fmt::format("there is no probability column of class {}", log.classes[code]));
            return;
        }
        expected.push_back(columns[code]);
    }
    std::vector<std::vector<double>> values;
    values.reserve(log.classScores.size());
    for (const ColumnIndex column : log.classScores)
        values.push_back(gather(log.numbers(column), rows));
    const std::vector<std::span<const double>> spans(values.begin(), values.end());
    addMetric("log_loss", mlmetrics::logLossMulticlass(expected, spans, weights), group.metrics, group.undefined);
}

void addClasses(const OpenedLog& log, const mlmetrics::MulticlassMetrics& result, Group& group)
{
    for (std::size_t k = 0; k < log.classes.size(); ++k) {
        const mlmetrics::ClassScores& scores = result.perClass[k];
        std::uint64_t support = 0;
        for (const std::uint64_t count : group.confusion.matrix[k])
            support += count;
        group.perClass.push_back({log.classes[k], scores.precision.value, scores.recall.value, scores.f1.value, support});
    }
    const auto warn = [&](const std::vector<std::size_t>& classes, std::string_view metric, std::string_view why) {
        for (const std::size_t k : classes)
            group.warnings.push_back({Warning::Severity::Warning,
                fmt::format("{} counts class {} as 0, as scikit-learn does: it is {}", metric, log.classes[k], why)});
    };
    warn(result.neverPredicted, "precision_macro", "never predicted");
    warn(result.neverActual, "recall_macro", "not among the labels");
}

} // namespace

void evaluateMulticlass(const ModelData& data, std::span<const std::uint32_t> rows, Group& group)
{
    const OpenedLog& log = data.log;
    const std::vector<std::uint32_t> actual = gatherCodes(data.actual, rows);
    const std::vector<double> weights = gatherWeights(log, rows);
    addLogLoss(log, actual, rows, weights, group);
    const std::vector<std::uint32_t> decided =
        data.model.prediction ? gatherCodes(data.predicted, rows) : mostProbable(log, rows);
    if (decided.empty()) {
        for (const std::string_view key :
            {"accuracy", "balanced_accuracy", "mcc", "precision_macro", "recall_macro", "f1_macro", "f1_micro", "f1_weighted"})
            group.undefined.emplace(key, "no prediction column and no probabilities by class");
        return;
    }
    const mlmetrics::ConfusionMatrix counts = mlmetrics::confusion(log.classes.size(), actual, decided);
    group.confusion.labels = log.classes;
    for (std::size_t a = 0; a < log.classes.size(); ++a) {
        auto& line = group.confusion.matrix.emplace_back();
        for (std::size_t p = 0; p < log.classes.size(); ++p)
            line.push_back(static_cast<std::uint64_t>(counts.at(a, p)));
    }
    const auto result =
        mlmetrics::multiclass(weights.empty() ? counts : mlmetrics::confusion(log.classes.size(), actual, decided, weights));
    addMetric("accuracy", result.accuracy, group.metrics, group.undefined);
    addMetric("balanced_accuracy", result.balancedAccuracy, group.metrics, group.undefined);
    addMetric("mcc", result.mcc, group.metrics, group.undefined);
    addMetric("precision_macro", result.macro.precision, group.metrics, group.undefined);
    addMetric("recall_macro", result.macro.recall, group.metrics, group.undefined);
    addMetric("f1_macro", result.macro.f1, group.metrics, group.undefined);
    addMetric("f1_micro", result.micro.f1, group.metrics, group.undefined);
    addMetric("f1_weighted", result.weighted.f1, group.metrics, group.undefined);
    addClasses(log, result, group);
}

void evaluateRegression(const ModelData& data, std::span<const std::uint32_t> rows, Group& group)
{
    if (!data.model.prediction) {
        for (const std::string_view key : {"mse", "rmse", "mae", "r2"})
            group.undefined.emplace(key, "no prediction column");
        return;
    }
    const auto result = mlmetrics::regression(gather(data.log.numbers(*data.log.label), rows),
        gather(data.log.numbers(*data.model.prediction), rows), gatherWeights(data.log, rows));
    addMetric("mse", result.mse, group.metrics, group.undefined);
    addMetric("rmse", result.rmse, group.metrics, group.undefined);
    addMetric("mae", result.mae, group.metrics, group.undefined);
    addMetric("r2", result.r2, group.metrics, group.undefined);
}

} // namespace wg::evaluation
