#include "core/rules/template_value.h"

#include "core/base/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace wg::rules {
namespace {

/// strconv.FormatFloat(v, 'g', -1, 64): the shortest digits, with an exponent below 1e-4 and from 1e6 on.
std::string shortestG(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 64> buffer{};
    const auto written = [&](std::chars_format format) {
        const char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format).ptr;
        return std::string(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    };
    std::string scientific = written(std::chars_format::scientific);
    const std::size_t e = scientific.find('e') + 1;
    const std::size_t digits = e + (scientific[e] == '+' ? 1 : 0);
    int exponent = 0;
    std::from_chars(scientific.data() + digits, scientific.data() + scientific.size(), exponent);
    constexpr int kDigits = 6; // what Go decides by when the precision is the shortest
    return exponent < -4 || exponent >= kDigits ? scientific : written(std::chars_format::fixed);
}

std::string_view typeName(const TemplateValue& value)
{
    static constexpr std::array<std::string_view, 6> kNames{"<nil>", "bool", "int", "float64", "string", "map[string]string"};
    return kNames.at(value.index());
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\t':
            out += "\\t";
            break;
        case '\r':
            out += "\\r";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20)
                out += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
            else
                out += c;
        }
    }
    return out + '"';
}

/// The widest number a rule file can ask for; Go caps width and precision at a million.
constexpr int kMaxWidth = 1000;

struct Verb {
    bool minus = false;
    bool plus = false;
    bool zero = false;
    bool space = false;
    bool sharp = false;
    int width = -1;
    int precision = -1;
    char letter = 0;
};

int readNumber(std::string_view format, std::size_t& at)
{
    int out = -1;
    for (; at < format.size() && format[at] >= '0' && format[at] <= '9'; ++at)
        out = std::min(kMaxWidth, std::max(out, 0) * 10 + (format[at] - '0'));
    return out;
}

Verb readVerb(std::string_view format, std::size_t& at)
{
    Verb verb;
    for (; at < format.size(); ++at) {
        const char c = format[at];
        if (c == '-')
            verb.minus = true;
        else if (c == '+')
            verb.plus = true;
        else if (c == '0')
            verb.zero = true;
        else if (c == ' ')
            verb.space = true;
        else if (c == '#')
            verb.sharp = true;
        else
            break;
    }
    verb.width = readNumber(format, at);
    if (at < format.size() && format[at] == '.') {
        ++at;
        verb.precision = std::max(0, readNumber(format, at));
    }
    if (at < format.size())
        verb.letter = format[at++];
    return verb;
}

std::string cutTo(std::string text, int points)
{
    std::size_t at = 0;
    for (int seen = 0; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U && seen++ == points)
            break;
    }
    text.resize(at);
    return text;
}

std::string padded(std::string text, const Verb& verb, bool number)
{
    const std::size_t size = codePoints(text);
    if (verb.width < 0 || size >= static_cast<std::size_t>(verb.width))
        return text;
    const std::size_t missing = static_cast<std::size_t>(verb.width) - size;
    if (verb.minus)
        return text + std::string(missing, ' ');
    if (!verb.zero)
        return std::string(missing, ' ') + text;
    const bool sign = number && !text.empty() && (text.front() == '-' || text.front() == '+');
    return text.substr(0, sign ? 1 : 0) + std::string(missing, '0') + text.substr(sign ? 1 : 0);
}

std::string signedText(std::string text, bool negative, const Verb& verb)
{
    if (!negative && (verb.plus || verb.space))
        text.insert(0, 1, verb.plus ? '+' : ' ');
    return text;
}

std::string floatText(double value, const Verb& verb)
{
    if (!std::isfinite(value)) {
        Verb blanks = verb;
        blanks.zero = false;
        return padded(std::isnan(value) ? "NaN" : value < 0 ? "-Inf" : "+Inf", blanks, true);
    }
    const char letter = verb.letter == 'v' ? 'g' : verb.letter;
    std::string text;
    if ((letter == 'g' || letter == 'G') && verb.precision < 0)
        text = shortestG(value);
    else if (letter == 'e' || letter == 'E')
        text = fmt::format("{:.{}e}", value, verb.precision < 0 ? 6 : verb.precision);
    else if (letter == 'g' || letter == 'G')
        text = fmt::format("{:.{}g}", value, verb.precision);
    else
        text = fmt::format("{:.{}f}", value, verb.precision < 0 ? 6 : verb.precision);
    if (letter == 'E' || letter == 'G') {
        for (char& c : text)
            c = c == 'e' ? 'E' : c;
    }
    return padded(signedText(std::move(text), std::signbit(value), verb), verb, true);
}

