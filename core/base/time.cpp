#include "core/base/time.h"

#include "core/base/number.h"

#include <array>
#include <chrono>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace wg {
namespace {

struct Unit {
    std::string_view name;
    DurationMs size;
};

constexpr std::array<Unit, 7> kUnits{
    {{"y", kYear}, {"w", kWeek}, {"d", kDay}, {"h", kHour}, {"m", kMinute}, {"s", kSecond}, {"ms", 1}}};

std::unexpected<Error> badDuration(std::string_view text)
{
    return fail(ErrorCode::Parse, fmt::format("not a valid duration: \"{}\" (write for example 30s, 5m or 1h30m)", text));
}

std::unexpected<Error> badTime(std::string_view text)
{
    return fail(ErrorCode::Parse, fmt::format("not a valid time: \"{}\" (write RFC 3339, Unix seconds, or now-1h)", text));
}

/// Reads exactly `digits` decimal digits at `at`.
bool readDigits(std::string_view text, std::size_t& at, std::size_t digits, int& out)
{
    if (at + digits > text.size())
        return false;
    out = 0;
    for (const std::size_t end = at + digits; at < end; ++at) {
        if (text[at] < '0' || text[at] > '9')
            return false;
        out = out * 10 + (text[at] - '0');
    }
    return true;
}

bool readChar(std::string_view text, std::size_t& at, std::string_view anyOf)
{
    if (at >= text.size() || anyOf.find(text[at]) == std::string_view::npos)
        return false;
    ++at;
    return true;
}

/// ".123456" -> 123; more digits are cut.
int readFraction(std::string_view text, std::size_t& at)
{
    if (at >= text.size() || text[at] != '.')
        return 0;
    int ms = 0;
    int digits = 0;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
        if (digits < 3)
            ms = ms * 10 + (text[at] - '0');
        ++digits;
    }
    for (; digits < 3; ++digits)
        ms *= 10;
    return ms;
}

bool readOffset(std::string_view text, std::size_t& at, DurationMs& offset)
{
    if (readChar(text, at, "Zz"))
        return true;
    if (at >= text.size() || (text[at] != '+' && text[at] != '-'))
        return false;
    const int sign = text[at++] == '-' ? -1 : 1;
    int hours = 0;
    int minutes = 0;
    if (!readDigits(text, at, 2, hours) || !readChar(text, at, ":") || !readDigits(text, at, 2, minutes))
        return false;
    offset = sign * (hours * kHour + minutes * kMinute);
    return true;
}

} // namespace

Result<DurationMs> parseDuration(std::string_view text)
{
    if (text == "0")
        return 0;
    DurationMs total = 0;
    std::size_t at = 0;
    std::size_t nextUnit = 0;
    while (at < text.size()) {
        std::uint64_t count = 0;
        const std::size_t start = at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
            if (count > 1'000'000'000'000'000ULL)
                return badDuration(text);
            count = count * 10 + static_cast<std::uint64_t>(text[at] - '0');
        }
        const std::size_t unitStart = at;
        while (at < text.size() && text[at] >= 'a' && text[at] <= 'z')
            ++at;
        const std::string_view unit = text.substr(unitStart, at - unitStart);
        std::size_t found = nextUnit;
        while (found < kUnits.size() && kUnits[found].name != unit)
            ++found;
        if (start == unitStart || found == kUnits.size())
            return badDuration(text);
        DurationMs part = 0;
        if (__builtin_mul_overflow(static_cast<DurationMs>(count), kUnits[found].size, &part)
            || __builtin_add_overflow(total, part, &total) || total > std::numeric_limits<DurationMs>::max() / 1'000'000)
            return fail(ErrorCode::Parse, fmt::format("duration \"{}\" is out of range", text));
        nextUnit = found + 1;
    }
    if (text.empty())
        return badDuration(text);
    return total;
}

std::string formatDuration(DurationMs duration)
{
    if (duration == 0)
        return "0s";
    std::string out = duration < 0 ? "-" : "";
    DurationMs left = duration < 0 ? -duration : duration;
    for (const Unit& unit : kUnits) {
        // Years and weeks only when nothing is lost, as Prometheus prints them: 90d, not 12w6d.
        const bool exactOnly = unit.size >= kWeek;
        if (left < unit.size || (exactOnly && left % unit.size != 0))
            continue;
        out += fmt::format("{}{}", left / unit.size, unit.name);
        left %= unit.size;
    }
    return out;
}

Result<TimeMs> parseTime(std::string_view text)
{
    if (const auto seconds = parsePromFloat(text)) {
        if (!std::isfinite(*seconds) || std::abs(*seconds) > 9e15)
            return badTime(text);
        return static_cast<TimeMs>(std::llround(*seconds * 1000.0));
    }
    std::size_t at = 0;
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!readDigits(text, at, 4, year) || !readChar(text, at, "-") || !readDigits(text, at, 2, month)
        || !readChar(text, at, "-") || !readDigits(text, at, 2, day) || !readChar(text, at, "Tt ")
        || !readDigits(text, at, 2, hour) || !readChar(text, at, ":") || !readDigits(text, at, 2, minute)
        || !readChar(text, at, ":") || !readDigits(text, at, 2, second))
        return badTime(text);
    const int ms = readFraction(text, at);
    DurationMs offset = 0;
    if (!readOffset(text, at, offset) || at != text.size())
        return badTime(text);
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
        std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok() || hour > 23 || minute > 59 || second > 60)
        return badTime(text);
    const TimeMs days = std::chrono::sys_days{date}.time_since_epoch().count();
    return days * kDay + hour * kHour + minute * kMinute + second * kSecond + ms - offset;
}

std::string formatTime(TimeMs time)
{
    // RFC 3339 has years 0 to 9999.
    if (time < -62'167'219'200'000 || time > 253'402'300'799'999)
        return fmt::format("{} ms since 1970", time);
    const std::chrono::sys_time<std::chrono::milliseconds> point{std::chrono::milliseconds{time}};
    const auto day = std::chrono::floor<std::chrono::days>(point);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{point - day};
    std::string out =
        fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count());
    if (const auto ms = clock.subseconds().count(); ms != 0)
        out += fmt::format(".{:03}", ms);
    return out + "Z";
}

} // namespace wg
