#include "tests/promql/script/start_line.h"

#include "tests/promql/script/series_line.h"

#include <fmt/format.h>

namespace wg::test::script {
namespace {

Result<DurationMs> takeDuration(Cursor& cursor)
{
    const bool minus = cursor.peek() == '-';
    if (minus || cursor.peek() == '+')
        cursor.skip(1);
    const auto word = cursor.takeWhile([](char c) { return isDigit(c) || (isLetter(c) && c != 'x'); });
    const auto duration = parseDuration(word);
    if (!duration)
        return cursor.error(duration.error().message);
    return minus ? -*duration : *duration;
}

Result<void> takeItem(Cursor& cursor, StartOffsets& out, DurationMs& last, std::size_t room)
{
    DurationMs step = 0;
    const bool absent = cursor.take("_");
    if (!absent && !cursor.take("*")) {
        WG_TRY(last, takeDuration(cursor));
    }
    if (!absent && (cursor.peek() == '+' || cursor.peek() == '-')) {
        WG_TRY(step, takeDuration(cursor));
        if (cursor.peek() != 'x')
            return cursor.error("\"x\" and a count are expected");
    }
    WG_TRY(const auto times, parseTimes(cursor, room - out.size()));
    const std::size_t count = absent ? times.value_or(1) : times.value_or(0) + 1;
    if (count > room - out.size())
        return cursor.error(fmt::format("more than {} samples", room), ErrorCode::Limit);
    if (absent) {
        out.resize(out.size() + count);
        return {};
    }
    constexpr DurationMs kFarthest = 292 * kYear; // what a duration of Prometheus can be
    for (std::size_t i = 0; i < count; ++i) {
        last += i > 0 ? step : 0;
        if (last > kFarthest || last < -kFarthest)
            return cursor.error("a start time is out of range");
        out.emplace_back(last);
    }
    return {};
}

} // namespace

Result<std::optional<StartLine>> parseStartLine(std::string_view line, std::size_t room)
{
    if (line.find("@st") == std::string_view::npos)
        return std::nullopt;
    Cursor cursor(line);
    StartLine out;
    if (cursor.peek() != '@') {
        WG_TRY(out.labels, parseMetric(cursor));
    }
    if (!cursor.take("@st"))
        return std::nullopt; // within a quoted value
    DurationMs last = 0;
    while (!cursor.atEnd()) {
        if (!cursor.takeBlanks())
            return cursor.error("a blank is expected before the next start time");
        if (!cursor.atEnd())
            WG_CHECK(takeItem(cursor, out.offsets, last, room));
    }
    if (out.offsets.empty())
        return cursor.error("a line of start times has none");
    return out;
}

} // namespace wg::test::script
