// sum, avg, topk … by and without. Series are put into groups once; then each series of a group is walked once.
#pragma once

#include "core/promql/evaluation.h"

#include <span>

namespace wg::promql {

[[nodiscard]] Result<StepVector> evaluateAggregate(Evaluation& evaluation, const Aggregate& aggregate, const Grid& grid);

/// Series of the input that are aggregated into one.
struct AggregationGroup {
    LabelsPtr labels; ///< of the result
    std::vector<std::size_t> members; ///< in the order of the input
};

struct AggregationInput {
    Evaluation& evaluation;
    const Aggregate& aggregate;
    std::size_t steps = 0;
    StepVector series;
    std::vector<AggregationGroup> groups;
    ScalarSteps parameter; ///< one per step, if the aggregation takes a number
};

/// What makes one number of a group: sum, avg, min, max, count, stddev, stdvar, group, quantile.
[[nodiscard]] Result<StepVector> foldGroups(AggregationInput& input);
/// What keeps elements as they are: topk, bottomk, limitk, limit_ratio. One step: topk and bottomk are ordered by value.
[[nodiscard]] Result<StepVector> selectElements(AggregationInput& input);

} // namespace wg::promql
