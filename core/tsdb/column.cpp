#include "core/tsdb/column.h"

#include <algorithm>

namespace wg::tsdb {

using series::SeriesView;

Block::Block(std::size_t room)
    : capacity(room)
    , t(std::make_unique_for_overwrite<TimeMs[]>(room))
    , v(std::make_unique_for_overwrite<double[]>(room))
{
}

std::size_t Undecoded::samples() const
{
    std::size_t sum = 0;
    for (const auto& chunk : chunks)
        sum += chunk->samples;
    return sum;
}

Result<std::shared_ptr<Block>> Undecoded::decode() const
{
    const std::size_t size = samples();
    auto block = std::make_shared<Block>(size);
    if (std::ranges::any_of(chunks, [](const auto& chunk) { return !chunk->starts.empty(); }))
        block->start = std::make_unique<TimeMs[]>(size);
    std::size_t at = 0;
    for (const auto& chunk : chunks) {
        WG_CHECK(decodeChunk(chunk->words, {block->t.get() + at, chunk->samples}, {block->v.get() + at, chunk->samples}));
        if (!chunk->starts.empty())
            decodeStarts(*chunk, {block->start.get() + at, chunk->samples});
        at += chunk->samples;
    }
    return block;
}

void showIn(SeriesView& view, const std::shared_ptr<const Block>& block, std::size_t size, TimeMs from, TimeMs to)
{
    const std::span<const TimeMs> all(block->t.get(), size);
    const auto first = std::ranges::lower_bound(all, from);
    const auto last = std::upper_bound(first, all.end(), to);
    const auto offset = static_cast<std::size_t>(first - all.begin());
    const auto count = static_cast<std::size_t>(last - first);
    view.t = all.subspan(offset, count);
    view.v = {block->v.get() + offset, count};
    if (block->start)
        view.start = {block->start.get() + offset, count};
    view.owner = block;
}

void Column::append(std::span<const TimeMs> t, std::span<const double> v, std::span<const TimeMs> start, bool keepDecoded)
{
    if (t.empty())
        return;
    if (m_hot || (keepDecoded && m_samples == 0))
        extendHot(t, v, start);
    m_samples += t.size();
    m_last = t.back();
    for (std::size_t i = 0; i < t.size();) {
        const std::size_t count = std::min<std::size_t>(kChunkSamples - m_open.samples(), t.size() - i);
        m_open.append(t.subspan(i, count), v.subspan(i, count), start.empty() ? start : start.subspan(i, count));
        i += count;
        if (m_open.samples() == kChunkSamples) {
            m_sealed.push_back(std::make_shared<const Chunk>(m_open.chunk()));
            m_sealedBytes += m_sealed.back()->bytes();
            m_open.clear();
        }
    }
}

/// A block that is full stays as it is, for its readers; a larger one takes its place.
void Column::extendHot(std::span<const TimeMs> t, std::span<const double> v, std::span<const TimeMs> start)
{
    constexpr std::size_t kFirstBlock = 16;
    const std::size_t size = m_hotSize + t.size();
    const bool hasStarts = m_hot && m_hot->start;
    if (!m_hot || size > m_hot->capacity) {
        const std::size_t grown = m_hot ? m_hot->capacity + m_hot->capacity / 2 : 0;
        auto larger = std::make_shared<Block>(std::max({kFirstBlock, grown, size}));
        if (m_hot) {
            std::copy_n(m_hot->t.get(), m_hotSize, larger->t.get());
            std::copy_n(m_hot->v.get(), m_hotSize, larger->v.get());
        }
        if (hasStarts) {
            larger->start = std::make_unique<TimeMs[]>(larger->capacity);
            std::copy_n(m_hot->start.get(), m_hotSize, larger->start.get());
        }
        m_hot = std::move(larger);
    }
    if (!start.empty() && !hasStarts)
        m_hot->start = std::make_unique<TimeMs[]>(m_hot->capacity);
    std::ranges::copy(t, m_hot->t.get() + m_hotSize);
    std::ranges::copy(v, m_hot->v.get() + m_hotSize);
    if (!start.empty())
        std::ranges::copy(start, m_hot->start.get() + m_hotSize);
    m_hotSize = size;
}

void Column::appendHistogramTimes(std::span<const TimeMs> t)
{
    m_histograms.insert(m_histograms.end(), t.begin(), t.end());
    std::ranges::sort(m_histograms);
}

void Column::keep(const Undecoded& from, std::shared_ptr<Block> block)
{
    if (from.samplesThen != m_samples || (m_hot && m_hotChunk <= from.firstChunk))
        return;
    m_hotSize = from.samples();
    m_hotChunk = from.firstChunk;
    m_hot = std::move(block);
}

void Column::dropDecoded()
{
    m_hot.reset();
    m_hotSize = 0;
}

TimeMs Column::firstOf(std::size_t chunk) const
{
    return chunk < m_sealed.size() ? m_sealed[chunk]->first : m_open.first();
}

TimeMs Column::lastOf(std::size_t chunk) const
{
    return chunk < m_sealed.size() ? m_sealed[chunk]->last : m_open.last();
}

Column::ChunkRange Column::overlapping(TimeMs from, TimeMs to) const
{
    const auto first = std::ranges::lower_bound(m_sealed, from, {}, &Chunk::last);
    const auto end =
        std::upper_bound(first, m_sealed.end(), to, [](TimeMs time, const auto& chunk) { return time < chunk->first; });
    ChunkRange out{static_cast<std::size_t>(first - m_sealed.begin()), static_cast<std::size_t>(end - m_sealed.begin())};
    if (end == m_sealed.end() && m_open.samples() > 0 && m_open.first() <= to && m_open.last() >= from)
        ++out.end;
    return out;
}

Undecoded Column::undecoded(ChunkRange range) const
{
    Undecoded out{{}, range.first, m_samples};
    const std::size_t sealedEnd = std::min(range.end, m_sealed.size());
    for (std::size_t i = range.first; i < sealedEnd; ++i)
        out.chunks.push_back(m_sealed[i]);
    if (range.end > m_sealed.size())
        out.chunks.push_back(std::make_shared<const Chunk>(m_open.chunk()));
    return out;
}

bool Column::hasHistograms(TimeMs from, TimeMs to) const
{
    const auto found = std::ranges::lower_bound(m_histograms, from);
    return found != m_histograms.end() && *found <= to;
}

SeriesView Column::look(TimeMs from, TimeMs to, bool mayKeep, Undecoded& cold) const
{
    SeriesView out{m_labels, {}, {}, nullptr};
    out.hasHistograms = hasHistograms(from, to);
    if (!m_used.load(std::memory_order_relaxed))
        m_used.store(true, std::memory_order_relaxed);
    if (m_hot && (m_hotChunk == 0 || from >= m_hot->t[0])) {
        showIn(out, m_hot, m_hotSize, from, to);
        return out;
    }
    ChunkRange range = overlapping(from, to);
    if (range.first >= range.end)
        return out;
    // A decoded copy of everything newer serves the next query too. It costs at most twice what this one needs.
    const bool worthKeeping = mayKeep && 2 * (range.end - range.first) >= chunkCount() - range.first;
    if (worthKeeping)
        range.end = chunkCount();
    cold = undecoded(range);
    cold.worthKeeping = worthKeeping;
    return out;
}

Column::Presence Column::presence(TimeMs from, TimeMs to, Undecoded& cold) const
{
    if (hasHistograms(from, to))
        return Presence::Yes;
    const ChunkRange range = overlapping(from, to);
    if (range.first >= range.end)
        return Presence::No;
    if (firstOf(range.first) >= from || lastOf(range.first) <= to)
        return Presence::Yes;
    cold = undecoded({range.first, range.first + 1});
    return Presence::IfChunkSays;
}

} // namespace wg::tsdb
