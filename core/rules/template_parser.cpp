#include "core/rules/template_parser.h"

#include "core/base/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace wg::rules {
namespace {

constexpr std::size_t kMaxDepth = 100; ///< of parentheses; Go's own limit is far beyond any template

constexpr std::array<std::string_view, 9> kControl{
    "if", "range", "with", "template", "define", "block", "else", "end", "break"};

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
        || static_cast<unsigned char>(c) >= 0x80;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

class Parser {
public:
    Parser(std::string_view text, KnownFunction known) : m_text(text), m_known(known) { }

    Result<std::vector<TemplatePiece>> parse()
    {
        std::vector<TemplatePiece> out;
        bool trimNext = false;
        while (m_at < m_text.size()) {
            const std::size_t open = std::min(m_text.find("{{", m_at), m_text.size());
            std::string_view literal = m_text.substr(m_at, open - m_at);
            while (trimNext && !literal.empty() && isBlank(literal.front()))
                literal.remove_prefix(1);
            m_at = std::min(open + 2, m_text.size());
            if (open < m_text.size() && peek() == '-' && isBlank(peek(1))) {
                m_at += 1;
                while (!literal.empty() && isBlank(literal.back()))
                    literal.remove_suffix(1);
            }
            if (!literal.empty())
                out.push_back({std::string(literal), nullptr});
            if (open == m_text.size())
                break;
            WG_CHECK(action(out));
            trimNext = m_trimRight;
        }
        return out;
    }

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    [[nodiscard]] bool startsWith(std::string_view what) const { return m_text.substr(m_at).starts_with(what); }
    [[nodiscard]] std::unexpected<Error> refuse(std::string message, ErrorCode code = ErrorCode::Parse) const
    {
        return fail(code, "template: " + std::move(message), templatePosition(m_text, m_at));
    }

    bool skipBlanks()
    {
        const std::size_t before = m_at;
        while (m_at < m_text.size() && isBlank(m_text[m_at]))
            ++m_at;
        return m_at != before;
    }

    /// "}}" or " -}}" at the cursor, after blanks.
    [[nodiscard]] bool atClose() const
    {
        if (startsWith("}}"))
            return true;
        return m_at > 0 && isBlank(m_text[m_at - 1]) && startsWith("-}}");
    }
    void takeClose()
    {
        m_trimRight = peek() == '-';
        m_at += m_trimRight ? 3 : 2;
    }

    Result<void> action(std::vector<TemplatePiece>& out)
    {
        m_trimRight = false;
        const std::size_t start = m_at;
        skipBlanks();
        if (startsWith("/*") && m_at - start <= 1)
            return comment();
        if (atClose())
            return refuse("missing value for command");
        WG_CHECK(control());
        WG_TRY(auto pipeline, parsePipeline(0));
        if (!atClose())
            return refuse(m_at >= m_text.size() ? "unclosed action" : unexpectedHere());
        takeClose();
        out.push_back({"", std::move(pipeline)});
        return {};
    }

    Result<void> comment()
    {
        const std::size_t end = m_text.find("*/", m_at);
        if (end == std::string_view::npos)
            return refuse("unclosed comment");
        m_at = end + 2;
        skipBlanks();
        if (!atClose())
            return refuse("comment ends before closing delimiter");
        takeClose();
        return {};
    }

    /// Control structures and declarations, which we do not build; without one before them some are errors in Go too.
    Result<void> control()
    {
        const std::string_view word = wordAt(m_at);
        if (word == "else" || word == "end")
            return refuse(fmt::format("unexpected {{{{{}}}}}", word));
        if (word == "break" || word == "continue")
            return refuse(fmt::format("{{{{{}}}}} outside {{{{range}}}}", word));
        if (std::ranges::find(kControl, word) != kControl.end()) {
            m_at += word.size();
            skipBlanks();
            if (atClose())
                return refuse(fmt::format("missing value for {}", word));
            m_at -= 1;
            return refuse(fmt::format("not supported yet: {{{{{}}}}}", word), ErrorCode::Unsupported);
        }
        if (peek() == '$') {
            std::size_t at = m_at + 1 + wordAt(m_at + 1).size();
            while (at < m_text.size() && isBlank(m_text[at]))
                ++at;
            const std::string_view rest = m_text.substr(at);
            if (rest.starts_with(":=") || (rest.starts_with("=") && at > m_at + 1))
                return refuse("not supported yet: assigning a variable", ErrorCode::Unsupported);
            if (rest.starts_with(","))
                return refuse("too many declarations in command");
        }
        return {};
    }

