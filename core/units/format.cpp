#include "core/units/format.h"

#include "core/base/number.h"
#include "core/base/time.h"
#include "core/units/unit_table.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace wg::units {
namespace {

constexpr std::string_view kNoBreakSpace = "\u00a0";

/// Decimals that show three significant digits.
int autoDecimals(double value)
{
    const double size = std::abs(value);
    if (size == 0 || size >= 100)
        return 0;
    return std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), 0, 15);
}

std::string trimZeros(std::string text)
{
    if (text.find('.') == std::string::npos)
        return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
        text.pop_back();
    return text;
}

/// Plain digits; exponents only where digits would be unreadable. Never "-0".
std::string digits(double value, std::optional<int> decimals)
{
    const double size = std::abs(value);
    std::string text;
    if (decimals)
        text = fmt::format("{:.{}f}", value, std::clamp(*decimals, 0, 20));
    else if (size != 0 && (size < 1e-6 || size >= 1e15))
        text = fmt::format("{:.3g}", value);
    else
        text = trimZeros(fmt::format("{:.{}f}", value, autoDecimals(value)));
    if (text.starts_with('-') && text.find_first_not_of("-0.") == std::string::npos)
        text.erase(0, 1);
    return text;
}

/// A value brought to its prefix: the number still unrounded.
struct Scaled {
    double number = 0;
    std::string suffix;
};

double rounded(double value, std::optional<int> decimals)
{
    const double scale = std::pow(10.0, std::clamp(decimals.value_or(autoDecimals(value)), 0, 15));
    return std::round(std::abs(value) * scale) / scale;
}

/// Moves to the largest prefix whose number, as it will be shown, is below `base` (999.96 k is 1 M).
Scaled scaleBy(
    double value, double base, std::span<const std::string_view> prefixes, std::size_t start, std::optional<int> decimals)
{
    std::size_t at = start;
    if (value != 0 && std::isfinite(value)) {
        while (at > 0 && rounded(value, std::nullopt) < 1) {
            value *= base;
            --at;
        }
        while (at + 1 < prefixes.size() && rounded(value, decimals) >= base) {
            value /= base;
            ++at;
        }
    }
    return {value, std::string(prefixes[at])};
}

