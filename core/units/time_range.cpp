#include "core/units/time_range.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <optional>

#include <date/tz.h>
#include <fmt/format.h>

namespace wg::units {
namespace {

constexpr std::array<std::string_view, 12> kMonths{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// Wall-clock time as if it were UTC.
using LocalMs = TimeMs;

LocalMs toLocal(TimeMs time, const Zone& zone)
{
    return time + zone.offsetAt(time);
}

/// Of two instants with this wall-clock time the earlier; inside a gap, as far after it as the clock was put forward.
TimeMs fromLocal(LocalMs local, const Zone& zone)
{
    const DurationMs before = zone.offsetAt(local - kDay);
    const DurationMs after = zone.offsetAt(local + kDay);
    if (zone.offsetAt(local - before) == before || zone.offsetAt(local - after) != after)
        return local - before;
    return local - after;
}

struct Civil {
    std::chrono::year_month_day date;
    DurationMs ofDay = 0;
};

Civil civilOf(LocalMs local)
{
    const std::chrono::sys_time<std::chrono::milliseconds> point{std::chrono::milliseconds{local}};
    const auto day = std::chrono::floor<std::chrono::days>(point);
    return {std::chrono::year_month_day{day}, (point - day).count()};
}

LocalMs localOf(const Civil& civil)
{
    return std::chrono::sys_days{civil.date}.time_since_epoch().count() * kDay + civil.ofDay;
}

/// Moves by calendar months; the 31st becomes the last day of a shorter month.
LocalMs addMonths(LocalMs local, int months)
{
    Civil civil = civilOf(local);
    civil.date += std::chrono::months{months};
    if (!civil.date.ok())
        civil.date = civil.date.year() / civil.date.month() / std::chrono::last;
    return localOf(civil);
}

enum class Unit { Ms, Second, Minute, Hour, Day, Week, Month, Quarter, Year };

std::optional<Unit> readUnit(std::string_view& text)
{
    static constexpr auto kUnits = std::to_array<std::pair<std::string_view, Unit>>(
        {{"ms", Unit::Ms}, {"s", Unit::Second}, {"m", Unit::Minute}, {"h", Unit::Hour}, {"d", Unit::Day}, {"w", Unit::Week},
            {"M", Unit::Month}, {"Q", Unit::Quarter}, {"y", Unit::Year}});
    for (const auto& [name, unit] : kUnits) {
        if (text.starts_with(name)) {
            text.remove_prefix(name.size());
            return unit;
        }
    }
    return std::nullopt;
}

/// Days and longer keep the wall clock; hours and shorter are exact.
TimeMs addUnits(TimeMs time, int count, Unit unit, const Zone& zone)
{
    switch (unit) {
    case Unit::Ms:
        return time + count;
    case Unit::Second:
        return time + count * kSecond;
    case Unit::Minute:
        return time + count * kMinute;
    case Unit::Hour:
        return time + count * kHour;
    case Unit::Day:
        return fromLocal(toLocal(time, zone) + count * kDay, zone);
    case Unit::Week:
        return fromLocal(toLocal(time, zone) + count * kWeek, zone);
    case Unit::Month:
        return fromLocal(addMonths(toLocal(time, zone), count), zone);
    case Unit::Quarter:
        return fromLocal(addMonths(toLocal(time, zone), 3 * count), zone);
    case Unit::Year:
        return fromLocal(addMonths(toLocal(time, zone), 12 * count), zone);
    }
    return time;
}

DurationMs floorTo(TimeMs time, DurationMs step)
{
    const DurationMs rest = time % step;
    return time - (rest < 0 ? rest + step : rest);
}

TimeMs startOf(TimeMs time, Unit unit, const Zone& zone)
{
    const LocalMs local = toLocal(time, zone);
    const Civil civil = civilOf(local);
    const auto firstOf = [&](std::chrono::month month) {
        return fromLocal(localOf({civil.date.year() / month / std::chrono::day{1}, 0}), zone);
    };
    switch (unit) {
    case Unit::Ms:
        return time;
    case Unit::Second:
        return floorTo(time, kSecond);
    case Unit::Minute:
        return floorTo(time, kMinute);
    case Unit::Hour:
        // Zones with half-hour offsets have their own whole hours.
        return time - (local - floorTo(local, kHour));
    case Unit::Day:
        return fromLocal(floorTo(local, kDay), zone);
    case Unit::Week:
        // 1970-01-01 was a Thursday; Grafana's week begins on Sunday unless told otherwise.
        return fromLocal(floorTo(local + 4 * kDay, kWeek) - 4 * kDay, zone);
    case Unit::Month:
        return firstOf(civil.date.month());
    case Unit::Quarter:
        return firstOf(std::chrono::month{(static_cast<unsigned>(civil.date.month()) - 1) / 3 * 3 + 1});
    case Unit::Year:
        return firstOf(std::chrono::January);
    }
    return time;
}

std::unexpected<Error> badTime(std::string_view text)
{
    return fail(ErrorCode::Parse,
        fmt::format("not a time: \"{}\" (write now-1h, now-1d/d, RFC 3339 or milliseconds since 1970)", text));
}

Result<TimeMs> relativeTime(std::string_view text, TimeMs now, const Zone& zone, bool roundUp)
{
    std::string_view rest = text.substr(3);
    TimeMs time = now;
    while (!rest.empty()) {
        const char op = rest.front();
        if (op != '-' && op != '+' && op != '/')
            return badTime(text);
        rest.remove_prefix(1);
        int count = 0;
        std::size_t digits = 0;
        for (; digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9'; ++digits) {
            if (count > 9'999'999)
                return badTime(text);
            count = count * 10 + (rest[digits] - '0');
        }
        rest.remove_prefix(digits);
        const auto unit = readUnit(rest);
        if (!unit || (op == '/' && digits > 0))
            return badTime(text);
        if (digits == 0)
            count = 1;
        const bool calendar = *unit == Unit::Month || *unit == Unit::Quarter || *unit == Unit::Year;
        if (calendar && count > 5000) // 5,000 years either way are what the calendar arithmetic can hold
            return badTime(text);
        if (op == '/')
            time = roundUp ? addUnits(startOf(time, *unit, zone), 1, *unit, zone) - 1 : startOf(time, *unit, zone);
        else
            time = addUnits(time, op == '-' ? -count : count, *unit, zone);
    }
    return time;
}

bool allDigits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "6h" -> "6 hours".
std::string countText(std::string_view amount)
{
    std::size_t digits = 0;
    while (digits < amount.size() && amount[digits] >= '0' && amount[digits] <= '9')
        ++digits;
    std::string_view rest = amount.substr(digits);
    const auto unit = readUnit(rest);
    if (digits == 0 || digits > 9 || !unit || !rest.empty())
        return {};
    static constexpr std::array<std::string_view, 9> kNames{
        "millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"};
    const std::string_view count = amount.substr(0, digits);
    const std::string_view name = kNames[static_cast<std::size_t>(*unit)];
    return count == "1" ? fmt::format("1 {}", name) : fmt::format("{} {}s", count, name);
}

std::string clockText(DurationMs ofDay, bool seconds)
{
    std::string out = fmt::format("{:02}:{:02}", ofDay / kHour, ofDay / kMinute % 60);
    if (seconds)
        out += fmt::format(":{:02}", ofDay / kSecond % 60);
    return out;
}

std::string dayText(const std::chrono::year_month_day& date)
{
    return fmt::format("{} {}", static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1]);
}

constexpr auto kQuickRanges = std::to_array<QuickRange>({
    {"Last 5 minutes", "now-5m", "now"},
    {"Last 15 minutes", "now-15m", "now"},
    {"Last 30 minutes", "now-30m", "now"},
    {"Last 1 hour", "now-1h", "now"},
    {"Last 3 hours", "now-3h", "now"},
    {"Last 6 hours", "now-6h", "now"},
    {"Last 12 hours", "now-12h", "now"},
    {"Last 24 hours", "now-24h", "now"},
    {"Last 2 days", "now-2d", "now"},
    {"Last 7 days", "now-7d", "now"},
    {"Last 30 days", "now-30d", "now"},
    {"Last 90 days", "now-90d", "now"},
    {"Last 6 months", "now-6M", "now"},
    {"Last 1 year", "now-1y", "now"},
    {"Today", "now/d", "now/d"},
    {"Today so far", "now/d", "now"},
    {"This week", "now/w", "now/w"},
    {"This week so far", "now/w", "now"},
    {"This month", "now/M", "now/M"},
    {"This month so far", "now/M", "now"},
    {"This year", "now/y", "now/y"},
    {"This year so far", "now/y", "now"},
    {"Yesterday", "now-1d/d", "now-1d/d"},
    {"Day before yesterday", "now-2d/d", "now-2d/d"},
    {"This day last week", "now-7d/d", "now-7d/d"},
    {"Previous week", "now-1w/w", "now-1w/w"},
    {"Previous month", "now-1M/M", "now-1M/M"},
    {"Previous year", "now-1y/y", "now-1y/y"},
});

/// Grafana's rangeUtil.roundInterval: below `limit` use `step`.
DurationMs roundInterval(DurationMs interval)
{
    static constexpr auto kTable = std::to_array<std::pair<DurationMs, DurationMs>>(
        {{10, 1}, {15, 10}, {35, 20}, {75, 50}, {150, 100}, {350, 200}, {750, 500}, {1500, 1000}, {3500, 2000}, {7500, 5000},
            {12500, 10000}, {17500, 15000}, {25000, 20000}, {45000, 30000}, {90000, kMinute}, {210000, 2 * kMinute},
            {450000, 5 * kMinute}, {750000, 10 * kMinute}, {1050000, 15 * kMinute}, {1500000, 20 * kMinute},
            {2700000, 30 * kMinute}, {5400000, kHour}, {9000000, 2 * kHour}, {16200000, 3 * kHour}, {32400000, 6 * kHour},
            {86400000, 12 * kHour}, {604800000, kDay}, {1814400000, kWeek}, {3628800000, 30 * kDay}});
    for (const auto& [limit, step] : kTable) {
        if (interval < limit)
            return step;
    }
    return kYear;
}

} // namespace

Result<Zone> Zone::make(std::string_view name)
{
    Zone zone;
    if (name.empty() || name == "utc" || name == "UTC")
        return zone;
    try {
        const bool system = name == "browser" || name == "local";
        const date::time_zone* found = system ? date::current_zone() : date::locate_zone(std::string(name));
        zone.m_name = found->name();
        zone.m_zone = found;
        return zone;
    } catch (const std::exception&) {
        return fail(ErrorCode::Usage,
            fmt::format("unknown time zone \"{}\" (write an IANA name such as Europe/Berlin, utc or browser)", name));
    }
}

Zone Zone::utc()
{
    return {};
}

DurationMs Zone::offsetAt(TimeMs time) const
{
    if (m_zone == nullptr)
        return 0;
    // The library's years end at 32767; nothing beyond has an offset worth having.
    constexpr TimeMs kLimit = 900'000'000'000'000;
    const date::sys_seconds at{
        std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds{std::clamp(time, -kLimit, kLimit)})};
    try {
        return static_cast<const date::time_zone*>(m_zone)->get_info(at).offset.count() * kSecond;
    } catch (const std::exception&) {
        return 0;
    }
}

