#include "core/base/number.h"

#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace wg {
namespace {

bool equalsNoCase(std::string_view text, std::string_view lower)
{
    if (text.size() != lower.size())
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((text[i] | 0x20) != lower[i])
            return false;
    }
    return true;
}

/// 1e999 -> infinity, 1e-999 -> zero: from_chars only says "out of range".
double outOfRange(std::string_view digits)
{
    double mantissaScale = 0; // decimal exponent of the first significant digit
    bool seenPoint = false;
    bool seenDigit = false;
    std::size_t i = 0;
    for (; i < digits.size() && (digits[i] | 0x20) != 'e'; ++i) {
        if (digits[i] == '.') {
            seenPoint = true;
            continue;
        }
        if (!seenDigit && digits[i] == '0') {
            mantissaScale -= seenPoint ? 1 : 0;
            continue;
        }
        mantissaScale += !seenPoint ? 1 : 0;
        seenDigit = true;
    }
    double exponent = 0;
    bool negative = false;
    for (++i; i < digits.size(); ++i) {
        if (digits[i] == '-')
            negative = true;
        else if (digits[i] >= '0' && digits[i] <= '9')
            exponent = exponent * 10 + (digits[i] - '0');
    }
    return (negative ? -exponent : exponent) + mantissaScale > 0 ? std::numeric_limits<double>::infinity() : 0.0;
}

} // namespace

std::optional<double> parsePromFloat(std::string_view text)
{
    bool negative = false;
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    if (text.empty())
        return std::nullopt;
    double value = 0;
    if (equalsNoCase(text, "inf") || equalsNoCase(text, "infinity")) {
        value = std::numeric_limits<double>::infinity();
    } else if (equalsNoCase(text, "nan")) {
        return std::numeric_limits<double>::quiet_NaN();
    } else {
        if ((text.front() < '0' || text.front() > '9') && text.front() != '.')
            return std::nullopt;
        const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (end != text.data() + text.size() || status == std::errc::invalid_argument)
            return std::nullopt;
        if (status == std::errc::result_out_of_range)
            value = outOfRange(text);
    }
    return negative ? -value : value;
}

std::string formatPromFloat(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    // Fixed to_chars writes every digit of a large number; Go writes the shortest digits and fills with zeros.
    constexpr double kExactIntegers = 9007199254740992.0;
    char buffer[400];
    if (std::abs(value) <= kExactIntegers) {
        const auto result = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
        return {buffer, result.ptr};
    }
    const auto result = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
    std::string out(buffer, result.ptr);
    const std::size_t e = out.find('e');
    int exponent = 0;
    std::from_chars(out.data() + e + 2, out.data() + out.size(), exponent);
    out.resize(e);
    const std::size_t point = out.find('.');
    const std::size_t fraction = point == std::string::npos ? 0 : e - point - 1;
    if (point != std::string::npos)
        out.erase(point, 1);
    return out.append(static_cast<std::size_t>(exponent) - fraction, '0');
}

std::string formatShortest(double value)
{
    if (!std::isfinite(value))
        return formatPromFloat(value);
    char buffer[64];
    const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
    return {buffer, result.ptr};
}

} // namespace wg