constexpr std::array<std::string_view, 5> kCountPrefixes{"", "k", "M", "B", "T"};
constexpr std::array<std::string_view, 12> kSiPrefixes{"f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E"};
constexpr std::size_t kSiOne = 5;
constexpr std::array<std::string_view, 7> kIecPrefixes{"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

struct TimeUnit {
    double seconds; ///< length of one
    double below; ///< used for sizes under this
    std::string_view one;
    std::string_view many;
};
// The limits are Grafana's toSeconds().
constexpr auto kTimeUnits = std::to_array<TimeUnit>({
    {1e-9, 1e-6, "ns", "ns"},
    {1e-6, 1e-3, "µs", "µs"},
    {1e-3, 1, "ms", "ms"},
    {1, 60, "s", "s"},
    {60, 3600, "min", "min"},
    {3600, 86400, "hour", "hours"},
    {86400, 604800, "day", "days"},
    {604800, 31536000, "week", "weeks"},
    {31536000, HUGE_VAL, "year", "years"},
});

Scaled scaleSeconds(double seconds)
{
    if (seconds == 0)
        return {0, "s"};
    const auto unit = std::find_if(kTimeUnits.begin(), kTimeUnits.end() - 1,
        // Sizes that would print as the limit ("1000 ms") belong to the next unit.
        [&](const TimeUnit& u) { return rounded(seconds / u.seconds, std::nullopt) * u.seconds < u.below; });
    const double number = seconds / unit->seconds;
    return {number, std::string(rounded(number, std::nullopt) == 1 ? unit->one : unit->many)};
}

/// Kinds whose text is number and suffix; nullopt for the others.
std::optional<Scaled> scale(double value, const UnitRow& unit, std::optional<int> decimals)
{
    value *= unit.factor;
    const std::string symbol(unit.symbol);
    switch (unit.kind) {
    case UnitKind::Plain:
        return Scaled{value, symbol};
    case UnitKind::Count:
    case UnitKind::Currency: {
        Scaled out = scaleBy(value, 1000, kCountPrefixes, 0, decimals);
        if (unit.kind == UnitKind::Count && !symbol.empty())
            out.suffix += out.suffix.empty() ? symbol : " " + symbol;
        return out;
    }
    case UnitKind::Si: {
        Scaled out = scaleBy(value, 1000, kSiPrefixes, kSiOne, decimals);
        return Scaled{out.number, out.suffix + symbol};
    }
    case UnitKind::Data: {
        Scaled out = scaleBy(value, 1000, std::span(kSiPrefixes).subspan(kSiOne), 0, decimals);
        return Scaled{out.number, out.suffix + symbol};
    }
    case UnitKind::Binary: {
        Scaled out = scaleBy(value, 1024, kIecPrefixes, 0, decimals);
        return Scaled{out.number, out.suffix + symbol};
    }
    case UnitKind::Seconds:
        return scaleSeconds(value);
    default:
        return std::nullopt;
    }
}

/// "2 days, 3 hours": `decimals` more parts than the first, one more when unset.
std::string durationText(double seconds, std::optional<int> decimals)
{
    static constexpr auto kParts = std::to_array<std::pair<double, std::string_view>>({{31536000, "year"}, {2628000, "month"},
        {604800, "week"}, {86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}, {0.001, "millisecond"}});
    std::string out;
    int left = 1 + std::clamp(decimals.value_or(1), 0, 7);
    double rest = std::abs(seconds);
    for (const auto& [size, name] : kParts) {
        // Half a millisecond of slack: 0.999999 of a part is that part.
        const double count = std::floor((rest + 0.0005) / size);
        if (out.empty() && count < 1)
            continue;
        if (left-- == 0)
            break;
        rest = std::max(0.0, rest - count * size);
        if (count >= 1)
            out += fmt::format("{}{:.0f} {}{}", out.empty() ? "" : ", ", count, name, count == 1 ? "" : "s");
    }
    if (out.empty())
        return "0 s";
    return (seconds < 0 ? "-" : "") + out;
}

std::string clockText(double seconds, bool days)
{
    const double whole = std::floor(std::abs(seconds) + 0.5);
    const double hours = std::floor(whole / 3600);
    std::string out = seconds < 0 && whole > 0 ? "-" : "";
    if (days && hours >= 24)
        out += fmt::format("{:.0f} d ", std::floor(hours / 24));
    return out
        + fmt::format("{:02.0f}:{:02.0f}:{:02.0f}", days ? std::fmod(hours, 24) : hours, std::fmod(std::floor(whole / 60), 60),
            std::fmod(whole, 60));
}

std::string groupedText(double value, std::optional<int> decimals)
{
    std::string text = decimals ? digits(value, decimals) : trimZeros(fmt::format("{:.3f}", value));
    std::size_t end = std::min(text.find('.'), text.size());
    const std::size_t begin = text.starts_with('-') ? 1 : 0;
    while (end > begin + 3) {
        end -= 3;
        text.insert(end, 1, ',');
    }
    return text;
}

std::string hexText(double value, std::string_view prefix)
{
    if (std::abs(value) >= 9e18)
        return formatShortest(value);
    const auto whole = static_cast<std::int64_t>(std::round(value));
    return fmt::format("{}{}{:x}", whole < 0 ? "-" : "", prefix, whole < 0 ? -whole : whole);
}

/// "True/False": the part before the slash for anything but zero.
std::string boolText(double value, std::string_view words)
{
    const std::size_t slash = std::min(words.find('/'), words.size());
    return std::string(value != 0 ? words.substr(0, slash) : words.substr(std::min(slash + 1, words.size())));
}

/// moment.js tokens of a "time:" unit, in UTC.
std::string momentText(double ms, std::string_view pattern)
{
    const std::chrono::sys_time<std::chrono::milliseconds> point{std::chrono::milliseconds{static_cast<TimeMs>(ms)}};
    const auto day = std::chrono::floor<std::chrono::days>(point);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{point - day};
    static constexpr std::array<std::string_view, 12> kMonths{"January", "February", "March", "April", "May", "June", "July",
        "August", "September", "October", "November", "December"};
    const std::string_view month = kMonths[static_cast<unsigned>(date.month()) - 1];
    const std::array<std::pair<std::string_view, std::string>, 11> tokens{{
        {"YYYY", fmt::format("{:04}", static_cast<int>(date.year()))},
        {"MMMM", std::string(month)},
        {"MMM", std::string(month.substr(0, 3))},
        {"SSS", fmt::format("{:03}", clock.subseconds().count())},
        {"YY", fmt::format("{:02}", static_cast<int>(date.year()) % 100)},
        {"MM", fmt::format("{:02}", static_cast<unsigned>(date.month()))},
        {"DD", fmt::format("{:02}", static_cast<unsigned>(date.day()))},
        {"HH", fmt::format("{:02}", clock.hours().count())},
        {"mm", fmt::format("{:02}", clock.minutes().count())},
        {"ss", fmt::format("{:02}", clock.seconds().count())},
        {"D", fmt::format("{}", static_cast<unsigned>(date.day()))},
    }};
    std::string out;
    while (!pattern.empty()) {
        const auto token =
            std::find_if(tokens.begin(), tokens.end(), [&](const auto& t) { return pattern.starts_with(t.first); });
        out += token == tokens.end() ? std::string(1, pattern.front()) : token->second;
        pattern.remove_prefix(token == tokens.end() ? 1 : token->first.size());
    }
    return out;
}

std::string specialText(double value, const UnitRow& unit, std::optional<int> decimals)
{
    switch (unit.kind) {
    case UnitKind::Duration:
        return durationText(value * unit.factor, decimals);
    case UnitKind::Clock:
        return clockText(value * unit.factor, unit.symbol == "d");
    case UnitKind::Bool:
        return boolText(value, unit.symbol);
    case UnitKind::Locale:
        return groupedText(value, decimals);
    case UnitKind::Hex:
        return hexText(value, unit.symbol);
    case UnitKind::Scientific:
        return fmt::format("{:.{}e}", value, std::clamp(decimals.value_or(2), 0, 15));
    case UnitKind::Iso:
        // 1e14 ms is the year 5138: beyond it a date says nothing.
        return std::abs(value) > 1e14 ? formatShortest(value) : momentText(value, "YYYY-MM-DD HH:mm:ss");
    default:
        return formatShortest(value);
    }
}

/// "suffix:x" and its like become a row of their own; anything unknown is a suffix.
UnitRow resolveUnit(std::string_view id)
{
    if (id.empty())
        return {id, id, UnitKind::Plain, ""};
    if (const UnitRow* row = findUnit(id))
        return *row;
    static constexpr auto kCustom =
        std::to_array<std::pair<std::string_view, UnitKind>>({{"suffix:", UnitKind::Plain}, {"prefix:", UnitKind::Currency},
            {"count:", UnitKind::Count}, {"currency:", UnitKind::Currency}, {"bool:", UnitKind::Bool}});
    for (const auto& [tag, kind] : kCustom) {
        if (id.starts_with(tag))
            return {id, id, kind, id.substr(tag.size())};
    }
    if (id.starts_with("si:")) {
        // "si:mF" counts in millifarad: a leading prefix before a longer symbol is the offset.
        std::string_view symbol = id.substr(3);
        for (std::size_t i = 0; i < kSiPrefixes.size(); ++i) {
            const std::string_view prefix = kSiPrefixes[i];
            if (!prefix.empty() && symbol.size() > prefix.size() && symbol.starts_with(prefix))
                return {id, id, UnitKind::Si, symbol.substr(prefix.size()),
                    std::pow(1000.0, static_cast<double>(i) - static_cast<double>(kSiOne))};
        }
        return {id, id, UnitKind::Si, symbol};
    }
    return {id, id, UnitKind::Plain, id};
}

Formatted assemble(const Scaled& scaled, const UnitRow& unit, std::optional<int> decimals)
{
    std::string number = digits(scaled.number, decimals);
    if (unit.kind == UnitKind::Currency) {
        const bool negative = number.starts_with('-');
        number = (negative ? "-" : "") + std::string(unit.symbol) + (negative ? number.substr(1) : number);
    }
    return {std::move(number), scaled.suffix};
}

} // namespace

