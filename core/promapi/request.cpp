#include "core/promapi/request.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include <fmt/format.h>

namespace wg::promapi {
namespace {

bool isUnreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_'
        || c == '~';
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char low = static_cast<char>(c | 0x20);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

std::string percentDecode(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0;
        out += escape ? static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2])) : text[i];
        i += escape ? 2 : 0;
    }
    return out;
}

std::unexpected<Error> notAnAddress(std::string_view why)
{
    // The text itself is not repeated: it may hold a password that redaction cannot see in a broken URL.
    return fail(ErrorCode::Usage, fmt::format("not a server address: {}. Write it as http://host:9090", why));
}

Result<void> readAuthority(std::string_view authority, BaseUrl& out)
{
    if (const auto sign = authority.rfind('@'); sign != std::string_view::npos) {
        const std::string_view user = authority.substr(0, sign);
        const auto colon = user.find(':');
        out.user = percentDecode(user.substr(0, colon));
        if (colon != std::string_view::npos)
            out.password = Secret(percentDecode(user.substr(colon + 1)));
        authority.remove_prefix(sign + 1);
    }
    const auto bracket = authority.rfind(']');
    const auto colon = authority.rfind(':');
    const bool hasPort = colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
    out.host = authority.substr(0, hasPort ? colon : authority.size());
    if (out.host.empty())
        return notAnAddress("the host is missing");
    out.port = out.scheme == "https" ? 443 : 80;
    if (!hasPort)
        return {};
    const std::string_view digits = authority.substr(colon + 1);
    const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
    if (status != std::errc{} || end != digits.data() + digits.size() || out.port < 1 || out.port > 65535)
        return notAnAddress("the port is not a number from 1 to 65535");
    return {};
}

void addMatchers(Request& request, const std::vector<std::string>& matchers, TimeRange range)
{
    for (const std::string& matcher : matchers)
        request.parameters.emplace_back("match[]", matcher);
    request.parameters.emplace_back("start", formatSeconds(range.from));
    request.parameters.emplace_back("end", formatSeconds(range.to));
}

} // namespace

std::string BaseUrl::hostPort() const
{
    return fmt::format("{}:{}", host, port);
}

std::string BaseUrl::display() const
{
    return fmt::format("{}://{}:{}{}", scheme, host, port, path);
}

Result<BaseUrl> parseBaseUrl(std::string_view text)
{
    if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; }))
        return notAnAddress("it holds a blank or a control character");
    BaseUrl out;
    const auto separator = text.find("://");
    if (separator == std::string_view::npos)
        return notAnAddress("the scheme is missing");
    for (const char c : text.substr(0, separator))
        out.scheme += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (out.scheme != "http" && out.scheme != "https")
        return notAnAddress("only http and https are spoken");
    std::string_view rest = text.substr(separator + 3);
    rest = rest.substr(0, rest.find('#'));
    const auto slash = rest.find_first_of("/?");
    WG_CHECK(readAuthority(rest.substr(0, slash), out));
    rest.remove_prefix(std::min(slash, rest.size()));
    const auto question = rest.find('?');
    if (question != std::string_view::npos)
        out.query = rest.substr(question + 1);
    out.path = rest.substr(0, question);
    const auto trim = [&out] {
        while (out.path.ends_with('/'))
            out.path.pop_back();
    };
    trim();
    if (out.path.ends_with("/api/v1"))
        out.path.resize(out.path.size() - 7);
    trim();
    return out;
}

Request instantQuery(std::string_view expression, TimeMs at, DurationMs timeout)
{
    return {"/api/v1/query",
        {{"query", std::string(expression)}, {"time", formatSeconds(at)}, {"timeout", formatDuration(timeout)}}, true};
}

Request rangeQuery(std::string_view expression, TimeMs start, TimeMs end, DurationMs step, DurationMs timeout)
{
    return {"/api/v1/query_range",
        {{"query", std::string(expression)}, {"start", formatSeconds(start)}, {"end", formatSeconds(end)},
            {"step", formatSeconds(step)}, {"timeout", formatDuration(timeout)}},
        true};
}

Request labelNames(const std::vector<std::string>& matchers, TimeRange range)
{
    Request out{"/api/v1/labels", {}, true};
    addMatchers(out, matchers, range);
    return out;
}

Request labelValues(std::string_view label, const std::vector<std::string>& matchers, TimeRange range)
{
    // The API takes no POST here.
    Request out{fmt::format("/api/v1/label/{}/values", percentEncode(label)), {}, false};
    addMatchers(out, matchers, range);
    return out;
}

Request seriesList(const std::vector<std::string>& matchers, TimeRange range)
{
    Request out{"/api/v1/series", {}, true};
    addMatchers(out, matchers.empty() ? std::vector<std::string>{R"({__name__!=""})"} : matchers, range);
    return out;
}

Request metadata()
{
    return {"/api/v1/metadata", {}, false};
}

Request buildInfo()
{
    return {"/api/v1/status/buildinfo", {}, false};
}

std::string percentEncode(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (isUnreserved(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += kHex[byte >> 4U];
        out += kHex[byte & 15U];
    }
    return out;
}

std::string encodeParameters(const Parameters& parameters)
{
    std::string out;
    for (const auto& [name, value] : parameters) {
        if (!out.empty())
            out += '&';
        out += percentEncode(name) + '=' + percentEncode(value);
    }
    return out;
}

std::string requestUrl(const BaseUrl& base, const Request& request, bool asForm)
{
    std::string query = base.query;
    if (!asForm && !request.parameters.empty())
        query += (query.empty() ? "" : "&") + encodeParameters(request.parameters);
    return base.display() + request.path + (query.empty() ? "" : "?") + query;
}

std::string formatSeconds(TimeMs time)
{
    const auto size = time < 0 ? 0 - static_cast<std::uint64_t>(time) : static_cast<std::uint64_t>(time);
    const std::string whole = fmt::format("{}{}", time < 0 ? "-" : "", size / 1000);
    // Prometheus pads the fraction but does not cut its zeros: 0.5 s is .500.
    return size % 1000 == 0 ? whole : fmt::format("{}.{:03}", whole, size % 1000);
}

} // namespace wg::promapi
