#include "tests/promql/script/lines.h"

#include <algorithm>

namespace wg::test::script {
namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kBlanks = " \t\r\v\f";
    const auto first = text.find_first_not_of(kBlanks);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

} // namespace

bool Lines::next()
{
    if (m_rest.empty())
        return false;
    const std::size_t end = std::min(m_rest.find('\n'), m_rest.size());
    m_line = trimmed(m_rest.substr(0, end));
    if (m_line.starts_with('#'))
        m_line = {};
    m_rest.remove_prefix(std::min(end + 1, m_rest.size()));
    ++m_number;
    return true;
}

std::optional<std::string_view> Lines::nextCommand()
{
    while (next()) {
        if (!m_line.empty())
            return m_line;
    }
    return std::nullopt;
}

std::optional<std::string_view> Lines::nextOfCommand()
{
    if (!next() || m_line.empty())
        return std::nullopt;
    return m_line;
}

std::string Lines::firstWord() const
{
    return std::string(m_line.substr(0, m_line.find_first_of(" \t")));
}

std::unexpected<Error> Lines::error(std::string message, ErrorCode code) const
{
    return fail(code, std::move(message), Position{{}, 0, m_number, 0, 0});
}

std::unexpected<Error> Lines::error(Error part) const
{
    if (!part.position)
        part.position = Position{};
    part.position->line = m_number;
    return std::unexpected(std::move(part));
}

} // namespace wg::test::script
