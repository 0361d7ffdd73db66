// Annotation and label templates: the part of Go's text/template that rule files live on. {{ $labels.x }}, {{ .Labels.x }}, {{
// $labels }},
// {{ $value }}, {{ .Value }}, {{ $externalLabels.x }} (always empty here), constants, pipes, parentheses, {{- trimming -}} and
// comments, and the functions of functionTable() in template.cpp. Output equals Prometheus 2.42's
// (tests/integration/tst_promtool_rules.cpp). Control structures, variables of one's own, query and its helpers are
// Unsupported errors that name the action.
#pragma once

#include "core/base/result.h"
#include "core/series/labels.h"

#include <string>
#include <string_view>

namespace wg::rules {

/// Positions are inside `text`. Unknown actions are an error that names them; the caller shows the raw template then.
[[nodiscard]] Result<std::string> expandTemplate(std::string_view text, const series::Labels& labels, double value);
/// Syntax only, for linting. Parse: Prometheus would refuse the template too. Unsupported: it is fine there, but we cannot
/// expand it.
[[nodiscard]] Result<void> checkTemplate(std::string_view text);
/// The expanded text, or the text as it stands where it cannot be expanded.
[[nodiscard]] std::string expandOrRaw(std::string_view text, const series::Labels& labels, double value);

} // namespace wg::rules
