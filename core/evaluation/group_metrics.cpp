#include "core/evaluation/group_metrics.h"

#include "core/evaluation/predictions.h"

#include <array>

namespace wg::evaluation {
namespace {

constexpr std::array<std::string_view, 14> kBinaryKeys = {"accuracy", "precision", "recall", "specificity", "f1",
    "balanced_accuracy", "mcc", "log_loss", "brier", "roc_auc", "average_precision", "mse", "rmse", "mae"};
constexpr std::array<std::string_view, 9> kMulticlassKeys = {"accuracy", "balanced_accuracy", "mcc", "precision_macro",
    "recall_macro", "f1_macro", "f1_micro", "f1_weighted", "log_loss"};
constexpr std::array<std::string_view, 4> kRegressionKeys = {"mse", "rmse", "mae", "r2"};

std::span<const std::string_view> keysOf(Task task)
{
    switch (task) {
    case Task::Binary:
        return kBinaryKeys;
    case Task::Multiclass:
        return kMulticlassKeys;
    case Task::Regression:
        return kRegressionKeys;
    default:
        break;
    }
    return {};
}

} // namespace

ModelData prepareModel(const OpenedLog& log, const ModelColumns& model)
{
    ModelData data{log, model, {}, {}};
    if (log.task != Task::Binary && log.task != Task::Multiclass)
        return data;
    if (log.label)
        data.actual = classCodes(log, *log.label);
    if (model.prediction)
        data.predicted = classCodes(log, *model.prediction);
    return data;
}

Group evaluateRows(const ModelData& data, std::span<const std::uint32_t> rows, Curves curves)
{
    Group group;
    group.rows = rows.size();
    if (data.log.task == Task::Binary)
        group.positive = data.log.classes[1];
    if (!data.log.label || rows.empty()) {
        for (const std::string_view key : keysOf(data.log.task))
            group.undefined.emplace(key, data.log.label ? "no rows" : "no label column");
        return group;
    }
    if (data.log.task == Task::Binary)
        evaluateBinary(data, rows, curves, group);
    else if (data.log.task == Task::Multiclass)
        evaluateMulticlass(data, rows, group);
    else
        evaluateRegression(data, rows, group);
    return group;
}

void addMetric(std::string_view key, const mlmetrics::Metric& metric, std::map<std::string, double>& metrics,
    std::map<std::string, std::string>& undefined)
{
    if (metric.defined())
        metrics.emplace(key, metric.value);
    else
        undefined.emplace(key, metric.reason);
}

std::vector<double> gather(const logs::Numbers& column, std::span<const std::uint32_t> rows)
{
    std::vector<double> out;
    out.reserve(rows.size());
    for (const std::uint32_t row : rows)
        out.push_back(column[row]);
    return out;
}

std::vector<double> gatherWeights(const OpenedLog& log, std::span<const std::uint32_t> rows)
{
    return log.weight ? gather(log.numbers(*log.weight), rows) : std::vector<double>();
}

} // namespace wg::evaluation
