#include "core/promql/printer.h"

#include "core/base/number.h"
#include "core/promql/function_table.h"
#include "core/promql/quoting.h"

#include <fmt/format.h>

namespace wg::promql {
namespace {

std::string nameText(const std::string& name)
{
    return isLabelName(name) ? name : quote(name);
}

std::string listText(const std::vector<std::string>& names)
{
    std::string out = "(";
    for (const std::string& name : names)
        out += (out.size() > 1 ? ", " : "") + nameText(name);
    return out + ")";
}

std::string shiftText(const Shift& shift)
{
    std::string out;
    if (shift.anchor == Shift::Anchor::Start)
        out = " @ start()";
    else if (shift.anchor == Shift::Anchor::End)
        out = " @ end()";
    else if (shift.anchor == Shift::Anchor::Time)
        out = fmt::format(" @ {:.3f}", static_cast<double>(shift.at) / 1000.0);
    if (shift.offset)
        out += " offset " + formatDuration(*shift.offset);
    return out;
}

bool isBareMetric(const std::string& name)
{
    std::string withoutColons = name;
    std::erase(withoutColons, ':');
    return isLabelName(withoutColons.empty() ? "_" : withoutColons) && !(name.front() >= '0' && name.front() <= '9');
}

std::string selectorText(const Selector& selector)
{
    const bool bare = !selector.metric.empty() && isBareMetric(selector.metric);
    std::string inner = selector.metric.empty() || bare ? "" : quote(selector.metric);
    for (std::size_t i = 0; i < selector.matchers.size(); ++i) {
        const series::Matcher& matcher = selector.matchers[i];
        if (!selector.metric.empty() && i + 1 == selector.matchers.size())
            break; // the name's own
        static constexpr const char* kOps[] = {"=", "!=", "=~", "!~"};
        inner += (inner.empty() ? "" : ",") + nameText(matcher.name()) + kOps[static_cast<int>(matcher.op())]
            + quote(matcher.value());
    }
    std::string out = bare ? selector.metric : "";
    if (!inner.empty() || !bare)
        out += "{" + inner + "}";
    if (selector.range)
        out += "[" + formatDuration(*selector.range) + "]";
    return out + shiftText(selector.shift);
}

struct Printer {
    std::string operator()(const NumberLiteral& n) const { return formatPromFloat(n.value); }
    std::string operator()(const StringLiteral& s) const { return quote(s.value); }
    std::string operator()(const Selector& s) const { return selectorText(s); }
    std::string operator()(const Subquery& s) const
    {
        return fmt::format(
            "{}[{}:{}]{}", print(*s.expr), formatDuration(s.range), s.step ? formatDuration(*s.step) : "", shiftText(s.shift));
    }
    std::string operator()(const Unary& u) const { return (u.minus ? "-" : "+") + print(*u.expr); }
    std::string operator()(const Binary& b) const
    {
        std::string out = print(*b.lhs) + " " + std::string(opText(b.op)) + (b.returnBool ? " bool" : "");
        const Matching& m = b.matching;
        if (m.on || !m.labels.empty() || m.card != Matching::Card::OneToOne)
            out += (m.on ? " on " : " ignoring ") + listText(m.labels);
        if (m.card != Matching::Card::OneToOne)
            out += (m.card == Matching::Card::ManyToOne ? " group_left " : " group_right ") + listText(m.include);
        return out + " " + print(*b.rhs);
    }
    std::string operator()(const Aggregate& a) const
    {
        std::string out(opText(a.op));
        if (a.without || !a.grouping.empty())
            out += (a.without ? " without " : " by ") + listText(a.grouping) + " ";
        return out + "(" + (a.parameter ? print(*a.parameter) + ", " : "") + print(*a.expr) + ")";
    }
    std::string operator()(const Call& c) const
    {
        std::string out(c.function->name);
        out += "(";
        for (std::size_t i = 0; i < c.arguments.size(); ++i)
            out += (i > 0 ? ", " : "") + print(*c.arguments[i]);
        return out + ")";
    }
    std::string operator()(const Paren& p) const { return "(" + print(*p.expr) + ")"; }
};

} // namespace

std::string print(const Expr& expr)
{
    return std::visit(Printer{}, expr.node);
}

} // namespace wg::promql
