#include "core/runtime/sources/merged_queryable.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace wg::sources {
namespace {

using series::Labels;
using series::Matcher;
using series::SeriesView;

/// What `ask` gives for each part, sorted by `key`; of equal ones the first.
template <class T, class Ask, class Key = std::identity>
Result<std::vector<T>> overParts(const auto& parts, Ask ask, Key key = {})
{
    std::vector<T> out;
    for (const auto& part : parts) {
        WG_TRY(std::vector<T> found, ask(*part));
        std::ranges::move(found, std::back_inserter(out));
    }
    std::ranges::stable_sort(out, {}, key);
    const auto doubled = std::ranges::unique(out, {}, key);
    out.erase(doubled.begin(), doubled.end());
    return out;
}

} // namespace

Result<std::vector<SeriesView>> MergedQueryable::select(
    std::span<const Matcher> matchers, TimeMs from, TimeMs to, const CancelToken& cancel) const
{
    return overParts<SeriesView>(
        m_parts, [&](const series::Queryable& part) { return part.select(matchers, from, to, cancel); },
        [](const SeriesView& view) -> const Labels& { return *view.labels; });
}

Result<std::vector<std::string>> MergedQueryable::labelNames(std::span<const Matcher> matchers, TimeMs from, TimeMs to) const
{
    return overParts<std::string>(m_parts, [&](const series::Queryable& part) { return part.labelNames(matchers, from, to); });
}

Result<std::vector<std::string>> MergedQueryable::labelValues(
    std::string_view name, std::span<const Matcher> matchers, TimeMs from, TimeMs to) const
{
    return overParts<std::string>(
        m_parts, [&](const series::Queryable& part) { return part.labelValues(name, matchers, from, to); });
}

Result<std::vector<Labels>> MergedQueryable::seriesLabels(std::span<const Matcher> matchers, TimeMs from, TimeMs to) const
{
    return overParts<Labels>(m_parts, [&](const series::Queryable& part) { return part.seriesLabels(matchers, from, to); });
}

std::optional<TimeRange> MergedQueryable::extent() const
{
    std::optional<TimeRange> out;
    for (const auto& part : m_parts) {
        const auto one = part->extent();
        if (one)
            out = out ? TimeRange{std::min(out->from, one->from), std::max(out->to, one->to)} : one;
    }
    return out;
}

} // namespace wg::sources
