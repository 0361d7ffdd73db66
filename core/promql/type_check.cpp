#include "core/promql/type_check.h"

#include "core/promql/function_table.h"
#include "core/promql/parser.h"

#include <algorithm>

#include <fmt/format.h>

namespace wg::promql {
namespace {

class Checker {
public:
    Checker(const Expr& expr, std::string_view text) : m_expr(expr), m_text(text) { }

    Result<void> operator()(const NumberLiteral&) const { return {}; }
    Result<void> operator()(const StringLiteral&) const { return {}; }
    Result<void> operator()(const Paren&) const { return {}; }

    Result<void> operator()(const Selector& selector) const
    {
        if (std::ranges::all_of(selector.matchers, [](const series::Matcher& m) { return m.matchesEmpty(); }))
            return error(m_expr.range, "vector selector must contain at least one non-empty matcher");
        return {};
    }

    Result<void> operator()(const Subquery& subquery) const
    {
        if (subquery.expr->type() != ValueType::InstantVector) {
            const auto type = subquery.expr->type();
            return error(m_expr.range,
                fmt::format("subquery is only allowed on instant vector, got {} instead",
                    type == ValueType::RangeVector ? "matrix" : typeName(type)));
        }
        return {};
    }

    Result<void> operator()(const Unary& unary) const
    {
        const ValueType type = unary.expr->type();
        if (type != ValueType::Scalar && type != ValueType::InstantVector)
            return error(m_expr.range,
                fmt::format("unary expression only allowed on expressions of type scalar or instant vector, got \"{}\"",
                    typeName(type)));
        return {};
    }

    Result<void> operator()(const Binary& binary) const
    {
        const ValueType left = binary.lhs->type();
        const ValueType right = binary.rhs->type();
        const auto allowed = [](ValueType type) { return type == ValueType::Scalar || type == ValueType::InstantVector; };
        if (binary.returnBool && !isComparison(binary.op))
            return error(binary.opRange, "bool modifier can only be used on comparison operators");
        if (isComparison(binary.op) && !binary.returnBool && left == ValueType::Scalar && right == ValueType::Scalar)
            return error(binary.opRange, "comparisons between scalars must use BOOL modifier");
        if (isSetOp(binary.op) && binary.matching.card != Matching::Card::OneToOne)
            return error(m_expr.range, fmt::format("no grouping allowed for \"{}\" operation", opText(binary.op)));
        if (!allowed(left) || !allowed(right))
            return error(!allowed(left) ? binary.lhs->range : binary.rhs->range,
                "binary expression must contain only scalar and instant vector types");
        if (left == ValueType::InstantVector && right == ValueType::InstantVector)
            return {};
        if (!binary.matching.labels.empty() || binary.matching.on || binary.matching.card != Matching::Card::OneToOne)
            return error(m_expr.range, "vector matching only allowed between instant vectors");
        if (isSetOp(binary.op))
            return error(
                m_expr.range, fmt::format("set operator \"{}\" not allowed in binary scalar expression", opText(binary.op)));
        return {};
    }

    Result<void> operator()(const Aggregate& aggregate) const
    {
        WG_CHECK(expect(*aggregate.expr, ValueType::InstantVector, "aggregation expression"));
        if (!aggregate.parameter)
            return {};
        return expect(*aggregate.parameter, aggregate.op == AggregateOp::CountValues ? ValueType::String : ValueType::Scalar,
            "aggregation parameter");
    }

    Result<void> operator()(const Call& call) const
    {
        const FunctionInfo& info = *call.function;
        const auto count = static_cast<int>(call.arguments.size());
        const int least = info.argumentCount - (info.optional != 0 ? 1 : 0);
        const int most = least + info.optional;
        if (count < least || (info.optional >= 0 && count > most)) {
            const std::string_view bound = info.optional == 0 ? "" : count < least ? "at least " : "at most ";
            return error(m_expr.range,
                fmt::format("expected {}{} argument(s) in call to \"{}\", got {}", bound, count < least ? least : most,
                    info.name, count));
        }
        for (int i = 0; i < count; ++i) {
            const auto at = static_cast<std::size_t>(std::min(i, info.argumentCount - 1));
            WG_CHECK(expect(*call.arguments[static_cast<std::size_t>(i)], info.arguments[at],
                fmt::format("call to function \"{}\"", info.name)));
        }
        return {};
    }

private:
    [[nodiscard]] std::unexpected<Error> error(SourceRange range, std::string message) const
    {
        return std::unexpected(errorAt(ErrorCode::Parse, m_text, range, "parse error: " + std::move(message)));
    }

    [[nodiscard]] Result<void> expect(const Expr& expr, ValueType wanted, std::string_view context) const
    {
        if (expr.type() == wanted)
            return {};
        return error(
            expr.range, fmt::format("expected type {} in {}, got {}", typeName(wanted), context, typeName(expr.type())));
    }

    const Expr& m_expr;
    std::string_view m_text;
};

} // namespace

Result<void> checkTypes(const Expr& expr, std::string_view expression)
{
    return std::visit(Checker(expr, expression), expr.node);
}

} // namespace wg::promql
