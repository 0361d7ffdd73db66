#include "core/promql/lexer.h"

#include "core/base/utf8.h"
#include "core/promql/lex_literals.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace wg::promql {
namespace {

struct Word {
    std::string_view text;
    TokenKind kind;
    Versions versions = Versions::All;
};

constexpr std::array kWords{
    Word{"by", TokenKind::Keyword},
    Word{"without", TokenKind::Keyword},
    Word{"on", TokenKind::Keyword},
    Word{"ignoring", TokenKind::Keyword},
    Word{"group_left", TokenKind::Keyword},
    Word{"group_right", TokenKind::Keyword},
    Word{"offset", TokenKind::Keyword},
    Word{"bool", TokenKind::Keyword},
    Word{"start", TokenKind::Keyword},
    Word{"end", TokenKind::Keyword},
    Word{"step", TokenKind::Keyword, Versions::From3},
    Word{"range", TokenKind::Keyword, Versions::From3},
    Word{"min_of", TokenKind::Keyword, Versions::From3},
    Word{"max_of", TokenKind::Keyword, Versions::From3},
    Word{"anchored", TokenKind::Keyword, Versions::From3},
    Word{"smoothed", TokenKind::Keyword, Versions::From3},
    Word{"fill", TokenKind::Keyword, Versions::From3},
    Word{"fill_left", TokenKind::Keyword, Versions::From3},
    Word{"fill_right", TokenKind::Keyword, Versions::From3},
    Word{"and", TokenKind::Operator},
    Word{"or", TokenKind::Operator},
    Word{"unless", TokenKind::Operator},
    Word{"atan2", TokenKind::Operator},
    Word{"sum", TokenKind::Aggregator},
    Word{"avg", TokenKind::Aggregator},
    Word{"min", TokenKind::Aggregator},
    Word{"max", TokenKind::Aggregator},
    Word{"count", TokenKind::Aggregator},
    Word{"stddev", TokenKind::Aggregator},
    Word{"stdvar", TokenKind::Aggregator},
    Word{"group", TokenKind::Aggregator},
    Word{"topk", TokenKind::Aggregator},
    Word{"bottomk", TokenKind::Aggregator},
    Word{"quantile", TokenKind::Aggregator},
    Word{"count_values", TokenKind::Aggregator},
    Word{"limitk", TokenKind::Aggregator, Versions::From2_55},
    Word{"limit_ratio", TokenKind::Aggregator, Versions::From2_55},
    Word{"inf", TokenKind::Number},
    Word{"nan", TokenKind::Number},
};
constexpr std::array<std::string_view, 4> kDurationWords{"step", "range", "min_of", "max_of"};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class Lexer {
public:
    Lexer(std::string_view text, Compat compat) : m_text(text), m_compat(compat) { }

    std::vector<Token> run()
    {
        while (m_at < m_text.size())
            next();
        m_start = m_at;
        if (m_inBraces)
            error("unexpected end of input inside braces");
        else if (m_expectsDuration)
            openDuration();
        else if (m_openParens > 0)
            error("unclosed left parenthesis");
        else if (m_inBrackets)
            error("unclosed left bracket");
        emit(TokenKind::End);
        return std::move(m_tokens);
    }

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] std::string character() const { return quotedCharacter(m_text, m_at); }

    void emit(TokenKind kind) { m_tokens.push_back({kind, {m_start, m_at}, m_text.substr(m_start, m_at - m_start)}); }
    void emit(TokenKind kind, std::size_t length)
    {
        m_at += length;
        emit(kind);
    }
    void error(std::string message)
    {
        emit(TokenKind::Error);
        m_tokens.back().message = std::move(message);
    }
    /// The error takes the character at hand (none at the end) and, of a word, the rest.
    void errorHere(std::string message)
    {
        if (!atEnd())
            m_at += std::max<std::size_t>(1, utf8Length(m_text, m_at));
        skipWord();
        error(std::move(message));
    }
    void skipWord()
    {
        if (m_at > m_start && !isLetter(m_text[m_at - 1]) && !isDigit(m_text[m_at - 1]))
            return;
        while (isLetter(peek()) || isDigit(peek()))
            ++m_at;
    }

