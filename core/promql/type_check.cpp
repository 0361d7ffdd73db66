#include "core/promql/type_check.h"

#include "core/promql/function_table.h"
#include "core/promql/parser.h"
#include "core/promql/quoting.h"

#include <algorithm>

#include <fmt/format.h>

namespace wg::promql {
namespace {

constexpr ValueType kScalar = ValueType::Scalar;
constexpr ValueType kVector = ValueType::InstantVector;

class Checker {
public:
    explicit Checker(std::string_view text) : m_text(text) { }

    Result<void> check(Expr& expr) const
    {
        return std::visit([&](auto& node) { return check(expr, node); }, expr.node);
    }

private:
    Result<void> check(const Expr&, NumberLiteral&) const { return {}; }
    Result<void> check(const Expr&, StringLiteral&) const { return {}; }
    Result<void> check(const Expr&, Paren& paren) const { return check(*paren.expr); }

    Result<void> check(const Expr& expr, Selector& selector) const
    {
        if (selector.metric.empty()) {
            if (std::ranges::all_of(selector.matchers, [](const series::Matcher& m) { return m.matchesEmpty(); }))
                return error(expr.range, "vector selector must contain at least one non-empty matcher");
            return {};
        }
        const auto isName = [](const series::Matcher& m) { return m.name() == series::kMetricName; };
        const auto twice = std::ranges::find_if(selector.matchers.begin(), selector.matchers.end() - 1, isName);
        if (twice != selector.matchers.end() - 1)
            return error(expr.range,
                fmt::format("metric name must not be set twice: {} or {}", quote(selector.metric), quote(twice->value())));
        return {};
    }

    Result<void> check(const Expr& expr, Subquery& subquery) const
    {
        WG_CHECK(check(*subquery.expr));
        const ValueType type = subquery.expr->type();
        if (type == kVector)
            return {};
        return error(expr.range,
            fmt::format("subquery is only allowed on instant vector, got {} instead",
                type == ValueType::RangeVector ? "matrix" : typeName(type)));
    }

    Result<void> check(const Expr& expr, Unary& unary) const
    {
        WG_CHECK(check(*unary.expr));
        const ValueType type = unary.expr->type();
        if (type == kScalar || type == kVector)
            return {};
        return error(expr.range,
            fmt::format(
                "unary expression only allowed on expressions of type scalar or instant vector, got \"{}\"", typeName(type)));
    }

    Result<void> check(const Expr& expr, Binary& binary) const
    {
        WG_CHECK(check(*binary.lhs));
        WG_CHECK(check(*binary.rhs));
        const ValueType left = binary.lhs->type();
        const ValueType right = binary.rhs->type();
        if (binary.returnBool && !isComparison(binary.op))
            return error(binary.opRange, "bool modifier can only be used on comparison operators");
        if (isComparison(binary.op) && !binary.returnBool && left == kScalar && right == kScalar)
            return error(binary.opRange, "comparisons between scalars must use BOOL modifier");
        for (const std::string& label : binary.matching.labels) {
            if (binary.matching.on && std::ranges::find(binary.matching.include, label) != binary.matching.include.end())
                return error(
                    binary.opRange, fmt::format("label {} must not occur in ON and GROUP clause at once", quote(label)));
        }
        for (const Expr* side : {binary.lhs.get(), binary.rhs.get()}) {
            if (side->type() != kScalar && side->type() != kVector)
                return error(side->range, "binary expression must contain only scalar and instant vector types");
        }
        WG_CHECK(checkMatching(expr, binary, left == kVector && right == kVector));
        if (isSetOp(binary.op) && (left == kScalar || right == kScalar))
            return error(
                expr.range, fmt::format("set operator \"{}\" not allowed in binary scalar expression", opText(binary.op)));
        return {};
    }

    Result<void> checkMatching(const Expr& expr, Binary& binary, bool vectors) const
    {
        Matching& matching = binary.matching;
        const bool fills = matching.fillLeft || matching.fillRight;
        if (!vectors) {
            if (!matching.labels.empty())
                return error(expr.range, "vector matching only allowed between instant vectors");
            if (fills)
                return error(expr.range, "filling in missing series only allowed between instant vectors");
            matching = {};
        } else if (isSetOp(binary.op)) {
            if (matching.card != Matching::Card::OneToOne)
                return error(expr.range, fmt::format("no grouping allowed for \"{}\" operation", opText(binary.op)));
            if (fills)
                return error(expr.range, "filling in missing series not allowed for set operators");
        }
        return {};
    }

    Result<void> check(const Expr&, Aggregate& aggregate) const
    {
        WG_CHECK(expect(*aggregate.expr, kVector, "aggregation expression"));
        if (!aggregate.parameter)
            return {};
        const bool label = aggregate.op == AggregateOp::CountValues;
        return expect(*aggregate.parameter, label ? ValueType::String : kScalar, "aggregation parameter");
    }

    Result<void> check(const Expr& expr, Call& call) const
    {
        const FunctionInfo& info = *call.function;
        const auto count = static_cast<int>(call.arguments.size());
        const int least = info.argumentCount - (info.optional != 0 ? 1 : 0);
        const int most = least + info.optional;
        if (count < least || (info.optional >= 0 && count > most)) {
            const std::string_view bound = info.optional == 0 ? "" : count < least ? "at least " : "at most ";
            return error(expr.range,
                fmt::format("expected {}{} argument(s) in call to \"{}\", got {}", bound, count < least ? least : most,
                    info.name, count));
        }
        const std::string context = fmt::format("call to function \"{}\"", info.name);
        const bool isInfo = info.name == "info";
        if (isInfo && count > 1)
            WG_CHECK(checkDataLabels(expr, *call.arguments[1], context));
        for (int i = 0; i < count; ++i) {
            if (isInfo && i == 1)
                break; // a selector that may match everything
            const auto at = static_cast<std::size_t>(std::min(i, info.argumentCount - 1));
            WG_CHECK(expect(*call.arguments[static_cast<std::size_t>(i)], info.arguments[at], context));
        }
        return {};
    }

    /// The second argument of info(): which labels of which info series.
    Result<void> checkDataLabels(const Expr& call, const Expr& argument, std::string_view context) const
    {
        if (argument.type() != kVector)
            return error(call.range,
                fmt::format("expected type {} in {}, got {}", typeName(kVector), context, typeName(argument.type())));
        const auto* selector = std::get_if<Selector>(&argument.node);
        if (selector == nullptr)
            return error(argument.range, "expected label selectors only");
        if (!selector->metric.empty())
            return error(argument.range, "expected label selectors only, got vector selector instead");
        return {};
    }

    [[nodiscard]] std::unexpected<Error> error(SourceRange range, std::string_view message) const
    {
        return std::unexpected(errorAt(ErrorCode::Parse, m_text, range, fmt::format("parse error: {}", message)));
    }

    [[nodiscard]] Result<void> expect(Expr& expr, ValueType wanted, std::string_view context) const
    {
        WG_CHECK(check(expr));
        if (expr.type() == wanted)
            return {};
        return error(
            expr.range, fmt::format("expected type {} in {}, got {}", typeName(wanted), context, typeName(expr.type())));
    }

    std::string_view m_text;
};

} // namespace

Result<void> checkTypes(Expr& expr, std::string_view expression)
{
    return Checker(expression).check(expr);
}

} // namespace wg::promql
