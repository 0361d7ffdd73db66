#include "core/promql/completion.h"

#include "core/promql/function_table.h"
#include "core/promql/parse_parts.h"
#include "core/promql/quoting.h"
#include "core/promql/token_places.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace wg::promql {
namespace {

using series::Matcher;
using series::MatchOp;

bool isWordByte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool isQuoted(const Token& token)
{
    return token.kind == TokenKind::String || isOpenString(token);
}

bool isWord(const Token& token)
{
    return !token.text.empty() && !isQuoted(token) && token.kind != TokenKind::Comment && isWordByte(token.text.back());
}

/// What a string holds so far; its closing quote may be missing.
std::string contentOf(std::string_view text)
{
    std::string closed(text);
    if (closed.size() < 2 || closed.back() != closed.front())
        closed += closed.front();
    auto value = unquote(closed);
    return value ? std::move(*value) : std::string(text.substr(1));
}

/// The matchers of tokens inside braces, whole ones only; "metric" alone is one of the name.
void collectMatchers(std::span<const Token> tokens, std::vector<Matcher>& out)
{
    const auto add = [&](MatchOp op, std::string name, std::string value) {
        if (auto matcher = Matcher::make(op, std::move(name), std::move(value)))
            out.push_back(std::move(*matcher));
    };
    static constexpr std::array<std::string_view, 4> kOps{"=", "!=", "=~", "!~"};
    for (std::size_t i = 0; i < tokens.size() && tokens[i].kind != TokenKind::RightBrace; ++i) {
        const Token& token = tokens[i];
        if (token.kind != TokenKind::Identifier && token.kind != TokenKind::String)
            continue;
        const std::string name = token.kind == TokenKind::String ? contentOf(token.text) : std::string(token.text);
        const bool hasOperator = i + 1 < tokens.size() && tokens[i + 1].kind == TokenKind::Operator;
        if (hasOperator && i + 2 < tokens.size() && tokens[i + 2].kind == TokenKind::String) {
            const auto op = std::ranges::find(kOps, tokens[i + 1].text) - kOps.begin();
            add(static_cast<MatchOp>(op), name, contentOf(tokens[i + 2].text));
            i += 2;
        } else if (!hasOperator && token.kind == TokenKind::String) {
            add(MatchOp::Equal, std::string(series::kMetricName), name);
        }
    }
}

/// The selector whose name or opening brace is token `i`: its matchers, and where it ends.
struct SelectorAt {
    std::vector<Matcher> matchers;
    std::size_t end = 0;
};

SelectorAt readSelector(std::span<const Token> tokens, std::size_t i)
{
    SelectorAt out;
    const std::size_t name = i;
    if (tokens[i].kind != TokenKind::LeftBrace)
        ++i;
    if (i < tokens.size() && tokens[i].kind == TokenKind::LeftBrace) {
        collectMatchers(tokens.subspan(i + 1), out.matchers);
        while (i < tokens.size() && tokens[i].kind != TokenKind::RightBrace)
            ++i;
    }
    if (tokens[name].kind != TokenKind::LeftBrace) {
        if (auto matcher = Matcher::make(MatchOp::Equal, std::string(series::kMetricName), std::string(tokens[name].text)))
            out.matchers.push_back(std::move(*matcher));
    }
    out.end = std::max(i, name + 1);
    return out;
}

bool beginsSelector(std::span<const Token> tokens, std::span<const Place> places, std::size_t i)
{
    if (tokens[i].kind == TokenKind::LeftBrace)
        return true;
    const bool called = i + 1 < tokens.size() && tokens[i + 1].kind == TokenKind::LeftParen;
    return tokens[i].kind == TokenKind::Identifier && places[i] == Place::Operand && !called;
}

/// The first selector of the tokens, or the last.
std::vector<Matcher> findSelector(const std::vector<Token>& tokens, bool last)
{
    const std::vector<Place> places = placesOf(tokens);
    std::vector<Matcher> found;
    for (std::size_t i = 0; i < tokens.size();) {
        if (!beginsSelector(tokens, places, i)) {
            ++i;
            continue;
        }
        SelectorAt selector = readSelector(tokens, i);
        i = selector.end;
        if (selector.matchers.empty())
            continue;
        found = std::move(selector.matchers);
        if (!last)
            break;
    }
    return found;
}

class Finder {
public:
    Finder(std::string_view text, std::size_t cursor, Compat compat)
        : m_text(text)
        , m_cursor(cursor)
        , m_compat(compat)
        , m_tokens(tokenize(text.substr(0, cursor), compat))
    {
        std::erase_if(m_tokens, [&](const Token& token) {
            // What only says that something is still open, or what stands before the cursor as a comment.
            return token.range.begin == token.range.end || (token.kind == TokenKind::Comment && token.range.end < cursor);
        });
        m_tokens.push_back({TokenKind::End, {cursor, cursor}, text.substr(cursor, 0)});
    }

