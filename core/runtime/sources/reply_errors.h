// What a server's refusal means, in words (hazards.md, "Server errors we must show well"). Pure; texts are redacted and plain.
#pragma once

#include "core/base/result.h"
#include "core/runtime/net/http_client.h"

#include <string>
#include <string_view>

namespace wg::sources {

/// Nothing to say about a 2xx reply; else the error. Decides on the HTTP status, quotes the server's own text and names
/// `hostPort`. `hasLogin`: credentials were sent.
[[nodiscard]] Result<void> checkStatus(const net::HttpReply& reply, const std::string& hostPort, bool hasLogin);

/// Why a 2xx body could not be read: not an API at all, cut off, or what the decoder says.
[[nodiscard]] Error explainBody(const net::HttpReply& reply, const std::string& hostPort, Error decodeError);

/// "This is not a Prometheus API (got text/html, title '…'). Check the URL path, e.g. /prometheus"
[[nodiscard]] Error notAnApi(const net::HttpReply& reply, const std::string& hostPort);

} // namespace wg::sources
