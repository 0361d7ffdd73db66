// PromQL text to tokens. Never fails: what is no token becomes one of kind Error that carries a message, so that
// half-typed text can be highlighted and completed.
#pragma once

#include "core/promql/compat.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wg::promql {

/// Bytes [begin, end) of the expression.
struct SourceRange {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool operator==(const SourceRange&) const = default;
};

enum class TokenKind {
    Identifier, ///< metric (with or without ':'), function or label name
    /// by without on ignoring group_left group_right offset bool start end; of 3.x step range min_of max_of anchored smoothed
    /// and, before a parenthesis, fill fill_left fill_right. Most of them are legal metric and label names.
    Keyword,
    Aggregator, ///< sum avg … (also a legal metric name)
    Operator, ///< + - * / % ^ == != <= >= < > </ >/ and or unless atan2; in braces = != =~ !~
    Number,
    Duration,
    String, ///< with its quotes; escapes are checked
    LeftParen,
    RightParen,
    LeftBrace,
    RightBrace,
    LeftBracket,
    RightBracket,
    Comma,
    Colon, ///< in brackets only
    At,
    Comment,
    Error,
    End, ///< always the last token, empty
};

struct Token {
    TokenKind kind = TokenKind::End;
    SourceRange range; ///< an Error's may be empty: something is missing there
    std::string_view text; ///< points into the expression
    std::string message = {}; ///< of an Error, worded as Prometheus does
};

/// All tokens with ascending ranges, blanks left out, closed by End. Linear in the length of the text.
[[nodiscard]] std::vector<Token> tokenize(std::string_view expression, Compat compat = Compat::V3);

[[nodiscard]] bool equalsNoCase(std::string_view text, std::string_view lower);

} // namespace wg::promql
