// Which part of an expression is what, for syntax colours. Works on half-typed text; says nothing about types.
#pragma once

#include "core/promql/compat.h"
#include "core/promql/lexer.h"

#include <string_view>
#include <vector>

namespace wg::promql {

enum class TokenClass {
    Function,
    Aggregator,
    Keyword, ///< by, on, offset, bool …
    LabelName,
    LabelValue,
    Metric,
    Number,
    Duration,
    String,
    Operator,
    Punctuation,
    Comment,
    Error,
};

struct HighlightSpan {
    SourceRange range; ///< bytes
    TokenClass kind = TokenClass::Error;

    bool operator==(const HighlightSpan&) const = default;
};

/// Ascending, without overlap; blanks are in none. Linear in the length of the text.
[[nodiscard]] std::vector<HighlightSpan> highlight(std::string_view expression, Compat compat = Compat::V3);

} // namespace wg::promql
