#include "core/base/time.h"
#include "core/rules/template_value.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>

namespace wg::rules {
namespace {

constexpr std::array<std::string_view, 8> kLarge{"k", "M", "G", "T", "P", "E", "Z", "Y"};
constexpr std::array<std::string_view, 8> kBinary{"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};
constexpr std::array<std::string_view, 8> kSmall{"m", "u", "n", "p", "f", "a", "z", "y"};

/// Go's %.4g
std::string fourDigits(double value)
{
    return goSprintf("%.4g", std::array<TemplateValue, 1>{value});
}

std::string scaledUp(double value, double base, const std::array<std::string_view, 8>& prefixes)
{
    std::string_view prefix;
    for (const std::string_view p : prefixes) {
        if (std::fabs(value) < base)
            break;
        prefix = p;
        value /= base;
    }
    return fmt::format("{}{}", fourDigits(value), prefix);
}

std::string scaledDown(double value)
{
    std::string_view prefix;
    for (const std::string_view p : kSmall) {
        if (std::fabs(value) >= 1)
            break;
        prefix = p;
        value *= 1000;
    }
    return fmt::format("{}{}", fourDigits(value), prefix);
}

} // namespace

std::string humanize(double value)
{
    if (value == 0 || !std::isfinite(value))
        return fourDigits(value);
    return std::fabs(value) >= 1 ? scaledUp(value, 1000, kLarge) : scaledDown(value);
}

std::string humanize1024(double value)
{
    if (std::fabs(value) <= 1 || !std::isfinite(value))
        return fourDigits(value);
    return scaledUp(value, 1024, kBinary);
}

std::string humanizeDuration(double seconds)
{
    if (!std::isfinite(seconds))
        return fourDigits(seconds);
    if (seconds == 0)
        return "0s";
    if (std::fabs(seconds) < 1)
        return scaledDown(seconds) + "s";
    const std::string_view sign = seconds < 0 ? "-" : "";
    const double size = std::fabs(seconds);
    constexpr double kWhole = 9e18; // beyond this the parts cannot be counted in 64 bits
    if (size < 60 || size > kWhole)
        return fmt::format("{}{}s", sign, fourDigits(size));
    const auto whole = static_cast<std::int64_t>(size);
    const std::int64_t days = whole / 86400;
    const std::int64_t hours = whole / 3600 % 24;
    const std::int64_t minutes = whole / 60 % 60;
    if (days != 0)
        return fmt::format("{}{}d {}h {}m {}s", sign, days, hours, minutes, whole % 60);
    if (hours != 0)
        return fmt::format("{}{}h {}m {}s", sign, hours, minutes, whole % 60);
    return fmt::format("{}{}m {}s", sign, minutes, whole % 60);
}

std::string humanizePercentage(double ratio)
{
    return fourDigits(ratio * 100) + "%";
}

std::string humanizeTimestamp(double seconds)
{
    constexpr double kNanosOverflow = 9.2e9; // int64 nanoseconds end in 2262
    if (!std::isfinite(seconds) || std::fabs(seconds) > kNanosOverflow)
        return fourDigits(seconds);
    const auto nanos = static_cast<std::int64_t>(seconds * 1e9);
    std::string text = formatTime(nanos / 1'000'000); // 2022-01-25T12:36:43.250Z
    text.pop_back();
    text[text.find('T')] = ' ';
    if (text.find('.') != std::string::npos) {
        while (text.back() == '0')
            text.pop_back();
    }
    return text + " +0000 UTC";
}

} // namespace wg::rules
