#include "core/promql/heap_order.h"

#include <algorithm>
#include <cmath>

namespace wg::promql {

bool BoundedHeap::worse(const Item& a, const Item& b) const
{
    if (std::isnan(a.value))
        return true;
    return m_largest ? a.value < b.value : a.value > b.value;
}

void BoundedHeap::push(Item item)
{
    m_items.push_back(item);
    siftUp(m_items.size() - 1);
}

void BoundedHeap::replaceTop(Item item)
{
    if (m_pops && m_items.size() > 1) {
        m_items.front() = m_items.back();
        m_items.pop_back();
        siftDown(0);
        return push(item);
    }
    m_items.front() = item;
    siftDown(0);
}

void BoundedHeap::siftUp(std::size_t at)
{
    while (at > 0) {
        const std::size_t parent = (at - 1) / 2;
        if (!worse(m_items[at], m_items[parent]))
            return;
        std::swap(m_items[at], m_items[parent]);
        at = parent;
    }
}

void BoundedHeap::siftDown(std::size_t at)
{
    for (;;) {
        std::size_t child = 2 * at + 1;
        if (child >= m_items.size())
            return;
        if (child + 1 < m_items.size() && worse(m_items[child + 1], m_items[child]))
            ++child;
        if (!worse(m_items[child], m_items[at]))
            return;
        std::swap(m_items[at], m_items[child]);
        at = child;
    }
}

const std::vector<BoundedHeap::Item>& BoundedHeap::bestFirst()
{
    std::ranges::stable_sort(m_items, [this](const Item& a, const Item& b) {
        if (std::isnan(a.value) || std::isnan(b.value))
            return !std::isnan(a.value) && std::isnan(b.value);
        return m_largest ? a.value > b.value : a.value < b.value;
    });
    return m_items;
}

} // namespace wg::promql
