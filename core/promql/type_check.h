// What the grammar cannot say: argument types, where bool, set operators and grouping are allowed.
#pragma once

#include "core/base/result.h"
#include "core/promql/ast.h"

namespace wg::promql {

/// Checks one node; its children are checked already. `expression` is for the position of the error.
[[nodiscard]] Result<void> checkTypes(const Expr& expr, std::string_view expression);

} // namespace wg::promql
