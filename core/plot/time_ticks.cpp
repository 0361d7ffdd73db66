#include "core/plot/ticks.h"

#include <array>
#include <chrono>
#include <cmath>

namespace wg::plot {
namespace {

constexpr DurationMs kMonth = 30 * kDay;

constexpr std::array<DurationMs, 19> kClockSteps{kSecond, 2 * kSecond, 5 * kSecond, 10 * kSecond, 15 * kSecond, 30 * kSecond,
    kMinute, 2 * kMinute, 5 * kMinute, 10 * kMinute, 15 * kMinute, 30 * kMinute, kHour, 2 * kHour, 3 * kHour, 6 * kHour,
    12 * kHour, kDay, 2 * kDay};
constexpr std::array<int, 5> kMonthSteps{1, 2, 3, 4, 6};

DurationMs floorTo(DurationMs value, DurationMs step)
{
    const DurationMs rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

/// Wall-clock time (as if UTC) to the instant; nullopt inside a gap of the clock.
std::optional<TimeMs> instantOf(TimeMs local, const units::Zone& zone)
{
    for (const TimeMs probe : {local - kDay, local + kDay}) {
        const TimeMs time = local - zone.offsetAt(probe);
        if (time + zone.offsetAt(time) == local)
            return time;
    }
    return std::nullopt;
}

void push(std::vector<TimeMs>& out, std::optional<TimeMs> time, TimeRange range)
{
    if (time && *time >= range.from && *time <= range.to && (out.empty() || *time > out.back()))
        out.push_back(*time);
}

std::vector<TimeMs> clockTicks(TimeRange range, DurationMs step, const units::Zone& zone)
{
    std::vector<TimeMs> out;
    if (step <= kHour) {
        // Exact distances; the offset shifts them to the zone's whole hours.
        const DurationMs offset = zone.offsetAt(range.from);
        for (TimeMs time = floorTo(range.from + offset, step) - offset; time <= range.to; time += step)
            push(out, time, range);
        return out;
    }
    const TimeMs end = range.to + kDay;
    for (TimeMs local = floorTo(range.from + zone.offsetAt(range.from), step) - step; local <= end; local += step)
        push(out, instantOf(local, zone), range);
    return out;
}

/// On the first of every `months`-th month, counted from January of year 0.
std::vector<TimeMs> monthTicks(TimeRange range, int months, const units::Zone& zone)
{
    const TimeMs local = range.from + zone.offsetAt(range.from);
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<std::chrono::milliseconds>{std::chrono::milliseconds{local}})};
    int month = static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
    month -= (month % months + months) % months;
    std::vector<TimeMs> out;
    for (;; month += months) {
        const int year = month >= 0 ? month / 12 : -((11 - month) / 12);
        const std::chrono::year_month_day first{
            std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month - year * 12 + 1)}, std::chrono::day{1}};
        const TimeMs at = std::chrono::sys_days{first}.time_since_epoch().count() * kDay;
        if (at > range.to + kDay || year > 30000)
            return out;
        auto time = instantOf(at, zone);
        for (DurationMs late = kHour / 2; !time && late <= 2 * kHour; late += kHour / 2)
            time = instantOf(at + late, zone); // midnight is skipped where clocks change then
        push(out, time, range);
    }
}

TimeTicks ticksOfStep(TimeRange range, DurationMs step, const units::Zone& zone)
{
    if (step >= kYear)
        return {monthTicks(range, static_cast<int>(step / kYear) * 12, zone), step};
    if (step >= kMonth)
        return {monthTicks(range, static_cast<int>(step / kMonth), zone), step};
    return {clockTicks(range, step, zone), step};
}

/// Every step there is, ascending, one after `after`.
DurationMs nextStep(DurationMs after)
{
    if (after < kSecond) {
        for (DurationMs power = 1; power < kSecond; power *= 10) {
            for (const DurationMs digit : {1, 2, 5}) {
                if (digit * power > after)
                    return digit * power;
            }
        }
    }
    for (const DurationMs step : kClockSteps) {
        if (step > after)
            return step;
    }
    for (const int months : kMonthSteps) {
        if (months * kMonth > after)
            return months * kMonth;
    }
    for (DurationMs power = 1;; power *= 10) {
        for (const DurationMs digit : {1, 2, 5}) {
            if (digit * power * kYear > after)
                return digit * power * kYear;
        }
    }
}

} // namespace

TimeTicks timeTicks(TimeRange range, int maxCount, const units::Zone& zone)
{
    // Years -30,000 to 30,000 are what the calendar can hold.
    constexpr TimeMs kLimit = 900'000'000'000'000;
    if (maxCount <= 0 || range.from >= range.to || range.from < -kLimit || range.to > kLimit)
        return {};
    DurationMs step = nextStep(std::max<DurationMs>(range.length() / (maxCount + 1), 1) - 1);
    for (;; step = nextStep(step)) {
        TimeTicks ticks = ticksOfStep(range, step, zone);
        if (static_cast<int>(ticks.at.size()) <= maxCount)
            return ticks;
    }
}

std::vector<Tick> labelledTimeTicks(TimeRange range, int maxCount, const units::Zone& zone)
{
    const TimeTicks ticks = timeTicks(range, maxCount, zone);
    std::vector<Tick> out;
    out.reserve(ticks.at.size());
    for (const TimeMs at : ticks.at)
        out.push_back({static_cast<double>(at), units::formatAxisTime(at, range.length(), ticks.step, zone)});
    return out;
}

} // namespace wg::plot
