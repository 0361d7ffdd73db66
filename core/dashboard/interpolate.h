// Grafana's variable substitution in queries, titles and legends.
#pragma once

#include "core/base/time.h"
#include "core/dashboard/document.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wg::dashboard {

/// What $name stands for. Several values are joined as regular-expression alternatives in queries.
struct VariableValue {
    std::vector<std::string> values;
    std::vector<std::string> texts;
    bool all = false;
    std::string allValue;
    bool multi = false; ///< escapes values even when there is one (Grafana's rule for multi and includeAll)
};
using VariableValues = std::map<std::string, VariableValue>;

/// Values of a document's variables: the saved current ones, with `given` (--var N=V) on top.
[[nodiscard]] VariableValues variableValues(
    const Document& document, const std::map<std::string, std::vector<std::string>>& given);

struct Builtins {
    TimeRange range;
    DurationMs interval = 15 * kSecond; ///< $__interval, $__interval_ms
    DurationMs scrapeInterval = 15 * kSecond; ///< for $__rate_interval = max($__interval + scrape, 4 x scrape)
    std::string dashboardTitle;
};

/// $v ${v} ${v:fmt} [[v]] and the built-ins ($__interval, $__rate_interval, $__range, $__from, $__to and their _ms/_s forms).
/// Unknown names stay as they are.
[[nodiscard]] std::string interpolateQuery(std::string_view text, const VariableValues& variables, const Builtins& builtins);
/// For titles and Markdown: texts, not escaped.
[[nodiscard]] std::string interpolateText(std::string_view text, const VariableValues& variables, const Builtins& builtins);

} // namespace wg::dashboard
