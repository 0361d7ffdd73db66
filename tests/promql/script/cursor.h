// Reads a line from left to right. Errors have a column (bytes, from 1); who knows the line adds it.
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace wg::test::script {

[[nodiscard]] constexpr bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}
[[nodiscard]] constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

class Cursor {
public:
    explicit Cursor(std::string_view text) : m_text(text) { }

    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] char peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    [[nodiscard]] std::string_view rest() const { return m_text.substr(m_at); }
    void skip(std::size_t count) { m_at += count; }

    bool take(std::string_view word)
    {
        if (!rest().starts_with(word))
            return false;
        m_at += word.size();
        return true;
    }
    bool takeBlanks() { return !takeWhile(isBlank).empty(); }
    template <class Accepts>
    std::string_view takeWhile(const Accepts& accepts)
    {
        const std::size_t from = m_at;
        while (!atEnd() && accepts(m_text[m_at]))
            ++m_at;
        return m_text.substr(from, m_at - from);
    }

    [[nodiscard]] std::unexpected<Error> error(std::string message, ErrorCode code = ErrorCode::Parse) const
    {
        return fail(code, std::move(message), Position{{}, m_at, 0, m_at + 1, 0});
    }

private:
    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace wg::test::script