    void next()
    {
        m_start = m_at;
        const char c = peek();
        if (isBlank(c)) {
            ++m_at;
        } else if (c == '#' && !m_expectsDuration) {
            m_at = std::min(m_text.find_first_of("\r\n", m_at), m_text.size());
            emit(TokenKind::Comment);
        } else if (m_inBraces) {
            inBraces(c);
        } else if (m_expectsDuration) {
            openDuration();
        } else if (c == '"' || c == '\'' || c == '`') {
            string();
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            number();
        } else if (isLetter(c) || c == ':') {
            if (m_inBrackets)
                wordInBrackets();
            else
                word();
        } else {
            symbol(c);
        }
    }

    void string()
    {
        ScannedString scanned = scanString(m_text, m_at);
        m_at = scanned.end;
        if (scanned.error.empty())
            emit(TokenKind::String);
        else
            error(std::move(scanned.error));
    }

    void word()
    {
        while (isLetter(peek()) || isDigit(peek()) || peek() == ':')
            ++m_at;
        const std::string_view text = m_text.substr(m_start, m_at - m_start);
        const auto found = std::ranges::find_if(
            kWords, [&](const Word& w) { return isIn(w.versions, m_compat) && equalsNoCase(text, w.text); });
        if (found == kWords.end() || (found->text.starts_with("fill") && !parenFollows()))
            return emit(TokenKind::Identifier);
        emit(found->kind);
    }

    [[nodiscard]] bool parenFollows() const
    {
        const std::size_t found = m_text.find_first_not_of(" \t\r\n", m_at);
        return found != std::string_view::npos && m_text[found] == '(';
    }

    /// step, range …; false: m_at is where it was.
    bool durationWord()
    {
        std::size_t end = m_at;
        while (end < m_text.size() && isLetter(m_text[end]))
            ++end;
        const std::string_view text = m_text.substr(m_at, end - m_at);
        if (std::ranges::none_of(kDurationWords, [&](std::string_view word) { return equalsNoCase(text, word); }))
            return false;
        emit(TokenKind::Keyword, text.size());
        return true;
    }

    void wordInBrackets()
    {
        const bool colon = peek() == ':' || lettersAreColonsInBrackets(m_compat);
        if (!colon && durationWord())
            return;
        if (!colon)
            return errorHere(fmt::format("unexpected character: {}, expected ':'", character()));
        if (m_gotColon)
            return errorHere(fmt::format("unexpected colon {}", character()));
        m_gotColon = true;
        emit(TokenKind::Colon, 1);
    }

    /// The first thing in brackets (of 3.x: until the first number) is read by rules of its own.
    void openDuration()
    {
        if (!knowsDurationExpressions(m_compat)) {
            m_expectsDuration = false;
            if (numbersAreDurations(m_compat))
                return number();
            if (scanNumber(m_text, m_at, m_compat).ok)
                return error("missing unit character in duration");
            return duration("bad duration syntax", scanNumber(m_text, m_at, m_compat).end);
        }
        const char c = peek();
        if (atEnd()) {
            m_expectsDuration = false;
            error("unexpected end of input in duration expression");
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            m_expectsDuration = false;
            number();
        } else if (c == '(' || c == ')' || std::string_view("+-*/%^,]:").contains(c)) {
            m_gotColon = m_gotColon || c == ':';
            symbol(c);
        } else if (!durationWord()) {
            errorHere(fmt::format("unexpected character in duration expression: {}", character()));
        }
    }

    void number()
    {
        const Scanned number = scanNumber(m_text, m_at, m_compat);
        if (number.ok)
            return emit(TokenKind::Number, number.end - m_at);
        duration("bad number or duration syntax", number.end);
    }

