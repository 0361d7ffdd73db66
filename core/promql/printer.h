// A tree back to text, in the canonical form of Prometheus' String(), one line. parse(print(e)) is e again, in the version it
// was read with.
#pragma once

#include "core/promql/ast.h"
#include "core/promql/compat.h"

#include <string>

namespace wg::promql {

[[nodiscard]] std::string print(const Expr& expr, Compat compat = Compat::V3);

} // namespace wg::promql
