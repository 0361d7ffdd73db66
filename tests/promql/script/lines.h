// The lines of a script, trimmed; comments are blank lines.
#pragma once

#include "core/base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace wg::test::script {

class Lines {
public:
    explicit Lines(std::string_view text) : m_rest(text) { }

    /// The next line that is not blank.
    std::optional<std::string_view> nextCommand();
    /// The next line of a command: none when it is blank.
    std::optional<std::string_view> nextOfCommand();

    [[nodiscard]] std::size_t number() const { return m_number; } ///< of the line last given, from 1
    [[nodiscard]] std::string firstWord() const; ///< of the line last given
    [[nodiscard]] std::unexpected<Error> error(std::string message, ErrorCode code = ErrorCode::Parse) const;
    /// An error of a part of the line last given gets the line's number.
    [[nodiscard]] std::unexpected<Error> error(Error part) const;

private:
    bool next();

    std::string_view m_rest;
    std::string_view m_line;
    std::size_t m_number = 0;
};

} // namespace wg::test::script

// Binds x or returns the error with the line's number.
#define WG_LINE_TRY_(tmp, decl, lines, ...)                                                                                    \
    auto tmp = (__VA_ARGS__);                                                                                                  \
    if (!tmp)                                                                                                                  \
        return (lines).error(std::move(tmp).error());                                                                          \
    decl = std::move(*tmp)
#define WG_LINE_TRY(decl, lines, ...) WG_LINE_TRY_(WG_CONCAT(wgLineTry_, __LINE__), decl, lines, __VA_ARGS__)
