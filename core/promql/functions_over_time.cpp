// *_over_time: statistics of the samples in a range.
#include "core/base/number.h"
#include "core/promql/counter_resets.h"
#include "core/promql/sliding.h"
#include "core/promql/statistics.h"
#include "core/promql/windows.h"

#include <cmath>

#include <fmt/format.h>

namespace wg::promql {
namespace {

/// What two indexes tell.
template <double (*Value)(const RangeSeries&, const Step&)>
struct Plain {
    static constexpr bool kSameForSameWindow = true;
    const RangeSeries* series = nullptr;

    void begin(const RangeSeries& s, Pulse&) { series = &s; }
    double at(const Step& step, Pulse&) const { return Value(*series, step); }
};

double count(const RangeSeries&, const Step& step)
{
    return static_cast<double>(step.end - step.first);
}
double present(const RangeSeries&, const Step&)
{
    return 1;
}
double first(const RangeSeries& s, const Step& step)
{
    return s.v[step.first];
}
double last(const RangeSeries& s, const Step& step)
{
    return s.v[step.end - 1];
}
double timeOfFirst(const RangeSeries& s, const Step& step)
{
    return seconds(s.t[step.first]);
}
double timeOfLast(const RangeSeries& s, const Step& step)
{
    return seconds(s.t[step.end - 1]);
}

/// Something that is fed every sample of the window.
template <class Accumulator>
double accumulate(std::span<const double> values, const Step& step, Pulse& pulse)
{
    Accumulator state;
    constexpr std::size_t kBlock = 4096;
    for (std::size_t i = step.first; i < step.end; i += kBlock) {
        const std::size_t end = std::min(step.end, i + kBlock);
        if (!pulse.spend(end - i))
            break;
        for (std::size_t k = i; k < end; ++k)
            state.add(values[k]);
    }
    return state.value();
}

struct WelfordVariance : Welford {
    [[nodiscard]] double value() const { return variance(); }
};

template <bool IsDeviation>
struct Variance {
    static constexpr bool kSameForSameWindow = true;
    bool nanAtOverflow;
    std::span<const double> values = {};
    SlidingVariance sliding = {};

    void begin(const RangeSeries& s, Pulse& pulse)
    {
        values = s.v;
        sliding.begin(s.v, pulse);
    }
    double at(const Step& step, Pulse& pulse)
    {
        auto variance = sliding.variance(step.first, step.end);
        if (!variance)
            variance = accumulate<WelfordVariance>(values, step, pulse);
        if (nanAtOverflow && std::isinf(*variance))
            variance = std::nan("");
        return IsDeviation ? std::sqrt(*variance) : *variance;
    }
};

/// A compensated mean that is carried along; an infinite one stays unless its opposite or NaN comes.
struct CarriedMean {
    static constexpr double kLeastLeft = 0x1p-16; // as SlidingSum has it: each step rounds at the size of the mean
    KahanSum mean;
    double count = 0;

    void add(double v)
    {
        ++count;
        if (std::isinf(mean.sum) && (std::isinf(v) ? (mean.sum > 0) == (v > 0) : !std::isnan(v)))
            return;
        mean.add(v / count - mean.sum / count);
    }
    [[nodiscard]] double value() const { return mean.value(); }
};

template <class Accumulator>
SlidingSum slidingFor()
{
    if constexpr (requires { Accumulator::kLeastLeft; })
        return SlidingSum(Accumulator::kLeastLeft);
    else
        return SlidingSum();
}

/// The sum, or the mean, of a window: from prefix sums where those can tell, else by a loop of Accumulator.
template <class Accumulator, bool IsMean>
struct Sum {
    static constexpr bool kSameForSameWindow = true;
    std::span<const double> values = {};
    SlidingSum sums = slidingFor<Accumulator>();

    void begin(const RangeSeries& s, Pulse& pulse)
    {
        values = s.v;
        sums.begin(s.v, pulse);
    }
    double at(const Step& step, Pulse& pulse)
    {
        if (const auto sum = sums.sum(step.first, step.end, pulse))
            return IsMean ? *sum / static_cast<double>(step.end - step.first) : *sum;
        return accumulate<Accumulator>(values, step, pulse);
    }
};

template <bool Greatest>
struct Extreme {
    static constexpr bool kSameForSameWindow = true;
    Extremes<Greatest> extremes = {};

    void begin(const RangeSeries& s, Pulse& pulse) { extremes.begin(s.v, pulse); }
    double at(const Step& step, Pulse& pulse) const { return extremes.best(step.first, step.end, pulse); }
};

/// When the greatest or least was, the last time if there are several.
template <bool Greatest>
struct TimeOfExtreme {
    static constexpr bool kSameForSameWindow = true;
    const RangeSeries* series = nullptr;

