#include "core/promql/duration_expr.h"

#include "core/base/number.h"
#include "core/promql/parser.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace wg::promql {
namespace {

using Kind = DurationExpr::Kind;

std::string_view sign(Kind kind)
{
    switch (kind) {
    case Kind::Add:
        return "+";
    case Kind::Mul:
        return "*";
    case Kind::Div:
        return "/";
    case Kind::Mod:
        return "%";
    case Kind::Pow:
        return "^";
    default:
        return "-";
    }
}

/// Seconds of every expression, for one query.
class Resolver {
public:
    Resolver(const QueryTimes& times, std::string_view expression) : m_times(times), m_expression(expression) { }

    Result<void> resolve(Expr& expr) const
    {
        if (auto* selector = std::get_if<Selector>(&expr.node)) {
            if (selector->rangeExpr) {
                WG_TRY(selector->range, positive(*selector->rangeExpr));
            }
            WG_CHECK(resolve(selector->shift));
        } else if (auto* subquery = std::get_if<Subquery>(&expr.node)) {
            if (subquery->rangeExpr) {
                WG_TRY(subquery->range, positive(*subquery->rangeExpr));
            }
            if (subquery->stepExpr) {
                WG_TRY(subquery->step, positive(*subquery->stepExpr));
            }
            WG_CHECK(resolve(subquery->shift));
        }
        Result<void> out;
        forEachChild(expr, [&](Expr& child) {
            if (out)
                out = resolve(child);
        });
        return out;
    }

private:
    [[nodiscard]] std::unexpected<Error> error(const DurationExpr& at, std::string message) const
    {
        return std::unexpected(errorAt(ErrorCode::Execution, m_expression, at.range, std::move(message)));
    }

    [[nodiscard]] Result<void> resolve(Shift& shift) const
    {
        if (!shift.offsetExpr)
            return {};
        WG_TRY(const double seconds, value(*shift.offsetExpr));
        WG_TRY(shift.offset, milliseconds(*shift.offsetExpr, seconds));
        return {};
    }

    [[nodiscard]] Result<DurationMs> positive(const DurationExpr& expr) const
    {
        WG_TRY(const double seconds, value(expr));
        if (seconds <= 0)
            return error(expr, "duration must be greater than 0");
        return milliseconds(expr, seconds);
    }

    [[nodiscard]] Result<DurationMs> milliseconds(const DurationExpr& expr, double seconds) const
    {
        constexpr double kMost = 9.223372036854775e12; // milliseconds: as many nanoseconds as 64 bits hold, as of literals
        if (!(std::abs(seconds) * 1000 < kMost))
            return error(expr, "duration is out of range");
        return static_cast<DurationMs>(seconds * 1000);
    }

    [[nodiscard]] Result<double> value(const DurationExpr& expr) const
    {
        switch (expr.kind) {
        case Kind::Number:
        case Kind::Duration:
            return expr.seconds;
        case Kind::Step:
            return static_cast<double>(m_times.step) / 1000.0;
        case Kind::Range:
            return static_cast<double>(m_times.end - m_times.start) / 1000.0;
        default:
            break;
        }
        WG_TRY(const double left, value(*expr.lhs));
        if (expr.kind == Kind::Paren)
            return left;
        if (expr.kind == Kind::Minus)
            return -left;
        WG_TRY(const double right, value(*expr.rhs));
        return combine(expr, left, right);
    }

    [[nodiscard]] Result<double> combine(const DurationExpr& expr, double left, double right) const
    {
        switch (expr.kind) {
        case Kind::Add:
            return left + right;
        case Kind::Sub:
            return left - right;
        case Kind::Mul:
            return left * right;
        case Kind::Div:
            return right == 0 ? Result<double>(error(expr, "division by zero")) : left / right;
        case Kind::Mod:
            return right == 0 ? Result<double>(error(expr, "modulo by zero")) : std::fmod(left, right);
        case Kind::Pow:
            return std::pow(left, right);
        case Kind::MinOf:
            return std::min(left, right);
        default:
            return std::max(left, right);
        }
    }

    const QueryTimes& m_times;
    std::string_view m_expression;
};

} // namespace

Result<void> resolveDurations(Expr& expr, const QueryTimes& times, std::string_view expression)
{
    return Resolver(times, expression).resolve(expr);
}

std::string durationLiteral(double seconds)
{
    return formatDuration(std::llround(seconds * 1000));
}

std::string durationText(const DurationExpr& expr)
{
    switch (expr.kind) {
    case Kind::Number:
        return formatPromFloat(expr.seconds);
    case Kind::Duration:
        return durationLiteral(expr.seconds);
    case Kind::Step:
        return "step()";
    case Kind::Range:
        return "range()";
    case Kind::Minus:
        return "-" + durationText(*expr.lhs);
    case Kind::Paren:
        return "(" + durationText(*expr.lhs) + ")";
    case Kind::MinOf:
    case Kind::MaxOf:
        return fmt::format(
            "{}({}, {})", expr.kind == Kind::MinOf ? "min_of" : "max_of", durationText(*expr.lhs), durationText(*expr.rhs));
    default:
        return fmt::format("{} {} {}", durationText(*expr.lhs), sign(expr.kind), durationText(*expr.rhs));
    }
}

} // namespace wg::promql