std::string utf8(std::int64_t code)
{
    const auto c = static_cast<std::uint32_t>(code);
    if (code < 0 || code > 0x10FFFF)
        return "\uFFFD";
    if (c < 0x80)
        return {static_cast<char>(c)};
    if (c < 0x800)
        return {static_cast<char>(0xC0U | (c >> 6U)), static_cast<char>(0x80U | (c & 0x3FU))};
    if (c < 0x10000) {
        return {static_cast<char>(0xE0U | (c >> 12U)), static_cast<char>(0x80U | ((c >> 6U) & 0x3FU)),
            static_cast<char>(0x80U | (c & 0x3FU))};
    }
    return {static_cast<char>(0xF0U | (c >> 18U)), static_cast<char>(0x80U | ((c >> 12U) & 0x3FU)),
        static_cast<char>(0x80U | ((c >> 6U) & 0x3FU)), static_cast<char>(0x80U | (c & 0x3FU))};
}

std::string intText(std::int64_t value, const Verb& verb)
{
    std::string text;
    switch (verb.letter) {
    case 'x':
        text = fmt::format("{:x}", value);
        break;
    case 'X':
        text = fmt::format("{:X}", value);
        break;
    case 'o':
        text = fmt::format("{:o}", value);
        break;
    case 'b':
        text = fmt::format("{:b}", value);
        break;
    case 'c':
        return padded(utf8(value), verb, false);
    default:
        text = fmt::format("{}", value);
        break;
    }
    return padded(signedText(std::move(text), value < 0, verb), verb, true);
}

std::string hexText(std::string_view text, bool upper)
{
    std::string out;
    for (const char c : text)
        out +=
            upper ? fmt::format("{:02X}", static_cast<unsigned char>(c)) : fmt::format("{:02x}", static_cast<unsigned char>(c));
    return out;
}

std::string stringText(const std::string& value, const Verb& verb)
{
    std::string text = verb.precision >= 0 ? cutTo(value, verb.precision) : value;
    if (verb.letter == 'q')
        text = quoted(text);
    else if (verb.letter == 'x' || verb.letter == 'X')
        text = hexText(text, verb.letter == 'X');
    return padded(std::move(text), verb, false);
}

/// Which verbs print a value of each type; anything else is Go's complaint.
bool fits(const TemplateValue& value, char letter)
{
    static constexpr std::array<std::string_view, 6> kVerbs{"v", "vt", "vdxXobc", "vfFeEgG", "vsqxX", "vs"};
    return kVerbs.at(value.index()).find(letter) != std::string_view::npos;
}

std::string complaint(const TemplateValue& value, char letter)
{
    if (std::holds_alternative<TemplateNil>(value))
        return fmt::format("%!{}(<nil>)", letter);
    return fmt::format("%!{}({}={})", letter, typeName(value), goText(value));
}

std::string formatted(const TemplateValue& value, const Verb& verb)
{
    if (verb.letter == 'T')
        return padded(std::string(typeName(value)), verb, false);
    if (!fits(value, verb.letter))
        return complaint(value, verb.letter);
    if (const auto* number = std::get_if<double>(&value))
        return floatText(*number, verb);
    if (const auto* number = std::get_if<std::int64_t>(&value))
        return intText(*number, verb);
    if (const auto* text = std::get_if<std::string>(&value))
        return stringText(*text, verb);
    return padded(goText(value), verb, false);
}

} // namespace

std::string goText(const TemplateValue& value)
{
    if (const auto* flag = std::get_if<bool>(&value))
        return *flag ? "true" : "false";
    if (const auto* number = std::get_if<std::int64_t>(&value))
        return fmt::format("{}", *number);
    if (const auto* number = std::get_if<double>(&value))
        return shortestG(*number);
    if (const auto* text = std::get_if<std::string>(&value))
        return *text;
    const auto* map = std::get_if<TemplateLabels>(&value);
    if (!map)
        return "<nil>";
    std::string out;
    if (map->labels) {
        for (const series::Label& label : *map->labels)
            out += (out.empty() ? "" : " ") + label.name + ":" + label.value;
    }
    return "map[" + out + "]";
}

std::string goSprint(std::span<const TemplateValue> values)
{
    std::string out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto isText = [&](std::size_t at) { return std::holds_alternative<std::string>(values[at]); };
        if (i > 0 && !isText(i - 1) && !isText(i))
            out += ' ';
        out += goText(values[i]);
    }
    return out;
}

std::string goSprintf(std::string_view format, std::span<const TemplateValue> values)
{
    std::string out;
    std::size_t next = 0;
    for (std::size_t at = 0; at < format.size();) {
        if (format[at] != '%') {
            out += format[at++];
            continue;
        }
        ++at;
        const Verb verb = readVerb(format, at);
        if (verb.letter == '%')
            out += '%';
        else if (verb.letter == 0)
            out += "%!(NOVERB)";
        else if (next >= values.size())
            out += fmt::format("%!{}(MISSING)", verb.letter);
        else
            out += formatted(values[next++], verb);
    }
    if (next < values.size()) {
        std::string extra;
        for (; next < values.size(); ++next) {
            const bool nil = std::holds_alternative<TemplateNil>(values[next]);
            extra += (extra.empty() ? "" : ", ")
                + (nil ? "<nil>" : fmt::format("{}={}", typeName(values[next]), goText(values[next])));
        }
        out += "%!(EXTRA " + extra + ")";
    }
    return out;
}

} // namespace wg::rules
