#include "tests/promql/script/parse_eval.h"

#include "core/base/number.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace wg::test::script {
namespace {

constexpr std::string_view kFailMessage = "expected_fail_message";
constexpr std::string_view kFailRegexp = "expected_fail_regexp";
constexpr std::string_view kRangeVector = "expect range vector";
constexpr std::string_view kString = "expect string";

std::string_view takeWord(Cursor& cursor)
{
    cursor.takeBlanks();
    return cursor.takeWhile([](char c) { return !isBlank(c); });
}

std::string trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return std::string(text);
}

/// WORD DURATION
Result<DurationMs> takeNamed(Cursor& cursor, std::string_view name, const Lines& lines)
{
    if (takeWord(cursor) != name)
        return lines.error(fmt::format("\"{}\" and a duration are expected", name));
    WG_LINE_TRY(const DurationMs duration, lines, parseDuration(takeWord(cursor)));
    return duration;
}

/// from A to B step S
Result<void> takeSteps(Cursor& cursor, Eval& eval, const Lines& lines)
{
    WG_TRY(eval.start, takeNamed(cursor, "from", lines));
    WG_TRY(eval.end, takeNamed(cursor, "to", lines));
    WG_TRY(eval.step, takeNamed(cursor, "step", lines));
    if (eval.end < eval.start)
        return lines.error("the end is before the start");
    return {};
}

Result<void> setVariant(std::string_view word, Eval& eval, const Lines& lines)
{
    Expectations& expected = eval.expected;
    if (word == "eval_fail")
        expected.fails = true;
    else if (word == "eval_warn")
        expected.someWarning = true;
    else if (word == "eval_info")
        expected.someInfo = true;
    else if (word == "eval_ordered" && !eval.isRange)
        expected.ordered = true;
    else if (word != "eval")
        return lines.error(fmt::format("\"{}\" is no command here", word));
    return {};
}

Result<Eval> parseHead(std::string_view first, const Lines& lines)
{
    Eval eval;
    eval.line = lines.number();
    Cursor cursor(first);
    const std::string_view word = takeWord(cursor);
    const std::string_view mode = takeWord(cursor);
    if (mode != "instant" && mode != "range")
        return lines.error("eval[_fail|_warn|_info|_ordered] instant at T EXPRESSION or "
                           "eval[_fail|_warn|_info] range from A to B step S EXPRESSION is expected");
    eval.isRange = mode == "range";
    WG_CHECK(setVariant(word, eval, lines));
    if (eval.isRange) {
        WG_CHECK(takeSteps(cursor, eval, lines));
    } else {
        WG_TRY(eval.start, takeNamed(cursor, "at", lines));
        eval.end = eval.start;
    }
    eval.expression = trimmed(cursor.rest());
    if (eval.expression.empty())
        return lines.error("an expression is expected");
    return eval;
}

struct ExpectWord {
    std::string_view word;
    bool takesPattern;
    void (*set)(Expectations&, const MessagePattern&);
};
constexpr ExpectWord kExpectWords[] = {
    {"fail", true,
        [](Expectations& e, const MessagePattern& p) {
            e.fails = true;
            e.failure = p;
        }},
    {"warn", true, [](Expectations& e, const MessagePattern& p) { e.warnings.push_back(p); }},
    {"info", true, [](Expectations& e, const MessagePattern& p) { e.infos.push_back(p); }},
    {"no_warn", false, [](Expectations& e, const MessagePattern&) { e.noWarning = true; }},
    {"no_info", false, [](Expectations& e, const MessagePattern&) { e.noInfo = true; }},
    {"ordered", false, [](Expectations& e, const MessagePattern&) { e.ordered = true; }},
};

/// msg: TEXT or regex: PATTERN, or nothing
Result<MessagePattern> takePattern(Cursor& cursor, const Lines& lines)
{
    cursor.takeBlanks();
    if (cursor.atEnd())
        return MessagePattern::any();
    const bool regex = cursor.take("regex:");
    if (!regex && !cursor.take("msg:"))
        return lines.error("\"msg:\" or \"regex:\" is expected");
    std::string text = trimmed(cursor.rest());
    if (text.empty())
        return lines.error("a message is expected");
    if (!regex)
        return MessagePattern::exact(std::move(text));
    WG_LINE_TRY(MessagePattern pattern, lines, MessagePattern::regex(text));
    return pattern;
}

