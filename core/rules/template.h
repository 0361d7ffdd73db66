// Annotation templates: {{ $labels.x }}, {{ $value }}, {{ $externalLabels.x }} and Prometheus' humanize family.
#pragma once

#include "core/base/result.h"
#include "core/series/labels.h"

#include <string>
#include <string_view>

namespace wg::rules {

/// Unknown actions are an error that names them; the caller shows the raw template then.
[[nodiscard]] Result<std::string> expandTemplate(std::string_view text, const series::Labels& labels, double value);
/// Syntax only, for linting.
[[nodiscard]] Result<void> checkTemplate(std::string_view text);

} // namespace wg::rules
