// Which element of one vector meets which of the other: on, ignoring, group_left, group_right, fill, and, or, unless.
// Series are grouped by their matching labels once; the steps then only look at presence.
#pragma once

#include "core/promql/evaluation.h"

namespace wg::promql {

/// The labels that decide which elements match.
[[nodiscard]] LabelChoice matchingLabels(const Matching& matching);

/// Arithmetic and comparisons. Duplicates on a "one" side fail as in Prometheus ("found duplicate series …").
[[nodiscard]] Result<StepVector> matchVectors(
    Evaluation& evaluation, const Binary& binary, StepVector lhs, StepVector rhs, std::size_t steps);
/// and, or, unless.
[[nodiscard]] Result<StepVector> combineSets(Evaluation& evaluation, const Binary& binary, StepVector lhs, StepVector rhs);

} // namespace wg::promql
