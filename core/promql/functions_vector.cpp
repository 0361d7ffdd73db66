#include "core/promql/functions.h"
#include "core/promql/selector_eval.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace wg::promql {
namespace {

/// Labels that equality matchers fix; a label matched twice says nothing.
series::Labels labelsForAbsent(const Expr& expr)
{
    const auto* selector = std::get_if<Selector>(&expr.node);
    series::Labels out;
    if (selector == nullptr)
        return out;
    std::set<std::string_view> seen;
    for (const series::Matcher& matcher : selector->matchers) {
        if (matcher.name() == series::kMetricName)
            continue;
        const bool first = matcher.op() == series::MatchOp::Equal && seen.insert(matcher.name()).second;
        out = out.with(matcher.name(), first ? matcher.value() : "");
    }
    return out;
}

/// 1 at the steps where `there` is not set.
Result<StepValue> onesWhereAbsent(CallContext& context, const std::vector<char>& there)
{
    StepSeries s{std::make_shared<const series::Labels>(labelsForAbsent(withoutParens(*context.call.arguments[0]))),
        std::vector<double>(context.grid.count, absent())};
    for (std::size_t i = 0; i < there.size(); ++i) {
        if (!there[i])
            s.v[i] = 1;
    }
    StepVector out{std::move(s)};
    dropAbsent(out);
    return out;
}

Result<StepValue> absentNow(CallContext& context)
{
    WG_CHECK(context.evaluation.account(context.grid.count));
    std::vector<char> there(context.grid.count, 0);
    for (const StepSeries& s : context.vector(0)) {
        WG_CHECK(context.evaluation.checkpoint());
        for (std::size_t i = 0; i < there.size(); ++i)
            there[i] |= isAbsent(s.v[i]) ? 0 : 1;
    }
    return onesWhereAbsent(context, there);
}

Result<StepValue> absentOverTime(CallContext& context)
{
    WG_CHECK(context.evaluation.account(context.grid.count));
    const auto& range = std::get<RangeVector>(context.arguments[0]);
    std::vector<char> there(context.grid.count, 0);
    constexpr std::size_t kSearch = 16; // costs as much as so many samples
    Pulse pulse(context.evaluation);
    for (const RangeSeries& s : range.series) {
        WG_CHECK(pulse.result());
        for (std::size_t i = 0; i < there.size() && pulse.spend(kSearch); ++i) {
            const TimeMs to = range.windowEnd(context.grid.at(i));
            const TimeMs from = to - range.range + (context.evaluation.leftOpen() ? 1 : 0);
            const auto first = std::ranges::lower_bound(s.t, from);
            there[i] |= first != s.t.end() && *first <= to ? 1 : 0;
        }
    }
    WG_CHECK(pulse.result());
    return onesWhereAbsent(context, there);
}

Result<StepValue> scalar(CallContext& context)
{
    WG_CHECK(context.evaluation.account(context.grid.count));
    ScalarSteps out(context.grid.count, std::numeric_limits<double>::quiet_NaN());
    std::vector<std::size_t> elements(context.grid.count, 0);
    for (const StepSeries& s : context.vector(0)) {
        WG_CHECK(context.evaluation.checkpoint());
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (!isAbsent(s.v[i]))
                out[i] = ++elements[i] == 1 ? s.v[i] : std::numeric_limits<double>::quiet_NaN();
        }
    }
    return out;
}

Result<StepValue> vector(CallContext& context)
{
    return StepVector{{std::make_shared<const series::Labels>(), context.scalar(0)}};
}

Result<StepValue> timestamp(CallContext& context)
{
    StepVector out;
    if (const auto* selector = std::get_if<Selector>(&withoutParens(*context.call.arguments[0]).node)) {
        WG_TRY(out, evaluateInstantSelector(context.evaluation, *selector, context.grid, true));
    } else {
        out = std::move(context.vector(0));
        for (StepSeries& s : out) {
            for (std::size_t i = 0; i < s.v.size(); ++i) {
                if (!isAbsent(s.v[i]))
                    s.v[i] = static_cast<double>(context.grid.at(i)) / 1000.0;
            }
        }
    }
    WG_CHECK(removeNames(out, context.evaluation));
    return out;
}

constexpr FunctionRow kRows[] = {
    {"absent", absentNow},
    {"absent_over_time", absentOverTime},
    {"scalar", scalar},
    {"timestamp", timestamp},
    {"vector", vector},
};

} // namespace

std::span<const FunctionRow> vectorFunctions()
{
    return kRows;
}

} // namespace wg::promql
