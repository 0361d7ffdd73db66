// One HTTP exchange with a server on the loopback interface, without Qt and without compression: for benchmarks and for
// threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wg::test {

/// Blocks until the server has closed the connection (HTTP/1.0). The body of the reply, whatever its status;
/// nullopt when there is no server or no complete head. `form` empty: GET, else a POST of that urlencoded form.
/// Thread-safe.
[[nodiscard]] std::optional<std::string> httpExchange(std::uint16_t port, std::string_view path, std::string_view form = {});

/// Posts the file at `file` as it is. False when the file cannot be read or the status is not 2xx.
[[nodiscard]] bool httpPostFile(std::uint16_t port, std::string_view path, const std::string& file);

/// For query strings and forms.
[[nodiscard]] std::string percentEncoded(std::string_view text);

} // namespace wg::test
