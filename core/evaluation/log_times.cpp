#include "core/evaluation/log_times.h"

#include "core/base/time.h"

#include <algorithm>
#include <cmath>

namespace wg::evaluation {
namespace {

TimeMs timeOfText(std::string_view text)
{
    if (text.empty())
        return kNoTime;
    std::string full(text);
    if (full.size() == 10) // a date
        full += "T00:00:00";
    const bool zone = full.back() == 'Z' || full.back() == 'z'
        || full.find_first_of("+-", std::min<std::size_t>(full.size(), 11)) != std::string::npos;
    const auto time = parseTime(zone ? full : full + "Z");
    return time ? *time : kNoTime;
}

/// How many of the unit make a millisecond: seconds until the year 5138, then ms, us, ns.
double perMillisecond(double largest)
{
    constexpr double kSeconds = 1e11;
    return largest < kSeconds ? 1e-3 : largest < kSeconds * 1e3 ? 1 : largest < kSeconds * 1e6 ? 1e3 : 1e6;
}

std::vector<TimeMs> timesOfNumbers(const logs::Numbers& numbers, TimeMs end)
{
    double least = std::numeric_limits<double>::infinity();
    double largest = -least;
    for (const double value : numbers) {
        if (std::isfinite(value)) {
            least = std::min(least, value);
            largest = std::max(largest, value);
        }
    }
    if (!(least <= largest))
        return {};
    constexpr double kNearZero = 1e6; // 1970-01-12: nobody logged then
    const bool sinceStart = std::abs(least) < kNearZero;
    const double unit = sinceStart ? 1e-3 : perMillisecond(largest);
    std::vector<TimeMs> out;
    out.reserve(numbers.size());
    for (const double value : numbers) {
        const double ms = (sinceStart ? value - largest : value) / unit;
        if (!std::isfinite(ms) || std::abs(ms) > 9e15)
            out.push_back(kNoTime);
        else
            out.push_back(static_cast<TimeMs>(std::llround(ms)) + (sinceStart ? end : 0));
    }
    return out;
}

} // namespace

std::vector<TimeMs> logTimes(const OpenedLog& log, TimeMs end)
{
    if (!log.time)
        return {};
    const logs::Column& column = log.table.columns[*log.time];
    std::vector<TimeMs> out;
    if (column.numeric) {
        out = timesOfNumbers(column.numbers, end);
    } else {
        std::vector<TimeMs> byCode;
        byCode.reserve(column.dictionary.size());
        for (std::uint32_t code = 0; code < column.dictionary.size(); ++code)
            byCode.push_back(timeOfText(column.dictionary.text(code)));
        out.reserve(column.codes.size());
        for (const std::uint32_t code : column.codes)
            out.push_back(byCode[code]);
    }
    const bool any = std::any_of(out.begin(), out.end(), [](TimeMs t) { return t != kNoTime; });
    return any ? out : std::vector<TimeMs>();
}

} // namespace wg::evaluation
