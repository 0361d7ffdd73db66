#include "core/promql/token_stream.h"

#include "core/promql/quoting.h"

namespace wg::promql {
namespace {

std::string describe(const Token& token)
{
    std::string quoted = quote(token.text.substr(0, 10)) + (token.text.size() > 10 ? "..." : "");
    switch (token.kind) {
    case TokenKind::End:
        return "end of input";
    case TokenKind::Identifier:
        return "identifier " + quote(token.text);
    case TokenKind::Keyword:
        return fmt::format("<{}>", token.text);
    case TokenKind::Aggregator:
        return fmt::format("<aggr:{}>", token.text);
    case TokenKind::Operator:
        return token.text == "=" ? quote(token.text) : fmt::format("<op:{}>", token.text);
    case TokenKind::Number:
        return "number " + quoted;
    case TokenKind::Duration:
        return "duration " + quoted;
    case TokenKind::String:
        return "string " + quoted;
    default:
        return quoted;
    }
}

} // namespace

TokenStream::TokenStream(std::string_view text) : m_text(text), m_tokens(tokenize(text))
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
