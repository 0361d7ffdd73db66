#include "tests/promql/script/at_variants.h"

#include "core/promql/function_table.h"
#include "core/promql/parser.h"
#include "core/promql/printer.h"

#include <algorithm>
#include <array>

namespace wg::test::script {
namespace {

using promql::Shift;

/// Their results change with the time of the query, whatever their arguments are fixed to (upstream's list).
constexpr std::string_view kUnsafe[] = {"days_in_month", "day_of_month", "day_of_week", "day_of_year", "hour", "minute",
    "month", "year", "predict_linear", "time", "timestamp", "start", "end"};

void fix(Shift& shift, TimeMs at)
{
    if (shift.anchor != Shift::Anchor::Time) {
        shift.anchor = Shift::Anchor::Time;
        shift.at = at;
    }
}

/// false: an unsafe function is in it. What lies within a subquery is fixed by the subquery.
struct Fixer {
    TimeMs at;

    bool operator()(promql::NumberLiteral&) const { return true; }
    bool operator()(promql::StringLiteral&) const { return true; }
    bool operator()(promql::Selector& s) const
    {
        fix(s.shift, at);
        return true;
    }
    bool operator()(promql::Subquery& s) const
    {
        fix(s.shift, at);
        return true;
    }
    bool operator()(promql::Unary& u) const { return part(u.expr); }
    bool operator()(promql::Paren& p) const { return part(p.expr); }
    bool operator()(promql::Binary& b) const { return part(b.lhs) && part(b.rhs); }
    bool operator()(promql::Aggregate& a) const { return (!a.parameter || part(a.parameter)) && part(a.expr); }
    bool operator()(promql::Call& c) const
    {
        return std::ranges::find(kUnsafe, c.function->name) == std::end(kUnsafe)
            && std::ranges::all_of(c.arguments, [this](const promql::ExprPtr& argument) { return part(argument); });
    }

    [[nodiscard]] bool part(const promql::ExprPtr& expr) const { return std::visit(*this, expr->node); }
};

} // namespace

std::vector<InstantQuery> atVariants(const std::string& expression, TimeMs at, promql::Compat compat)
{
    auto expr = promql::parse(expression, compat);
    if (!expr || !std::visit(Fixer{at}, expr->node))
        return {};
    const std::string fixed = promql::print(*expr);
    std::vector<InstantQuery> out;
    const std::array<TimeMs, 5> times{-10 * at, 0, at / 5, at, 10 * at};
    const std::array<TimeMs, 3> aroundZero{-1000, 0, 1000};
    for (const TimeMs time : at == 0 ? std::span<const TimeMs>(aroundZero) : std::span<const TimeMs>(times))
        out.push_back({fixed, time});
    return out;
}

} // namespace wg::test::script
