// Reducers over a column of values, by Grafana's ids: lastNotNull, last, firstNotNull, min, max, mean, sum, count, range, diff…
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace wg::frames {

/// NaN counts as null. Unknown ids behave as lastNotNull. nullopt when there is nothing to reduce.
[[nodiscard]] std::optional<double> reduce(std::span<const double> values, std::string_view reducer);

} // namespace wg::frames
