#include "core/base/redact.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wg {
namespace {

constexpr std::array<std::string_view, 9> kSecretNames{
    "token", "key", "secret", "password", "passwd", "auth", "session", "signature", "credential"};
constexpr std::array<std::string_view, 4> kSecretHeaders{"authorization:", "proxy-authorization:", "cookie:", "x-scope-orgid:"};
constexpr std::array<std::string_view, 2> kSchemes{"bearer ", "basic "};

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return out;
}

bool isWordEnd(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '"' || c == '\'' || c == '<' || c == '>' || c == ')';
}

// Each pass below copies the text once, from left to right: texts come from servers, and may be long and made of marks.

/// user:password@ of each URL.
std::string hideUserInfo(std::string_view text)
{
    std::string out;
    std::size_t copied = 0;
    for (std::size_t at = text.find("://"); at != std::string_view::npos; at = text.find("://", at + 3)) {
        std::size_t sign = std::string_view::npos;
        for (std::size_t i = at + 3;
            i < text.size() && !isWordEnd(text[i]) && text[i] != '/' && text[i] != '?' && text[i] != '#'; ++i) {
            if (text[i] == '@')
                sign = i;
        }
        if (sign == std::string_view::npos)
            continue;
        out.append(text.substr(copied, at + 3 - copied)).append("***");
        copied = sign;
    }
    out.append(text.substr(copied));
    return out;
}

bool isSecretName(std::string_view text)
{
    const std::string name = lower(text);
    return std::ranges::any_of(kSecretNames, [&](auto secret) { return name.find(secret) != std::string::npos; });
}

std::string hideQueryValues(std::string_view text)
{
    std::string out;
    std::size_t copied = 0;
    std::size_t name = std::string_view::npos; // where the parameter's name starts; its own ';' belong to it
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '?' || c == '&' || (c == ';' && name == std::string_view::npos)) {
            name = at + 1;
        } else if (c == '=' || c == ' ' || c == '\n') {
            const std::size_t start = std::exchange(name, std::string_view::npos);
            if (c != '=' || start == std::string_view::npos || !isSecretName(text.substr(start, at - start)))
                continue;
            out.append(text.substr(copied, at + 1 - copied)).append("***");
            copied = at + 1;
            while (copied < text.size() && text[copied] != '&' && text[copied] != '#' && !isWordEnd(text[copied]))
                ++copied;
            at = copied - 1;
        }
    }
    out.append(text.substr(copied));
    return out;
}

/// What follows `mark` (lower case): the rest of the line, or a word.
std::string hideAfter(std::string_view text, std::string_view mark, bool wholeLine)
{
    const std::string low = lower(text);
    std::string out;
    std::size_t copied = 0;
    for (std::size_t at = low.find(mark); at != std::string::npos; at = low.find(mark, copied)) {
        const std::size_t start = at + mark.size();
        std::size_t end = start;
        while (end < text.size() && (wholeLine ? text[end] != '\n' && text[end] != '\r' : !isWordEnd(text[end])))
            ++end;
        out.append(text.substr(copied, start - copied));
        if (end != start)
            out.append(wholeLine ? " ***" : "***");
        copied = end;
    }
    out.append(text.substr(copied));
    return out;
}

} // namespace

std::string redact(std::string_view text)
{
    std::string out = hideQueryValues(hideUserInfo(text));
    for (const std::string_view header : kSecretHeaders)
        out = hideAfter(out, header, true);
    for (const std::string_view scheme : kSchemes)
        out = hideAfter(out, scheme, false);
    return out;
}

} // namespace wg
