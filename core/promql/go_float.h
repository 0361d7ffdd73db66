// Numbers in messages, as Go's %g and %v write them.
#pragma once

#include <string>

namespace wg::promql {

/// Shortest text that reads back as the same value, with an exponent below 1e-4 and from 1e6 on: "100000", "1e+06", "NaN",
/// "+Inf".
[[nodiscard]] std::string goFloat(double value);

} // namespace wg::promql
