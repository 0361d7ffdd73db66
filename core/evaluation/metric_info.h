// The catalogue of metrics: what each means, its formula, when it misleads. One table; tables, cards, tooltips, the command
// line and PromQL's help all read it.
#pragma once

#include "core/evaluation/result.h"

#include <span>

namespace wg::evaluation {

enum class Better { Higher, Lower, Neither };

struct MetricInfo {
    std::string_view key; ///< as in Group::metrics and, after eval_, in PromQL: "roc_auc"
    std::string_view title; ///< "ROC AUC"
    std::string_view formula; ///< plain text: "TP / (TP + FP)"
    std::string_view meaning; ///< one sentence
    std::string_view misleads; ///< when not to trust it, one sentence
    Better better = Better::Higher;
    std::span<const Task> tasks; ///< where it exists, the task for which it is worth most first
    bool proportion = false; ///< lies in [0,1] and may be shown in per cent
};

[[nodiscard]] std::span<const MetricInfo> metricCatalogue(); ///< in the order in which they are shown
[[nodiscard]] const MetricInfo* metricInfo(std::string_view key); ///< nullptr for own formulas and unknown keys
[[nodiscard]] std::string_view mainMetric(Task task, bool hasScores); ///< "roc_auc", "f1", "accuracy", "rmse"
/// Which to prefer for this log and why: by imbalance, by whether there are probabilities. One or two sentences.
[[nodiscard]] std::string metricAdvice(const Group& group, Task task);
/// The interval is so wide that the number decides nothing: wider than 0.1 for proportions, than a quarter of the value
/// for others; or the group has fewer than 30 rows (of either class, where there are two).
[[nodiscard]] bool tooUncertain(const Group& group, std::string_view metric);

} // namespace wg::evaluation
