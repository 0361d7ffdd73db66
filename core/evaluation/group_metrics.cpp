#include "core/evaluation/group_metrics.h"

#include "core/evaluation/group_formulas.h"
#include "core/evaluation/group_tasks.h"
#include "core/evaluation/metric_info.h"

#include <algorithm>
#include <array>

namespace wg::evaluation {
namespace {

/// Where the log has columns for them only; elsewhere they are not even undefined.
constexpr std::array<std::string_view, 6> kOptional = {
    "coverage", "interval_width", "pass_5", "pass_10", "log_likelihood", "perplexity"};

/// Every metric of the task that no column could give, with the reason.
void addUndefined(Task task, const std::string& reason, Group& group)
{
    for (const MetricInfo& info : metricCatalogue()) {
        const bool optional = std::ranges::find(kOptional, info.key) != kOptional.end();
        if (!optional && std::ranges::find(info.tasks, task) != info.tasks.end())
            group.undefined.emplace(info.key, reason);
    }
}

Result<void> evaluateTask(
    const ModelData& data, const Rows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group)
{
    switch (data.log.task) {
    case Task::Binary:
        return evaluateBinary(data, rows, options, cancel, group);
    case Task::Multiclass:
        return evaluateMulticlass(data, rows, options, cancel, group);
    case Task::Regression:
        return evaluateRegression(data, rows, options, cancel, group);
    case Task::Multilabel:
        return evaluateMultilabel(data, rows, options, cancel, group);
    case Task::Ranking:
        return evaluateRanking(data, rows, options, cancel, group);
    case Task::LanguageModel:
        return evaluateLanguage(data, rows, options, cancel, group);
    case Task::Detection:
    case Task::None:
        break;
    }
    return {};
}

} // namespace

ModelData prepareModel(const OpenedLog& log, const ModelColumns& model)
{
    ModelData data{log, model, {}, {}, log.options.threshold};
    if (log.task != Task::Binary && log.task != Task::Multiclass)
        return data;
    if (log.label)
        data.actual = classCodes(log, *log.label);
    if (model.prediction)
        data.predicted = classCodes(log, *model.prediction);
    return data;
}

Result<Group> evaluateRows(const ModelData& data, const Rows& rows, const EvaluateOptions& options, const CancelToken& cancel)
{
    Group group;
    const Task task = data.log.task;
    group.rows = rows.size();
    group.costFalsePositive = options.costFalsePositive;
    group.costFalseNegative = options.costFalseNegative;
    if (task == Task::Binary)
        group.positive = data.log.classes[1];
    if (task == Task::Detection)
        addUndefined(
            task, "boxes are not matched with a ground truth here; its evaluation is read where others computed it", group);
    else if (!data.log.label && !(task == Task::LanguageModel && data.model.score))
        addUndefined(task, "no label column", group);
    else if (rows.empty())
        addUndefined(task, "no rows", group);
    else
        WG_CHECK(evaluateTask(data, rows, options, cancel, group));
    if (cancel.cancelled())
        return fail(ErrorCode::Cancelled, "evaluation was cancelled");
    WG_CHECK(addFormulas(data, rows, options.formulas, group));
    return group;
}

Group evaluateRows(const ModelData& data, const Rows& rows, Curves curves)
{
    EvaluateOptions options;
    options.curves = curves == Curves::Yes ? EvaluateOptions::Curves::Screen : EvaluateOptions::Curves::None;
    options.intervals = false;
    options.threads = 1;
    auto group = evaluateRows(data, rows, options, {});
    return group ? std::move(*group) : Group{}; // nothing of this can fail
}

Group evaluateRows(const ModelData& data, std::span<const std::uint32_t> rows, Curves curves)
{
    return evaluateRows(data, Rows(std::vector<std::uint32_t>(rows.begin(), rows.end())), curves);
}

void addMetric(std::string_view key, const mlmetrics::Metric& metric, std::map<std::string, double>& metrics,
    std::map<std::string, std::string>& undefined)
{
    if (metric.defined())
        metrics.emplace(key, metric.value);
    else
        undefined.emplace(key, metric.reason);
}

void addMetric(std::string_view key, const mlmetrics::Metric& metric, Group& group)
{
    addMetric(key, metric, group.metrics, group.undefined);
}

} // namespace wg::evaluation