    CompletionContext find()
    {
        const std::vector<Place> places = placesOf(m_tokens);
        std::size_t at = m_tokens.size() - 1; // the word at the cursor, or End
        if (at > 0 && m_tokens[at - 1].range.end == m_cursor) {
            const Token& before = m_tokens[at - 1];
            if (before.kind == TokenKind::Comment)
                return {};
            if (isWord(before) || isOpenString(before))
                --at;
        }
        const Token& token = m_tokens[at];
        setWord(token);
        setKind(token, places[at], at);
        return std::move(m_out);
    }

private:
    void setWord(const Token& token)
    {
        m_out.replace = {token.range.begin, m_cursor};
        m_out.prefix = std::string(token.text);
        if (!isOpenString(token)) {
            while (m_out.replace.end < m_text.size() && isWordByte(m_text[m_out.replace.end]))
                ++m_out.replace.end;
            return;
        }
        m_out.quote = token.text.front();
        m_out.prefix = contentOf(token.text);
        // The string may be whole behind the cursor, unless what looks like its end begins another one.
        const std::size_t quote = m_text.find(m_out.quote, m_cursor);
        if (quote != std::string_view::npos
            && m_text.substr(m_cursor, quote - m_cursor).find_first_of(",{}=\n") == std::string_view::npos)
            m_out.replace.end = quote + 1;
    }

    void setKind(const Token& token, Place place, std::size_t at)
    {
        const bool open = isOpenString(token);
        switch (place) {
        case Place::MatcherName:
            m_out.kind = CompletionKind::LabelName;
            return setBraces(at);
        case Place::MatcherValue:
            m_out.kind = CompletionKind::LabelValue;
            return setBraces(at);
        case Place::Label:
            m_out.kind = CompletionKind::LabelName;
            return setGrouped(at);
        case Place::Operand:
            if (!open && token.kind != TokenKind::Number && token.kind != TokenKind::Duration)
                m_out.kind = CompletionKind::Expression;
            return;
        case Place::AfterOperand:
            if (!open)
                m_out.kind = CompletionKind::Operator;
            return;
        case Place::Duration:
            m_out.kind = CompletionKind::Duration;
            return;
        default:
            return;
        }
    }

    /// The braces around token `at`: matchers before it and behind the cursor, and the name before the braces.
    void setBraces(std::size_t at)
    {
        std::size_t brace = at;
        while (brace > 0 && m_tokens[brace].kind != TokenKind::LeftBrace)
            --brace;
        const bool isValue = m_out.kind == CompletionKind::LabelValue;
        std::size_t nameAt = at;
        while (isValue && nameAt > brace && m_tokens[nameAt].kind != TokenKind::Operator)
            --nameAt;
        m_out.regex = isValue && nameAt > brace && (m_tokens[nameAt].text == "=~" || m_tokens[nameAt].text == "!~");
        nameAt -= isValue && nameAt > brace ? 1 : 0;
        if (isValue && nameAt <= brace) { // {="…
            m_out.kind = CompletionKind::Nothing;
            return;
        }
        const std::span<const Token> all(m_tokens);
        collectMatchers(all.subspan(brace + 1, nameAt - brace - 1), m_out.matchers);
        if (isValue) {
            const Token& label = m_tokens[nameAt];
            m_out.label = isQuoted(label) ? contentOf(label.text) : std::string(label.text);
        }
        const std::string rest = "{" + std::string(m_text.substr(m_out.replace.end));
        const std::vector<Token> behind = tokenize(rest, m_compat);
        // An unfinished matcher has its operator and value behind the cursor: they are not of a matcher of their own.
        const auto comma = std::ranges::find_if(
            behind, [](const Token& t) { return t.kind == TokenKind::Comma || t.kind == TokenKind::RightBrace; });
        collectMatchers(std::span<const Token>(comma, behind.end()), m_out.matchers);
        if (brace > 0 && canNameMetric(m_tokens[brace - 1])) {
            if (auto name =
                    Matcher::make(MatchOp::Equal, std::string(series::kMetricName), std::string(m_tokens[brace - 1].text)))
                m_out.matchers.push_back(std::move(*name));
        }
        setMetric();
    }

    /// by (…) before the arguments is about what follows, else about what was there last.
    void setGrouped(std::size_t at)
    {
        std::size_t paren = at;
        while (paren > 0 && m_tokens[paren].kind != TokenKind::LeftParen)
            --paren;
        const bool ahead = paren > 1 && m_tokens[paren - 2].kind == TokenKind::Aggregator;
        if (ahead) {
            const std::size_t close = m_text.find(')', m_cursor);
            if (close != std::string_view::npos)
                m_out.matchers = findSelector(tokenize(m_text.substr(close + 1), m_compat), false);
        } else {
            m_out.matchers = findSelector({m_tokens.begin(), m_tokens.begin() + static_cast<std::ptrdiff_t>(paren)}, true);
        }
        setMetric();
    }

    void setMetric()
    {
        for (const Matcher& matcher : m_out.matchers) {
            if (matcher.name() == series::kMetricName && matcher.op() == MatchOp::Equal)
                m_out.metric = matcher.value();
        }
    }

