#include "tests/promql/script/parse_load.h"

#include <fmt/format.h>

namespace wg::test::script {
namespace {

Result<Load> parseHead(std::string_view first, const Lines& lines)
{
    Load load;
    load.line = lines.number();
    Cursor cursor(first);
    load.withNhcb = cursor.take("load_with_nhcb");
    if ((!load.withNhcb && !cursor.take("load")) || !cursor.takeBlanks())
        return lines.error("load[_with_nhcb] STEP is expected");
    WG_LINE_TRY(load.step, lines, parseDuration(cursor.rest()));
    return load;
}

/// A default repeats itself over the points.
StartOffsets repeated(const StartOffsets& offsets, std::size_t count)
{
    StartOffsets out;
    for (std::size_t i = 0; i < count && !offsets.empty(); ++i)
        out.push_back(offsets[i % offsets.size()]);
    return out;
}

} // namespace

Result<Load> parseLoad(std::string_view first, Lines& lines, std::size_t& room)
{
    WG_TRY(Load load, parseHead(first, lines));
    StartOffsets byDefault;
    std::optional<StartLine> pending;
    while (const auto line = lines.nextOfCommand()) {
        WG_LINE_TRY(auto starts, lines, parseStartLine(*line, room));
        if (starts && pending)
            return lines.error("a line of start times must be followed by the samples of its series");
        if (starts) {
            room -= starts->offsets.size();
            if (!starts->labels)
                byDefault = std::move(starts->offsets);
            else
                pending = std::move(starts);
            continue;
        }
        WG_LINE_TRY(SeriesLine series, lines, parseSeriesLine(*line, room));
        room -= series.points.size();
        if (pending && *pending->labels != series.labels)
            return lines.error("the start times before this line are of another series");
        if (pending && pending->offsets.size() != series.points.size())
            return lines.error(
                fmt::format("{} start times stand before {} samples", pending->offsets.size(), series.points.size()));
        StartOffsets offsets = pending ? std::move(pending->offsets) : repeated(byDefault, series.points.size());
        pending.reset();
        load.series.put({std::move(series.labels), std::move(series.points), std::move(offsets)});
    }
    if (pending)
        return lines.error("a line of start times must be followed by the samples of its series");
    return load;
}

} // namespace wg::test::script
