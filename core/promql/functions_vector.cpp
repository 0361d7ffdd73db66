#include "core/formats/pattern.h"
#include "core/promql/functions.h"
#include "core/promql/quoting.h"
#include "core/promql/selector_eval.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <fmt/format.h>

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
    StepSeries s{std::make_shared<const series::Labels>(labelsForAbsent(*context.call.arguments[0])),
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
    std::vector<char> there(context.grid.count, 0);
    for (const StepSeries& s : context.vector(0)) {
        for (std::size_t i = 0; i < there.size(); ++i)
            there[i] |= isAbsent(s.v[i]) ? 0 : 1;
    }
    return onesWhereAbsent(context, there);
}

Result<StepValue> absentOverTime(CallContext& context)
{
    const auto& range = std::get<RangeVector>(context.arguments[0]);
    std::vector<char> there(context.grid.count, 0);
    for (const RangeSeries& s : range.series) {
        WG_CHECK(context.evaluation.checkpoint());
        for (std::size_t i = 0; i < there.size(); ++i) {
            const TimeMs to = range.windowEnd(context.grid.at(i));
            const TimeMs from = to - range.range + (context.evaluation.leftOpen() ? 1 : 0);
            const auto first = std::ranges::lower_bound(s.t, from);
            there[i] |= first != s.t.end() && *first <= to ? 1 : 0;
        }
    }
    return onesWhereAbsent(context, there);
}

Result<StepValue> scalar(CallContext& context)
{
    ScalarSteps out(context.grid.count, std::numeric_limits<double>::quiet_NaN());
    std::vector<std::size_t> elements(context.grid.count, 0);
    for (const StepSeries& s : context.vector(0)) {
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
    WG_CHECK(removeNames(out, context.evaluation.options));
    return out;
}

/// Order means something in instant queries only.
template <bool Descending>
Result<StepValue> sort(CallContext& context)
{
    StepVector out = std::move(context.vector(0));
    if (context.grid.count == 1)
        std::ranges::stable_sort(out, [](const StepSeries& a, const StepSeries& b) {
            if (std::isnan(a.v[0]) || std::isnan(b.v[0]))
                return !std::isnan(a.v[0]) && std::isnan(b.v[0]);
            return Descending ? a.v[0] > b.v[0] : a.v[0] < b.v[0];
        });
    return out;
}

Result<StepValue> labelJoin(CallContext& context)
{
    for (std::size_t i = 1; i < context.arguments.size(); ++i) {
        const bool isSeparator = i == 2;
        if (!isSeparator && !isLabelName(context.text(i)))
            return std::unexpected(context.evaluation.error(context.call.arguments[i]->range,
                fmt::format("invalid {} label name in label_join(): {}", i == 1 ? "destination" : "source", context.text(i))));
    }
    StepVector out = std::move(context.vector(0));
    relabel(out, [&](const series::Labels& labels) {
        std::string joined;
        for (std::size_t i = 3; i < context.arguments.size(); ++i)
            joined += (i > 3 ? context.text(2) : "") + std::string(labels.get(context.text(i)));
        return labels.with(context.text(1), joined);
    });
    WG_CHECK(mergeSameLabels(out));
    return out;
}

Result<StepValue> labelReplace(CallContext& context)
{
    const std::string& target = context.text(1);
    auto pattern = formats::Re2Pattern::make(context.text(4));
    if (!pattern)
        return std::unexpected(context.evaluation.error(context.call.arguments[4]->range,
            fmt::format("invalid regular expression in label_replace(): {}", context.text(4))));
    if (!isLabelName(target))
        return std::unexpected(context.evaluation.error(
            context.call.arguments[1]->range, fmt::format("invalid destination label name in label_replace(): {}", target)));
    StepVector out = std::move(context.vector(0));
    relabel(out, [&](const series::Labels& labels) {
        const auto value = pattern->expandFullMatch(labels.get(context.text(3)), context.text(2));
        return value ? labels.with(target, *value) : labels;
    });
    WG_CHECK(mergeSameLabels(out));
    return out;
}

constexpr FunctionRow kRows[] = {
    {"absent", absentNow},
    {"absent_over_time", absentOverTime},
    {"label_join", labelJoin},
    {"label_replace", labelReplace},
    {"scalar", scalar},
    {"sort", sort<false>},
    {"sort_desc", sort<true>},
    {"timestamp", timestamp},
    {"vector", vector},
};

} // namespace

std::span<const FunctionRow> vectorFunctions()
{
    return kRows;
}

} // namespace wg::promql
