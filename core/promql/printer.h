// A tree back to text, in the canonical form of Prometheus' format_query (one line). parse(print(e)) equals e.
#pragma once

#include "core/promql/ast.h"

#include <string>

namespace wg::promql {

[[nodiscard]] std::string print(const Expr& expr);

} // namespace wg::promql
