#include "core/base/redact.h"

#include <algorithm>
#include <array>

namespace wg {
namespace {

constexpr std::array<std::string_view, 9> kSecretNames{
    "token", "key", "secret", "password", "passwd", "auth", "session", "signature", "credential"};
constexpr std::array<std::string_view, 4> kSecretHeaders{"authorization:", "proxy-authorization:", "cookie:", "x-scope-orgid:"};
constexpr std::array<std::string_view, 2> kSchemes{"bearer ", "basic "};

std::string lower(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

bool isWordEnd(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '"' || c == '\'' || c == '<' || c == '>' || c == ')';
}

/// Hides user:password@ of the URL whose "//" ends at `at`.
void hideUserInfo(std::string& text, std::size_t at)
{
    std::size_t end = at;
    std::size_t sign = std::string::npos;
    for (; end < text.size() && !isWordEnd(text[end]) && text[end] != '/' && text[end] != '?' && text[end] != '#'; ++end) {
        if (text[end] == '@')
            sign = end;
    }
    if (sign != std::string::npos)
        text.replace(at, sign - at, "***");
}

void hideQueryValues(std::string& text)
{
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '?' && text[at] != '&' && text[at] != ';')
            continue;
        const std::size_t equals = text.find_first_of("=&? \n", at + 1);
        if (equals == std::string::npos || text[equals] != '=')
            continue;
        const std::string name = lower(std::string_view(text).substr(at + 1, equals - at - 1));
        if (std::ranges::none_of(kSecretNames, [&](auto secret) { return name.find(secret) != std::string::npos; }))
            continue;
        std::size_t end = equals + 1;
        while (end < text.size() && text[end] != '&' && text[end] != '#' && !isWordEnd(text[end]))
            ++end;
        text.replace(equals + 1, end - equals - 1, "***");
    }
}

template <std::size_t N>
void hideAfter(std::string& text, const std::array<std::string_view, N>& marks, bool wholeLine)
{
    for (const std::string_view mark : marks) {
        std::string low = lower(text);
        for (std::size_t at = low.find(mark); at != std::string::npos; at = low.find(mark, at + mark.size())) {
            const std::size_t start = at + mark.size();
            std::size_t end = start;
            while (end < text.size() && (wholeLine ? text[end] != '\n' && text[end] != '\r' : !isWordEnd(text[end])))
                ++end;
            if (end == start)
                continue;
            text.replace(start, end - start, wholeLine ? " ***" : "***");
            low = lower(text);
        }
    }
}

} // namespace

std::string redact(std::string_view text)
{
    std::string out(text);
    for (std::size_t at = out.find("://"); at != std::string::npos; at = out.find("://", at + 3))
        hideUserInfo(out, at + 3);
    hideQueryValues(out);
    hideAfter(out, kSecretHeaders, true);
    hideAfter(out, kSchemes, false);
    return out;
}

} // namespace wg
