#include "core/promql/lex_literals.h"

#include "core/base/utf8.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

namespace wg::promql {
namespace {

constexpr std::uint32_t kReplacement = 0xfffd;
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";

bool isAlphaNumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// A place in the text that moves over the characters of a set.
struct Cursor {
    std::string_view text;
    std::size_t at;

    [[nodiscard]] bool atEnd() const { return at >= text.size(); }
    [[nodiscard]] bool is(std::string_view set) const { return !atEnd() && set.contains(text[at]); }
    bool accept(std::string_view set)
    {
        const bool found = is(set);
        at += found ? 1 : 0;
        return found;
    }
    void acceptRun(std::string_view set)
    {
        while (accept(set)) { }
    }
    [[nodiscard]] bool atWord() const { return !atEnd() && isAlphaNumeric(text[at]); }
};

std::string_view hexPrefix(Cursor& in, bool grouped)
{
    if (!in.accept("0") || !in.accept("xX"))
        return kDigits;
    if (grouped)
        in.accept("_");
    return kHexDigits;
}

Scanned scanOldNumber(Cursor in)
{
    const std::string_view digits = hexPrefix(in, false);
    in.acceptRun(digits);
    if (in.accept("."))
        in.acceptRun(digits);
    if (in.accept("eE")) {
        in.accept("+-");
        in.acceptRun(kDigits);
    }
    return {in.at, !in.atWord()};
}

/// One of "." "e" "_" behind the first digit, with what may not follow it.
bool acceptInner(Cursor& in, std::string_view digits, bool& point, bool& exponent)
{
    if ((point && in.is(".")) || (exponent && in.is("eE"))) {
        ++in.at;
        return false;
    }
    if (in.accept(".")) {
        point = true;
        return !in.accept("_.") && digits == kDigits;
    }
    if (in.accept("eE")) {
        exponent = true;
        in.accept("+-");
        return !in.accept("._eE") && !in.atEnd();
    }
    if (in.accept("_"))
        return !in.accept("._eE") && !in.atEnd();
    in.acceptRun(digits);
    return true;
}

std::uint32_t codePoint(std::string_view text, std::size_t at)
{
    const std::size_t length = utf8Length(text, at);
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + i])); };
    switch (at < text.size() ? length : 0) {
    case 1:
        return byte(0);
    case 2:
        return (byte(0) & 0x1fU) << 6 | (byte(1) & 0x3fU);
    case 3:
        return (byte(0) & 0xfU) << 12 | (byte(1) & 0x3fU) << 6 | (byte(2) & 0x3fU);
    case 4:
        return (byte(0) & 7U) << 18 | (byte(1) & 0x3fU) << 12 | (byte(2) & 0x3fU) << 6 | (byte(3) & 0x3fU);
    default:
        return kReplacement;
    }
}

/// Go's %#U.
std::string unicodeName(std::string_view text, std::size_t at)
{
    const std::uint32_t code = codePoint(text, at);
    if (code < 0x20 || (code >= 0x7f && code < 0xa0))
        return fmt::format("U+{:04X}", code);
    const std::size_t length = utf8Length(text, at);
    return fmt::format("U+{:04X} '{}'", code, length > 0 ? text.substr(at, length) : "\xef\xbf\xbd");
}

std::uint32_t digitValue(char c)
{
    if (c >= '0' && c <= '9')
        return static_cast<std::uint32_t>(c - '0');
    const int letter = (c | 0x20) - 'a';
    return letter >= 0 && letter < 6 ? static_cast<std::uint32_t>(letter) + 10 : 16;
}

