// rate, increase, delta, irate, idelta, resets, changes (promql/functions.go extrapolatedRate, instantValue).
#include "core/promql/counter_resets.h"
#include "core/promql/edges.h"
#include "core/promql/selector_eval.h"
#include "core/promql/windows.h"

#include <cmath>

#include <fmt/format.h>

namespace wg::promql {
namespace {

/// Difference of last and first plus what resets took away, extrapolated towards the ends of the range by at most half a
/// sample distance more than what is there, and never below a counter's zero.
struct Extrapolated {
    static constexpr bool kSameForSameWindow = true;
    RateKind kind;
    bool zeroWithinExtrapolation = true;
    const RangeSeries* series = nullptr;
    Resets resets;

    void begin(const RangeSeries& s, Pulse& pulse)
    {
        series = &s;
        if (kind.isCounter)
            resets.find(s, pulse);
    }

    double at(const Step& step, Pulse& pulse)
    {
        const auto& [labels, t, v, owner, start, dropName] = *series;
        const std::size_t first = step.first;
        const std::size_t last = step.end - 1;
        const bool beganInside =
            kind.isCounter && !start.empty() && start[first] > step.from && start[first] != 0 && start[first] < t[first];
        if (first == last && !beganInside)
            return absent();
        double difference = v[last] - v[first];
        if (kind.isCounter) {
            const auto inside = resets.within(first, step.end);
            pulse.spend(inside.size());
            for (const std::size_t i : inside)
                difference += v[i - 1];
        }
        double sampled = seconds(t[last] - t[first]);
        const double between = first == last ? 0 : sampled / static_cast<double>(last - first);
        double toStart = 0;
        if (beganInside) {
            // A sample of value 0 at the start time stands for what would else be extrapolated.
            sampled = seconds(t[last] - start[first]);
            difference += v[first];
        } else {
            toStart = untilStart(seconds(t[first] - step.from), between, sampled, v[first], difference);
        }
        double toEnd = seconds(step.to - t[last]);
        if (toEnd >= between * kCloseEnough)
            toEnd = between / 2;
        double factor = (sampled + toStart + toEnd) / sampled;
        if (kind.perSecond)
            factor /= seconds(step.to - step.from);
        return difference * factor;
    }

private:
    static constexpr double kCloseEnough = 1.1; // of the average distance: the series is taken to go on to the end

    [[nodiscard]] double untilStart(double there, double between, double sampled, double firstValue, double difference) const
    {
        const bool isFar = there >= between * kCloseEnough;
        double out = isFar && zeroWithinExtrapolation ? between / 2 : there;
        if (kind.isCounter && difference > 0 && firstValue >= 0)
            out = std::min(out, sampled * (firstValue / difference));
        if (!zeroWithinExtrapolation && out >= between * kCloseEnough)
            out = between / 2;
        return out;
    }
};

/// irate and idelta: the last two samples.
struct LastTwo {
    static constexpr bool kSameForSameWindow = true;
    bool isRate;
    const RangeSeries* series = nullptr;

    void begin(const RangeSeries& s, Pulse&) { series = &s; }
    double at(const Step& step, Pulse&) const
    {
        if (step.end - step.first < 2)
            return absent();
        const std::size_t last = step.end - 1;
        const double difference = series->v[last] - series->v[last - 1];
        if (!isRate)
            return difference;
        return (isReset(*series, last) ? series->v[last] : difference) / seconds(series->t[last] - series->t[last - 1]);
    }
};

bool isChange(const RangeSeries& series, std::size_t i)
{
    return series.v[i] != series.v[i - 1] && !(std::isnan(series.v[i]) && std::isnan(series.v[i - 1]));
}

/// How often something happens from one sample to the next.
template <bool (*Happens)(const RangeSeries&, std::size_t)>
struct Transitions {
    static constexpr bool kSameForSameWindow = true;
    bool anchored;
    const RangeSeries* series = nullptr;
    std::vector<std::uint32_t> before = {}; ///< how many from sample 0 to sample i

