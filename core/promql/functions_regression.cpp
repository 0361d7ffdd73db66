// A line through the samples of a range: deriv, predict_linear, double_exponential_smoothing (promql/functions.go).
#include "core/promql/counter_resets.h"
#include "core/promql/statistics.h"
#include "core/promql/windows.h"

#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace wg::promql {
namespace {

struct Line {
    double slope = 0;
    double intercept = 0; ///< at the origin
};

/// Least squares over (t - origin, v).
Line regression(const RangeSeries& s, const Step& step, TimeMs origin, Pulse& pulse)
{
    KahanSum x;
    KahanSum y;
    KahanSum xy;
    KahanSum xx;
    const double firstValue = s.v[step.first];
    bool constant = true;
    for (std::size_t i = step.first; i < step.end && pulse.spend(4); ++i) {
        constant = constant && s.v[i] == firstValue;
        const double at = seconds(s.t[i] - origin);
        x.add(at);
        y.add(s.v[i]);
        xy.add(at * s.v[i]);
        xx.add(at * at);
    }
    if (constant) {
        constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
        return std::isinf(firstValue) ? Line{kNan, kNan} : Line{0, firstValue};
    }
    const auto n = static_cast<double>(step.end - step.first);
    const double covariance = xy.value() - x.value() * y.value() / n;
    const double variance = xx.value() - x.value() * x.value() / n;
    const double slope = covariance / variance;
    return {slope, y.value() / n - slope * x.value() / n};
}

struct Derivative {
    static constexpr bool kSameForSameWindow = true;
    const RangeSeries* series = nullptr;

    void begin(const RangeSeries& s, Pulse&) { series = &s; }
    double at(const Step& step, Pulse& pulse) const
    {
        return step.end - step.first < 2 ? absent() : regression(*series, step, series->t[step.first], pulse).slope;
    }
};

struct Prediction {
    static constexpr bool kSameForSameWindow = false; // it is of the step's time, whatever the window
    const ScalarSteps& ahead;
    const RangeSeries* series = nullptr;

    void begin(const RangeSeries& s, Pulse&) { series = &s; }
    double at(const Step& step, Pulse& pulse) const
    {
        if (step.end - step.first < 2)
            return absent();
        const Line line = regression(*series, step, step.at, pulse);
        return line.slope * ahead[step.index] + line.intercept;
    }
};

/// Holt's linear trend.
struct Smoothing {
    static constexpr bool kSameForSameWindow = false;
    const ScalarSteps& levelFactor;
    const ScalarSteps& trendFactor;
    const RangeSeries* series = nullptr;

    void begin(const RangeSeries& s, Pulse&) { series = &s; }
    double at(const Step& step, Pulse& pulse) const
    {
        if (step.end - step.first < 2)
            return absent();
        const double levels = levelFactor[step.index];
        const double trends = trendFactor[step.index];
        const auto& v = series->v;
        double before = 0;
        double level = v[step.first];
        double trend = v[step.first + 1] - v[step.first];
        for (std::size_t i = step.first + 1; i < step.end && pulse.spend(4); ++i) {
            if (i > step.first + 1)
                trend = trends * (level - before) + (1 - trends) * trend;
            before = level;
            level = levels * v[i] + (1 - levels) * (level + trend);
        }
        return level;
    }
};

/// Go's %f.
std::string fixed(double v)
{
    if (std::isinf(v))
        return v > 0 ? "+Inf" : "-Inf";
    return fmt::format("{:f}", v);
}

Result<StepValue> deriv(CallContext& context)
{
    return overWindows(context, 0, Derivative{});
}

Result<StepValue> predictLinear(CallContext& context)
{
    return overWindows(context, 0, Prediction{context.scalar(1)});
}

/// The factors are looked at where there is something to smooth, as Prometheus does.
Result<StepValue> doubleExponentialSmoothing(CallContext& context)
{
    const ScalarSteps& levels = context.scalar(1);
    const ScalarSteps& trends = context.scalar(2);
    const bool any = !std::get<RangeVector>(context.arguments[0]).series.empty();
    for (std::size_t i = 0; any && i < levels.size(); ++i) {
        if (levels[i] <= 0 || levels[i] >= 1)
            return std::unexpected(context.evaluation.error(context.call.arguments[1]->range,
                fmt::format("invalid smoothing factor. Expected: 0 < sf < 1, got: {}", fixed(levels[i]))));
        if (trends[i] <= 0 || trends[i] >= 1)
            return std::unexpected(context.evaluation.error(context.call.arguments[2]->range,
                fmt::format("invalid trend factor. Expected: 0 < tf < 1, got: {}", fixed(trends[i]))));
    }
    return overWindows(context, 0, Smoothing{levels, trends});
}

constexpr FunctionRow kRows[] = {
    {"deriv", deriv},
    {"double_exponential_smoothing", doubleExponentialSmoothing},
    {"holt_winters", doubleExponentialSmoothing},
    {"predict_linear", predictLinear},
};

} // namespace

std::span<const FunctionRow> regressionFunctions()
{
    return kRows;
}

} // namespace wg::promql
