#include "core/promql/ast.h"

#include "core/promql/function_table.h"

#include <array>
#include <type_traits>

namespace wg::promql {

std::string_view typeName(ValueType type)
{
    static constexpr std::array<std::string_view, 4> kNames{"scalar", "string", "instant vector", "range vector"};
    return kNames[static_cast<std::size_t>(type)];
}

std::string_view opText(BinaryOp op)
{
    static constexpr std::array<std::string_view, 18> kTexts{
        "or", "and", "unless", "==", "!=", "<=", "<", ">=", ">", "+", "-", "*", "/", "%", "atan2", "^", "</", ">/"};
    return kTexts[static_cast<std::size_t>(op)];
}

std::string_view opText(AggregateOp op)
{
    static constexpr std::array<std::string_view, 14> kTexts{"sum", "avg", "min", "max", "count", "stddev", "stdvar", "group",
        "topk", "bottomk", "quantile", "count_values", "limitk", "limit_ratio"};
    return kTexts[static_cast<std::size_t>(op)];
}

ValueType Expr::type() const
{
    struct TypeOf {
        ValueType operator()(const NumberLiteral&) const { return ValueType::Scalar; }
        ValueType operator()(const StringLiteral&) const { return ValueType::String; }
        ValueType operator()(const Selector& s) const { return s.range ? ValueType::RangeVector : ValueType::InstantVector; }
        ValueType operator()(const Subquery&) const { return ValueType::RangeVector; }
        ValueType operator()(const Unary& u) const { return u.expr->type(); }
        ValueType operator()(const Binary& b) const
        {
            const bool scalars = b.lhs->type() == ValueType::Scalar && b.rhs->type() == ValueType::Scalar;
            return scalars ? ValueType::Scalar : ValueType::InstantVector;
        }
        ValueType operator()(const Aggregate&) const { return ValueType::InstantVector; }
        ValueType operator()(const Call& c) const { return c.function->returns; }
        ValueType operator()(const Paren& p) const { return p.expr->type(); }
    };
    return std::visit(TypeOf{}, node);
}

const Expr& withoutParens(const Expr& expr)
{
    const Expr* at = &expr;
    while (const auto* paren = std::get_if<Paren>(&at->node))
        at = paren->expr.get();
    return *at;
}

namespace {

template <class E, class Visit>
void visitChildren(E& expr, const Visit& visit)
{
    const auto each = [&](auto& node) {
        using N = std::remove_cvref_t<decltype(node)>;
        if constexpr (std::is_same_v<N, Binary>) {
            visit(*node.lhs);
            visit(*node.rhs);
        } else if constexpr (std::is_same_v<N, Call>) {
            for (const ExprPtr& argument : node.arguments)
                visit(*argument);
        } else if constexpr (requires { node.expr; }) {
            if constexpr (std::is_same_v<N, Aggregate>) {
                if (node.parameter)
                    visit(*node.parameter);
            }
            visit(*node.expr);
        }
    };
    std::visit(each, expr.node);
}

} // namespace

void forEachChild(const Expr& expr, const std::function<void(const Expr&)>& visit)
{
    visitChildren(expr, visit);
}

void forEachChild(Expr& expr, const std::function<void(Expr&)>& visit)
{
    visitChildren(expr, visit);
}

std::vector<const Selector*> extractSelectors(const Expr& expr)
{
    std::vector<const Selector*> out;
    const std::function<void(const Expr&)> walk = [&](const Expr& at) {
        if (const auto* selector = std::get_if<Selector>(&at.node))
            out.push_back(selector);
        forEachChild(at, walk);
    };
    walk(expr);
    return out;
}

} // namespace wg::promql
