// Duration expressions as text: foo[step() * 2], offset -(1h / 2). Their values are computed by resolveDurations() in ast.h.
#pragma once

#include "core/promql/ast.h"
#include "core/promql/token_stream.h"

#include <string>
#include <string_view>

namespace wg::promql {

/// What an error says is unexpected there: "subquery or range", "\":\" or \"]\"".
struct Expectation {
    std::string_view context;
    std::string_view expected;
};

/// One duration as it was written: a signed literal, or an expression whose value waits for the query's times.
struct WrittenDuration {
    DurationMs value = 0; ///< of a literal
    double seconds = 0; ///< the same, unrounded
    DurationExprPtr expr; ///< null: a literal
    SourceRange range;
};

/// In brackets: as far as operators go. Older versions take one literal only.
[[nodiscard]] Result<WrittenDuration> parseBracketDuration(TokenStream& in, const Expectation& expectation);
/// After the word offset: unless it begins with a parenthesis, one signed atom, so that foo offset 1m * 2 is a product.
[[nodiscard]] Result<WrittenDuration> parseOffsetDuration(TokenStream& in);

/// A duration token's value, with the errors of that version.
[[nodiscard]] Result<DurationMs> durationOf(const TokenStream& in, const Token& token);
/// A number token's value: decimal, hexadecimal, octal (010).
[[nodiscard]] Result<double> numberOf(const TokenStream& in, const Token& token);

/// In the form of Prometheus' printer: (step() + 1s) * 2.
[[nodiscard]] std::string durationText(const DurationExpr& expr);
/// "5m" of 300 where the number was written as a duration.
[[nodiscard]] std::string durationLiteral(double seconds);

} // namespace wg::promql
