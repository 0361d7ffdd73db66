#include "core/tsdb/postings.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace wg::tsdb {

void Postings::add(SeriesId id, const series::Labels& labels)
{
    m_count = id + 1;
    for (const series::Label& label : labels)
        m_byName[label.name][label.value].push_back(id);
}

/// Ids whose value of the matcher's label, not counting a missing one, matches (or, with wanted false, does not).
Postings::Ids Postings::having(const series::Matcher& matcher, bool wanted, const CancelToken& cancel) const
{
    const auto values = m_byName.find(matcher.name());
    if (values == m_byName.end())
        return {};
    if (matcher.op() == series::MatchOp::Equal && wanted) {
        const auto ids = values->second.find(matcher.value());
        return ids == values->second.end() ? Ids{} : ids->second;
    }
    Ids out;
    for (const auto& [value, ids] : values->second) {
        if (cancel.cancelled())
            break;
        if (matcher.matches(value) == wanted)
            out.insert(out.end(), ids.begin(), ids.end());
    }
    std::ranges::sort(out);
    return out;
}

std::vector<SeriesId> Postings::match(std::span<const series::Matcher> matchers, const CancelToken& cancel) const
{
    Ids found;
    bool first = true;
    for (const series::Matcher& matcher : matchers) {
        if (matcher.matchesEmpty())
            continue;
        Ids ids = having(matcher, true, cancel);
        if (first) {
            found = std::move(ids);
        } else {
            Ids both;
            std::ranges::set_intersection(found, ids, std::back_inserter(both));
            found = std::move(both);
        }
        first = false;
    }
    if (first) {
        found.resize(m_count);
        std::iota(found.begin(), found.end(), SeriesId{0});
    }
    // What matches the empty string also matches series without the label, so those are found by exclusion.
    for (const series::Matcher& matcher : matchers) {
        if (found.empty() || !matcher.matchesEmpty())
            continue;
        const Ids excluded = having(matcher, false, cancel);
        Ids rest;
        std::ranges::set_difference(found, excluded, std::back_inserter(rest));
        found = std::move(rest);
    }
    return found;
}

} // namespace wg::tsdb