    void duration(std::string_view complaint, std::size_t digitsEnd)
    {
        const Scanned units = scanDurationUnits(m_text, digitsEnd);
        m_at = units.end;
        if (units.ok)
            return emit(TokenKind::Duration);
        std::string message = fmt::format("{}: \"{}\"", complaint, m_text.substr(m_start, m_at - m_start));
        skipWord();
        error(std::move(message));
    }

    void inBraces(char c)
    {
        if (c == '"' || c == '\'' || c == '`')
            return string();
        if (isLetter(c)) {
            skipWord();
            return emit(TokenKind::Identifier); // label names may be any word
        }
        if (c == ',' || c == '}') {
            m_inBraces = c != '}';
            return emit(c == ',' ? TokenKind::Comma : TokenKind::RightBrace, 1);
        }
        if (c == '=')
            return emit(TokenKind::Operator, peek(1) == '~' ? 2 : 1);
        if (c == '!' && (peek(1) == '~' || peek(1) == '='))
            return emit(TokenKind::Operator, 2);
        if (c == '!') {
            ++m_at;
            return errorHere(fmt::format("unexpected character after '!' inside braces: {}", character()));
        }
        errorHere(c == '{' ? "unexpected left brace '{'" : fmt::format("unexpected character inside braces: {}", character()));
    }

    void symbol(char c)
    {
        switch (c) {
        case '+':
        case '-':
        case '*':
        case '/':
        case '%':
        case '^':
            return emit(TokenKind::Operator, 1);
        case ',':
            return emit(TokenKind::Comma, 1);
        case '@':
            return emit(TokenKind::At, 1);
        case ':':
            return emit(TokenKind::Colon, 1);
        case '=':
        case '!':
        case '<':
        case '>':
            return comparison(c);
        case '(':
            ++m_openParens;
            return emit(TokenKind::LeftParen, 1);
        case ')':
            return rightParen();
        case '{':
            m_inBraces = true;
            return emit(TokenKind::LeftBrace, 1);
        case '[':
        case ']':
            return bracket(c);
        default:
            errorHere(fmt::format("unexpected character: {}", character()));
        }
    }

    void comparison(char c)
    {
        ++m_at;
        if (peek() == '=' || (peek() == '/' && (c == '<' || c == '>') && knowsTrimOperators(m_compat)))
            return emit(TokenKind::Operator, 1);
        if ((c == '=' && peek() == '~') || c == '!')
            return errorHere(fmt::format("unexpected character after '{}': {}", c, character()));
        emit(TokenKind::Operator);
    }

    void rightParen()
    {
        ++m_at;
        if (m_openParens == 0) {
            m_start = m_at; // Prometheus points behind it
            return error("unexpected right parenthesis ')'");
        }
        --m_openParens;
        emit(TokenKind::RightParen);
    }

    void bracket(char c)
    {
        if (m_inBrackets == (c == '['))
            return errorHere(fmt::format("unexpected {} bracket '{}'", c == '[' ? "left" : "right", c));
        m_inBrackets = c == '[';
        m_expectsDuration = m_inBrackets;
        m_gotColon = false;
        emit(c == '[' ? TokenKind::LeftBracket : TokenKind::RightBracket, 1);
    }

    std::string_view m_text;
    Compat m_compat;
    std::size_t m_at = 0;
    std::size_t m_start = 0;
    bool m_inBraces = false;
    bool m_inBrackets = false;
    bool m_expectsDuration = false; ///< in brackets, before the first number
    bool m_gotColon = false;
    std::size_t m_openParens = 0;
    std::vector<Token> m_tokens;
};

} // namespace

std::vector<Token> tokenize(std::string_view expression, Compat compat)
{
    return Lexer(expression, compat).run();
}

bool equalsNoCase(std::string_view text, std::string_view lower)
{
    return std::ranges::equal(text, lower, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b; });
}

} // namespace wg::promql
