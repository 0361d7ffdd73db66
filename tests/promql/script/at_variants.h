// What Prometheus' runner does with every instant query besides asking it: fixes the time of all its selectors with @ and asks
// again at other times. The answer must stay the same.
#pragma once

#include "core/base/time.h"
#include "core/promql/compat.h"

#include <string>
#include <vector>

namespace wg::test::script {

struct InstantQuery {
    std::string expression;
    TimeMs at = 0;
};

/// Empty where the answer may depend on the time of the query (time(), timestamp(), …), or the text does not parse.
[[nodiscard]] std::vector<InstantQuery> atVariants(const std::string& expression, TimeMs at, promql::Compat compat);

} // namespace wg::test::script
