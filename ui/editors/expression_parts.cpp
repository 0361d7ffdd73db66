#include "ui/editors/expression_parts.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace wg::ui::editors {
namespace {

using promql::Token;
using promql::TokenKind;

/// +1 opens, -1 closes, 0 neither.
int nesting(TokenKind kind)
{
    switch (kind) {
    case TokenKind::LeftParen:
    case TokenKind::LeftBrace:
    case TokenKind::LeftBracket:
        return 1;
    case TokenKind::RightParen:
    case TokenKind::RightBrace:
    case TokenKind::RightBracket:
        return -1;
    default:
        return 0;
    }
}

bool fit(TokenKind open, TokenKind close)
{
    return (open == TokenKind::LeftParen && close == TokenKind::RightParen)
        || (open == TokenKind::LeftBrace && close == TokenKind::RightBrace)
        || (open == TokenKind::LeftBracket && close == TokenKind::RightBracket);
}

bool named(const Token& token)
{
    return token.kind == TokenKind::Identifier || token.kind == TokenKind::Aggregator;
}

} // namespace

std::optional<BracketPair> bracketsAt(std::span<const Token> tokens, std::size_t byte)
{
    std::vector<const Token*> open;
    std::optional<BracketPair> before;
    for (const Token& token : tokens) {
        const int step = nesting(token.kind);
        if (step > 0)
            open.push_back(&token);
        if (step >= 0)
            continue;
        if (open.empty() || !fit(open.back()->kind, token.kind))
            return before; // nothing right of here can be trusted
        const BracketPair pair{open.back()->range, token.range};
        open.pop_back();
        if (pair.open.begin == byte || pair.close.begin == byte)
            return pair;
        if (pair.open.end == byte || pair.close.end == byte)
            before = pair;
    }
    return before;
}

std::optional<CallAt> callAt(std::span<const Token> tokens, std::size_t byte)
{
    struct Level {
        std::string_view function;
        int argument = 0;
    };
    std::vector<Level> levels;
    std::string_view grouped; // sum of: sum by (a, b) (
    for (std::size_t i = 0; i < tokens.size() && tokens[i].range.end <= byte; ++i) {
        const Token& token = tokens[i];
        if (token.kind == TokenKind::End)
            break;
        if (token.kind == TokenKind::Keyword && i > 0 && named(tokens[i - 1]))
            grouped = tokens[i - 1].text;
        if (nesting(token.kind) > 0) {
            std::string_view name = i > 0 && named(tokens[i - 1]) ? tokens[i - 1].text : std::string_view();
            if (i > 0 && tokens[i - 1].kind == TokenKind::RightParen)
                name = std::exchange(grouped, {});
            levels.push_back({token.kind == TokenKind::LeftParen ? name : std::string_view(), 0});
        } else if (nesting(token.kind) < 0 && !levels.empty()) {
            levels.pop_back();
        } else if (token.kind == TokenKind::Comma && !levels.empty()) {
            ++levels.back().argument;
        }
    }
    for (auto level = levels.rbegin(); level != levels.rend(); ++level)
        if (!level->function.empty())
            return CallAt{level->function, level->argument};
    return std::nullopt;
}

promql::SourceRange argumentIn(std::string_view signature, int argument)
{
    const std::size_t open = signature.rfind('(');
    const std::size_t close = signature.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return {0, 0};
    std::size_t begin = open + 1;
    for (; argument > 0; --argument) {
        const std::size_t comma = signature.find(',', begin);
        if (comma == std::string_view::npos || comma > close)
            break;
        begin = signature.find_first_not_of(' ', comma + 1);
    }
    return {begin, std::min(signature.find(',', begin), close)};
}

} // namespace wg::ui::editors
