#include "core/base/number.h"
#include "core/promql/statistics.h"
#include "core/promql/windows.h"

#include <cmath>

#include <fmt/format.h>

namespace wg::promql {
namespace {

double average(const Window& w)
{
    KahanMean mean;
    for (const double v : w.v)
        mean.add(v);
    return mean.value();
}

double sum(const Window& w)
{
    KahanSum total;
    for (const double v : w.v)
        total.add(v);
    return total.value();
}

double count(const Window& w)
{
    return static_cast<double>(w.v.size());
}

double last(const Window& w)
{
    return w.v.back();
}

double present(const Window&)
{
    return 1;
}

double maximum(const Window& w)
{
    double most = w.v.front();
    for (const double v : w.v)
        most = v > most || std::isnan(most) ? v : most;
    return most;
}

double minimum(const Window& w)
{
    double least = w.v.front();
    for (const double v : w.v)
        least = v < least || std::isnan(least) ? v : least;
    return least;
}

double variance(const Window& w)
{
    Welford welford;
    for (const double v : w.v)
        welford.add(v);
    return welford.variance();
}

double deviation(const Window& w)
{
    return std::sqrt(variance(w));
}

double quantile(const Window& w)
{
    std::vector<double> values(w.v.begin(), w.v.end());
    return quantileOf(w.parameter, values);
}

Result<StepValue> quantileOverTime(CallContext& context)
{
    for (const double q : context.scalar(0)) {
        if (context.evaluation.options.compat == Compat::V3 && !(q >= 0 && q <= 1))
            context.evaluation.say(Warning::Severity::Warning, context.call.arguments[0]->range,
                fmt::format("quantile value should be between 0 and 1, got {}", formatShortest(q)));
    }
    return mapWindows(context, 1, quantile, &context.scalar(0));
}

Result<StepValue> lastOverTime(CallContext& context)
{
    return mapWindows(context, 0, last, nullptr, MetricName::Keep);
}

constexpr FunctionRow kRows[] = {
    {"avg_over_time", overWindows<average>},
    {"count_over_time", overWindows<count>},
    {"last_over_time", lastOverTime},
    {"max_over_time", overWindows<maximum>},
    {"min_over_time", overWindows<minimum>},
    {"present_over_time", overWindows<present>},
    {"quantile_over_time", quantileOverTime},
    {"stddev_over_time", overWindows<deviation>},
    {"stdvar_over_time", overWindows<variance>},
    {"sum_over_time", overWindows<sum>},
};

} // namespace

std::span<const FunctionRow> overTimeFunctions()
{
    return kRows;
}

} // namespace wg::promql
