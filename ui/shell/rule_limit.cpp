#include "ui/shell/rule_limit.h"

#include "core/promql/parser.h"

namespace wg::ui::shell {
namespace {

std::optional<double> numberOf(const promql::Expr& expr)
{
    const promql::Expr& inner = promql::withoutParens(expr);
    if (const auto* number = std::get_if<promql::NumberLiteral>(&inner.node))
        return number->value;
    const auto* unary = std::get_if<promql::Unary>(&inner.node);
    if (!unary)
        return std::nullopt;
    const auto number = numberOf(*unary->expr);
    return number && unary->minus ? std::optional(-*number) : number;
}

} // namespace

RuleLimit ruleLimit(std::string_view expression)
{
    RuleLimit whole{std::string(expression), std::nullopt};
    const auto parsed = promql::parse(expression);
    if (!parsed)
        return whole;
    const auto* binary = std::get_if<promql::Binary>(&promql::withoutParens(*parsed).node);
    if (!binary || !promql::isComparison(binary->op))
        return whole;
    const auto textOf = [&](const promql::Expr& side) {
        return std::string(expression.substr(side.range.begin, side.range.end - side.range.begin));
    };
    if (const auto limit = numberOf(*binary->rhs))
        return {textOf(*binary->lhs), limit};
    if (const auto limit = numberOf(*binary->lhs))
        return {textOf(*binary->rhs), limit};
    return whole;
}

} // namespace wg::ui::shell