    void begin(const RangeSeries& s, Pulse&) { series = &s; }
    double at(const Step& step, Pulse& pulse) const
    {
        const auto& v = series->v;
        std::size_t best = step.first;
        for (std::size_t i = step.first; i < step.end && pulse.spend(1); ++i) {
            if ((Greatest ? v[i] >= v[best] : v[i] <= v[best]) || std::isnan(v[best]))
                best = i;
        }
        return seconds(series->t[best]);
    }
};

struct Quantile {
    static constexpr bool kSameForSameWindow = false; // φ may be another at each step
    const ScalarSteps& phi;
    SortedWindow window = {};

    void begin(const RangeSeries& s, Pulse&) { window.begin(s.v); }
    double at(const Step& step, Pulse& pulse)
    {
        window.moveTo(step.first, step.end, pulse);
        return window.quantile(phi[step.index]);
    }
};

struct MedianDeviation {
    static constexpr bool kSameForSameWindow = true;
    bool nanOfNan;
    std::span<const double> values = {};
    SortedWindow window = {};
    std::vector<double> distances = {};

    void begin(const RangeSeries& s, Pulse&)
    {
        values = s.v;
        window.begin(s.v);
    }
    double at(const Step& step, Pulse& pulse)
    {
        window.moveTo(step.first, step.end, pulse);
        if (window.hasNan() && nanOfNan)
            return std::nan("");
        pulse.spend(step.end - step.first);
        const double median = window.quantile(0.5);
        if (std::isfinite(median) && !window.hasNan())
            return window.medianDistance(median);
        distances.clear();
        for (const double v : values.subspan(step.first, step.end - step.first))
            distances.push_back(std::abs(v - median));
        return quantileOf(0.5, distances);
    }
};

template <class Kernel, MetricName Name = MetricName::Drop>
Result<StepValue> over(CallContext& context)
{
    return overWindows(context, 0, Kernel{}, Name);
}

Result<StepValue> averageOverTime(CallContext& context)
{
    const Compat compat = context.evaluation.options.compat;
    if (meanOverTimeIsCarried(compat))
        return overWindows(context, 0, Sum<CarriedMean, true>{});
    if (meanIsWeighted(compat))
        return overWindows(context, 0, Sum<WeighingMean, true>{});
    return overWindows(context, 0, Sum<KahanMean, true>{});
}

template <bool IsDeviation>
Result<StepValue> varianceOverTime(CallContext& context)
{
    return overWindows(context, 0, Variance<IsDeviation>{compensationOverflows(context.evaluation.options.compat)});
}

Result<StepValue> quantileOverTime(CallContext& context)
{
    const ScalarSteps& phi = context.scalar(0);
    return overWindows(context, 1, Quantile{phi}, MetricName::Drop, [&](const StepVector& out) {
        if (!hasAnnotations(context.evaluation.options.compat))
            return;
        for (std::size_t i = 0; i < phi.size(); ++i) {
            const bool isNew = i == 0 || phi[i] != phi[i - 1];
            if (isNew && !(phi[i] >= 0 && phi[i] <= 1) && !out.empty())
                context.evaluation.say(Warning::Severity::Warning, context.call.arguments[0]->range,
                    fmt::format("quantile value should be between 0 and 1, got {}", formatShortest(phi[i])));
        }
    });
}

Result<StepValue> madOverTime(CallContext& context)
{
    return overWindows(context, 0, MedianDeviation{madOfNanIsNan(context.evaluation.options.compat)});
}

constexpr FunctionRow kRows[] = {
    {"avg_over_time", averageOverTime},
    {"count_over_time", over<Plain<count>>},
    {"first_over_time", over<Plain<first>, MetricName::Keep>},
    {"last_over_time", over<Plain<last>, MetricName::Keep>},
    {"mad_over_time", madOverTime},
    {"max_over_time", over<Extreme<true>>},
    {"min_over_time", over<Extreme<false>>},
    {"present_over_time", over<Plain<present>>},
    {"quantile_over_time", quantileOverTime},
    {"stddev_over_time", varianceOverTime<true>},
    {"stdvar_over_time", varianceOverTime<false>},
    {"sum_over_time", over<Sum<KahanSum, false>>},
    {"ts_of_first_over_time", over<Plain<timeOfFirst>>},
    {"ts_of_last_over_time", over<Plain<timeOfLast>>},
    {"ts_of_max_over_time", over<TimeOfExtreme<true>>},
    {"ts_of_min_over_time", over<TimeOfExtreme<false>>},
};

} // namespace

std::span<const FunctionRow> overTimeFunctions()
{
    return kRows;
}

} // namespace wg::promql
