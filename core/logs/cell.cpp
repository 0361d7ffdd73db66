#include "core/logs/cell.h"

#include "core/base/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace wg::logs {
namespace {

/// pandas 1.5 read_csv, na_values.
constexpr std::array<std::string_view, 17> kMissing = {"", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan",
    "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "n/a", "null"};
/// In columns of numbers any case, and these.
constexpr std::array<std::string_view, 5> kMissingNumber = {"-", "none", "nan", "?", "."};

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool sameNoCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

bool isMissingNumber(std::string_view text)
{
    const auto same = [text](std::string_view missing) { return sameNoCase(missing, text); };
    return std::any_of(kMissing.begin(), kMissing.end(), same)
        || std::any_of(kMissingNumber.begin(), kMissingNumber.end(), same);
}

NumberForm formOf(std::string_view text, double value)
{
    constexpr double kExact = 9007199254740992.0; // 2^53
    const auto digits = [](char c) { return (c >= '0' && c <= '9') || c == '-' || c == '+'; };
    if (!std::all_of(text.begin(), text.end(), digits))
        return NumberForm::Point;
    return std::abs(value) >= kExact ? NumberForm::HugeWhole : NumberForm::Whole;
}

/// "1e3" is neither: it fits beside points and commas.
NumberForm decimalForm(std::string_view text, double value)
{
    if (text.find('.') == std::string_view::npos)
        return formOf(text, value) == NumberForm::HugeWhole ? NumberForm::HugeWhole : NumberForm::Whole;
    return NumberForm::Point;
}

} // namespace

std::string_view trimBlanks(std::string_view text, char delimiter)
{
    const auto blank = [delimiter](char c) { return c == ' ' || (c == '\t' && delimiter != '\t'); };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

NumberCell readNumber(std::string_view text)
{
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    if (text.empty())
        return {NumberForm::Missing, kNan};
    double value = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    if (parsed.ptr == end && parsed.ec == std::errc() && std::isfinite(value))
        return {decimalForm(text, value), value};
    if (isMissingNumber(text))
        return {NumberForm::Missing, kNan};
    if (const auto other = parsePromFloat(text)) // +1, inf, 1e999
        return {std::isinf(*other) ? NumberForm::Whole : decimalForm(text, *other), *other};
    if (std::count(text.begin(), text.end(), ',') != 1 || text.find('.') != std::string_view::npos || text.size() > 64)
        return {};
    std::string point(text);
    std::replace(point.begin(), point.end(), ',', '.');
    const auto comma = parsePromFloat(point);
    return comma ? NumberCell{NumberForm::Comma, *comma} : NumberCell{};
}

bool isMissingText(std::string_view text)
{
    return text == "nan" || std::find(kMissing.begin(), kMissing.end(), text) != kMissing.end();
}

} // namespace wg::logs
