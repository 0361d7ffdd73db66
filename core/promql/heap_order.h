// The k best elements of a stream. Ties are broken as Prometheus' topk does: by Go's container/heap.
#pragma once

#include "core/promql/compat.h"

#include <cmath>
#include <cstddef>
#include <vector>

namespace wg::promql {

class BoundedHeap {
public:
    struct Item {
        double value = 0;
        std::size_t index = 0;
    };

    BoundedHeap(std::size_t room, bool largest, Compat compat = Compat::V3)
        : m_room(room)
        , m_largest(largest)
        , m_pops(topkPopsTheWorst(compat))
    {
    }

    void offer(Item item)
    {
        if (m_items.size() < m_room)
            return push(item);
        if (m_items.empty())
            return;
        const double top = m_items.front().value;
        const bool better = m_largest ? top < item.value : top > item.value;
        if (better || (std::isnan(top) && (m_pops || !std::isnan(item.value))))
            replaceTop(item);
    }
    /// Best first, NaN last; the heap can only be cleared then.
    [[nodiscard]] const std::vector<Item>& bestFirst();
    /// In no order.
    [[nodiscard]] const std::vector<Item>& items() const { return m_items; }
    void clear() { m_items.clear(); }

private:
    [[nodiscard]] bool worse(const Item& a, const Item& b) const;
    void push(Item item);
    void replaceTop(Item item);
    void siftUp(std::size_t at);
    void siftDown(std::size_t at);

    std::size_t m_room;
    bool m_largest;
    bool m_pops;
    std::vector<Item> m_items; ///< the worst on top
};

} // namespace wg::promql
