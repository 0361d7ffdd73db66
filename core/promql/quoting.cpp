#include "core/promql/quoting.h"

#include "core/base/utf8.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

namespace wg::promql {
namespace {

void appendUtf8(std::string& out, std::uint32_t rune)
{
    const auto tail = [&](int shift) { out += static_cast<char>(0x80U | ((rune >> shift) & 0x3fU)); };
    if (rune < 0x80) {
        out += static_cast<char>(rune);
    } else if (rune < 0x800) {
        out += static_cast<char>(0xc0U | (rune >> 6));
        tail(0);
    } else if (rune < 0x10000) {
        out += static_cast<char>(0xe0U | (rune >> 12));
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xf0U | (rune >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

int digitValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const int letter = (c | 0x20) - 'a';
    return letter >= 0 && letter < 6 ? letter + 10 : 16;
}

std::unexpected<Error> bad(std::string message)
{
    return fail(ErrorCode::Parse, std::move(message));
}

/// \x \u \U and octal: `count` digits at `at`.
Result<std::uint32_t> readCode(std::string_view text, std::size_t& at, std::size_t count, int base)
{
    std::uint64_t code = 0;
    for (std::size_t i = 0; i < count; ++i, ++at) {
        if (at >= text.size())
            return bad("escape sequence not terminated");
        const int digit = digitValue(text[at]);
        if (digit >= base)
            return bad(fmt::format(
                "illegal character U+{:04X} '{}' in escape sequence", static_cast<unsigned char>(text[at]), text[at]));
        code = code * static_cast<unsigned>(base) + static_cast<unsigned>(digit);
    }
    const bool isByte = count < 4;
    if (isByte ? code > 255 : (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)))
        return bad("escape sequence is an invalid Unicode code point");
    return static_cast<std::uint32_t>(code);
}

Result<void> appendEscape(std::string& out, std::string_view text, std::size_t& at, char quoteChar)
{
    constexpr std::string_view kNames = "abfnrtv\\";
    constexpr std::string_view kValues = "\a\b\f\n\r\t\v\\";
    const char c = text[at];
    if (const std::size_t plain = kNames.find(c); plain != std::string_view::npos) {
        out += kValues[plain];
        ++at;
    } else if (c == quoteChar) {
        out += c;
        ++at;
    } else if (c >= '0' && c <= '7') {
        WG_TRY(const auto code, readCode(text, at, 3, 8));
        out += static_cast<char>(code);
    } else if (c == 'x') {
        WG_TRY(const auto code, readCode(text, ++at, 2, 16));
        out += static_cast<char>(code);
    } else if (c == 'u' || c == 'U') {
        WG_TRY(const auto code, readCode(text, ++at, c == 'u' ? 4 : 8, 16));
        appendUtf8(out, code);
    } else {
        return bad(fmt::format("unknown escape sequence U+{:04X} '{}'", static_cast<unsigned char>(c), c));
    }
    return {};
}

} // namespace

Result<std::string> unquote(std::string_view literal)
{
    const char quoteChar = literal.front();
    const std::string_view text = literal.substr(1, literal.size() - 2);
    if (quoteChar == '`')
        return std::string(text);
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != '\\') {
            out += text[at++];
            continue;
        }
        if (++at >= text.size())
            return bad("escape sequence not terminated");
        WG_CHECK(appendEscape(out, text, at, quoteChar));
    }
    return out;
}

std::string quote(std::string_view text)
{
    constexpr std::string_view kNames = "abfnrtv\\\"";
    constexpr std::string_view kValues = "\a\b\f\n\r\t\v\\\"";
    std::string out = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        const std::size_t length = utf8Length(text, at);
        if (const std::size_t named = kValues.find(c); named != std::string_view::npos) {
            out += '\\';
            out += kNames[named];
        } else if (length == 0 || static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        } else if (text.substr(at, length) == "\xef\xbf\xbd") {
            out += "\\ufffd"; // which the language does not read unescaped
        } else {
            out += text.substr(at, length);
        }
        at += length == 0 ? 1 : length;
    }
    return out + '"';
}

std::string braced(const series::Labels& labels)
{
    std::string out = "{";
    for (const series::Label& label : labels) {
        if (out.size() > 1)
            out += ", ";
        out += (isLabelName(label.name) ? label.name : quote(label.name)) + "=" + quote(label.value);
    }
    return out + "}";
}

bool isLabelName(std::string_view text)
{
    return isMetricName(text) && !text.contains(':');
}

bool isMetricName(std::string_view text)
{
    if (text.empty() || (text.front() >= '0' && text.front() <= '9'))
        return false;
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
    });
}

} // namespace wg::promql
