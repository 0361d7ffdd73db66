#include "tests/promql/script/series_line.h"

#include "core/promql/quoting.h"
#include "core/series/value.h"
#include "tests/promql/script/histogram_literal.h"

#include <charconv>

#include <fmt/format.h>

namespace wg::test::script {
namespace {

using series::Label;

constexpr bool isNameLetter(char c)
{
    return isLetter(c) || isDigit(c) || c == '_';
}

Result<Label> takeLabel(Cursor& cursor)
{
    Label label;
    const bool quoted = !isLetter(cursor.peek()) && cursor.peek() != '_';
    if (quoted) {
        WG_TRY(label.name, takeString(cursor));
    } else {
        label.name = std::string(cursor.takeWhile(isNameLetter));
    }
    cursor.takeBlanks();
    if (quoted && cursor.peek() != '=')
        return Label{std::string(series::kMetricName), std::move(label.name)};
    if (!cursor.take("="))
        return cursor.error("\"=\" is expected");
    cursor.takeBlanks();
    WG_TRY(label.value, takeString(cursor));
    return label;
}

/// What one item of the line stands for.
struct Item {
    Point first;
    double step = 0;
    std::size_t count = 1;
};

Result<Item> takeHistogram(Cursor& cursor, std::size_t room)
{
    WG_CHECK(skipHistogram(cursor));
    const bool walks = cursor.peek() == '+' || cursor.peek() == '-';
    if (walks) {
        cursor.skip(1);
        if (!cursor.rest().starts_with("{{"))
            return cursor.error("\"{{\" is expected");
        WG_CHECK(skipHistogram(cursor));
    }
    WG_TRY(const auto times, parseTimes(cursor, room));
    if (walks && !times)
        return cursor.error("\"x\" and a count are expected");
    return Item{{Point::Kind::Histogram, 0}, 0, times.value_or(0) + 1};
}

Result<Item> takeItem(Cursor& cursor, std::size_t room)
{
    if (cursor.take("_")) {
        WG_TRY(const auto times, parseTimes(cursor, room));
        return Item{{}, 0, times.value_or(1)};
    }
    if (cursor.rest().starts_with("{{"))
        return takeHistogram(cursor, room);
    Item item{{Point::Kind::Float, series::staleMarker()}, 0, 1};
    if (!cursor.take("stale")) {
        WG_TRY(item.first.value, parseNumber(cursor));
    }
    const bool walks = cursor.peek() == '+' || cursor.peek() == '-';
    if (walks) {
        WG_TRY(item.step, parseNumber(cursor));
    }
    WG_TRY(const auto times, parseTimes(cursor, room));
    if (walks && !times)
        return cursor.error("\"x\" and a count are expected");
    item.count = times.value_or(0) + 1;
    return item;
}

} // namespace

Result<std::string> takeString(Cursor& cursor)
{
    const char quote = cursor.peek();
    if (quote != '"' && quote != '\'' && quote != '`')
        return cursor.error("a quoted text is expected");
    std::size_t length = 1;
    for (; cursor.peek(length) != quote; ++length) {
        if (length >= cursor.rest().size())
            return cursor.error("a quoted text has no end");
        if (cursor.peek(length) == '\\' && quote != '`')
            ++length;
    }
    auto text = promql::unquote(cursor.rest().substr(0, length + 1));
    if (!text)
        return cursor.error(text.error().message);
    cursor.skip(length + 1);
    return text;
}

Result<std::optional<std::size_t>> parseTimes(Cursor& cursor, std::size_t room)
{
    if (!cursor.take("x"))
        return std::nullopt;
    const std::string_view digits = cursor.takeWhile(isDigit);
    if (digits.empty())
        return cursor.error("a count is expected after \"x\"");
    std::size_t count = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (error != std::errc() || count > room)
        return cursor.error(fmt::format("more than {} samples", room), ErrorCode::Limit);
    return count;
}

Result<series::Labels> parseMetric(Cursor& cursor)
{
    std::vector<Label> labels;
    const bool named = isLetter(cursor.peek()) || cursor.peek() == '_' || cursor.peek() == ':';
    if (named) {
        const auto name = cursor.takeWhile([](char c) { return isNameLetter(c) || c == ':'; });
        labels.push_back({std::string(series::kMetricName), std::string(name)});
    }
    // A blank may stand before the braces; two braces are a histogram of a metric without labels.
    std::size_t blanks = 0;
    while (isBlank(cursor.peek(blanks)))
        ++blanks;
    const bool braces = cursor.peek(blanks) == '{' && cursor.peek(blanks + 1) != '{';
    if (!braces && !named)
        return cursor.error("a metric name or \"{\" is expected");
    if (!braces)
        return series::Labels(std::move(labels));
    cursor.skip(blanks + 1);
    cursor.takeBlanks();
    while (!cursor.take("}")) {
        WG_TRY(Label label, takeLabel(cursor));
        if (named && label.name == series::kMetricName)
            return cursor.error("the metric has two names");
        labels.push_back(std::move(label));
        cursor.takeBlanks();
        const bool comma = cursor.take(",");
        cursor.takeBlanks();
        if (!comma && cursor.peek() != '}')
            return cursor.error("\",\" or \"}\" is expected");
    }
    return series::Labels(std::move(labels));
}

Result<SeriesLine> parseSeriesLine(std::string_view line, std::size_t room)
{
    Cursor cursor(line);
    SeriesLine out;
    WG_TRY(out.labels, parseMetric(cursor));
    while (!cursor.atEnd()) {
        if (!cursor.takeBlanks())
            return cursor.error("a blank is expected before the next value");
        if (cursor.atEnd())
            break;
        WG_TRY(const Item item, takeItem(cursor, room - out.points.size()));
        if (item.count > room - out.points.size())
            return cursor.error(fmt::format("more than {} samples", room), ErrorCode::Limit);
        Point point = item.first;
        for (std::size_t i = 0; i < item.count; ++i, point.value += item.step) // summed up, as Prometheus does it
            out.points.push_back(point);
    }
    return out;
}

} // namespace wg::test::script
