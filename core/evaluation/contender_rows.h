// A contender's rows and model: LogResult::groups are, model by model, the groups of groupRows().
#pragma once

#include "core/evaluation/compare.h"
#include "core/evaluation/group_metrics.h"
#include "core/evaluation/groups.h"

namespace wg::evaluation {

struct ContenderRows {
    ModelData data; ///< refers to the contender's log, which must live on
    Rows rows;
};
/// `threshold`, where set, decides in place of the log's own. Usage error for a log that holds no predictions.
[[nodiscard]] Result<ContenderRows> contenderRows(const Contender& contender, const std::optional<double>& threshold);

/// `metric`, or the task's main one when it is empty; Usage error naming the log's own when there is no such metric.
/// `formulas`: names of own metrics count too.
[[nodiscard]] Result<std::string> chosenMetric(
    const Contender& contender, const std::string& metric, const std::vector<std::string>& formulas);

} // namespace wg::evaluation
