#include "core/promql/printer.h"

#include "core/base/number.h"
#include "core/promql/duration_expr.h"
#include "core/promql/function_table.h"
#include "core/promql/quoting.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace wg::promql {
namespace {

/// Go's %v of a float: the shortest digits, with an exponent below 1e-4 and from 1e6 on.
std::string goNumber(double value)
{
    if (!std::isfinite(value))
        return formatPromFloat(value);
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr;
    const std::string out(buffer, end);
    int exponent = 0;
    const std::size_t e = out.find('e');
    std::from_chars(out.data() + e + (out[e + 1] == '+' ? 2 : 1), out.data() + out.size(), exponent);
    return exponent < -4 || exponent >= 6 ? out : formatPromFloat(value);
}

std::string nameText(const std::string& name)
{
    return isLabelName(name) ? name : quote(name);
}

std::string shiftText(const Shift& shift, Selector::Edges edges, bool ranged)
{
    std::string at;
    if (shift.anchor == Shift::Anchor::Start)
        at = " @ start()";
    else if (shift.anchor == Shift::Anchor::End)
        at = " @ end()";
    else if (shift.anchor == Shift::Anchor::Time)
        at = fmt::format(" @ {:.3f}", static_cast<double>(shift.at) / 1000.0);
    std::string_view edge;
    if (edges != Selector::Edges::Samples)
        edge = edges == Selector::Edges::Anchored ? " anchored" : " smoothed";
    std::string out = ranged ? std::string(edge) + at : at + std::string(edge);
    if (shift.offsetExpr)
        out += " offset " + durationText(*shift.offsetExpr);
    else if (shift.offset.value_or(0) != 0)
        out += " offset " + formatDuration(*shift.offset);
    return out;
}

std::string rangeText(DurationMs value, const DurationExprPtr& expr)
{
    return expr ? durationText(*expr) : formatDuration(value);
}

/// Prometheus prints matchers in alphabetical order, and the name's own not at all where it stands before the braces.
std::string selectorText(const Selector& selector)
{
    static constexpr std::string_view kOps[] = {"=", "!=", "=~", "!~"};
    std::vector<std::string> matchers;
    for (const series::Matcher& m : selector.matchers) {
        const bool isMetric = m.op() == series::MatchOp::Equal && m.name() == series::kMetricName && !m.value().empty()
            && m.value() == selector.metric;
        if (!isMetric)
            matchers.push_back(nameText(m.name()) + std::string(kOps[static_cast<std::size_t>(m.op())]) + quote(m.value()));
    }
    std::ranges::sort(matchers);
    std::string out = selector.metric;
    if (!matchers.empty() || selector.metric.empty())
        out += fmt::format("{{{}}}", fmt::join(matchers, ","));
    if (selector.range)
        out += "[" + rangeText(*selector.range, selector.rangeExpr) + "]";
    return out + shiftText(selector.shift, selector.edges, selector.range.has_value());
}

class Printer {
public:
    explicit Printer(Compat compat) : m_compat(compat) { }

    std::string text(const Expr& expr)
    {
        print(expr);
        return std::move(m_out);
    }

private:
    void print(const Expr& expr) { std::visit(*this, expr.node); }
    void list(const std::vector<std::string>& names)
    {
        m_out += '(';
        for (std::size_t i = 0; i < names.size(); ++i)
            m_out += (i > 0 ? ", " : "") + nameText(names[i]);
        m_out += ')';
    }
    void matching(const Matching& m)
    {
        if (m.on || !m.labels.empty() || m.card != Matching::Card::OneToOne) {
            m_out += m.on ? " on " : " ignoring ";
            list(m.labels);
        }
        if (m.card != Matching::Card::OneToOne) {
            m_out += m.card == Matching::Card::ManyToOne ? " group_left " : " group_right ";
            list(m.include);
        }
        const auto fill = [&](std::string_view word, double value) { m_out += fmt::format(" {} ({})", word, goNumber(value)); };
        if (m.fillLeft && m.fillRight
            && (*m.fillLeft == *m.fillRight || (*m.fillLeft != *m.fillLeft && *m.fillRight != *m.fillRight)))
            return fill("fill", *m.fillLeft);
        if (m.fillLeft)
            fill("fill_left", *m.fillLeft);
        if (m.fillRight)
            fill("fill_right", *m.fillRight);
    }

public:
    void operator()(const NumberLiteral& n)
    {
        if (n.duration)
            m_out += durationLiteral(n.value);
        else
            m_out += printsShortNumbers(m_compat) ? goNumber(n.value) : formatPromFloat(n.value);
    }
    void operator()(const StringLiteral& s) { m_out += quote(s.value); }
    void operator()(const Selector& s) { m_out += selectorText(s); }
    void operator()(const Subquery& s)
    {
        print(*s.expr);
        const std::string step = s.step ? rangeText(*s.step, s.stepExpr) : "";
        m_out += fmt::format("[{}:{}]", rangeText(s.range, s.rangeExpr), step);
        m_out += shiftText(s.shift, Selector::Edges::Samples, true);
    }
    void operator()(const Unary& u)
    {
        m_out += u.minus ? '-' : '+';
        print(*u.expr);
    }
    void operator()(const Binary& b)
    {
        // A sign would take the whole power: +Inf ^ 2 is +(Inf ^ 2).
        const auto* base = std::get_if<NumberLiteral>(&b.lhs->node);
        if (b.op == BinaryOp::Pow && base != nullptr && std::isinf(base->value))
            m_out += "Inf";
        else
            print(*b.lhs);
        m_out += fmt::format(" {}{}", opText(b.op), b.returnBool ? " bool" : "");
        matching(b.matching);
        m_out += ' ';
        print(*b.rhs);
    }
    void operator()(const Aggregate& a)
    {
        m_out += opText(a.op);
        if (a.without || !a.grouping.empty()) {
            m_out += a.without ? " without " : " by ";
            list(a.grouping);
            m_out += ' ';
        }
        m_out += '(';
        if (a.parameter) {
            print(*a.parameter);
            m_out += ", ";
        }
        print(*a.expr);
        m_out += ')';
    }
    void operator()(const Call& c)
    {
        m_out += c.function->name;
        m_out += '(';
        for (std::size_t i = 0; i < c.arguments.size(); ++i) {
            m_out += i > 0 ? ", " : "";
            print(*c.arguments[i]);
        }
        m_out += ')';
    }
    void operator()(const Paren& p)
    {
        m_out += '(';
        print(*p.expr);
        m_out += ')';
    }

private:
    Compat m_compat;
    std::string m_out;
};

} // namespace

std::string print(const Expr& expr, Compat compat)
{
    return Printer(compat).text(expr);
}

} // namespace wg::promql
