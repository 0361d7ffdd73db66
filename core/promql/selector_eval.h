// Selectors over the steps of a query: what each sees, with look-back, offset, @ and staleness.
#pragma once

#include "core/promql/evaluation.h"

namespace wg::promql {

/// The newest sample within the look-back at every step. `times`: the samples' own times in seconds instead of values.
[[nodiscard]] Result<StepVector> evaluateInstantSelector(
    Evaluation& evaluation, const Selector& selector, const Grid& grid, bool times = false);
/// Of the same samples, when their counter began, in seconds; 0 where that is not known.
[[nodiscard]] Result<StepVector> evaluateStartTimes(Evaluation& evaluation, const Selector& selector, const Grid& grid);
/// Everything any step's window can see.
[[nodiscard]] Result<RangeVector> evaluateRangeSelector(Evaluation& evaluation, const Selector& selector, const Grid& grid);
/// The inner expression on the subquery's own grid, aligned to multiples of its step.
[[nodiscard]] Result<RangeVector> evaluateSubquery(Evaluation& evaluation, const Subquery& subquery, const Grid& grid);

} // namespace wg::promql
