#include "core/promql/functions.h"

#include <chrono>
#include <cmath>
#include <limits>
#include <numbers>

namespace wg::promql {
namespace {

/// A moment in UTC, by the calendar that Go uses: Gregorian in all directions, for any 64-bit number of seconds.
struct Moment {
    std::int64_t year = 0;
    unsigned month = 0;
    unsigned day = 0;
    std::int64_t days = 0; ///< since 1970-01-01
    std::int64_t seconds = 0; ///< of the day
};

constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr std::int64_t kDaysPer400Years = 146'097;

/// The year modulo 400 is in the range of std::chrono; the rest is added back.
Moment momentOf(std::int64_t seconds)
{
    // Go counts seconds from its year zero in 64 bits without a sign; what lies before that year comes out after the last.
    constexpr std::uint64_t kGoEpoch = 9'223'371'966'579'724'800ULL;
    const std::uint64_t count = static_cast<std::uint64_t>(seconds) + kGoEpoch;
    Moment out;
    out.days = static_cast<std::int64_t>(count / kSecondsPerDay) - static_cast<std::int64_t>(kGoEpoch / kSecondsPerDay);
    out.seconds = static_cast<std::int64_t>(count % kSecondsPerDay);
    std::int64_t cycle = out.days / kDaysPer400Years;
    if (out.days % kDaysPer400Years < 0)
        --cycle;
    const auto inCycle = static_cast<int>(out.days - cycle * kDaysPer400Years);
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{inCycle}}};
    out.year = static_cast<int>(date.year()) + 400 * cycle;
    out.month = static_cast<unsigned>(date.month());
    out.day = static_cast<unsigned>(date.day());
    return out;
}

/// As Go converts on amd64: what does not fit, and NaN, is the lowest number.
std::int64_t toSeconds(double v)
{
    constexpr double kTooMuch = 9223372036854775808.0;
    return v >= -kTooMuch && v < kTooMuch ? static_cast<std::int64_t>(v) : std::numeric_limits<std::int64_t>::min();
}

unsigned daysOf(const Moment& m)
{
    const std::chrono::year same{static_cast<int>(((m.year % 400) + 400) % 400)}; // leap years repeat after 400
    return static_cast<unsigned>(
        std::chrono::year_month_day_last{same, std::chrono::month_day_last{std::chrono::month{m.month}}}.day());
}

double dayOfMonth(const Moment& m)
{
    return m.day;
}
double dayOfWeek(const Moment& m)
{
    constexpr int kThursday = 4; // 1970-01-01
    const std::int64_t weekday = (m.days % 7 + 7 + kThursday) % 7;
    return static_cast<double>(weekday);
}
double dayOfYear(const Moment& m)
{
    const std::chrono::year same{static_cast<int>(((m.year % 400) + 400) % 400)};
    const std::chrono::sys_days day = same / std::chrono::month{m.month} / std::chrono::day{m.day};
    return static_cast<double>((day - std::chrono::sys_days{same / 1 / 1}).count() + 1);
}
double daysInMonth(const Moment& m)
{
    return daysOf(m);
}
double hour(const Moment& m)
{
    const std::int64_t hours = m.seconds / 3600;
    return static_cast<double>(hours);
}
double minute(const Moment& m)
{
    const std::int64_t minutes = m.seconds / 60 % 60;
    return static_cast<double>(minutes);
}
double month(const Moment& m)
{
    return m.month;
}
double year(const Moment& m)
{
    return static_cast<double>(m.year);
}

ScalarSteps stepTimes(const Grid& grid)
{
    ScalarSteps out(grid.count);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<double>(grid.at(i)) / 1000.0;
    return out;
}

/// Calendar parts of seconds since 1970.
template <double (*Part)(const Moment&)>
Result<StepValue> datePart(CallContext& context)
{
    const bool ofNow = context.arguments.empty();
    StepVector out;
    if (ofNow) {
        WG_CHECK(context.evaluation.account(context.grid.count));
        out.push_back({std::make_shared<const series::Labels>(), stepTimes(context.grid)});
    } else {
        out = std::move(context.vector(0));
    }
    for (StepSeries& s : out) {
        WG_CHECK(context.evaluation.checkpoint());
        for (double& v : s.v) {
            if (!isAbsent(v))
                v = Part(momentOf(toSeconds(v)));
        }
    }
    if (!ofNow)
        WG_CHECK(removeNames(out, context.evaluation));
    return out;
}

Result<StepValue> time(CallContext& context)
{
    WG_CHECK(context.evaluation.account(context.grid.count));
    return stepTimes(context.grid);
}

Result<StepValue> pi(CallContext& context)
{
    WG_CHECK(context.evaluation.account(context.grid.count));
    return ScalarSteps(context.grid.count, std::numbers::pi);
}

/// start(), end(), range(), step(): of the query, inside subqueries too.
template <DurationMs (*Of)(const QueryTimes&)>
Result<StepValue> ofQuery(CallContext& context)
{
    WG_CHECK(context.evaluation.account(context.grid.count));
    return ScalarSteps(context.grid.count, static_cast<double>(Of(context.evaluation.query)) / 1000.0);
}

DurationMs queryStart(const QueryTimes& query)
{
    return query.start;
}
DurationMs queryEnd(const QueryTimes& query)
{
    return query.end;
}
DurationMs queryRangeOf(const QueryTimes& query)
{
    return query.end - query.start;
}
DurationMs queryStep(const QueryTimes& query)
{
    return query.step;
}

constexpr FunctionRow kRows[] = {
    {"day_of_month", datePart<dayOfMonth>},
    {"day_of_week", datePart<dayOfWeek>},
    {"day_of_year", datePart<dayOfYear>},
    {"days_in_month", datePart<daysInMonth>},
    {"end", ofQuery<queryEnd>},
    {"hour", datePart<hour>},
    {"minute", datePart<minute>},
    {"month", datePart<month>},
    {"pi", pi},
    {"range", ofQuery<queryRangeOf>},
    {"start", ofQuery<queryStart>},
    {"step", ofQuery<queryStep>},
    {"time", time},
    {"year", datePart<year>},
};

} // namespace

std::span<const FunctionRow> timeFunctions()
{
    return kRows;
}

} // namespace wg::promql
