// An even sample of a long run of things, the newest always among them. Internal to core/logs.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace wg::logs {

/// Of the things added, keeps those whose number is a multiple of a stride, and the newest one. The stride doubles when there
/// are more than `limit`. What is kept depends on what was added only, not on when.
template <class T>
class Thin {
public:
    Thin(std::vector<T>& kept, std::size_t limit) : m_kept(kept), m_limit(limit) { }

    void add(T thing)
    {
        if (m_guest)
            m_kept.pop_back();
        m_guest = m_added % m_stride != 0;
        ++m_added;
        m_kept.push_back(std::move(thing));
        if (m_kept.size() > m_limit)
            halve();
    }

    [[nodiscard]] std::size_t added() const { return m_added; }
    /// After things were taken from the end of the kept ones.
    void cut()
    {
        m_guest = false;
        m_added = m_kept.empty() ? 0 : (m_kept.size() - 1) * m_stride + 1;
        if (m_kept.empty())
            m_stride = 1;
    }

private:
    void halve()
    {
        std::size_t to = 0;
        for (std::size_t from = 0; from < m_kept.size(); from += 2, ++to)
            std::swap(m_kept[to], m_kept[from]);
        if (m_kept.size() % 2 == 0) // the newest was not among them
            std::swap(m_kept[to++], m_kept.back());
        m_kept.resize(to);
        m_stride *= 2;
        m_guest = (m_added - 1) % m_stride != 0;
    }

    std::vector<T>& m_kept;
    std::size_t m_limit;
    std::size_t m_added = 0, m_stride = 1;
    bool m_guest = false; ///< the newest is no multiple of the stride
};

} // namespace wg::logs