Result<TimeMs> resolveTime(std::string_view text, TimeMs now, const Zone& zone, bool roundUp)
{
    if (text.starts_with("now"))
        return relativeTime(text, now, zone, roundUp);
    if (allDigits(text)) {
        if (text.size() > 16)
            return badTime(text);
        TimeMs ms = 0;
        for (const char c : text)
            ms = ms * 10 + (c - '0');
        return ms;
    }
    if (text.size() < 10 || text[4] != '-')
        return badTime(text);
    // "2026-08-14" and "2026-08-14 14:32:00" are local to the zone.
    const std::string padded = text.size() == 10 ? std::string(text) + "T00:00:00" : std::string(text);
    if (const auto local = parseTime(padded + "Z"))
        return fromLocal(*local, zone);
    if (const auto absolute = parseTime(padded))
        return *absolute;
    return badTime(text);
}

Result<TimeRange> resolveRange(const RawRange& range, TimeMs now, const Zone& zone)
{
    WG_TRY(const TimeMs from, resolveTime(range.from, now, zone, false));
    WG_TRY(const TimeMs to, resolveTime(range.to, now, zone, true));
    if (to <= from)
        return fail(ErrorCode::Usage, fmt::format("the time range is empty: {} is not after {}", range.to, range.from));
    return TimeRange{from, to};
}

