// Values of templates and Go's way of printing them (fmt.Sprint, fmt.Sprintf), as far as rule files use it.
#pragma once

#include "core/series/labels.h"

#include <cstdint>
#include <span>
#include <string>
#include <variant>

namespace wg::rules {

struct TemplateNil { };
/// Not owned: lives as long as the expansion.
struct TemplateLabels {
    const series::Labels* labels = nullptr; ///< nullptr: no labels
};
using TemplateValue = std::variant<TemplateNil, bool, std::int64_t, double, std::string, TemplateLabels>;

/// %v: floats with the shortest digits, with an exponent below 1e-4 and from 1e6 on; label sets as map[a:b c:d].
[[nodiscard]] std::string goText(const TemplateValue& value);
/// Blanks between two neighbours when neither is a string.
[[nodiscard]] std::string goSprint(std::span<const TemplateValue> values);
/// Verbs v s q d f F e E g G t x X o b c T with flags, width and precision; wrong ones print Go's %!verb(type=value).
[[nodiscard]] std::string goSprintf(std::string_view format, std::span<const TemplateValue> values);

[[nodiscard]] std::string humanize(double value);
[[nodiscard]] std::string humanize1024(double value);
[[nodiscard]] std::string humanizeDuration(double seconds);
[[nodiscard]] std::string humanizePercentage(double ratio);
/// Seconds since the epoch as "2022-01-25 12:36:43.249 +0000 UTC".
[[nodiscard]] std::string humanizeTimestamp(double seconds);

} // namespace wg::rules
