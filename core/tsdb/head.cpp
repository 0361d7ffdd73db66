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
};

struct Head::Column {
    std::shared_ptr<const Labels> labels;
    std::shared_ptr<Block> block;
    std::size_t size = 0;

    /// Makes room for `more` samples. The old block is left as it is: readers may hold it.
    void reserve(std::size_t more)
    {
        constexpr std::size_t kFirstBlock = 16;
        const std::size_t capacity = block ? block->capacity : 0;
        if (size + more <= capacity)
            return;
        auto larger = std::make_shared<Block>(std::max({kFirstBlock, capacity * 2, size + more}));
        if (block) {
            std::copy_n(block->t.get(), size, larger->t.get());
            std::copy_n(block->v.get(), size, larger->v.get());
        }
        block = std::move(larger);
    }

    [[nodiscard]] SeriesView view(TimeMs from, TimeMs to) const
    {
        const std::span<const TimeMs> all(block->t.get(), size);
        const auto first = std::ranges::lower_bound(all, from);
        const auto last = std::upper_bound(first, all.end(), to);
        const auto offset = static_cast<std::size_t>(first - all.begin());
        const auto count = static_cast<std::size_t>(last - first);
        return {labels, all.subspan(offset, count), {block->v.get() + offset, count}, block};
    }
};

Head::Head() = default;
Head::~Head() = default;

Head::Column& Head::columnOf(const Labels& labels)
{
    const auto [entry, isNew] = m_ids.try_emplace(labels, static_cast<SeriesId>(m_columns.size()));
    if (isNew) {
        m_postings.add(entry->second, labels);
        m_columns.push_back({std::make_shared<const Labels>(labels), nullptr, 0});
    }
    return m_columns[entry->second];
}

Head::Refused Head::append(const Labels& labels, std::span<const TimeMs> t, std::span<const double> v)
{
    Refused refused;
    const std::size_t count = std::min(t.size(), v.size());
    if (count == 0)
        return refused;
    const std::unique_lock lock(m_mutex);
    Column& column = columnOf(labels);
    column.reserve(count);
    Block& block = *column.block;
    const std::size_t before = column.size;
    for (std::size_t i = 0; i < count; ++i) {
        if (column.size > 0 && t[i] <= block.t[column.size - 1]) {
            ++(t[i] == block.t[column.size - 1] ? refused.duplicate : refused.outOfOrder);
            continue;
        }
        block.t[column.size] = t[i];
        block.v[column.size] = v[i];
        ++column.size;
    }
    m_refused.duplicate += refused.duplicate;
    m_refused.outOfOrder += refused.outOfOrder;
    m_samples += column.size - before;
    if (column.size > before) {
        const TimeRange added{block.t[before], block.t[column.size - 1]};
        m_extent = m_extent ? TimeRange{std::min(m_extent->from, added.from), std::max(m_extent->to, added.to)} : added;
    }
    return refused;
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
            if (SeriesView view = m_columns[id].view(from, to); !view.t.empty())
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
