#include "core/promql/highlight.h"

#include "core/promql/parse_parts.h"
#include "core/promql/token_places.h"

#include <algorithm>

namespace wg::promql {
namespace {

/// The token behind `i` that is no comment.
const Token& following(const std::vector<Token>& tokens, std::size_t i)
{
    do {
        ++i;
    } while (i + 1 < tokens.size() && tokens[i].kind == TokenKind::Comment);
    return tokens[std::min(i, tokens.size() - 1)];
}

bool isOneOf(const Token& token, std::initializer_list<std::string_view> words)
{
    return std::ranges::any_of(words, [&](std::string_view word) { return equalsNoCase(token.text, word); });
}

TokenClass operandClass(const Token& token, const Token& next)
{
    const bool called = next.kind == TokenKind::LeftParen;
    if (token.kind == TokenKind::Aggregator)
        return called || isOneOf(next, {"by", "without"}) ? TokenClass::Aggregator : TokenClass::Metric;
    if (token.kind == TokenKind::Operator && !canNameMetric(token))
        return TokenClass::Operator;
    if (token.kind != TokenKind::Identifier && !canNameMetric(token))
        return TokenClass::Keyword;
    return called && !token.text.contains(':') ? TokenClass::Function : TokenClass::Metric;
}

TokenClass wordClass(const Token& token, Place place, const Token& next)
{
    switch (place) {
    case Place::Label:
    case Place::AfterLabel:
    case Place::MatcherName:
        return TokenClass::LabelName;
    case Place::Operand:
        return operandClass(token, next);
    case Place::Duration:
    case Place::AfterDuration:
    case Place::Timestamp:
        return next.kind == TokenKind::LeftParen ? TokenClass::Function : TokenClass::Keyword;
    default:
        return token.kind == TokenKind::Keyword ? TokenClass::Keyword : operandClass(token, next);
    }
}

TokenClass stringClass(Place place, const Token& next)
{
    switch (place) {
    case Place::MatcherValue:
    case Place::AfterMatcher:
        return TokenClass::LabelValue;
    case Place::MatcherName:
        return next.kind == TokenKind::Operator ? TokenClass::LabelName : TokenClass::Metric;
    case Place::Label:
        return TokenClass::LabelName;
    default:
        return TokenClass::String;
    }
}

TokenClass classOf(const Token& token, Place place, const Token& next)
{
    switch (token.kind) {
    case TokenKind::Identifier:
    case TokenKind::Keyword:
    case TokenKind::Aggregator:
        return wordClass(token, place, next);
    case TokenKind::Operator:
        return place == Place::Operand || place == Place::Label ? wordClass(token, place, next) : TokenClass::Operator;
    case TokenKind::At:
        return TokenClass::Operator;
    case TokenKind::Number:
        return TokenClass::Number;
    case TokenKind::Duration:
        return TokenClass::Duration;
    case TokenKind::String:
        return stringClass(place, next);
    case TokenKind::Comment:
        return TokenClass::Comment;
    case TokenKind::Error:
        return isOpenString(token) ? stringClass(place, next) : TokenClass::Error;
    default:
        return TokenClass::Punctuation;
    }
}

} // namespace

std::vector<HighlightSpan> highlight(std::string_view expression, Compat compat)
{
    const std::vector<Token> tokens = tokenize(expression, compat);
    const std::vector<Place> places = placesOf(tokens);
    std::vector<HighlightSpan> out;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const SourceRange range = tokens[i].range;
        if (range.end > range.begin)
            out.push_back({range, classOf(tokens[i], places[i], following(tokens, i))});
    }
    return out;
}

} // namespace wg::promql
