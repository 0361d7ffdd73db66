// Value mappings: what a panel writes instead of a number, and in which colour.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace wg::frames {

/// As dashboards hold them (dashboard::ValueMapping has the same members; frames may not include dashboard).
struct Mapping {
    enum class Kind { Value, Range, Special, Regex } kind = Kind::Value;
    std::string match; ///< value text, regular expression, or "null", "nan", "null+nan", "true", "false", "empty"
    std::optional<double> from, to; ///< Range, inclusive; unset: without end
    std::string text; ///< empty: only the colour changes
    std::string color; ///< Grafana colour name or #RRGGBB; empty: unchanged
};

struct Mapped {
    std::string text; ///< empty: show the value as it is
    std::string color;
    bool operator==(const Mapped&) const = default;
};

/// The first mapping that fits decides; nullopt when none does. nullopt as value is null; NaN is both null and nan to Grafana's
/// "null+nan" only.
[[nodiscard]] std::optional<Mapped> mapValue(std::span<const Mapping> mappings, std::optional<double> value);
/// For cells of text: value and regex mappings, and "empty".
[[nodiscard]] std::optional<Mapped> mapText(std::span<const Mapping> mappings, std::string_view text);

} // namespace wg::frames
