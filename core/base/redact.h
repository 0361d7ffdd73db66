// The one redaction function. Every error text and every log line passes it before anybody sees it.
#pragma once

#include <string>
#include <string_view>

namespace wg {

/// Replaces with "***": the userinfo of URLs, the value of query parameters whose name holds token, key, secret,
/// password, passwd, auth, session, signature or credential, and what follows Authorization:, Proxy-Authorization:, Cookie:,
/// X-Scope-OrgID: and "Bearer " or "Basic ". Takes time in proportion to the text, whatever it holds.
[[nodiscard]] std::string redact(std::string_view text);

} // namespace wg
