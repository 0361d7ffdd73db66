#include "core/promql/token_stream.h"

#include "core/base/utf8.h"
#include "core/promql/quoting.h"

#include <fmt/format.h>

namespace wg::promql {
namespace {

/// Ten characters at most.
std::string shortened(std::string_view text)
{
    std::size_t at = 0;
    for (int i = 0; i < 10 && at < text.size(); ++i)
        at += std::max<std::size_t>(1, utf8Length(text, at));
    return quote(text.substr(0, at)) + (at < text.size() ? "..." : "");
}

std::string describe(const Token& token)
{
    switch (token.kind) {
    case TokenKind::End:
        return "end of input";
    case TokenKind::Identifier:
        return (token.text.contains(':') ? "metric identifier " : "identifier ") + quote(token.text);
    case TokenKind::Keyword: {
        constexpr std::string_view kPlain[] = {"start", "end", "step", "range", "min_of", "max_of"};
        const bool plain = std::ranges::any_of(kPlain, [&](std::string_view word) { return equalsNoCase(token.text, word); });
        return plain ? quote(token.text) : fmt::format("<{}>", token.text);
    }
    case TokenKind::Aggregator:
        return fmt::format("<aggr:{}>", token.text);
    case TokenKind::At:
        return "<op:@>";
    case TokenKind::Operator:
        return token.text == "=" ? quote(token.text) : fmt::format("<op:{}>", token.text);
    case TokenKind::Number:
        return "number " + shortened(token.text);
    case TokenKind::Duration:
        return "duration " + shortened(token.text);
    case TokenKind::String:
        return "string " + shortened(token.text);
    default:
        return quote(token.text);
    }
}

} // namespace

TokenStream::TokenStream(std::string_view text, Compat compat)
    : m_text(text)
    , m_compat(compat)
    , m_tokens(tokenize(text, compat))
{
    std::erase_if(m_tokens, [](const Token& token) { return token.kind == TokenKind::Comment; });
}

Token TokenStream::take()
{
    const Token token = peek();
    if (m_at + 1 < m_tokens.size())
        ++m_at;
    m_end = token.range.end;
    return token;
}

bool TokenStream::accept(TokenKind kind)
{
    const bool is = at(kind);
    if (is)
        take();
    return is;
}

bool TokenStream::acceptKeyword(std::string_view word)
{
    const bool is = atKeyword(word);
    if (is)
        take();
    return is;
}

std::unexpected<Error> TokenStream::unexpected(std::string_view context, std::string_view expected) const
{
    const Token& token = peek();
    if (token.kind == TokenKind::Error)
        return error(token.range, token.message);
    std::string message = "unexpected " + describe(token);
    if (context.empty() && m_aggregations > 0)
        context = "aggregation";
    if (!context.empty())
        message += fmt::format(" in {}", context);
    if (!expected.empty())
        message += fmt::format(", expected {}", expected);
    return error(token.range, message);
}

std::unexpected<Error> TokenStream::error(SourceRange range, std::string_view message) const
{
    return std::unexpected(errorAt(ErrorCode::Parse, m_text, range, fmt::format("parse error: {}", message)));
}

Result<Token> TokenStream::expect(TokenKind kind, std::string_view context, std::string_view expected)
{
    if (!at(kind))
        return unexpected(context, expected);
    return take();
}

} // namespace wg::promql
