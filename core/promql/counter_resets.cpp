#include "core/promql/counter_resets.h"

#include <algorithm>

namespace wg::promql {

void Resets::find(const RangeSeries& series, Pulse& pulse)
{
    m_at.clear();
    m_next = 0;
    const std::size_t size = series.v.size();
    const double* v = series.v.data();
    constexpr std::size_t kBlock = 8; // mostly without a reset: one branch for all
    for (std::size_t i = 1; i < size && pulse.spend(kBlock);) {
        if (series.start.empty() && i + kBlock <= size) {
            bool any = false;
            for (std::size_t k = i; k < i + kBlock; ++k)
                any |= v[k] < v[k - 1];
            if (!any) {
                i += kBlock;
                continue;
            }
        }
        for (const std::size_t end = std::min(size, i + kBlock); i < end; ++i) {
            if (isReset(series, i))
                m_at.push_back(i);
        }
    }
}

} // namespace wg::promql