    void begin(const RangeSeries& s, Pulse& pulse)
    {
        series = &s;
        before.assign(s.v.size(), 0);
        for (std::size_t i = 1; i < s.v.size() && pulse.spend(1); ++i)
            before[i] = before[i - 1] + (Happens(s, i) ? 1 : 0);
    }
    double at(const Step& step, Pulse&) const
    {
        std::size_t first = step.first;
        if (anchored) {
            const auto anchor = anchorIndex(series->t.subspan(step.first, step.end - step.first), step.from);
            if (!anchor)
                return absent();
            first += *anchor;
        }
        return before[step.end - 1] - before[first];
    }
};

/// rate() and increase() of something that does not look like a counter: by its type if it says one, else by its name.
void hintAtGauges(CallContext& context, const StepVector& out)
{
    if (!hasAnnotations(context.evaluation.options.compat))
        return;
    for (const StepSeries& series : out) {
        const std::string_view name = series.labels->metricName();
        const std::string_view type = series.labels->get("__type__");
        std::string hint;
        if (!type.empty() && type != "counter" && type != "histogram")
            hint = fmt::format("metric might not be a counter, __type__ label is not set to \"counter\" or \"histogram\", "
                               "got \"{}\": \"{}\"",
                type, name);
        else if (type.empty() && !name.ends_with("_total") && !name.ends_with("_sum") && !name.ends_with("_count")
            && !name.ends_with("_bucket"))
            hint = fmt::format("metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \"{}\"", name);
        if (!name.empty() && !hint.empty())
            context.evaluation.say(Warning::Severity::Info, context.call.arguments[0]->range, hint);
    }
}

template <bool IsCounter, bool PerSecond>
Result<StepValue> rate(CallContext& context)
{
    const RateKind kind{IsCounter, PerSecond};
    const auto edges = std::get<RangeVector>(context.arguments[0]).edges;
    const Compat compat = context.evaluation.options.compat;
    const auto finish = [&](const StepVector& out) {
        if (IsCounter)
            hintAtGauges(context, out);
    };
    if (edges != Selector::Edges::Samples)
        return overWindows(context, 0, EdgedRate{kind, edges == Selector::Edges::Smoothed}, MetricName::Drop, finish);
    return overWindows(
        context, 0, Extrapolated{kind, zeroIsSoughtWithinExtrapolation(compat), nullptr, {}}, MetricName::Drop, finish);
}

template <bool IsRate>
Result<StepValue> lastTwo(CallContext& context)
{
    return overWindows(context, 0, LastTwo{IsRate});
}

template <bool (*Happens)(const RangeSeries&, std::size_t)>
Result<StepValue> transitions(CallContext& context)
{
    const bool anchored = std::get<RangeVector>(context.arguments[0]).edges == Selector::Edges::Anchored;
    return overWindows(context, 0, Transitions<Happens>{anchored});
}

/// Of stored samples only: an expression's values have no start.
Result<StepValue> startTimestamp(CallContext& context)
{
    const auto* selector = std::get_if<Selector>(&withoutParens(*context.call.arguments[0]).node);
    if (selector == nullptr)
        return StepVector{};
    WG_TRY(StepVector out, evaluateStartTimes(context.evaluation, *selector, context.grid));
    WG_CHECK(removeNames(out, context.evaluation));
    return out;
}

constexpr FunctionRow kRows[] = {
    {"changes", transitions<isChange>},
    {"delta", rate<false, false>},
    {"idelta", lastTwo<false>},
    {"increase", rate<true, false>},
    {"irate", lastTwo<true>},
    {"rate", rate<true, true>},
    {"resets", transitions<isReset>},
    {"start_timestamp", startTimestamp, 0},
};

} // namespace

std::span<const FunctionRow> counterFunctions()
{
    return kRows;
}

} // namespace wg::promql
