// The metrics of each task; called by evaluateRows() for groups that have rows and a label. All fail only with Cancelled.
#pragma once

#include "core/evaluation/group_metrics.h"

namespace wg::evaluation {

[[nodiscard]] Result<void> evaluateBinary(
    const ModelData& data, const Rows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group);
[[nodiscard]] Result<void> evaluateMulticlass(
    const ModelData& data, const Rows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group);
[[nodiscard]] Result<void> evaluateRegression(
    const ModelData& data, const Rows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group);
[[nodiscard]] Result<void> evaluateMultilabel(
    const ModelData& data, const Rows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group);
[[nodiscard]] Result<void> evaluateRanking(
    const ModelData& data, const Rows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group);
[[nodiscard]] Result<void> evaluateLanguage(
    const ModelData& data, const Rows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group);

} // namespace wg::evaluation