std::string describeRange(const RawRange& range, TimeMs now, const Zone& zone)
{
    for (const QuickRange& quick : kQuickRanges) {
        if (quick.from == range.from && quick.to == range.to)
            return std::string(quick.label);
    }
    if (range.to == "now" && range.from.starts_with("now-")) {
        if (const std::string count = countText(std::string_view(range.from).substr(4)); !count.empty())
            return "Last " + count;
    }
    const auto resolved = resolveRange(range, now, zone);
    if (!resolved)
        return fmt::format("{} to {}", range.from, range.to);
    const Civil from = civilOf(toLocal(resolved->from, zone));
    const Civil to = civilOf(toLocal(resolved->to, zone));
    const bool seconds = from.ofDay % kMinute != 0 || to.ofDay % kMinute != 0;
    const auto full = [&](const Civil& civil) {
        return fmt::format(
            "{} {} {}", dayText(civil.date), static_cast<int>(civil.date.year()), clockText(civil.ofDay, seconds));
    };
    return full(from) + " to " + (from.date == to.date ? clockText(to.ofDay, seconds) : full(to));
}

std::vector<QuickRange> quickRanges()
{
    return {kQuickRanges.begin(), kQuickRanges.end()};
}

std::string formatAxisTime(TimeMs time, DurationMs rangeLength, DurationMs tickStep, const Zone& zone)
{
    const Civil civil = civilOf(toLocal(time, zone));
    if (tickStep >= kYear)
        return fmt::format("{}", static_cast<int>(civil.date.year()));
    if (tickStep >= 28 * kDay)
        return fmt::format(
            "{} {}", kMonths[static_cast<unsigned>(civil.date.month()) - 1], static_cast<int>(civil.date.year()));
    if (tickStep >= kDay)
        return dayText(civil.date);
    if (tickStep < kSecond)
        return clockText(civil.ofDay, true) + fmt::format(".{:03}", civil.ofDay % kSecond);
    if (tickStep < kMinute)
        return clockText(civil.ofDay, true);
    if (civil.ofDay == 0 && rangeLength > kDay / 2)
        return dayText(civil.date);
    if (rangeLength > kDay)
        return dayText(civil.date) + " " + clockText(civil.ofDay, false);
    return clockText(civil.ofDay, false);
}

std::string formatLocal(TimeMs time, const Zone& zone)
{
    std::string text = formatTime(toLocal(time, zone));
    text.pop_back(); // the Z
    text[text.find('T')] = ' ';
    return text;
}

DurationMs chooseStep(TimeRange range, int maxDataPoints, DurationMs minInterval, int intervalFactor)
{
    constexpr DurationMs kMaxPoints = 11'000; // Prometheus' limit
    const DurationMs length = std::max<DurationMs>(range.length(), 1);
    const DurationMs points = maxDataPoints > 0 ? maxDataPoints : 1500;
    const DurationMs interval = roundInterval((length + points / 2) / points);
    const DurationMs least = (length + kMaxPoints - 1) / kMaxPoints;
    const DurationMs step = std::max({interval, minInterval, roundInterval(least)}) * std::max(intervalFactor, 1);
    return std::max(step, least);
}

TimeRange alignToStep(TimeRange range, DurationMs step)
{
    if (step <= 0)
        return range;
    return {floorTo(range.from, step), floorTo(range.to, step)};
}

} // namespace wg::units