    [[nodiscard]] std::string_view wordAt(std::size_t at) const
    {
        std::size_t end = at;
        while (end < m_text.size() && isWord(m_text[end]))
            ++end;
        return m_text.substr(at, end - at);
    }

    [[nodiscard]] std::string unexpectedHere() const { return fmt::format("unexpected \"{}\" in command", peek()); }

    Result<std::shared_ptr<const TemplatePipeline>> parsePipeline(std::size_t depth)
    {
        if (depth > kMaxDepth)
            return refuse(fmt::format("more than {} parentheses in each other", kMaxDepth), ErrorCode::Limit);
        auto out = std::make_shared<TemplatePipeline>();
        for (;;) {
            skipBlanks();
            if (!out->commands.empty() && (atClose() || peek() == ')'))
                return out; // Go takes a pipe with nothing after it
            WG_TRY(TemplateCommand command, parseCommand(depth));
            if (!out->commands.empty() && command.function.empty() && isConstant(command.operands.front()))
                return refuse(fmt::format("non executable command in pipeline stage {}", out->commands.size() + 1));
            out->commands.push_back(std::move(command));
            skipBlanks();
            if (peek() != '|')
                return out;
            ++m_at;
        }
    }

    static bool isConstant(const TemplateOperand& operand)
    {
        return operand.kind == TemplateOperand::Kind::Constant || operand.kind == TemplateOperand::Kind::Text
            || (operand.kind == TemplateOperand::Kind::Dot && operand.fields.empty());
    }

    Result<TemplateCommand> parseCommand(std::size_t depth)
    {
        TemplateCommand out;
        out.offset = m_at;
        bool first = true;
        for (;; first = false) {
            const bool blank = skipBlanks();
            if (m_at >= m_text.size())
                return refuse("unclosed action");
            if (atClose() || peek() == '|' || peek() == ')')
                break;
            if (!first && !blank)
                return refuse(fmt::format("unexpected \"{}\" in operand", m_text.substr(m_at, 2)));
            const std::string_view word = wordAt(m_at);
            if (!word.empty() && !isDigit(word.front()) && word != "true" && word != "false" && word != "nil") {
                WG_CHECK(functionName(out, word, first));
                continue;
            }
            WG_TRY(TemplateOperand operand, parseOperand(depth));
            out.operands.push_back(std::move(operand));
        }
        if (first)
            return refuse(atClose() ? "missing value for command" : unexpectedHere());
        return out;
    }

    Result<void> functionName(TemplateCommand& command, std::string_view name, bool first)
    {
        if (!m_known(name))
            return refuse(fmt::format("function \"{}\" not defined", name));
        m_at += name.size();
        if (first) {
            command.function = name;
            return {};
        }
        // A function as an argument is called without arguments of its own.
        auto nested = std::make_shared<TemplatePipeline>();
        nested->commands.push_back({std::string(name), {}, m_at - name.size()});
        command.operands.push_back({TemplateOperand::Kind::Pipeline, {}, {}, std::move(nested)});
        return {};
    }

    Result<TemplateOperand> parseOperand(std::size_t depth)
    {
        TemplateOperand out;
        const char c = peek();
        if (c == '"' || c == '`') {
            out.kind = TemplateOperand::Kind::Text;
            WG_TRY(out.constant, parseString());
        } else if (c == '\'') {
            return refuse("not supported yet: character constants", ErrorCode::Unsupported);
        } else if (c == '(') {
            WG_TRY(out, parseParentheses(depth));
        } else if (c == '$') {
            WG_CHECK(variable(out));
        } else if (c == '.' && !isDigit(peek(1))) {
            out.kind = TemplateOperand::Kind::Dot;
            if (isWord(peek(1)))
                WG_CHECK(fields(out));
            else
                ++m_at;
        } else if (isDigit(c) || c == '+' || c == '-' || c == '.') {
            WG_TRY(out.constant, parseNumber());
        } else if (const std::string_view word = wordAt(m_at); !word.empty()) {
            m_at += word.size();
            out.constant = word == "nil" ? TemplateValue(TemplateNil{}) : TemplateValue(word == "true");
        } else {
            return refuse(unexpectedHere());
        }
        return out;
    }

