#include "core/base/number.h"
#include "core/evaluation/formula.h"
#include "core/evaluation/formula_node.h"
#include "core/evaluation/metric_info.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

using formula::Kind;
using formula::Node;
using NodePtr = std::unique_ptr<Node>;

constexpr std::size_t kLongest = 10'000;
constexpr std::size_t kDeepest = 100;

struct Function {
    std::string_view name;
    Kind kind;
    std::size_t least, most; ///< arguments
};
constexpr std::array kFunctions = std::to_array<Function>({
    {"where", Kind::Where, 3, 3},
    {"abs", Kind::Abs, 1, 1},
    {"log", Kind::Log, 1, 1},
    {"exp", Kind::Exp, 1, 1},
    {"sqrt", Kind::Sqrt, 1, 1},
    {"min", Kind::Least, 2, 100},
    {"max", Kind::Most, 2, 100},
    {"sum", Kind::Sum, 1, 1},
    {"mean", Kind::Mean, 1, 1},
    {"count", Kind::Count, 0, 1},
    {"quantile", Kind::Quantile, 2, 2},
});

struct Operator {
    std::string_view text;
    Kind kind;
};
constexpr std::array kComparisons = std::to_array<Operator>({
    {"==", Kind::Equal},
    {"!=", Kind::Unequal},
    {"<=", Kind::LessEqual},
    {">=", Kind::GreaterEqual},
    {"<", Kind::Less},
    {">", Kind::Greater},
});

bool startsName(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool inName(char c)
{
    return startsName(c) || (c >= '0' && c <= '9');
}

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) { }

    Result<NodePtr> whole(std::string& name)
    {
        WG_CHECK(takeName(name));
        WG_TRY(NodePtr root, disjunction());
        skipBlanks();
        if (m_at < m_text.size())
            return wrong(m_at, 1, fmt::format("'{}' does not belong here", m_text.substr(m_at, 1)));
        return root;
    }

