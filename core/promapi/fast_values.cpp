#include "core/promapi/fast_values.h"

#include "core/base/number.h"

#include <charconv>

namespace wg::promapi {
namespace {

constexpr std::string_view kKey = "\"values\":[";
constexpr int kMaxDigits = 13; // of whole seconds: far beyond year 100 000, no overflow in milliseconds
constexpr int kExactDigits = 15; // an integer this long is exact in a double

bool isDigit(char c)
{
    return static_cast<unsigned char>(c - '0') < 10;
}

/// 1600000000 or 1600000000.5 to milliseconds; null when written otherwise.
const char* readTime(const char* at, const char* end, TimeMs& out)
{
    const char* const first = at;
    TimeMs seconds = 0;
    for (; at != end && isDigit(*at); ++at) {
        if (at - first == kMaxDigits)
            return nullptr;
        seconds = seconds * 10 + (*at - '0');
    }
    if (at == first || (*first == '0' && at - first > 1))
        return nullptr;
    TimeMs fraction = 0;
    if (at != end && *at == '.') {
        TimeMs scale = 100;
        const char* const point = at++;
        for (; at != end && isDigit(*at) && scale > 0; ++at, scale /= 10)
            fraction += (*at - '0') * scale;
        if (at == point + 1)
            return nullptr;
    }
    out = seconds * 1000 + fraction;
    return at;
}

/// The text of a value up to its closing quote; null when it is not a plain number.
const char* readValue(const char* at, const char* end, double& out)
{
    const char* const first = at;
    std::int64_t whole = 0;
    while (at != end && isDigit(*at) && at - first < kExactDigits)
        whole = whole * 10 + (*at++ - '0');
    if (at != end && *at == '"' && at != first) {
        out = static_cast<double>(whole);
        return at;
    }
    const auto [stop, status] = std::from_chars(first, end, out);
    if (status == std::errc{} && stop != end && *stop == '"' && (isDigit(*first) || (*first == '-' && isDigit(first[1]))))
        return stop;
    // NaN, +Inf, 1e999: rare and short.
    const std::string_view text(first, static_cast<std::size_t>(end - first) < 64 ? static_cast<std::size_t>(end - first) : 64);
    const auto quote = text.find('"');
    if (quote == std::string_view::npos)
        return nullptr;
    const auto value = parsePromFloat(text.substr(0, quote));
    if (!value)
        return nullptr;
    out = *value;
    return first + quote;
}

bool take(const char*& at, const char* end, char wanted)
{
    if (at == end || *at != wanted)
        return false;
    ++at;
    return true;
}

/// `at` is behind the opening bracket; gives the place behind the closing one, or null when it is not for us.
const char* readArray(const char* at, const char* end, Columns& out)
{
    if (take(at, end, ']'))
        return at;
    do {
        TimeMs t = 0;
        double v = 0;
        if (!take(at, end, '['))
            return nullptr;
        at = readTime(at, end, t);
        if (at == nullptr || !take(at, end, ',') || !take(at, end, '"'))
            return nullptr;
        at = readValue(at, end, v);
        if (at == nullptr || !take(at, end, '"') || !take(at, end, ']'))
            return nullptr;
        out.t.push_back(t);
        out.v.push_back(v);
    } while (take(at, end, ','));
    return take(at, end, ']') ? at : nullptr;
}

} // namespace

Skeleton cutValues(std::string_view body)
{
    Skeleton out;
    std::size_t done = 0; // copied to the skeleton up to here
    std::size_t usual = 0; // points of the last series: the next has as many
    for (std::size_t key = body.find(kKey); key != std::string_view::npos; key = body.find(kKey, key)) {
        const std::size_t bracket = key + kKey.size() - 1;
        Columns columns;
        columns.t.reserve(usual);
        columns.v.reserve(usual);
        const char* const stop = readArray(body.data() + bracket + 1, body.data() + body.size(), columns);
        key = bracket + 1;
        if (stop == nullptr)
            continue;
        out.text.append(body, done, bracket - done);
        usual = columns.t.size();
        out.columns.push_back(std::move(columns));
        out.text += "-" + std::to_string(out.columns.size());
        done = static_cast<std::size_t>(stop - body.data());
        key = done;
    }
    out.text.append(body, done);
    return out;
}

} // namespace wg::promapi
