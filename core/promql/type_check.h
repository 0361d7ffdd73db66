// What the grammar cannot say: argument types, where bool, set operators, fill and grouping are allowed.
#pragma once

#include "core/base/result.h"
#include "core/promql/ast.h"

#include <string_view>

namespace wg::promql {

/// Checks a whole tree, with the first error that Prometheus gives. Vector matching that has no meaning (between scalars) is
/// taken away. `expression` is for the position of the error.
[[nodiscard]] Result<void> checkTypes(Expr& expr, std::string_view expression);

} // namespace wg::promql