private:
    [[nodiscard]] std::unexpected<Error> wrong(std::size_t offset, std::size_t length, const std::string& message) const
    {
        return fail(ErrorCode::Parse, message,
            Position{.input = "formula", .offset = offset, .line = 1, .column = offset + 1, .length = length});
    }
    void skipBlanks()
    {
        while (m_at < m_text.size() && std::string_view(" \t\r\n").find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
    }
    [[nodiscard]] bool take(std::string_view token)
    {
        skipBlanks();
        if (!m_text.substr(m_at).starts_with(token))
            return false;
        const std::size_t end = m_at + token.size();
        if (startsName(token.front()) && end < m_text.size() && inName(m_text[end]))
            return false; // "android" is no "and"
        m_at = end;
        return true;
    }
    [[nodiscard]] std::string_view word()
    {
        skipBlanks();
        const std::size_t from = m_at;
        while (m_at < m_text.size() && (m_at == from ? startsName(m_text[m_at]) : inName(m_text[m_at])))
            ++m_at;
        return m_text.substr(from, m_at - from);
    }
    [[nodiscard]] static NodePtr make(Kind kind, std::size_t offset, std::size_t length)
    {
        auto node = std::make_unique<Node>();
        node->kind = kind;
        node->offset = offset;
        node->length = length;
        return node;
    }
    [[nodiscard]] NodePtr join(Kind kind, NodePtr left, NodePtr right) const
    {
        NodePtr node = make(kind, left->offset, m_at - left->offset);
        node->arguments.push_back(std::move(left));
        node->arguments.push_back(std::move(right));
        return node;
    }

    Result<void> takeName(std::string& name)
    {
        const std::size_t from = m_at;
        const std::string_view first = word();
        skipBlanks();
        const bool named = !first.empty() && m_text.substr(m_at).starts_with("=") && !m_text.substr(m_at).starts_with("==");
        if (!named) {
            m_at = from;
            return {};
        }
        ++m_at;
        name = first;
        if (metricInfo(name) != nullptr)
            return wrong(from, name.size(), fmt::format("{} is a metric already: choose another name", name));
        return {};
    }

    Result<NodePtr> disjunction()
    {
        WG_TRY(NodePtr left, conjunction());
        while (take("or")) {
            WG_TRY(NodePtr right, conjunction());
            left = join(Kind::Or, std::move(left), std::move(right));
        }
        return left;
    }
    Result<NodePtr> conjunction()
    {
        WG_TRY(NodePtr left, negation());
        while (take("and")) {
            WG_TRY(NodePtr right, negation());
            left = join(Kind::And, std::move(left), std::move(right));
        }
        return left;
    }
    Result<NodePtr> negation()
    {
        if (!take("not"))
            return comparison();
        return wrapped(Kind::Not, m_at - 3, &Parser::negation);
    }
    Result<NodePtr> wrapped(Kind kind, std::size_t from, Result<NodePtr> (Parser::*inner)())
    {
        if (++m_depth > kDeepest)
            return wrong(from, 1, "the formula is nested too deeply");
        WG_TRY(NodePtr argument, (this->*inner)());
        --m_depth;
        NodePtr node = make(kind, from, m_at - from);
        node->arguments.push_back(std::move(argument));
        return node;
    }
    Result<NodePtr> comparison()
    {
        WG_TRY(NodePtr left, sum());
        for (const Operator& one : kComparisons) {
            if (!take(one.text))
                continue;
            WG_TRY(NodePtr right, sum());
            return join(one.kind, std::move(left), std::move(right));
        }
        return left;
    }
    Result<NodePtr> sum()
    {
        WG_TRY(NodePtr left, product());
        for (;;) {
            const bool plus = take("+");
            if (!plus && !take("-"))
                return left;
            WG_TRY(NodePtr right, product());
            left = join(plus ? Kind::Add : Kind::Subtract, std::move(left), std::move(right));
        }
    }
    Result<NodePtr> product()
    {
        WG_TRY(NodePtr left, unary());
        for (;;) {
            const bool times = take("*");
            if (!times && !take("/"))
                return left;
            WG_TRY(NodePtr right, unary());
            left = join(times ? Kind::Multiply : Kind::Divide, std::move(left), std::move(right));
        }
    }
    Result<NodePtr> unary()
    {
        if (!take("-"))
            return primary();
        return wrapped(Kind::Negate, m_at - 1, &Parser::unary);
    }

    Result<NodePtr> primary()
    {
        skipBlanks();
        const std::size_t from = m_at;
        if (m_at == m_text.size())
            return wrong(from, 0, "the formula ends where a value is expected");
        const char c = m_text[m_at];
        if (c == '(')
            return bracketed();
        if (c == '"' || c == '\'' || c == '`')
            return quoted(c);
        if ((c >= '0' && c <= '9') || c == '.')
            return number();
        const std::string_view name = word();
        if (name.empty())
            return wrong(from, 1, fmt::format("'{}' is no value", m_text.substr(from, 1)));
        skipBlanks();
        if (m_at < m_text.size() && m_text[m_at] == '(')
            return call(name, from);
        return named(std::string(name), from, false);
    }
    Result<NodePtr> bracketed()
    {
        const std::size_t from = m_at++;
        if (++m_depth > kDeepest)
            return wrong(from, 1, "the formula is nested too deeply");
        WG_TRY(NodePtr inner, disjunction());
        --m_depth;
        if (!take(")"))
            return wrong(from, 1, "this bracket is not closed");
        return inner;
    }
    Result<NodePtr> quoted(char mark)
    {
        const std::size_t from = m_at;
        const std::size_t end = m_text.find(mark, from + 1);
        if (end == std::string_view::npos)
            return wrong(from, 1, "this quote is not closed");
        m_at = end + 1;
        std::string inside(m_text.substr(from + 1, end - from - 1));
        if (mark == '`')
            return named(std::move(inside), from, true);
        NodePtr node = make(Kind::Text, from, m_at - from);
        node->text = std::move(inside);
        return node;
    }
    Result<NodePtr> number()
    {
        const std::size_t from = m_at;
        const auto digits = [&] {
            while (m_at < m_text.size() && ((m_text[m_at] >= '0' && m_text[m_at] <= '9') || m_text[m_at] == '.'))
                ++m_at;
        };
        digits();
        if (m_at < m_text.size() && (m_text[m_at] == 'e' || m_text[m_at] == 'E')) {
            ++m_at;
            if (m_at < m_text.size() && (m_text[m_at] == '+' || m_text[m_at] == '-'))
                ++m_at;
            digits();
        }
        const std::string_view text = m_text.substr(from, m_at - from);
        const auto value = parsePromFloat(text);
        if (!value || !std::isfinite(*value))
            return wrong(from, text.size(), fmt::format("{} is no number", text));
        NodePtr node = make(Kind::Number, from, text.size());
        node->number = *value;
        return node;
    }
    Result<NodePtr> named(std::string name, std::size_t from, bool quotes)
    {
        if (quotes && !m_inAggregate)
            return wrong(from, m_at - from,
                "a column stands for many rows: put it into sum(), mean(), count(), min(), max() or quantile()");
        NodePtr node = make(m_inAggregate ? Kind::Column : Kind::Metric, from, m_at - from);
        node->text = std::move(name);
        node->quoted = quotes;
        return node;
    }

    Result<NodePtr> call(std::string_view name, std::size_t from)
    {
        const auto found = std::ranges::find(kFunctions, name, &Function::name);
        if (found == kFunctions.end())
            return wrong(from, name.size(), fmt::format("there is no function {}", name));
        const std::size_t bracket = m_at++;
        // min and max of one thing are over rows, of several things over these.
        const bool either = found->kind == Kind::Least || found->kind == Kind::Most;
        const bool aggregate = formula::isAggregate(found->kind) || (either && !severalArguments());
        if (aggregate && m_inAggregate)
            return wrong(from, name.size(), fmt::format("{} over rows cannot stand inside another one", name));
        NodePtr node = make(either && aggregate ? (found->kind == Kind::Least ? Kind::Minimum : Kind::Maximum) : found->kind,
            from, name.size());
        m_inAggregate = m_inAggregate || aggregate;
        if (++m_depth > kDeepest)
            return wrong(from, 1, "the formula is nested too deeply");
        WG_CHECK(arguments(*node, bracket));
        --m_depth;
        m_inAggregate = m_inAggregate && !aggregate;
        const std::size_t least = either && aggregate ? 1 : found->least;
        if (node->arguments.size() < least || node->arguments.size() > found->most)
            return wrong(from, name.size(),
                fmt::format("{} takes {} argument(s), not {}", name,
                    least == found->most ? fmt::to_string(least) : fmt::format("{} to {}", least, found->most),
                    node->arguments.size()));
        node->length = m_at - from;
        if (node->kind == Kind::Quantile)
            return checkedQuantile(std::move(node));
        return node;
    }
    Result<NodePtr> checkedQuantile(NodePtr node) const
    {
        const Node& share = *node->arguments[0];
        if (share.kind != Kind::Number || share.number > 1)
            return wrong(share.offset, share.length, "the first argument of quantile is a number from 0 to 1");
        return node;
    }
    Result<void> arguments(Node& node, std::size_t bracket)
    {
        if (take(")"))
            return {};
        for (;;) {
            WG_TRY(NodePtr argument, disjunction());
            node.arguments.push_back(std::move(argument));
            if (take(")"))
                return {};
            if (!take(","))
                return wrong(bracket, 1, "this bracket is not closed");
        }
    }
    /// A comma before the bracket that closes the call which is about to be read.
    [[nodiscard]] bool severalArguments() const
    {
        std::size_t open = 0;
        char quote = 0;
        for (const char c : m_text.substr(m_at)) {
            if (quote != 0) {
                quote = c == quote ? char{0} : quote;
            } else if (c == '"' || c == '\'' || c == '`') {
                quote = c;
            } else if (c == '(') {
                ++open;
            } else if (c == ')' && open-- == 0) {
                return false;
            } else if (c == ',' && open == 0) {
                return true;
            }
        }
        return false;
    }

    std::string_view m_text;
    std::size_t m_at = 0, m_depth = 0;
    bool m_inAggregate = false;
};

void collectColumns(const Node& node, std::vector<std::string>& out)
{
    if (node.kind == Kind::Column && std::ranges::find(out, node.text) == out.end())
        out.push_back(node.text);
    for (const auto& argument : node.arguments)
        collectColumns(*argument, out);
}

} // namespace

Result<Formula> Formula::parse(std::string_view text)
{
    if (text.size() > kLongest)
        return fail(ErrorCode::Limit, fmt::format("a formula may have {} bytes at most", kLongest));
    Formula out;
    WG_TRY(NodePtr root, Parser(text).whole(out.m_name));
    if (out.m_name.empty())
        out.m_name = text;
    collectColumns(*root, out.m_columns);
    out.m_root = std::move(root);
    return out;
}

} // namespace wg::evaluation
