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

TimeMs timeOfNumber(double value, const TimeScale& scale)
{
    const double ms = (value - scale.zero) / scale.unit;
    if (!std::isfinite(ms) || std::abs(ms) > 9e15)
        return kNoTime;
    return static_cast<TimeMs>(std::llround(ms)) + scale.origin;
}

} // namespace

std::optional<TimeScale> timeScale(const OpenedLog& log, TimeMs end)
{
    if (!log.time || !log.table.columns[*log.time].numeric)
        return std::nullopt;
    double least = std::numeric_limits<double>::infinity();
    double largest = -least;
    for (const double value : log.table.columns[*log.time].numbers) {
        if (std::isfinite(value)) {
            least = std::min(least, value);
            largest = std::max(largest, value);
        }
    }
    if (!(least <= largest))
        return std::nullopt;
    constexpr double kNearZero = 1e6; // 1970-01-12: nobody logged then
    const bool sinceStart = std::abs(least) < kNearZero;
    return sinceStart ? TimeScale{1e-3, largest, end} : TimeScale{perMillisecond(largest), 0, 0};
}

std::vector<TimeMs> logTimes(const OpenedLog& log, TimeMs end)
{
    return logTimes(log, timeScale(log, end));
}

std::vector<TimeMs> logTimes(const OpenedLog& log, const std::optional<TimeScale>& scale)
{
    if (!log.time)
        return {};
    const logs::Column& column = log.table.columns[*log.time];
    std::vector<TimeMs> out;
    out.reserve(column.size());
    if (column.numeric && scale) {
        for (const double value : column.numbers)
            out.push_back(timeOfNumber(value, *scale));
    } else if (!column.numeric) {
        std::vector<TimeMs> byCode;
        byCode.reserve(column.dictionary.size());
        for (std::uint32_t code = 0; code < column.dictionary.size(); ++code)
            byCode.push_back(timeOfText(column.dictionary.text(code)));
        for (const std::uint32_t code : column.codes)
            out.push_back(byCode[code]);
    }
    const bool any = std::any_of(out.begin(), out.end(), [](TimeMs t) { return t != kNoTime; });
    return any ? out : std::vector<TimeMs>();
}

} // namespace wg::evaluation
