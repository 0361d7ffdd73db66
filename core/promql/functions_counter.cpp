#include "core/promql/statistics.h"
#include "core/promql/windows.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace wg::promql {
namespace {

double seconds(DurationMs duration)
{
    return static_cast<double>(duration) / 1000.0;
}

/// Difference of last and first, extrapolated towards the ends of the range by at most half a sample distance more than
/// what is there, and never below a counter's zero (promql/functions.go extrapolatedRate).
double extrapolated(const Window& w, bool isCounter, bool isRate)
{
    if (w.v.size() < 2)
        return absent();
    double difference = w.v.back() - w.v.front();
    for (std::size_t i = 1; isCounter && i < w.v.size(); ++i) {
        if (w.v[i] < w.v[i - 1])
            difference += w.v[i - 1];
    }
    const double sampled = seconds(w.t.back() - w.t.front());
    const double between = sampled / static_cast<double>(w.v.size() - 1);
    const double threshold = between * 1.1;
    double toStart = seconds(w.t.front() - w.from);
    double toEnd = seconds(w.to - w.t.back());
    const bool clampsLate = w.compat == Compat::V3; // before 2.51 zero was looked for before the cut to half a distance
    if (clampsLate && toStart >= threshold)
        toStart = between / 2;
    if (isCounter && difference > 0 && w.v.front() >= 0)
        toStart = std::min(toStart, sampled * (w.v.front() / difference));
    if (!clampsLate && toStart >= threshold)
        toStart = between / 2;
    if (toEnd >= threshold)
        toEnd = between / 2;
    double factor = (sampled + toStart + toEnd) / sampled;
    if (isRate)
        factor /= seconds(w.to - w.from);
    return difference * factor;
}

double rate(const Window& w)
{
    return extrapolated(w, true, true);
}
double increase(const Window& w)
{
    return extrapolated(w, true, false);
}
double delta(const Window& w)
{
    return extrapolated(w, false, false);
}

double irate(const Window& w)
{
    const std::size_t n = w.v.size();
    if (n < 2)
        return absent();
    const double difference = w.v[n - 1] < w.v[n - 2] ? w.v[n - 1] : w.v[n - 1] - w.v[n - 2];
    return difference / seconds(w.t[n - 1] - w.t[n - 2]);
}

double idelta(const Window& w)
{
    const std::size_t n = w.v.size();
    return n < 2 ? absent() : w.v[n - 1] - w.v[n - 2];
}

double changes(const Window& w)
{
    double count = 0;
    for (std::size_t i = 1; i < w.v.size(); ++i)
        count += w.v[i] != w.v[i - 1] && !(std::isnan(w.v[i]) && std::isnan(w.v[i - 1])) ? 1 : 0;
    return count;
}

double resets(const Window& w)
{
    double count = 0;
    for (std::size_t i = 1; i < w.v.size(); ++i)
        count += w.v[i] < w.v[i - 1] ? 1 : 0;
    return count;
}

struct Line {
    double slope = 0;
    double intercept = 0; ///< at the origin
};

/// Least squares over (t - origin, v).
Line regression(const Window& w, TimeMs origin)
{
    KahanSum x;
    KahanSum y;
    KahanSum xy;
    KahanSum xx;
    bool constant = true;
    for (std::size_t i = 0; i < w.v.size(); ++i) {
        constant = constant && w.v[i] == w.v[0];
        const double at = seconds(w.t[i] - origin);
        x.add(at);
        y.add(w.v[i]);
        xy.add(at * w.v[i]);
        xx.add(at * at);
    }
    if (constant) {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        return std::isinf(w.v[0]) ? Line{nan, nan} : Line{0, w.v[0]};
    }
    const auto n = static_cast<double>(w.v.size());
    const double covariance = xy.value() - x.value() * y.value() / n;
    const double variance = xx.value() - x.value() * x.value() / n;
    const double slope = covariance / variance;
    return {slope, y.value() / n - slope * x.value() / n};
}

double deriv(const Window& w)
{
    return w.v.size() < 2 ? absent() : regression(w, w.t.front()).slope;
}

double predict(const Window& w)
{
    if (w.v.size() < 2)
        return absent();
    const Line line = regression(w, w.step);
    return line.slope * w.parameter + line.intercept;
}

Result<StepValue> predictLinear(CallContext& context)
{
    return mapWindows(context, 0, predict, &context.scalar(1));
}

/// rate() and the like over something whose name does not look like a counter's: an info, as in 3.x.
void hintAtGauges(CallContext& context)
{
    if (context.evaluation.options.compat != Compat::V3)
        return;
    for (const RangeSeries& series : std::get<RangeVector>(context.arguments[0]).series) {
        const std::string_view name = series.labels->metricName();
        if (name.empty() || name.ends_with("_total") || name.ends_with("_sum") || name.ends_with("_count")
            || name.ends_with("_bucket"))
            continue;
        context.evaluation.say(Warning::Severity::Info, context.call.arguments[0]->range,
            fmt::format("metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \"{}\"", name));
    }
}

template <double (*Kernel)(const Window&)>
Result<StepValue> overCounter(CallContext& context)
{
    auto result = mapWindows(context, 0, Kernel);
    if (result && !std::get<StepVector>(*result).empty())
        hintAtGauges(context);
    return result;
}

constexpr FunctionRow kRows[] = {
    {"changes", overWindows<changes>},
    {"delta", overWindows<delta>},
    {"deriv", overWindows<deriv>},
    {"idelta", overWindows<idelta>},
    {"increase", overCounter<increase>},
    {"irate", overCounter<irate>},
    {"predict_linear", predictLinear},
    {"rate", overCounter<rate>},
    {"resets", overWindows<resets>},
};

} // namespace

std::span<const FunctionRow> counterFunctions()
{
    return kRows;
}

} // namespace wg::promql