/// expect fail|warn|info|no_warn|no_info|ordered [msg: …|regex: …]
Result<void> parseExpect(std::string_view line, Expectations& expected, const Lines& lines)
{
    Cursor cursor(line);
    takeWord(cursor);
    const std::string_view word = takeWord(cursor);
    const auto* row = std::ranges::find(kExpectWords, word, &ExpectWord::word);
    if (row == std::end(kExpectWords))
        return lines.error(fmt::format("nothing is expected with the word \"{}\"", word));
    if (!row->takesPattern && !cursor.atEnd())
        return lines.error(fmt::format("nothing is expected after \"expect {}\"", word));
    WG_TRY(const MessagePattern pattern, takePattern(cursor, lines));
    if (word == "fail" && expected.failure)
        return lines.error("several failures are expected");
    row->set(expected, pattern);
    if ((expected.noWarning && !expected.warnings.empty()) || (expected.noInfo && !expected.infos.empty()))
        return lines.error("some and none are expected at once");
    return {};
}

Result<void> parseRangeVector(std::string_view line, Eval& eval, const Lines& lines)
{
    Cursor cursor(line.substr(kRangeVector.size()));
    WG_CHECK(takeSteps(cursor, eval, lines));
    if (!cursor.atEnd())
        return lines.error("nothing is expected after the step");
    eval.expected.rangeVector = true;
    return {};
}

/// Whole numbers in other bases too, as Go reads them.
std::optional<double> scalarLine(std::string_view line)
{
    if (const auto value = parsePromFloat(line))
        return value;
    const bool minus = line.starts_with('-');
    std::string_view digits = line.substr(minus || line.starts_with('+') ? 1 : 0);
    if (digits.size() < 3 || digits[0] != '0')
        return std::nullopt;
    const int base = (digits[1] | 0x20) == 'x' ? 16 : (digits[1] | 0x20) == 'o' ? 8 : (digits[1] | 0x20) == 'b' ? 2 : 0;
    digits.remove_prefix(2);
    std::int64_t value = 0;
    if (base == 0)
        return std::nullopt;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (error != std::errc() || end != digits.data() + digits.size() || value < 0)
        return std::nullopt;
    return static_cast<double>(minus ? -value : value);
}

Result<void> parseRow(std::string_view line, Eval& eval, const Lines& lines, std::size_t& room)
{
    WG_LINE_TRY(SeriesLine row, lines, parseSeriesLine(line, room));
    room -= row.points.size();
    if (row.points.empty())
        return lines.error("an expected series has no value");
    if (row.points.size() > 1 && !eval.isRange && !eval.expected.rangeVector)
        return lines.error("several values of an instant query's series are expected; say \"expect range vector\" first");
    eval.expected.series.put({std::move(row.labels), std::move(row.points), {}});
    return {};
}

/// false: the command ends with this line.
Result<bool> parseLine(std::string_view line, Eval& eval, const Lines& lines, std::size_t& room)
{
    Expectations& expected = eval.expected;
    if (expected.fails && line.starts_with(kFailMessage)) {
        expected.failure = MessagePattern::exact(trimmed(line.substr(kFailMessage.size())));
        return false;
    }
    if (expected.fails && line.starts_with(kFailRegexp)) {
        WG_LINE_TRY(expected.failure, lines, MessagePattern::regex(trimmed(line.substr(kFailRegexp.size()))));
        return false;
    }
    if (line.starts_with(kRangeVector)) {
        WG_CHECK(parseRangeVector(line, eval, lines));
    } else if (line.starts_with(kString)) {
        Cursor cursor(line.substr(kString.size()));
        cursor.takeBlanks();
        WG_LINE_TRY(expected.text, lines, takeString(cursor));
        if (!cursor.atEnd())
            return lines.error("nothing is expected after the string");
    } else if (line == "expect" || line.starts_with("expect ") || line.starts_with("expect\t")) {
        WG_CHECK(parseExpect(line, expected, lines));
    } else if (const auto scalar = scalarLine(line)) {
        expected.scalar = scalar;
        return false;
    } else {
        WG_CHECK(parseRow(line, eval, lines, room));
    }
    return true;
}

} // namespace

Result<Eval> parseEval(std::string_view first, Lines& lines, std::size_t& room)
{
    WG_TRY(Eval eval, parseHead(first, lines));
    while (const auto line = lines.nextOfCommand()) {
        WG_TRY(const bool more, parseLine(*line, eval, lines, room));
        if (!more)
            break;
    }
    return eval;
}

} // namespace wg::test::script