/// `in` is behind the backslash; the error, or nothing.
std::string scanEscape(Cursor& in, char quote)
{
    constexpr std::string_view kNotTerminated = "escape sequence not terminated";
    if (in.atEnd())
        return std::string(kNotTerminated);
    const char c = in.text[in.at];
    if (c == quote || std::string_view("abfnrtv\\").contains(c)) {
        ++in.at;
        return {};
    }
    const bool octal = c >= '0' && c <= '7';
    if (!octal && !std::string_view("xuU").contains(c))
        return "unknown escape sequence " + unicodeName(in.text, in.at);
    in.at += octal ? 0 : 1;
    std::uint32_t code = 0;
    for (int left = octal ? 3 : c == 'x' ? 2 : c == 'u' ? 4 : 8; left > 0; --left, ++in.at) {
        if (in.atEnd())
            return std::string(kNotTerminated);
        const std::uint32_t digit = digitValue(in.text[in.at]);
        if (digit >= (octal ? 8U : 16U))
            return fmt::format("illegal character {} in escape sequence", unicodeName(in.text, in.at));
        code = code * (octal ? 8 : 16) + digit;
    }
    if (code > (octal || c == 'x' ? 255U : 0x10ffffU) || (code >= 0xd800 && code < 0xe000))
        return "escape sequence is an invalid Unicode code point";
    return {};
}

/// Where a broken string probably ends: at its quote, or with the line.
std::size_t recover(std::string_view text, std::size_t at, char quote)
{
    const char stops[] = {quote, quote == '`' ? quote : '\n'};
    const std::size_t stop = text.find_first_of(std::string_view(stops, 2), at);
    return stop == std::string_view::npos ? text.size() : stop + (text[stop] == quote ? 1 : 0);
}

} // namespace

Scanned scanNumber(std::string_view text, std::size_t at, Compat compat)
{
    Cursor in{text, at};
    if (!digitsMayBeGrouped(compat))
        return scanOldNumber(in);
    const std::string_view digits = hexPrefix(in, true);
    in.accept(".");
    in.accept(digits);
    bool point = false;
    bool exponent = false;
    while (in.is(digits) || in.is("._eE")) {
        if (!acceptInner(in, digits, point, exponent))
            return {in.at, false};
    }
    return {in.at, in.at != at && !in.atWord()};
}

Scanned scanDurationUnits(std::string_view text, std::size_t at)
{
    Cursor in{text, at};
    if (!in.accept("smhdwy"))
        return {in.at, false};
    in.accept("s"); // ms; hs and the like are found when the duration is read
    while (in.accept(kDigits)) {
        in.acceptRun(kDigits);
        if (!in.accept("smhdw"))
            return {in.at, false};
        in.accept("s");
    }
    const bool ok = !in.atWord();
    return {in.at + (ok ? 0 : 1), ok};
}

ScannedString scanString(std::string_view text, std::size_t at)
{
    const char quote = text[at];
    const bool raw = quote == '`';
    Cursor in{text, at + 1};
    while (!in.atEnd()) {
        const char c = text[in.at];
        if (c == quote)
            return {in.at + 1, {}};
        if (c == '\n' && !raw)
            return {in.at, "unterminated quoted string"};
        if (c == '\\' && !raw) {
            ++in.at;
            if (std::string error = scanEscape(in, quote); !error.empty())
                return {recover(text, std::min(in.at + 1, text.size()), quote), std::move(error)};
            continue;
        }
        // A replacement character is taken for what it stands for, as Prometheus does.
        if (codePoint(text, in.at) == kReplacement)
            return {recover(text, in.at + 1, quote), "invalid UTF-8 rune"};
        in.at += utf8Length(text, in.at);
    }
    return {in.at, raw ? "unterminated raw string" : "unterminated quoted string"};
}

std::string quotedCharacter(std::string_view text, std::size_t at)
{
    constexpr std::string_view kNames = "abfnrtv\\'";
    constexpr std::string_view kValues = "\a\b\f\n\r\t\v\\'";
    const std::uint32_t code = codePoint(text, at);
    if (code == kReplacement)
        return "'\xef\xbf\xbd'";
    if (const std::size_t named = kValues.find(text[at]); named != std::string_view::npos)
        return fmt::format("'\\{}'", kNames[named]);
    if (code < 0x20 || code == 0x7f)
        return fmt::format("'\\x{:02x}'", code);
    return fmt::format("'{}'", text.substr(at, utf8Length(text, at)));
}

} // namespace wg::promql
