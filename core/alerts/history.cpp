#include "core/alerts/history.h"

#include <algorithm>

namespace wg::alerts {

void History::add(TimeMs at, State state)
{
    while (!m_spans.empty() && m_spans.back().from >= at)
        m_spans.pop_back();
    bool lasts = false;
    if (!m_spans.empty()) {
        Span& last = m_spans.back();
        last.to = std::min(last.to, at);
        const bool reaches = m_interval <= 0 || (at - last.to) / kPatience <= m_interval;
        if (reaches)
            last.to = at;
        lasts = reaches && last.state == state;
    }
    if (!lasts)
        m_spans.push_back({at, at, state});
    trim();
}

void History::trim()
{
    const TimeMs oldest = m_spans.back().to - kKept;
    auto kept = std::ranges::find_if(m_spans, [&](const Span& span) { return span.to >= oldest; });
    if (static_cast<std::size_t>(m_spans.end() - kept) > kMaxSpans)
        kept = m_spans.end() - static_cast<std::ptrdiff_t>(kMaxSpans);
    m_spans.erase(m_spans.begin(), kept);
    m_spans.front().from = std::max(m_spans.front().from, oldest);
}

} // namespace wg::alerts
