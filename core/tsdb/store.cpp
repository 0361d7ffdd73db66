#include "core/tsdb/store.h"

#include <algorithm>
#include <mutex>

namespace wg::tsdb {

using series::Labels;
using series::SeriesView;

namespace {

/// Those of the samples that are newer than the one before; nothing is copied when all are.
class Accepted {
public:
    Accepted(std::optional<TimeMs> last, std::span<const TimeMs> t, std::span<const double> v, std::span<const TimeMs> start)
        : times(t)
        , values(v)
        , starts(start)
    {
        const bool newer = !last || t.front() > *last;
        if (newer && std::ranges::adjacent_find(t, std::ranges::greater_equal{}) == t.end())
            return;
        for (std::size_t i = 0; i < t.size(); ++i) {
            if (last && t[i] <= *last) {
                ++(t[i] == *last ? refused.duplicate : refused.outOfOrder);
                continue;
            }
            last = t[i];
            m_t.push_back(t[i]);
            m_v.push_back(v[i]);
            if (!start.empty())
                m_start.push_back(start[i]);
        }
        times = m_t;
        values = m_v;
        starts = m_start;
    }
    Accepted(const Accepted&) = delete;
    Accepted& operator=(const Accepted&) = delete;

    std::span<const TimeMs> times;
    std::span<const double> values;
    std::span<const TimeMs> starts; ///< one per sample, or none
    series::Appendable::Refused refused;

private:
    std::vector<TimeMs> m_t;
    std::vector<double> m_v;
    std::vector<TimeMs> m_start;
};

std::unexpected<Error> cancelledError()
{
    return fail(ErrorCode::Cancelled, "the query was cancelled");
}

} // namespace

Store::Refused Store::append(
    const Labels& labels, std::span<const TimeMs> t, std::span<const double> v, std::span<const TimeMs> start)
{
    const std::unique_lock alone(m_mutex);
    const SeriesId id = idOf(labels);
    Column& column = m_columns[id];
    const Accepted accepted(column.samples() > 0 ? std::optional(column.last()) : std::nullopt, t, v, start);
    m_totals.refused.duplicate += accepted.refused.duplicate;
    m_totals.refused.outOfOrder += accepted.refused.outOfOrder;
    if (accepted.times.empty())
        return accepted.refused;
    const std::size_t compressed = column.bytesCompressed();
    const std::size_t decoded = column.bytesDecoded();
    column.append(accepted.times, accepted.values, accepted.starts, m_options.decodedBudgetBytes > 0);
    m_totals.memory.bytesCompressed += column.bytesCompressed() - compressed;
    m_totals.samples += accepted.times.size();
    extend(accepted.times.front(), accepted.times.back());
    recount(id, decoded);
    return accepted.refused;
}

void Store::appendHistogramTimes(const Labels& labels, std::span<const TimeMs> t)
{
    const std::unique_lock alone(m_mutex);
    m_columns[idOf(labels)].appendHistogramTimes(t);
    const auto [oldest, newest] = std::ranges::minmax(t);
    extend(oldest, newest);
}

Result<std::vector<SeriesView>> Store::select(Matchers matchers, TimeMs from, TimeMs to, const CancelToken& cancel)
{
    const auto isEmpty = [](const SeriesView& view) { return view.t.empty() && !view.hasHistograms; };
    std::vector<SeriesView> out;
    std::vector<ColdRead> cold;
    {
        const auto lock = lockRanked();
        const std::vector<SeriesId> found = match(matchers, cancel);
        if (cancel.cancelled())
            return cancelledError();
        out.reserve(found.size());
        for (const SeriesId id : found) {
            if (cancel.cancelled())
                return cancelledError();
            Undecoded undecoded;
            SeriesView view = m_columns[id].look(from, to, m_options.decodedBudgetBytes > 0, undecoded);
            if (!undecoded.chunks.empty())
                cold.push_back({id, out.size(), std::move(undecoded)});
            else if (isEmpty(view))
                continue;
            out.push_back(std::move(view));
        }
    }
    if (cold.empty())
        return out;
    for (ColdRead& read : cold) {
        if (cancel.cancelled())
            return cancelledError();
        WG_TRY(read.block, read.undecoded.decode());
        showIn(out[read.at], read.block, read.undecoded.samples(), from, to);
    }
    std::erase_if(out, isEmpty);
    keep(std::move(cold));
    return out;
}

Result<std::vector<Store::LabelsPtr>> Store::present(Matchers matchers, TimeMs from, TimeMs to)
{
    std::vector<LabelsPtr> out;
    std::vector<ColdRead> unsure;
    {
        const auto lock = lockRanked();
        for (const SeriesId id : match(matchers)) {
            Undecoded chunk;
            const Column::Presence presence = m_columns[id].presence(from, to, chunk);
            if (presence == Column::Presence::No)
                continue;
            if (presence == Column::Presence::IfChunkSays)
                unsure.push_back({id, out.size(), std::move(chunk)});
            out.push_back(m_columns[id].labels());
        }
    }
    for (const ColdRead& read : unsure) {
        WG_TRY(const std::shared_ptr<const Block> block, read.undecoded.decode());
        SeriesView view;
        showIn(view, block, read.undecoded.samples(), from, to);
        if (view.t.empty())
            out[read.at].reset();
    }
    std::erase(out, nullptr);
    return out;
}

Store::Totals Store::totals() const
{
    const std::shared_lock lock(m_mutex);
    Totals out = m_totals;
    out.series = m_columns.size();
    out.memory.seriesDecoded = m_decoded.size();
    return out;
}

std::shared_lock<std::shared_mutex> Store::lockRanked()
{
    std::shared_lock lock(m_mutex);
    if (m_byLabels.size() == m_columns.size())
        return lock;
    lock.unlock();
    {
        const std::unique_lock alone(m_mutex);
        rank();
    }
    lock.lock();
    return lock;
}

void Store::keep(std::vector<ColdRead> reads)
{
    std::erase_if(reads, [](const ColdRead& read) { return !read.undecoded.worthKeeping; });
    if (reads.empty())
        return;
    const std::unique_lock alone(m_mutex);
    for (ColdRead& read : reads) {
        const std::size_t before = m_columns[read.id].bytesDecoded();
        m_columns[read.id].keep(read.undecoded, std::move(read.block));
        recount(read.id, before);
    }
}

SeriesId Store::idOf(const Labels& labels)
{
    if (const auto known = m_ids.find(&labels); known != m_ids.end())
        return known->second;
    const auto id = static_cast<SeriesId>(m_columns.size());
    m_ids.emplace(m_columns.emplace_back(labels).labels().get(), id);
    m_postings.add(id, labels);
    return id;
}

void Store::extend(TimeMs from, TimeMs to)
{
    std::optional<TimeRange>& extent = m_totals.extent;
    extent = extent ? TimeRange{std::min(extent->from, from), std::max(extent->to, to)} : TimeRange{from, to};
}

/// After a change of what the column keeps decoded.
void Store::recount(SeriesId id, std::size_t decodedBefore)
{
    const std::size_t now = m_columns[id].bytesDecoded();
    if (decodedBefore == 0 && now > 0)
        m_decoded.push_back(id);
    m_totals.memory.bytesDecoded += now - decodedBefore;
    if (m_totals.memory.bytesDecoded > m_options.decodedBudgetBytes)
        evict();
}

void Store::evict()
{
    while (m_totals.memory.bytesDecoded > m_options.decodedBudgetBytes && !m_decoded.empty()) {
        m_hand %= m_decoded.size();
        Column& column = m_columns[m_decoded[m_hand]];
        if (column.takeUsed()) {
            ++m_hand;
            continue;
        }
        m_totals.memory.bytesDecoded -= column.bytesDecoded();
        column.dropDecoded();
        m_decoded[m_hand] = m_decoded.back();
        m_decoded.pop_back();
    }
}

/// Few new series among many cost a binary search each, not a comparison with everyone.
void Store::rank()
{
    const auto labelsOf = [this](SeriesId id) -> const Labels& { return *m_columns[id].labels(); };
    std::vector<SeriesId> fresh;
    for (std::size_t id = m_byLabels.size(); id < m_columns.size(); ++id)
        fresh.push_back(static_cast<SeriesId>(id));
    std::ranges::sort(fresh, {}, labelsOf);
    std::vector<SeriesId> merged;
    merged.reserve(m_columns.size());
    auto rest = m_byLabels.cbegin();
    for (const SeriesId id : fresh) {
        const auto place = std::ranges::upper_bound(rest, m_byLabels.cend(), labelsOf(id), {}, labelsOf);
        merged.insert(merged.end(), rest, place);
        merged.push_back(id);
        rest = place;
    }
    merged.insert(merged.end(), rest, m_byLabels.cend());
    m_byLabels = std::move(merged);
    m_ranks.resize(m_byLabels.size());
    for (std::size_t i = 0; i < m_byLabels.size(); ++i)
        m_ranks[m_byLabels[i]] = static_cast<std::uint32_t>(i);
}

std::vector<SeriesId> Store::match(Matchers matchers, const CancelToken& cancel) const
{
    if (matchers.empty())
        return m_byLabels;
    std::vector<std::uint32_t> found = m_postings.match(matchers, cancel);
    found.erase(std::ranges::lower_bound(found, m_byLabels.size()), found.end());
    for (std::uint32_t& entry : found)
        entry = m_ranks[entry];
    std::ranges::sort(found);
    for (std::uint32_t& entry : found)
        entry = m_byLabels[entry];
    return found;
}

} // namespace wg::tsdb
