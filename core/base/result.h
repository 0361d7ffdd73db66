// Errors as values. Every fallible function of core returns Result<T>; no exception crosses a module.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <utility>

namespace wg {

/// What kind of failure it is; decides exit codes and whether a retry makes sense.
enum class ErrorCode {
    Usage, ///< the caller asked for something that cannot be
    Parse, ///< input is not of its format
    NotFound, ///< file, metric, column or panel does not exist
    Io, ///< reading or writing failed
    Network, ///< name, connection, TLS or protocol
    Timeout, ///< the total time ran out
    Auth, ///< 401, 403 or a secret that could not be read
    Refused, ///< the server answered with an error of its own
    Limit, ///< a cap was reached; the message names it and its setting
    Unsupported, ///< valid, but not built yet
    Cancelled, ///< the caller withdrew; never shown as an error
    Execution, ///< evaluation failed on this data
};

/// Where in an input something is wrong. Lines and columns count from 1, bytes from 0.
struct Position {
    std::string input; ///< file name, "expression", or empty
    std::size_t offset = 0; ///< byte offset
    std::size_t line = 0; ///< 0: unknown
    std::size_t column = 0; ///< 0: unknown
    std::size_t length = 0; ///< bytes covered, for underlining; 0: a point

    bool operator==(const Position&) const = default;
};

struct Error {
    ErrorCode code = ErrorCode::Execution;
    std::string message; ///< a sentence for the user: what, where, what to do. Already redacted.
    std::optional<Position> position = std::nullopt;

    /// "file:line:col: message", with the parts that are known; Unsupported without an input name: "message at line:col".
    [[nodiscard]] std::string text() const;
    bool operator==(const Error&) const = default;
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(
    ErrorCode code, std::string message, std::optional<Position> position = std::nullopt)
{
    return std::unexpected<Error>(Error{code, std::move(message), std::move(position)});
}

} // namespace wg

// WG_TRY(auto x, f()); binds x or returns the error. WG_CHECK(f()); is for Result<void>.
#define WG_CONCAT_(a, b) a##b
#define WG_CONCAT(a, b) WG_CONCAT_(a, b)
#define WG_TRY_(tmp, decl, ...)                                                                                                \
    auto tmp = (__VA_ARGS__);                                                                                                  \
    if (!tmp)                                                                                                                  \
        return std::unexpected(std::move(tmp).error());                                                                        \
    decl = std::move(*tmp)
#define WG_TRY(decl, ...) WG_TRY_(WG_CONCAT(wgTry_, __LINE__), decl, __VA_ARGS__)
#define WG_CHECK(...)                                                                                                          \
    do {                                                                                                                       \
        if (auto wgCheck_ = (__VA_ARGS__); !wgCheck_)                                                                          \
            return std::unexpected(std::move(wgCheck_).error());                                                               \
    } while (false)