    Result<TemplateOperand> parseParentheses(std::size_t depth)
    {
        ++m_at;
        WG_TRY(auto pipeline, parsePipeline(depth + 1));
        skipBlanks();
        if (peek() != ')')
            return refuse("unclosed left paren");
        ++m_at;
        TemplateOperand out{TemplateOperand::Kind::Pipeline, {}, {}, std::move(pipeline)};
        WG_CHECK(fields(out));
        return out;
    }

    Result<void> variable(TemplateOperand& out)
    {
        using Kind = TemplateOperand::Kind;
        static constexpr std::array<std::pair<std::string_view, Kind>, 5> kVariables{{{"", Kind::Dot}, {"labels", Kind::Labels},
            {"value", Kind::Value}, {"externalLabels", Kind::ExternalLabels}, {"externalURL", Kind::ExternalUrl}}};
        const std::string_view name = wordAt(m_at + 1);
        const auto* found = std::ranges::find(kVariables, name, &std::pair<std::string_view, Kind>::first);
        if (found == kVariables.end())
            return refuse(fmt::format("undefined variable \"${}\"", name));
        out.kind = found->second;
        m_at += 1 + name.size();
        return fields(out);
    }

    /// ".a.b" at the cursor, and that it ends like a word.
    Result<void> fields(TemplateOperand& out)
    {
        while (peek() == '.') {
            ++m_at;
            const std::string_view name = wordAt(m_at);
            if (name.empty())
                return refuse("unexpected <.> in operand");
            out.fields.emplace_back(name);
            m_at += name.size();
        }
        const char c = peek();
        if (m_at < m_text.size() && !isBlank(c) && std::string_view("|)(,:=}").find(c) == std::string_view::npos)
            return refuse(fmt::format("bad character '{}'", c));
        return {};
    }

    Result<TemplateValue> parseString()
    {
        const char quote = peek();
        const std::size_t start = ++m_at;
        if (quote == '`') {
            const std::size_t end = m_text.find('`', start);
            if (end == std::string_view::npos)
                return refuse("unterminated raw quoted string");
            m_at = end + 1;
            return TemplateValue(std::string(m_text.substr(start, end - start)));
        }
        std::string out;
        while (peek() != '"') {
            if (m_at >= m_text.size() || peek() == '\n')
                return refuse("unterminated quoted string");
            if (peek() != '\\') {
                out += m_text[m_at++];
                continue;
            }
            static constexpr std::string_view kLetters = "nrtabfv\\\"";
            static constexpr std::string_view kValues = "\n\r\t\a\b\f\v\\\"";
            const std::size_t letter = kLetters.find(peek(1));
            if (letter == std::string_view::npos || peek(1) == '\0')
                return refuse("invalid syntax: this escape is not known in a quoted string");
            out += kValues[letter];
            m_at += 2;
        }
        ++m_at;
        return TemplateValue(std::move(out));
    }

    Result<TemplateValue> parseNumber()
    {
        const std::size_t start = m_at;
        m_at += peek() == '+' || peek() == '-' ? 1 : 0;
        bool real = false;
        while (isDigit(peek()))
            ++m_at;
        if (peek() == '.' && ++m_at)
            real = true;
        while (isDigit(peek()))
            ++m_at;
        if ((peek() == 'e' || peek() == 'E')
            && (isDigit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && isDigit(peek(2))))) {
            real = true;
            for (m_at += 2; isDigit(peek());)
                ++m_at;
        }
        const std::string_view text = m_text.substr(start, m_at - start);
        const auto value = parsePromFloat(text);
        if (!value || (m_at < m_text.size() && (isWord(peek()) || (peek() == '-' && !atClose()))))
            return refuse(fmt::format("bad number syntax: \"{}{}\"", text, m_text.substr(m_at, 1)));
        std::int64_t whole = 0;
        const std::string_view digits = text.front() == '+' ? text.substr(1) : text;
        const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
        if (!real && failed == std::errc() && end == digits.data() + digits.size())
            return TemplateValue(whole);
        return TemplateValue(*value);
    }

    std::string_view m_text;
    KnownFunction m_known;
    std::size_t m_at = 0;
    bool m_trimRight = false;
};

} // namespace

Position templatePosition(std::string_view text, std::size_t offset)
{
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const std::size_t lineStart = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    const auto lines = static_cast<std::size_t>(std::ranges::count(before, '\n'));
    return {"", before.size(), lines + 1, before.size() - lineStart + 1, 0};
}

Result<std::vector<TemplatePiece>> parseTemplate(std::string_view text, KnownFunction known)
{
    return Parser(text, known).parse();
}

} // namespace wg::rules
