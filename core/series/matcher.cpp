#include "core/series/matcher.h"

#include "core/formats/pattern.h"

#include <algorithm>

namespace wg::series {

struct Matcher::Pattern {
    formats::Re2Pattern regex;
};

Result<Matcher> Matcher::make(MatchOp op, std::string name, std::string value)
{
    Matcher out;
    if (op == MatchOp::Regex || op == MatchOp::NotRegex) {
        WG_TRY(auto regex, formats::Re2Pattern::make(value));
        out.m_pattern = std::make_shared<const Pattern>(Pattern{std::move(regex)});
    }
    out.m_op = op;
    out.m_name = std::move(name);
    out.m_value = std::move(value);
    return out;
}

bool Matcher::matches(std::string_view value) const
{
    switch (m_op) {
    case MatchOp::Equal:
        return value == m_value;
    case MatchOp::NotEqual:
        return value != m_value;
    case MatchOp::Regex:
        return m_pattern->regex.fullMatch(value);
    case MatchOp::NotRegex:
        return !m_pattern->regex.fullMatch(value);
    }
    return false;
}

std::string Matcher::text() const
{
    static constexpr const char* kOps[] = {"=", "!=", "=~", "!~"};
    const Labels asLabel{{"v", m_value.empty() ? std::string("x") : m_value}};
    std::string quoted = m_value.empty() ? "\"\"" : asLabel.text().substr(3);
    if (!m_value.empty())
        quoted.pop_back();
    return m_name + kOps[static_cast<int>(m_op)] + quoted;
}

bool matchesAll(std::span<const Matcher> matchers, const Labels& labels)
{
    return std::ranges::all_of(matchers, [&](const Matcher& matcher) { return matcher.matches(labels.get(matcher.name())); });
}

} // namespace wg::series
