#include "core/promql/lexer.h"

#include "core/base/utf8.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace wg::promql {
namespace {

constexpr std::array<std::string_view, 10> kKeywords{
    "by", "without", "on", "ignoring", "group_left", "group_right", "offset", "bool", "start", "end"};
constexpr std::array<std::string_view, 14> kAggregators{"sum", "avg", "min", "max", "count", "stddev", "stdvar", "group",
    "topk", "bottomk", "quantile", "count_values", "limitk", "limit_ratio"};
constexpr std::array<std::string_view, 4> kWordOperators{"and", "or", "unless", "atan2"};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) { }

    std::vector<Token> run()
    {
        while (m_at < m_text.size())
            next();
        m_start = m_at;
        if (m_inBraces)
            error("unexpected end of input inside braces");
        else if (m_openParens > 0)
            error("unclosed left parenthesis");
        else if (m_inBrackets)
            error("unclosed left bracket");
        emit(TokenKind::End);
        return std::move(m_tokens);
    }

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }

    void emit(TokenKind kind) { m_tokens.push_back({kind, {m_start, m_at}, m_text.substr(m_start, m_at - m_start)}); }

    void error(std::string message)
    {
        emit(TokenKind::Error);
        m_tokens.back().message = std::move(message);
    }

    void unexpectedCharacter(std::string_view where)
    {
        const std::size_t length = utf8Length(m_text, m_at);
        const std::string_view character = m_text.substr(m_at, length);
        m_at = std::min(m_text.size(), m_at + std::max<std::size_t>(1, length));
        if (length == 0)
            error("invalid UTF-8 rune");
        else
            error(fmt::format("unexpected character{}: '{}'", where, character));
    }

    void next()
    {
        m_start = m_at;
        const char c = peek();
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            ++m_at;
        } else if (c == '#') {
            m_at = std::min(m_text.find_first_of("\r\n", m_at), m_text.size());
            emit(TokenKind::Comment);
        } else if (c == '"' || c == '\'' || c == '`') {
            string(c);
        } else if (isLetter(c) || (c == ':' && !m_inBraces && !m_inBrackets)) {
            word();
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            number();
        } else if (m_inBraces) {
            matcherSymbol(c);
        } else {
            symbol(c);
        }
    }

    void string(char quote)
    {
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const char c = peek();
            if (c == quote) {
                ++m_at;
                return emit(TokenKind::String);
            }
            if (c == '\\' && quote != '`') {
                ++m_at;
                if (m_at == m_text.size())
                    return error("escape sequence not terminated");
            }
            if (peek() == '\n' && quote != '`')
                return error("unterminated quoted string");
            const std::size_t length = utf8Length(m_text, m_at);
            if (length == 0) {
                ++m_at;
                error("invalid UTF-8 rune");
                m_at = m_text.size();
                return;
            }
            m_at += length - 1;
        }
        error(quote == '`' ? "unterminated raw string" : "unterminated quoted string");
    }

    void word()
    {
        const bool colons = !m_inBraces && !m_inBrackets;
        while (isLetter(peek()) || isDigit(peek()) || (colons && peek() == ':'))
            ++m_at;
        const std::string_view text = m_text.substr(m_start, m_at - m_start);
        const auto among = [&](const auto& words) {
            return std::ranges::any_of(words, [&](std::string_view word) { return equalsNoCase(text, word); });
        };
        if (m_inBraces)
            return emit(TokenKind::Identifier); // label names may be any word
        if (among(kKeywords))
            emit(TokenKind::Keyword);
        else if (among(kAggregators))
            emit(TokenKind::Aggregator);
        else if (among(kWordOperators))
            emit(TokenKind::Operator);
        else if (equalsNoCase(text, "inf") || equalsNoCase(text, "nan"))
            emit(TokenKind::Number);
        else
            emit(TokenKind::Identifier);
    }

    bool units()
    {
        if (peek() == 'm' && peek(1) == 's')
            m_at += 2;
        else if (peek() != '\0' && std::string_view("smhdwy").contains(peek()))
            ++m_at;
        else
            return false;
        while (isDigit(peek())) {
            while (isDigit(peek()))
                ++m_at;
            if (!units())
                return false;
        }
        return true;
    }

    void number()
    {
        const auto digits = [&] {
            while (isDigit(peek()) || (peek() == '_' && isDigit(peek(1)) && m_at > m_start))
                ++m_at;
        };
        TokenKind kind = TokenKind::Number;
        if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X') && isHexDigit(peek(2))) {
            for (m_at += 2; isHexDigit(peek()) || (peek() == '_' && isHexDigit(peek(1)));)
                ++m_at;
        } else {
            digits();
            const bool whole = peek() != '.';
            if (!whole) {
                ++m_at;
                digits();
            }
            if ((peek() == 'e' || peek() == 'E')
                && (isDigit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && isDigit(peek(2))))) {
                m_at += 2;
                digits();
            } else if (whole && isLetter(peek())) {
                kind = units() ? TokenKind::Duration : TokenKind::Error;
            }
        }
        if (kind != TokenKind::Error && !isLetter(peek()) && !isDigit(peek()))
            return emit(kind);
        while (isLetter(peek()) || isDigit(peek()))
            ++m_at;
        error(fmt::format("bad number or duration syntax: \"{}\"", m_text.substr(m_start, m_at - m_start)));
    }

    void matcherSymbol(char c)
    {
        if (c == ',' || c == '}') {
            ++m_at;
            m_inBraces = c != '}';
            return emit(c == ',' ? TokenKind::Comma : TokenKind::RightBrace);
        }
        if (c != '=' && c != '!')
            return unexpectedCharacter(" inside braces");
        ++m_at;
        if (peek() == '~' || (c == '!' && peek() == '=')) {
            ++m_at;
        } else if (c == '!') {
            return unexpectedCharacter(" after '!' inside braces");
        }
        emit(TokenKind::Operator);
    }

    void symbol(char c)
    {
        constexpr std::string_view kSingles = "+-*/%^,@";
        if (kSingles.contains(c)) {
            ++m_at;
            return emit(c == ',' ? TokenKind::Comma : c == '@' ? TokenKind::At : TokenKind::Operator);
        }
        switch (c) {
        case '=':
        case '!':
        case '<':
        case '>':
            return comparison(c);
        case '(':
        case ')':
            return paren(c);
        case '{':
            ++m_at;
            m_inBraces = true;
            return emit(TokenKind::LeftBrace);
        case '[':
            if (m_inBrackets)
                return unexpectedCharacter(" inside brackets");
            ++m_at;
            m_inBrackets = true;
            return emit(TokenKind::LeftBracket);
        case ']':
            if (!m_inBrackets)
                return unexpectedCharacter("");
            ++m_at;
            m_inBrackets = false;
            return emit(TokenKind::RightBracket);
        case ':':
            ++m_at;
            return emit(TokenKind::Colon);
        default:
            return unexpectedCharacter("");
        }
    }

    void comparison(char c)
    {
        ++m_at;
        if (peek() == '=') {
            ++m_at;
        } else if (c == '=' && peek() == '~') {
            return unexpectedCharacter(" after '='");
        } else if (c == '!') {
            return unexpectedCharacter(" after '!'");
        }
        emit(TokenKind::Operator);
    }

    void paren(char c)
    {
        ++m_at;
        if (c == '(') {
            ++m_openParens;
            return emit(TokenKind::LeftParen);
        }
        if (m_openParens == 0) {
            m_start = m_at;
            return error("unexpected right parenthesis ')'");
        }
        --m_openParens;
        emit(TokenKind::RightParen);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_start = 0;
    bool m_inBraces = false;
    bool m_inBrackets = false;
    std::size_t m_openParens = 0;
    std::vector<Token> m_tokens;
};

} // namespace

std::vector<Token> tokenize(std::string_view expression)
{
    return Lexer(expression).run();
}

bool equalsNoCase(std::string_view text, std::string_view lower)
{
    return std::ranges::equal(text, lower, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b; });
}

} // namespace wg::promql
