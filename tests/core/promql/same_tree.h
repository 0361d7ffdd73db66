// Whether two expressions are the same tree, wherever their parts stand in the text. Matchers count as a set: they are printed
// in alphabetical order. Header only.
#pragma once

#include "core/promql/ast.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace wg::promql::test {

inline bool sameNumber(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

inline bool sameNumber(const std::optional<double>& a, const std::optional<double>& b)
{
    return a.has_value() == b.has_value() && (!a || sameNumber(*a, *b));
}

inline bool sameDuration(const DurationExprPtr& a, const DurationExprPtr& b)
{
    if (!a || !b)
        return !a && !b;
    return a->kind == b->kind && sameNumber(a->seconds, b->seconds) && sameDuration(a->lhs, b->lhs)
        && sameDuration(a->rhs, b->rhs);
}

inline bool sameShift(const Shift& a, const Shift& b)
{
    return a.offset == b.offset && sameDuration(a.offsetExpr, b.offsetExpr) && a.anchor == b.anchor && a.at == b.at;
}

inline std::vector<std::string> sortedMatchers(const Selector& selector)
{
    std::vector<std::string> out;
    out.reserve(selector.matchers.size());
    for (const series::Matcher& m : selector.matchers)
        out.push_back(m.name() + '\0' + std::to_string(static_cast<int>(m.op())) + m.value());
    std::ranges::sort(out);
    return out;
}

inline bool sameNode(const NumberLiteral& a, const NumberLiteral& b)
{
    return sameNumber(a.value, b.value) && a.duration == b.duration;
}

inline bool sameNode(const StringLiteral& a, const StringLiteral& b)
{
    return a.value == b.value;
}

inline bool sameNode(const Selector& a, const Selector& b)
{
    return a.metric == b.metric && sortedMatchers(a) == sortedMatchers(b) && a.range == b.range
        && sameDuration(a.rangeExpr, b.rangeExpr) && sameShift(a.shift, b.shift) && a.edges == b.edges;
}

inline bool sameNode(const Subquery& a, const Subquery& b)
{
    return a.range == b.range && sameDuration(a.rangeExpr, b.rangeExpr) && a.step == b.step
        && sameDuration(a.stepExpr, b.stepExpr) && sameShift(a.shift, b.shift);
}

inline bool sameNode(const Unary& a, const Unary& b)
{
    return a.minus == b.minus;
}

inline bool sameNode(const Binary& a, const Binary& b)
{
    const Matching& m = a.matching;
    const Matching& n = b.matching;
    return a.op == b.op && a.returnBool == b.returnBool && m.card == n.card && m.on == n.on && m.labels == n.labels
        && m.include == n.include && sameNumber(m.fillLeft, n.fillLeft) && sameNumber(m.fillRight, n.fillRight);
}

inline bool sameNode(const Aggregate& a, const Aggregate& b)
{
    return a.op == b.op && a.without == b.without && a.grouping == b.grouping && !a.parameter == !b.parameter;
}

inline bool sameNode(const Call& a, const Call& b)
{
    return a.function == b.function;
}

inline bool sameNode(const Paren&, const Paren&)
{
    return true;
}

inline bool sameTree(const Expr& a, const Expr& b)
{
    const auto same = [&](const auto& node) {
        const auto* other = std::get_if<std::remove_cvref_t<decltype(node)>>(&b.node);
        return other != nullptr && sameNode(node, *other);
    };
    if (!std::visit(same, a.node))
        return false;
    std::vector<const Expr*> left;
    std::vector<const Expr*> right;
    forEachChild(a, [&](const Expr& child) { left.push_back(&child); });
    forEachChild(b, [&](const Expr& child) { right.push_back(&child); });
    return std::ranges::equal(left, right, [](const Expr* x, const Expr* y) { return sameTree(*x, *y); });
}

} // namespace wg::promql::test
