// What an editor asks of an expression that is still being typed: which brackets belong together, which call the caret is in.
// No Qt; bytes of the expression.
#pragma once

#include "core/promql/lexer.h"

#include <optional>
#include <span>
#include <string_view>

namespace wg::ui::editors {

struct BracketPair {
    promql::SourceRange open, close;
};
/// Of the bracket right after `byte`, else of the one right before it. Those in strings and comments do not count.
[[nodiscard]] std::optional<BracketPair> bracketsAt(std::span<const promql::Token> tokens, std::size_t byte);

struct CallAt {
    std::string_view function; ///< or aggregation, as written
    int argument = 0;
};
/// The innermost call whose parentheses hold `byte`.
[[nodiscard]] std::optional<CallAt> callAt(std::span<const promql::Token> tokens, std::size_t byte);

/// Where signature()'s text names the argument, for a "rate(v range-vector)"; the last one where there are fewer.
[[nodiscard]] promql::SourceRange argumentIn(std::string_view signature, int argument);

} // namespace wg::ui::editors
