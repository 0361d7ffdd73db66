// Values to text in Grafana's units ("bytes", "s", "reqps", "percentunit", …) and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wg::units {

/// A number and its unit, kept apart because stat panels draw them in two sizes.
struct Formatted {
    std::string number; ///< "1.5", "-230", "NaN"
    std::string suffix; ///< "GiB", "ms", "k req/s", "%"; empty for none
    /// "1.5 GiB": one no-break space between, as in the field's style ("87.5 %").
    [[nodiscard]] std::string text() const;
};

/// `unit` is a Grafana unit id, or "suffix:x", "prefix:x", "si:x", "count:x", "currency:x", "bool:yes/no" or "time:format"
/// (UTC); an unknown one is shown as a suffix, as Grafana does. Not finite: "NaN", "+Inf", "-Inf" without a suffix. `decimals`
/// unset: as many as needed for about three significant digits, without trailing zeros.
[[nodiscard]] Formatted format(double value, std::string_view unit, std::optional<int> decimals = std::nullopt);

/// As format(), with at least the decimals that tell neighbouring axis ticks `step` apart.
[[nodiscard]] Formatted formatTick(double value, double step, std::string_view unit);

struct UnitInfo {
    std::string_view id; ///< Grafana's id
    std::string_view name; ///< Grafana's name in its unit picker
};
/// Every unit format() knows, in Grafana's order.
[[nodiscard]] std::vector<UnitInfo> knownUnits();

/// The factor by which axis ticks of `unit` should be round in: 1024-based units tick at powers of two, seconds at whole
/// minutes, everything else at 1, 2, 5.
enum class TickBase { Decimal, Binary, Time };
[[nodiscard]] TickBase tickBase(std::string_view unit);

/// What one of `unit` is in the unit its kind counts in: "ms" 0.001 s, "kbytes" 1024 bytes; 1 for everything unscaled.
[[nodiscard]] double unitFactor(std::string_view unit);

} // namespace wg::units
