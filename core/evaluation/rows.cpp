#include "core/evaluation/rows.h"

#include <algorithm>

namespace wg::evaluation {
namespace {

constexpr std::size_t kFewRuns = 64; ///< not worth a list, however short

} // namespace

Rows::Rows(std::vector<std::uint32_t> listed) : m_listed(std::move(listed)), m_size(m_listed.size()) { }

Rows Rows::range(std::uint32_t from, std::size_t count)
{
    Rows out;
    if (count > 0)
        out.m_runs.push_back({from, 0});
    out.m_size = count;
    return out;
}

void Rows::push_back(std::uint32_t row)
{
    if (!m_listed.empty()) {
        m_listed.push_back(row);
    } else if (m_runs.empty() || m_runs.back().row + (m_size - m_runs.back().at) != row) {
        m_runs.push_back({row, static_cast<std::uint32_t>(m_size)});
        if (m_runs.size() > kFewRuns && m_runs.size() * 2 > m_size + 1)
            list();
        if (!m_listed.empty())
            m_listed.push_back(row);
    }
    ++m_size;
}

/// The last run, which is about to get its first row, is left out.
void Rows::list()
{
    m_runs.pop_back();
    m_listed = listed();
    m_runs = {};
}

std::uint32_t Rows::operator[](std::size_t at) const
{
    if (!m_listed.empty())
        return m_listed[at];
    const auto next = std::upper_bound(
        m_runs.begin(), m_runs.end(), at, [](std::size_t position, const Run& run) { return position < run.at; });
    const Run& run = *std::prev(next);
    return static_cast<std::uint32_t>(run.row + (at - run.at));
}

std::size_t Rows::bytes() const
{
    return m_runs.capacity() * sizeof(Run) + m_listed.capacity() * sizeof(std::uint32_t);
}

std::vector<std::uint32_t> Rows::listed() const
{
    std::vector<std::uint32_t> out;
    out.reserve(m_size);
    forEach([&out](std::uint32_t row) { out.push_back(row); });
    return out;
}

std::uint32_t Rows::Iterator::operator*() const
{
    if (!m_rows->m_listed.empty())
        return m_rows->m_listed[m_at];
    const Run& run = m_rows->m_runs[m_run];
    return static_cast<std::uint32_t>(run.row + (m_at - run.at));
}

Rows::Iterator& Rows::Iterator::operator++()
{
    ++m_at;
    const auto& runs = m_rows->m_runs;
    if (m_run + 1 < runs.size() && runs[m_run + 1].at == m_at)
        ++m_run;
    return *this;
}

} // namespace wg::evaluation
