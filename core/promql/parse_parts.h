// The parser's leaves: numbers, durations, strings, label lists, selectors, offset and @.
#pragma once

#include "core/promql/ast.h"
#include "core/promql/token_stream.h"

namespace wg::promql {

/// Number or duration, in seconds.
[[nodiscard]] Result<double> parseNumberToken(TokenStream& in);
/// Duration, or a number of seconds. `context` is for the message.
[[nodiscard]] Result<DurationMs> parseDurationToken(TokenStream& in, std::string_view context);
[[nodiscard]] Result<std::string> parseStringToken(TokenStream& in);
/// (a, b, "c d")
[[nodiscard]] Result<std::vector<std::string>> parseLabelList(TokenStream& in);
/// foo, foo{…}, {…}, {"foo", …}
[[nodiscard]] Result<Selector> parseVectorSelector(TokenStream& in);
/// What follows the word offset, or the sign @.
[[nodiscard]] Result<void> parseOffset(TokenStream& in, Shift& out);
[[nodiscard]] Result<void> parseAt(TokenStream& in, Shift& out);

/// "not supported yet: WHAT"; Error::text() adds " at line:column".
[[nodiscard]] Error notSupported(std::string_view expression, SourceRange range, std::string_view what);

} // namespace wg::promql
