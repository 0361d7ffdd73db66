// Numbers to text and back, the way Prometheus writes them. Independent of the locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wg {

/// Everything Go's strconv.ParseFloat takes of decimal text: "1e3", "+Inf", "-inf", "NaN", ".5".
/// No surrounding blanks. Overflow gives an infinity with its sign, as text "1e999" would mean.
[[nodiscard]] std::optional<double> parsePromFloat(std::string_view text);

/// Shortest text that reads back as the same value; "NaN", "+Inf", "-Inf"; no exponent below 1e21
/// (strconv.FormatFloat(v, 'f', -1, 64) as the API prints values).
[[nodiscard]] std::string formatPromFloat(double value);

/// Shortest round-trip text with exponent where shorter, for labels and messages (Go's %v).
[[nodiscard]] std::string formatShortest(double value);

} // namespace wg
