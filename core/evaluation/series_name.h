// How names of columns and tags are spelled as metrics. Internal to core/evaluation.
#pragma once

#include <string>
#include <string_view>

namespace wg::evaluation {

/// Metric and label names hold letters, digits and underscores only.
[[nodiscard]] std::string seriesName(std::string_view text);

} // namespace wg::evaluation
