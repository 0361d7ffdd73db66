#include "core/promql/functions.h"

#include <chrono>
#include <cmath>
#include <numbers>

namespace wg::promql {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

struct Moment {
    year_month_day date;
    sys_days day;
    std::chrono::seconds inDay;
};

/// Calendar parts of seconds since 1970; absent values and those outside the calendar stay away.
template <double (*Part)(const Moment&)>
Result<StepValue> datePart(CallContext& context)
{
    StepVector out;
    if (context.arguments.empty()) {
        StepSeries now{std::make_shared<const series::Labels>(), std::vector<double>(context.grid.count)};
        for (std::size_t i = 0; i < context.grid.count; ++i)
            now.v[i] = static_cast<double>(context.grid.at(i)) / 1000.0;
        out.push_back(std::move(now));
    } else {
        out = std::move(context.vector(0));
    }
    constexpr double kMostSeconds = 9e11; // year 28,000 or so: what std::chrono::year holds
    for (StepSeries& s : out) {
        for (double& v : s.v) {
            if (isAbsent(v))
                continue;
            if (!(std::abs(v) < kMostSeconds)) {
                v = std::nan("");
                continue;
            }
            const std::chrono::sys_seconds at{std::chrono::seconds{static_cast<std::int64_t>(v)}};
            const sys_days day = std::chrono::floor<std::chrono::days>(at);
            v = Part(Moment{year_month_day{day}, day, at - day});
        }
    }
    WG_CHECK(removeNames(out, context.evaluation.options));
    return out;
}

double dayOfMonth(const Moment& m)
{
    return static_cast<unsigned>(m.date.day());
}
double dayOfWeek(const Moment& m)
{
    return std::chrono::weekday{m.day}.c_encoding();
}
double dayOfYear(const Moment& m)
{
    return static_cast<double>((m.day - sys_days{m.date.year() / 1 / 1}).count() + 1);
}
double daysInMonth(const Moment& m)
{
    return static_cast<unsigned>((m.date.year() / m.date.month() / std::chrono::last).day());
}
double hour(const Moment& m)
{
    return static_cast<double>(std::chrono::hh_mm_ss{m.inDay}.hours().count());
}
double minute(const Moment& m)
{
    return static_cast<double>(std::chrono::hh_mm_ss{m.inDay}.minutes().count());
}
double month(const Moment& m)
{
    return static_cast<unsigned>(m.date.month());
}
double year(const Moment& m)
{
    return static_cast<int>(m.date.year());
}

Result<StepValue> time(CallContext& context)
{
    ScalarSteps out(context.grid.count);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<double>(context.grid.at(i)) / 1000.0;
    return out;
}

Result<StepValue> pi(CallContext& context)
{
    return ScalarSteps(context.grid.count, std::numbers::pi);
}

constexpr FunctionRow kRows[] = {
    {"day_of_month", datePart<dayOfMonth>},
    {"day_of_week", datePart<dayOfWeek>},
    {"day_of_year", datePart<dayOfYear>},
    {"days_in_month", datePart<daysInMonth>},
    {"hour", datePart<hour>},
    {"minute", datePart<minute>},
    {"month", datePart<month>},
    {"pi", pi},
    {"time", time},
    {"year", datePart<year>},
};

} // namespace

std::span<const FunctionRow> timeFunctions()
{
    return kRows;
}

} // namespace wg::promql
