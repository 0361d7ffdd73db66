// sum, avg, topk … by and without. Series are put into groups once; then each group is walked step by step.
#pragma once

#include "core/promql/evaluation.h"

namespace wg::promql {

[[nodiscard]] Result<StepVector> evaluateAggregate(Evaluation& evaluation, const Aggregate& aggregate, const Grid& grid);

} // namespace wg::promql
