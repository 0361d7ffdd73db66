#include "core/tsdb/head.h"

#include <algorithm>
#include <mutex>
#include <set>

namespace wg::tsdb {

using series::Labels;
using series::Matcher;
using series::SeriesView;

struct Head::Block {
    explicit Block(std::size_t room) : capacity(room), t(std::make_unique<TimeMs[]>(room)), v(std::make_unique<double[]>(room))
    {
    }

    std::size_t capacity;
    std::unique_ptr<TimeMs[]> t;
    std::unique_ptr<double[]> v;
    std::unique_ptr<TimeMs[]> start; ///< null until a sample has a start time
};

struct Head::Column {
    std::shared_ptr<const Labels> labels;
    std::shared_ptr<Block> block;
    std::size_t size = 0;
    std::vector<TimeMs> histograms = {}; ///< ascending

    /// Makes room for `more` samples. The old block is left as it is: readers may hold it.
    void reserve(std::size_t more, bool starts)
    {
        constexpr std::size_t kFirstBlock = 16;
        const std::size_t capacity = block ? block->capacity : 0;
        if (size + more > capacity) {
            auto larger = std::make_shared<Block>(std::max({kFirstBlock, capacity * 2, size + more}));
            if (block) {
                std::copy_n(block->t.get(), size, larger->t.get());
                std::copy_n(block->v.get(), size, larger->v.get());
            }
            if (block && block->start) {
                larger->start = std::make_unique<TimeMs[]>(larger->capacity);
                std::copy_n(block->start.get(), size, larger->start.get());
            }
            block = std::move(larger);
        }
        if (starts && !block->start)
            block->start = std::make_unique<TimeMs[]>(block->capacity);
    }

    [[nodiscard]] SeriesView view(TimeMs from, TimeMs to) const
    {
        SeriesView out{labels, {}, {}, block};
        const auto histogram = std::ranges::lower_bound(histograms, from);
        out.hasHistograms = histogram != histograms.end() && *histogram <= to;
        if (!block)
            return out;
        const std::span<const TimeMs> all(block->t.get(), size);
        const auto first = std::ranges::lower_bound(all, from);
        const auto last = std::upper_bound(first, all.end(), to);
        const auto offset = static_cast<std::size_t>(first - all.begin());
        const auto count = static_cast<std::size_t>(last - first);
        out.t = all.subspan(offset, count);
        out.v = {block->v.get() + offset, count};
        if (block->start)
            out.start = {block->start.get() + offset, count};
        return out;
    }
};

Head::Head() = default;
Head::~Head() = default;

Head::Column& Head::columnOf(const Labels& labels)
{
    const auto [entry, isNew] = m_ids.try_emplace(labels, static_cast<SeriesId>(m_columns.size()));
    if (isNew) {
        m_postings.add(entry->second, labels);
        m_columns.push_back({std::make_shared<const Labels>(labels), nullptr});
    }
    return m_columns[entry->second];
}

Head::Refused Head::append(const Labels& labels, std::span<const TimeMs> t, std::span<const double> v)
{
    return append(labels, t, v, {});
}

Head::Refused Head::append(
    const Labels& labels, std::span<const TimeMs> t, std::span<const double> v, std::span<const TimeMs> start)
{
    Refused refused;
    const std::size_t count = std::min(t.size(), v.size());
    if (count == 0)
        return refused;
    const std::unique_lock lock(m_mutex);
    Column& column = columnOf(labels);
    column.reserve(count, std::ranges::any_of(start, [](TimeMs time) { return time != 0; }));
    Block& block = *column.block;
    const std::size_t before = column.size;
    for (std::size_t i = 0; i < count; ++i) {
        if (column.size > 0 && t[i] <= block.t[column.size - 1]) {
            ++(t[i] == block.t[column.size - 1] ? refused.duplicate : refused.outOfOrder);
            continue;
        }
        block.t[column.size] = t[i];
        block.v[column.size] = v[i];
        if (block.start)
            block.start[column.size] = i < start.size() ? start[i] : 0;
        ++column.size;
    }
    m_refused.duplicate += refused.duplicate;
    m_refused.outOfOrder += refused.outOfOrder;
    m_samples += column.size - before;
    if (column.size > before) {
        extend(block.t[before], block.t[column.size - 1]);
    }
    return refused;
}

void Head::appendHistogramTimes(const Labels& labels, std::span<const TimeMs> t)
{
    if (t.empty())
        return;
    const std::unique_lock lock(m_mutex);
    std::vector<TimeMs>& times = columnOf(labels).histograms;
    times.insert(times.end(), t.begin(), t.end());
    std::ranges::sort(times);
    extend(times.front(), times.back());
}

void Head::extend(TimeMs from, TimeMs to)
{
    m_extent = m_extent ? TimeRange{std::min(m_extent->from, from), std::max(m_extent->to, to)} : TimeRange{from, to};
}

Head::Refused Head::refused() const
{
    const std::shared_lock lock(m_mutex);
    return m_refused;
}

std::size_t Head::seriesCount() const
{
    const std::shared_lock lock(m_mutex);
    return m_columns.size();
}

std::uint64_t Head::sampleCount() const
{
    const std::shared_lock lock(m_mutex);
    return m_samples;
}

Result<std::vector<SeriesView>> Head::select(
    std::span<const Matcher> matchers, TimeMs from, TimeMs to, const CancelToken& cancel) const
{
    std::vector<SeriesView> out;
    {
        const std::shared_lock lock(m_mutex);
        for (const SeriesId id : m_postings.match(matchers)) {
            if (cancel.cancelled())
                return fail(ErrorCode::Cancelled, "the query was cancelled");
            if (SeriesView view = m_columns[id].view(from, to); !view.t.empty() || view.hasHistograms)
                out.push_back(std::move(view));
        }
    }
    std::ranges::sort(out, {}, [](const SeriesView& view) -> const Labels& { return *view.labels; });
    return out;
}

Result<std::vector<std::string>> Head::labelNames(std::span<const Matcher> matchers, TimeMs from, TimeMs to) const
{
    WG_TRY(const auto views, select(matchers, from, to, {}));
    std::set<std::string_view> names;
    for (const SeriesView& view : views) {
        for (const series::Label& label : *view.labels)
            names.insert(label.name);
    }
    return std::vector<std::string>(names.begin(), names.end());
}

Result<std::vector<std::string>> Head::labelValues(
    std::string_view name, std::span<const Matcher> matchers, TimeMs from, TimeMs to) const
{
    WG_TRY(const auto views, select(matchers, from, to, {}));
    std::set<std::string_view> values;
    for (const SeriesView& view : views) {
        if (const std::string_view value = view.labels->get(name); !value.empty())
            values.insert(value);
    }
    return std::vector<std::string>(values.begin(), values.end());
}

Result<std::vector<Labels>> Head::seriesLabels(std::span<const Matcher> matchers, TimeMs from, TimeMs to) const
{
    WG_TRY(const auto views, select(matchers, from, to, {}));
    std::vector<Labels> out;
    out.reserve(views.size());
    for (const SeriesView& view : views)
        out.push_back(*view.labels);
    return out;
}

std::optional<TimeRange> Head::extent() const
{
    const std::shared_lock lock(m_mutex);
    return m_extent;
}

} // namespace wg::tsdb
