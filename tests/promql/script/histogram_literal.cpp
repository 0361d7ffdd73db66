#include "tests/promql/script/histogram_literal.h"

#include "core/base/number.h"

#include <algorithm>

#include <fmt/format.h>

namespace wg::test::script {
namespace {

enum class Kind { Integer, Number, Numbers, Hint };
struct Field {
    std::string_view name;
    Kind kind;
};
constexpr Field kFields[] = {{"schema", Kind::Integer}, {"sum", Kind::Number}, {"count", Kind::Number},
    {"z_bucket", Kind::Number}, {"z_bucket_w", Kind::Number}, {"custom_values", Kind::Numbers}, {"buckets", Kind::Numbers},
    {"offset", Kind::Integer}, {"n_buckets", Kind::Numbers}, {"n_offset", Kind::Integer}, {"counter_reset_hint", Kind::Hint}};
constexpr std::string_view kHints[] = {"unknown", "reset", "not_reset", "gauge"};

constexpr bool isWordLetter(char c)
{
    return isLetter(c) || c == '_';
}

std::size_t digitsAt(const Cursor& cursor, std::size_t ahead)
{
    std::size_t count = 0;
    while (isDigit(cursor.peek(ahead + count)))
        ++count;
    return count;
}

/// Bytes of a decimal number without a sign, 0 when there is none.
std::size_t numberLength(const Cursor& cursor)
{
    std::size_t length = digitsAt(cursor, 0);
    std::size_t digits = length;
    if (cursor.peek(length) == '.') {
        const std::size_t fraction = digitsAt(cursor, length + 1);
        digits += fraction;
        length += 1 + fraction;
    }
    if (digits == 0)
        return 0;
    if ((cursor.peek(length) | 0x20) == 'e') {
        const std::size_t sign = cursor.peek(length + 1) == '+' || cursor.peek(length + 1) == '-' ? 1 : 0;
        if (const std::size_t exponent = digitsAt(cursor, length + 1 + sign); exponent > 0)
            length += 1 + sign + exponent;
    }
    return length;
}

Result<void> skipNumbers(Cursor& cursor)
{
    if (!cursor.take("["))
        return cursor.error("\"[\" and numbers are expected");
    cursor.takeBlanks();
    do {
        WG_CHECK(parseNumber(cursor));
    } while (cursor.takeBlanks() && cursor.peek() != ']');
    if (!cursor.take("]"))
        return cursor.error("a number or \"]\" is expected");
    return {};
}

Result<void> skipField(Cursor& cursor)
{
    const std::string_view name = cursor.takeWhile(isWordLetter);
    const auto* field = std::ranges::find(kFields, name, &Field::name);
    if (field == std::end(kFields))
        return cursor.error(fmt::format("a native histogram has no \"{}\"", name));
    if (!cursor.take(":"))
        return cursor.error("\":\" is expected");
    switch (field->kind) {
    case Kind::Integer:
        cursor.take("-");
        if (cursor.takeWhile(isDigit).empty())
            return cursor.error("a whole number is expected");
        break;
    case Kind::Number:
        WG_CHECK(parseNumber(cursor));
        break;
    case Kind::Numbers:
        WG_CHECK(skipNumbers(cursor));
        break;
    case Kind::Hint:
        if (const auto hint = cursor.takeWhile(isWordLetter); std::ranges::find(kHints, hint) == std::end(kHints))
            return cursor.error(fmt::format("\"{}\" is no counter reset hint", hint));
    }
    return {};
}

} // namespace

Result<double> parseNumber(Cursor& cursor)
{
    const bool minus = cursor.peek() == '-';
    if (minus || cursor.peek() == '+')
        cursor.skip(1);
    std::size_t length = numberLength(cursor);
    for (const std::string_view word : {"infinity", "inf", "nan"}) {
        const auto sameLetter = [](char a, char b) { return (a | 0x20) == b; };
        if (length == 0 && std::ranges::equal(cursor.rest().substr(0, word.size()), word, sameLetter))
            length = word.size();
    }
    const auto value = parsePromFloat(cursor.rest().substr(0, length));
    if (length == 0 || !value)
        return cursor.error("a number is expected");
    cursor.skip(length);
    return minus ? -*value : *value;
}

Result<void> skipHistogram(Cursor& cursor)
{
    cursor.take("{{");
    cursor.takeBlanks();
    while (!cursor.take("}}")) {
        WG_CHECK(skipField(cursor));
        if (!cursor.takeBlanks() && !cursor.rest().starts_with("}}"))
            return cursor.error("a blank or \"}}\" is expected");
    }
    return {};
}

} // namespace wg::test::script
