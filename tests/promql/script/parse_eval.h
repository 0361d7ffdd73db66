// eval[_fail|_warn|_info|_ordered] instant at T EXPR, eval[…] range from A to B step S EXPR, with the expectations below.
#pragma once

#include "tests/promql/script/lines.h"
#include "tests/promql/script/script.h"

namespace wg::test::script {

/// As parseLoad().
[[nodiscard]] Result<Eval> parseEval(std::string_view first, Lines& lines, std::size_t& room);

} // namespace wg::test::script
