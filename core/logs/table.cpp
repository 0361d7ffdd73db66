#include "core/logs/table.h"

#include "core/base/number.h"

#include <cmath>
#include <functional>

namespace wg::logs {

std::string_view Dictionary::text(std::uint32_t code) const
{
    const std::size_t from = code == 0 ? 0 : m_ends[code - 1];
    return std::string_view(m_bytes).substr(from, m_ends[code] - from);
}

std::size_t Dictionary::bytes() const
{
    return m_bytes.size() + m_ends.size() * sizeof(m_ends[0]) + m_slots.size() * sizeof(m_slots[0]);
}

void Dictionary::grow()
{
    m_slots.assign(m_slots.empty() ? 64 : m_slots.size() * 2, 0);
    const std::size_t mask = m_slots.size() - 1;
    for (std::uint32_t code = 0; code < m_ends.size(); ++code) {
        std::size_t at = std::hash<std::string_view>()(text(code)) & mask;
        while (m_slots[at] != 0)
            at = (at + 1) & mask;
        m_slots[at] = code + 1;
    }
}

std::uint32_t Dictionary::insert(std::string_view value)
{
    if (m_ends.size() * 2 >= m_slots.size())
        grow();
    const std::size_t mask = m_slots.size() - 1;
    std::size_t at = std::hash<std::string_view>()(value) & mask;
    for (; m_slots[at] != 0; at = (at + 1) & mask) {
        if (text(m_slots[at] - 1) == value)
            return m_slots[at] - 1;
    }
    m_bytes += value;
    m_ends.push_back(m_bytes.size());
    m_slots[at] = static_cast<std::uint32_t>(m_ends.size());
    return m_slots[at] - 1;
}

std::string Column::text(std::size_t row) const
{
    if (!numeric)
        return std::string(dictionary.text(codes[row]));
    return std::isnan(numbers[row]) ? std::string() : formatShortest(numbers[row]);
}

} // namespace wg::logs
