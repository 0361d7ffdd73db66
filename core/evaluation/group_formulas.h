// Own metrics of a group: formulas over its rows and over its metrics.
#pragma once

#include "core/evaluation/formula.h"
#include "core/evaluation/group_metrics.h"

namespace wg::evaluation {

/// Adds each formula's metric to the group, in order: later ones may use earlier ones. Usage or Parse error.
[[nodiscard]] Result<void> addFormulas(
    const ModelData& data, const Rows& rows, const std::vector<std::string>& formulas, Group& group);

} // namespace wg::evaluation
