// HTTP as a hostile network needs it (hazards.md, "Transport"), over Qt Network:
//  * http and https only, HTTP/1.1 only, no cookies, no cache, no proxy, no automatic login, no HTML error pages shown as data
//  * redirects are followed within the same origin only, at most 5, with method, body and headers kept; none is sent elsewhere
//  * one total time for a request, started when it leaves our queue; at most 6 in flight, oldest first
//  * gzip is asked for and inflated here; the cap is on decompressed bytes; a body that is not whole is an error
//  * after 429 or 503 with Retry-After nothing is sent until that time has passed: requests fail at once and say so
// One client per source: it has its own thread and its own QNetworkAccessManager, so one bad host delays no other.
// What Qt Network 6.4 does not let us do: cap the size of headers while they arrive (Qt's own thread of that one client reads
// them; the request ends by its total time, other clients do not notice) and see the end of a chunked or close-delimited body.
// The reader of such a body decides whether it is whole: see HttpReply::endKnown.
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/base/time.h"

#include <QThread>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wg::net {

inline constexpr std::uint64_t kDefaultMaxBytes = std::uint64_t{256} << 20;
inline constexpr int kMaxInFlight = 6;
inline constexpr int kMaxRedirects = 5;

struct HttpRequest {
    std::string method = "GET"; ///< GET or POST
    std::string url; ///< without user and password
    std::vector<std::pair<std::string, Secret>> headers; ///< CR, LF and NUL in a value refuse the request
    std::string body;
    std::string contentType; ///< of the body
    DurationMs timeout = 30 * kSecond; ///< total
    std::uint64_t maxBytes = kDefaultMaxBytes; ///< of the decompressed body
    std::function<bool()> cancelled = {}; ///< asked on the client's thread, about 50 times a second; true ends the request
};

struct HttpReply {
    int status = 0;
    std::string contentType; ///< lower case, without parameters
    std::string body; ///< decompressed
    bool endKnown = false; ///< a length or a gzip end proved that the body is whole
    std::optional<TimeMs> date; ///< the Date header
    DurationMs elapsed = 0; ///< since it left our queue
};

using HttpCallback = std::function<void(Result<HttpReply>)>;

class HttpClient {
public:
    HttpClient();
    ~HttpClient(); ///< requests still running are dropped without a word
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Returns at once; thread-safe. `done` is called exactly once, on the client's thread, unless the request was cancelled.
    /// Any HTTP status is a reply. Errors (Network, Timeout, Limit, Usage, Refused while told to wait) name host and port and
    /// are redacted.
    void send(HttpRequest request, HttpCallback done);

private:
    class Worker;
    QThread m_thread;
    Worker* m_worker = nullptr; ///< lives on m_thread and dies with it
};

} // namespace wg::net
