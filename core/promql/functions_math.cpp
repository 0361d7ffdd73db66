#include "core/promql/functions.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace wg::promql {
namespace {

/// Applies f(value, step) to every element; the metric name goes.
template <class F>
Result<StepValue> mapElements(CallContext& context, F&& f)
{
    StepVector out = std::move(context.vector(0));
    Pulse pulse(context.evaluation);
    for (StepSeries& s : out) {
        WG_CHECK(context.evaluation.checkpoint());
        for (std::size_t i = 0; i < s.v.size() && pulse.spend(1); ++i) {
            if (!isAbsent(s.v[i]))
                s.v[i] = f(s.v[i], i);
        }
    }
    WG_CHECK(pulse.result());
    dropAbsent(out);
    WG_CHECK(removeNames(out, context.evaluation));
    return out;
}

template <double (*F)(double)>
Result<StepValue> map(CallContext& context)
{
    return mapElements(context, [](double v, std::size_t) { return F(v); });
}

// As Go's math.Max and math.Min: their own infinity wins over NaN, and NaN over all else.
double goMax(double a, double b)
{
    const double inf = std::numeric_limits<double>::infinity();
    if (a == inf || b == inf)
        return inf;
    if (std::isnan(a) || std::isnan(b))
        return std::nan("");
    if (a == 0 && b == 0)
        return std::signbit(a) ? b : a;
    return a > b ? a : b;
}

double goMin(double a, double b)
{
    const double inf = std::numeric_limits<double>::infinity();
    if (a == -inf || b == -inf)
        return -inf;
    if (std::isnan(a) || std::isnan(b))
        return std::nan("");
    if (a == 0 && b == 0)
        return std::signbit(a) ? a : b;
    return a < b ? a : b;
}

double sign(double v)
{
    return v < 0 ? -1 : v > 0 ? 1 : v;
}

double degrees(double v)
{
    return v * 180 / std::numbers::pi;
}

double radians(double v)
{
    return v * std::numbers::pi / 180;
}

Result<StepValue> clamp(CallContext& context)
{
    const ScalarSteps& least = context.scalar(1);
    const ScalarSteps& most = context.scalar(2);
    return mapElements(
        context, [&](double v, std::size_t i) { return most[i] < least[i] ? absent() : goMax(least[i], goMin(most[i], v)); });
}

Result<StepValue> clampMax(CallContext& context)
{
    const ScalarSteps& most = context.scalar(1);
    return mapElements(context, [&](double v, std::size_t i) { return goMin(most[i], v); });
}

Result<StepValue> clampMin(CallContext& context)
{
    const ScalarSteps& least = context.scalar(1);
    return mapElements(context, [&](double v, std::size_t i) { return goMax(least[i], v); });
}

Result<StepValue> round(CallContext& context)
{
    const ScalarSteps to = context.arguments.size() > 1 ? context.scalar(1) : ScalarSteps(context.grid.count, 1.0);
    return mapElements(context, [&](double v, std::size_t i) {
        const double inverse = 1.0 / to[i]; // divides by the inverse as Prometheus does, for the same last digit
        return std::floor(v * inverse + 0.5) / inverse;
    });
}

template <double (*F)(double, double)>
Result<StepValue> ofTwo(CallContext& context)
{
    ScalarSteps out = context.scalar(0);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = F(out[i], context.scalar(1)[i]);
    return out;
}

constexpr FunctionRow kRows[] = {
    {"abs", map<std::fabs>},
    {"acos", map<std::acos>},
    {"acosh", map<std::acosh>},
    {"asin", map<std::asin>},
    {"asinh", map<std::asinh>},
    {"atan", map<std::atan>},
    {"atanh", map<std::atanh>},
    {"ceil", map<std::ceil>},
    {"clamp", clamp},
    {"clamp_max", clampMax},
    {"clamp_min", clampMin},
    {"cos", map<std::cos>},
    {"cosh", map<std::cosh>},
    {"deg", map<degrees>},
    {"exp", map<std::exp>},
    {"floor", map<std::floor>},
    {"ln", map<std::log>},
    {"log10", map<std::log10>},
    {"log2", map<std::log2>},
    {"max_of", ofTwo<goMax>},
    {"min_of", ofTwo<goMin>},
    {"rad", map<radians>},
    {"round", round},
    {"sgn", map<sign>},
    {"sin", map<std::sin>},
    {"sinh", map<std::sinh>},
    {"sqrt", map<std::sqrt>},
    {"tan", map<std::tan>},
    {"tanh", map<std::tanh>},
};

} // namespace

std::span<const FunctionRow> mathFunctions()
{
    return kRows;
}

} // namespace wg::promql
