#include "core/tsdb/head.h"

#include "core/tsdb/store.h"

#include <algorithm>
#include <set>

namespace wg::tsdb {

using series::Labels;
using series::Matcher;
using series::SeriesView;

Head::Head(HeadOptions options) : m_store(std::make_unique<Store>(options)) { }
Head::~Head() = default;

Head::Refused Head::append(const Labels& labels, std::span<const TimeMs> t, std::span<const double> v)
{
    return append(labels, t, v, {});
}

Head::Refused Head::append(
    const Labels& labels, std::span<const TimeMs> t, std::span<const double> v, std::span<const TimeMs> start)
{
    const std::size_t count = std::min(t.size(), v.size());
    if (count == 0)
        return {};
    const bool saysStart = start.size() >= count && std::ranges::any_of(start, [](TimeMs time) { return time != 0; });
    return m_store->append(labels, t.first(count), v.first(count), saysStart ? start.first(count) : std::span<const TimeMs>());
}

void Head::appendHistogramTimes(const Labels& labels, std::span<const TimeMs> t)
{
    if (!t.empty())
        m_store->appendHistogramTimes(labels, t);
}

Head::Refused Head::refused() const
{
    return m_store->totals().refused;
}

std::size_t Head::seriesCount() const
{
    return m_store->totals().series;
}

std::uint64_t Head::sampleCount() const
{
    return m_store->totals().samples;
}

Head::Memory Head::memory() const
{
    return m_store->totals().memory;
}

std::optional<TimeRange> Head::extent() const
{
    return m_store->totals().extent;
}

Result<std::vector<SeriesView>> Head::select(
    std::span<const Matcher> matchers, TimeMs from, TimeMs to, const CancelToken& cancel) const
{
    return m_store->select(matchers, from, to, cancel);
}

Result<std::vector<std::string>> Head::labelNames(std::span<const Matcher> matchers, TimeMs from, TimeMs to) const
{
    WG_TRY(const auto found, m_store->present(matchers, from, to));
    std::set<std::string_view> names;
    for (const std::shared_ptr<const Labels>& labels : found) {
        for (const series::Label& label : *labels)
            names.insert(label.name);
    }
    return std::vector<std::string>(names.begin(), names.end());
}

Result<std::vector<std::string>> Head::labelValues(
    std::string_view name, std::span<const Matcher> matchers, TimeMs from, TimeMs to) const
{
    WG_TRY(const auto found, m_store->present(matchers, from, to));
    std::set<std::string_view> values;
    for (const std::shared_ptr<const Labels>& labels : found) {
        if (const std::string_view value = labels->get(name); !value.empty())
            values.insert(value);
    }
    return std::vector<std::string>(values.begin(), values.end());
}

Result<std::vector<Labels>> Head::seriesLabels(std::span<const Matcher> matchers, TimeMs from, TimeMs to) const
{
    WG_TRY(const auto found, m_store->present(matchers, from, to));
    std::vector<Labels> out;
    out.reserve(found.size());
    for (const std::shared_ptr<const Labels>& labels : found)
        out.push_back(*labels);
    return out;
}

} // namespace wg::tsdb
