// What the grammar expects where a token stands, found without a tree, so that it is known of half-typed text too.
#pragma once

#include "core/promql/lexer.h"

#include <span>
#include <vector>

namespace wg::promql {

enum class Place {
    Operand, ///< a metric, function, number, parenthesis …
    AfterOperand, ///< an operator, offset, @, by …
    Duration, ///< in brackets or after offset
    AfterDuration,
    Timestamp, ///< after @
    Label, ///< of by(), on() …
    AfterLabel,
    MatcherName, ///< in braces
    MatcherOperator,
    MatcherValue,
    AfterMatcher,
    Parenthesis, ///< after by, fill …
};

/// One for every token (comments take none of what is expected); that of End is what may come next.
[[nodiscard]] std::vector<Place> placesOf(std::span<const Token> tokens);

/// A string that ends with the text or the line because its quote is missing.
[[nodiscard]] bool isOpenString(const Token& token);

} // namespace wg::promql