    std::string_view m_text;
    std::size_t m_cursor;
    Compat m_compat;
    std::vector<Token> m_tokens;
    CompletionContext m_out;
};

struct WordRow {
    std::string_view text;
    std::string_view help;
    CompletionItem::Kind kind = CompletionItem::Kind::Keyword;
    Versions versions = Versions::All;
};

constexpr auto kOperator = CompletionItem::Kind::Operator;
constexpr auto kKeyword = CompletionItem::Kind::Keyword;
constexpr std::array kAfterOperand{
    WordRow{"anchored", "Range edges take the sample before them.", kKeyword, Versions::From3},
    WordRow{"and", "Elements that have a match on the right.", kOperator},
    WordRow{"atan2", "Angle of y and x in radians.", kOperator},
    WordRow{"bool", "The comparison gives 0 or 1 instead of filtering."},
    WordRow{"by", "Labels that the aggregation keeps."},
    WordRow{"fill", "Value for elements without a match.", kKeyword, Versions::From3},
    WordRow{"fill_left", "Value for what the left side lacks.", kKeyword, Versions::From3},
    WordRow{"fill_right", "Value for what the right side lacks.", kKeyword, Versions::From3},
    WordRow{"group_left", "Many elements on the left match one on the right."},
    WordRow{"group_right", "One element on the left matches many on the right."},
    WordRow{"ignoring", "Match by all labels but these."},
    WordRow{"offset", "Look back by this much."},
    WordRow{"on", "Match by these labels only."},
    WordRow{"or", "Elements of both sides; the left has precedence.", kOperator},
    WordRow{"smoothed", "Range edges are interpolated.", kKeyword, Versions::From3},
    WordRow{"unless", "Elements that have no match on the right.", kOperator},
    WordRow{"without", "Labels that the aggregation takes away."},
};
constexpr auto kDuration = CompletionItem::Kind::Duration;
constexpr std::array kDurations{
    WordRow{"1m", "", kDuration},
    WordRow{"5m", "", kDuration},
    WordRow{"10m", "", kDuration},
    WordRow{"30m", "", kDuration},
    WordRow{"1h", "", kDuration},
    WordRow{"6h", "", kDuration},
    WordRow{"1d", "", kDuration},
    WordRow{"7d", "", kDuration},
    WordRow{"max_of(", "The larger of two durations.", kDuration, Versions::From3},
    WordRow{"min_of(", "The smaller of two durations.", kDuration, Versions::From3},
    WordRow{"range()", "From the start to the end of the query.", kDuration, Versions::From3},
    WordRow{"step()", "The query's step.", kDuration, Versions::From3},
};

bool startsWithNoCase(std::string_view text, std::string_view prefix)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return text.size() >= prefix.size() && std::ranges::equal(text.substr(0, prefix.size()), prefix, {}, lower, lower);
}

/// As RE2's QuoteMeta: a pattern that matches the text alone.
std::string escapeRegex(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos)
            out += '\\';
        out += c;
    }
    return out;
}

} // namespace

CompletionContext completionAt(std::string_view text, std::size_t cursor, Compat compat)
{
    return Finder(text, std::min(cursor, text.size()), compat).find();
}

std::vector<CompletionItem> languageItems(const CompletionContext& context, Compat compat)
{
    std::vector<CompletionItem> out;
    const auto wanted = [&](std::string_view name, Versions versions) {
        return isIn(versions, compat) && startsWithNoCase(name, context.prefix);
    };
    const auto words = [&](std::span<const WordRow> rows) {
        for (const WordRow& row : rows) {
            if (wanted(row.text, row.versions))
                out.push_back({row.kind, row.text, {}, row.help});
        }
    };
    if (context.kind == CompletionKind::Operator)
        words(kAfterOperand);
    if (context.kind == CompletionKind::Duration)
        words(kDurations);
    if (context.kind != CompletionKind::Expression)
        return out;
    for (const FunctionInfo& row : functionTable()) {
        if (wanted(row.name, row.versions))
            out.push_back({CompletionItem::Kind::Function, row.name, row.signature, row.help});
    }
    for (const AggregateInfo& row : aggregateTable()) {
        if (wanted(row.name, row.versions))
            out.push_back({CompletionItem::Kind::Aggregation, row.name, row.signature, row.help});
    }
    std::ranges::sort(out, {}, &CompletionItem::text);
    return out;
}

std::string completionText(const CompletionContext& context, std::string_view plainName)
{
    const std::string escaped = context.regex ? escapeRegex(plainName) : std::string(plainName);
    const std::string_view name = escaped;
    const bool isValue = context.kind == CompletionKind::LabelValue;
    if (context.kind == CompletionKind::Expression && context.quote == '\0')
        return isMetricName(name) ? std::string(name) : "{" + quote(name) + "}";
    if (!isValue && context.quote == '\0' && isLabelName(name))
        return std::string(name);
    if (context.quote == '`' && !name.contains('`'))
        return "`" + std::string(name) + "`";
    std::string quoted = quote(name);
    const bool plain = quoted.size() == name.size() + 2; // nothing was escaped
    if (context.quote == '\'' && plain && !name.contains('\''))
        quoted.front() = quoted.back() = '\'';
    return quoted;
}

} // namespace wg::promql
