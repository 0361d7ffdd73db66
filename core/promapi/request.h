// Requests of the Prometheus HTTP API: the base address a user gives, and what is asked of it. Pure text, no network.
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/base/time.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wg::promapi {

/// Where an API lives. "http://user:pw@host:9090/prometheus/?tenant=a" -> all its parts; a trailing /api/v1 is dropped.
struct BaseUrl {
    std::string scheme; ///< "http" or "https"
    std::string host; ///< IPv6 with its brackets
    int port = 0; ///< always set: 80 and 443 by default
    std::string path; ///< without trailing slash: "" or "/prometheus"
    std::string query; ///< as given, sent with every request; may hold secrets
    std::string user;
    Secret password;

    /// "host:port", what messages name.
    [[nodiscard]] std::string hostPort() const;
    /// scheme://host:port/path, without user, password and query: safe to show.
    [[nodiscard]] std::string display() const;
};

/// Usage error for anything but http and https, for a missing host and for control characters.
[[nodiscard]] Result<BaseUrl> parseBaseUrl(std::string_view text);

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// One call. `form`: POST with the parameters as a form body where the server allows it, else GET.
struct Request {
    std::string path; ///< below the base path: "/api/v1/query"
    Parameters parameters;
    bool form = false;
};

[[nodiscard]] Request instantQuery(std::string_view expression, TimeMs at, DurationMs timeout);
[[nodiscard]] Request rangeQuery(std::string_view expression, TimeMs start, TimeMs end, DurationMs step, DurationMs timeout);
[[nodiscard]] Request labelNames(const std::vector<std::string>& matchers, TimeRange range);
[[nodiscard]] Request labelValues(std::string_view label, const std::vector<std::string>& matchers, TimeRange range);
/// No matcher means all series: {__name__!=""}.
[[nodiscard]] Request seriesList(const std::vector<std::string>& matchers, TimeRange range);
[[nodiscard]] Request metadata();
[[nodiscard]] Request buildInfo();

/// RFC 3986: everything but letters, digits and -._~ becomes %XX.
[[nodiscard]] std::string percentEncode(std::string_view text);
/// a=1&b=2, encoded; the body of a form and the query of a GET.
[[nodiscard]] std::string encodeParameters(const Parameters& parameters);
/// The address to call; parameters go into it unless they travel as a form body.
[[nodiscard]] std::string requestUrl(const BaseUrl& base, const Request& request, bool asForm);

/// Seconds with up to three decimals, as Prometheus prints times: 1600000000.123, 1600000000.
[[nodiscard]] std::string formatSeconds(TimeMs time);

} // namespace wg::promapi
