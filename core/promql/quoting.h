// Strings of the language: Go's quoting, read and written.
#pragma once

#include "core/base/result.h"
#include "core/series/labels.h"

#include <string>
#include <string_view>

namespace wg::promql {

/// "…" or '…' with escapes, `…` without. Escapes may make bytes that are no UTF-8. Errors have no position.
[[nodiscard]] Result<std::string> unquote(std::string_view literal);
/// With double quotes, as Go's %q.
[[nodiscard]] std::string quote(std::string_view text);
/// {__name__="foo", a="b"}, as Prometheus' messages show a label set.
[[nodiscard]] std::string braced(const series::Labels& labels);
/// Needs no quotes where a label name is expected.
[[nodiscard]] bool isLabelName(std::string_view text);
/// The same with colons: may stand before the braces.
[[nodiscard]] bool isMetricName(std::string_view text);

} // namespace wg::promql
