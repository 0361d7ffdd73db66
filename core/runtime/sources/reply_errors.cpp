#include "core/runtime/sources/reply_errors.h"

#include "core/base/redact.h"
#include "core/promapi/reply.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace wg::sources {
namespace {

constexpr std::size_t kMaxQuoted = 2048;
constexpr std::size_t kMaxRedacted = 64 * 1024;

/// One line, no control characters, at most 2 KiB, cut between characters.
std::string plain(std::string_view text)
{
    std::string out;
    for (const char c : text.substr(0, kMaxQuoted)) {
        const bool blank = static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
        if (!blank)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    while (text.size() > kMaxQuoted && !out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0U) == 0x80U)
        out.pop_back();
    while (out.ends_with(' '))
        out.pop_back();
    return text.size() > kMaxQuoted ? out + " …" : out;
}

/// A server's text as a message may show it. Only its start is looked at: a reply may have hundreds of MiB.
std::string quote(std::string_view text)
{
    return plain(redact(text.substr(0, kMaxRedacted)));
}

bool isHtml(const net::HttpReply& reply)
{
    const auto first = reply.body.find_first_not_of(" \t\r\n");
    return reply.contentType == "text/html" || (first != std::string::npos && reply.body[first] == '<');
}

std::string htmlTitle(std::string_view html)
{
    std::string lower(html.substr(0, 64 * 1024));
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const auto open = lower.find("<title");
    const auto start = open == std::string::npos ? open : lower.find('>', open);
    const auto end = start == std::string::npos ? start : lower.find("</title", start);
    return end == std::string::npos ? std::string()
                                    : plain(html.substr(start + 1, std::min<std::size_t>(end - start - 1, 200)));
}

/// `invalid parameter "query": 1:6: parse error: …` -> where in the expression, which is cut out of the text.
std::optional<Position> takeExpressionPosition(std::string& text)
{
    const auto mark = text.find(": parse error");
    if (mark == std::string::npos)
        return std::nullopt;
    const std::size_t start = text.find_last_of(' ', mark) + 1; // 0 when there is none
    Position out{.input = "expression"};
    const char* const end = text.data() + mark;
    const auto [colon, status] = std::from_chars(text.data() + start, end, out.line);
    if (status != std::errc{} || colon == end || *colon != ':' || std::from_chars(colon + 1, end, out.column).ptr != end)
        return std::nullopt;
    text.erase(start, mark + 2 - start);
    return out;
}

/// Advice by what the server's text holds; the first that fits.
struct Advice {
    std::string_view holds;
    std::string_view text;
};
constexpr std::array<Advice, 5> kAdvice{{
    {"exceeded maximum resolution", "Use a larger step: fewer points per series."},
    {"too many samples", "Narrow the range, or aggregate."},
    {"query timed out", "Ask for a shorter range, or give it a longer timeout (the server's own limit is 2m by default)."},
    {"err-mimir-", "This is a limit of the server's tenant: narrow the query, or have the limit raised."},
    {"no org id", "This server needs the tenant header X-Scope-OrgID."},
}};

Error apiError(const promapi::ApiError& error, const net::HttpReply& reply, const std::string& hostPort)
{
    std::string said = error.message;
    auto position = takeExpressionPosition(said);
    std::string text = fmt::format("{}: {}", hostPort, quote(said));
    if (error.message.empty())
        text += fmt::format("HTTP {} {}", reply.status, quote(error.type));
    for (const Advice& advice : kAdvice) {
        if (error.message.find(advice.holds) != std::string::npos) {
            text += fmt::format(". {}", advice.text);
            break;
        }
    }
    return {ErrorCode::Refused, std::move(text), std::move(position)};
}

Error loginError(const net::HttpReply& reply, const std::string& hostPort, bool hasLogin, const std::string& said)
{
    const std::string quoted = said.empty() || isHtml(reply) ? std::string() : ": " + said;
    if (said.find("no org id") != std::string::npos)
        return {ErrorCode::Auth, fmt::format("{} (HTTP {}){}. {}", hostPort, reply.status, quoted, kAdvice.back().text)};
    if (hasLogin)
        return {ErrorCode::Auth,
            fmt::format(
                "{} refuses the login (HTTP {}){}. Check the user and password, or the token", hostPort, reply.status, quoted)};
    return {ErrorCode::Auth,
        fmt::format(
            "{} wants a login (HTTP {}){}. Give a user and password, or a bearer token", hostPort, reply.status, quoted)};
}

} // namespace

Error notAnApi(const net::HttpReply& reply, const std::string& hostPort)
{
    const std::string title = isHtml(reply) ? htmlTitle(reply.body) : std::string();
    const std::string type = reply.contentType.empty() ? "no content type" : plain(reply.contentType.substr(0, 80));
    return {ErrorCode::Refused,
        redact(fmt::format("{}: This is not a Prometheus API (got {}{}{}). Check the URL path, e.g. /prometheus", hostPort,
            reply.status == 200 ? "" : fmt::format("HTTP {}, ", reply.status), type,
            title.empty() ? "" : fmt::format(", title '{}'", title)))};
}

Result<void> checkStatus(const net::HttpReply& reply, const std::string& hostPort, bool hasLogin)
{
    if (reply.status >= 200 && reply.status < 300)
        return {};
    if (reply.status == 499)
        return fail(ErrorCode::Cancelled, "the server cancelled the query");
    const auto error = promapi::decodeError(reply.body);
    if (reply.status == 401 || reply.status == 403)
        return std::unexpected(loginError(reply, hostPort, hasLogin, quote(error ? error->message : reply.body)));
    if (error)
        return std::unexpected(apiError(*error, reply, hostPort));
    if (reply.status == 404 || reply.status == 405)
        return std::unexpected(notAnApi(reply, hostPort));
    if (reply.status == 429 || reply.status == 503)
        return fail(
            ErrorCode::Refused, fmt::format("{} is overloaded (HTTP {}): {}", hostPort, reply.status, quote(reply.body)));
    return fail(ErrorCode::Refused, fmt::format("{} answers HTTP {}: {}", hostPort, reply.status, quote(reply.body)));
}

Error explainBody(const net::HttpReply& reply, const std::string& hostPort, Error decodeError)
{
    if (decodeError.code == ErrorCode::Refused)
        return apiError({"", decodeError.message}, reply, hostPort);
    if (isHtml(reply) || (reply.contentType.starts_with("text/") && !reply.body.empty()))
        return notAnApi(reply, hostPort);
    // No length and no gzip end told us where the body stops: one that breaks at its very end has been cut.
    const bool atEnd = decodeError.position && decodeError.position->offset + 1 >= reply.body.size();
    if (atEnd && !reply.endKnown)
        return {ErrorCode::Network, fmt::format("the reply of {} was cut off after {} bytes", hostPort, reply.body.size())};
    return {decodeError.code, fmt::format("{}: {}", hostPort, redact(decodeError.message)), std::nullopt};
}

} // namespace wg::sources