std::string Formatted::text() const
{
    return suffix.empty() ? number : number + std::string(kNoBreakSpace) + suffix;
}

Formatted format(double value, std::string_view unit, std::optional<int> decimals)
{
    if (!std::isfinite(value))
        return {formatPromFloat(value), ""};
    if (unit.starts_with("time:"))
        return {std::abs(value) > 1e14 ? formatShortest(value) : momentText(value, unit.substr(5)), ""};
    const UnitRow row = resolveUnit(unit);
    // A plain prefix does not shorten its number, unlike a currency.
    if (unit.starts_with("prefix:"))
        return assemble({value, ""}, row, decimals);
    if (const auto scaled = scale(value, row, decimals))
        return assemble(*scaled, row, decimals);
    return {specialText(value, row, decimals), ""};
}

Formatted formatTick(double value, double step, std::string_view unit)
{
    const UnitRow row = resolveUnit(unit);
    if (value == 0 && row.kind == UnitKind::Seconds && std::isfinite(step))
        return {"0", scaleSeconds(step * row.factor * 1.5).suffix}; // "0 ms" below "25 ms", "0 hours" below "1 hour"
    const auto scaled = std::isfinite(value) && value != 0 ? scale(value, row, std::nullopt) : std::nullopt;
    if (!scaled || !(std::abs(step) > 0))
        return format(value, unit);
    const double shownStep = std::abs(step * (scaled->number / value));
    // The least decimals that write the step exactly (0.25 needs two), up to what a double can tell apart.
    int needed = std::clamp(-static_cast<int>(std::floor(std::log10(shownStep) + 1e-9)), 0, 12);
    for (int extra = 0; extra < 2 && needed < 12; ++extra) {
        const double units = shownStep * std::pow(10.0, needed);
        if (std::abs(units - std::round(units)) < 1e-6 * units)
            break;
        ++needed;
    }
    Formatted out = format(value, unit, std::max(needed, 0));
    if (std::abs(scaled->number) < 1e15)
        out.number = trimZeros(std::move(out.number));
    return out;
}

std::vector<UnitInfo> knownUnits()
{
    std::vector<UnitInfo> out;
    for (const UnitRow& row : unitTable())
        out.push_back({row.id, row.name});
    return out;
}

double unitFactor(std::string_view unit)
{
    return resolveUnit(unit).factor;
}

TickBase tickBase(std::string_view unit)
{
    switch (resolveUnit(unit).kind) {
    case UnitKind::Binary:
        return TickBase::Binary;
    case UnitKind::Seconds:
    case UnitKind::Duration:
    case UnitKind::Clock:
        return TickBase::Time;
    default:
        return TickBase::Decimal;
    }
}

} // namespace wg::units
