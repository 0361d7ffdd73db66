// How far a number, a duration or a string goes in the text: the scanner's rules for literals, as each version has them.
#pragma once

#include "core/promql/compat.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace wg::promql {

struct Scanned {
    std::size_t end = 0; ///< behind the last byte looked at that belongs to it
    bool ok = false;
};

/// Decimal, hexadecimal, exponents. Not ok where a letter follows; may take what is no number ("0x", "5."), as Prometheus does.
[[nodiscard]] Scanned scanNumber(std::string_view text, std::size_t at, Compat compat);
/// The rest of a duration from its first unit on: "m30s" of "1m30s". Units and their order are checked by whoever reads it.
[[nodiscard]] Scanned scanDurationUnits(std::string_view text, std::size_t at);

struct ScannedString {
    std::size_t end = 0; ///< behind the closing quote; of a broken one: where it is likely to end
    std::string error; ///< empty: a whole string with good escapes
};
/// `at` is at the quote.
[[nodiscard]] ScannedString scanString(std::string_view text, std::size_t at);

/// A character as Go's %q shows it: 'x', '\n', '\ufffd' for what is none.
[[nodiscard]] std::string quotedCharacter(std::string_view text, std::size_t at);

} // namespace wg::promql
