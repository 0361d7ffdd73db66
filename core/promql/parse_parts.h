// The parser's leaves: strings, label lists, selectors, @, fill values. Durations are in duration_expr.h.
#pragma once

#include "core/promql/ast.h"
#include "core/promql/token_stream.h"

namespace wg::promql {

[[nodiscard]] Result<std::string> parseStringToken(TokenStream& in);
/// (a, b, "c d")
[[nodiscard]] Result<std::vector<std::string>> parseLabelList(TokenStream& in);
/// foo, foo{…}, {…}, {"foo", …}
[[nodiscard]] Result<Selector> parseVectorSelector(TokenStream& in);
/// What follows the sign @: its anchor and time. `of` is what it belongs to.
[[nodiscard]] Result<Shift> parseAt(TokenStream& in, SourceRange of);
/// (0), (-5): the value of fill().
[[nodiscard]] Result<double> parseFillValue(TokenStream& in);
/// Any word that may name a metric, keywords among them.
[[nodiscard]] bool canNameMetric(const Token& token);

[[nodiscard]] Error nestedTooDeep(std::string_view expression, SourceRange range);

} // namespace wg::promql
