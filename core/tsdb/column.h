// The samples of one series: compressed chunks are the store, a decoded copy of their newest part is a cache.
//
// The decoded copy, when there is one, reaches from some chunk to the newest sample and grows with the series. It may
// be dropped at any time; readers keep the block alive that they were shown. Elements shown are never written again.
#pragma once

#include "core/series/queryable.h"
#include "core/tsdb/chunk.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace wg::tsdb {

/// Decoded samples. Times and values have `capacity` elements, of which the owner knows how many are written.
struct Block {
    explicit Block(std::size_t room);

    std::size_t capacity;
    std::unique_ptr<TimeMs[]> t;
    std::unique_ptr<double[]> v;
    std::unique_ptr<TimeMs[]> start; ///< null: no sample has a start time

    [[nodiscard]] std::size_t bytes() const { return capacity * (start ? 3 : 2) * sizeof(TimeMs); }
};

using Chunks = std::vector<std::shared_ptr<const Chunk>>;

/// What is needed to decode without a lock.
struct Undecoded {
    Chunks chunks; ///< immutable; the last may be a copy of the one that grows
    std::size_t firstChunk = 0; ///< index of the first of them in the series
    std::uint64_t samplesThen = 0; ///< of the whole series; tells whether it has grown since
    bool worthKeeping = false; ///< they reach to the newest sample, and are mostly what was asked for

    [[nodiscard]] Result<std::shared_ptr<Block>> decode() const;
    [[nodiscard]] std::size_t samples() const;
};

/// The part of a block's first `size` samples that lies in [from, to].
void showIn(series::SeriesView& view, const std::shared_ptr<const Block>& block, std::size_t size, TimeMs from, TimeMs to);

/// Const functions may run at the same time; the others need it alone.
class Column {
public:
    explicit Column(series::Labels labels) : m_labels(std::make_shared<const series::Labels>(std::move(labels))) { }

    /// Times ascend strictly and are newer than last(). `keepDecoded`: a new series begins with a decoded copy.
    void append(std::span<const TimeMs> t, std::span<const double> v, std::span<const TimeMs> start, bool keepDecoded);
    void appendHistogramTimes(std::span<const TimeMs> t);
    /// Takes over what was decoded from `from`, if the series has not changed meanwhile.
    void keep(const Undecoded& from, std::shared_ptr<Block> block);
    void dropDecoded();

    [[nodiscard]] const std::shared_ptr<const series::Labels>& labels() const { return m_labels; }
    [[nodiscard]] std::uint64_t samples() const { return m_samples; }
    [[nodiscard]] TimeMs last() const { return m_last; } ///< needs samples() > 0
    [[nodiscard]] std::size_t bytesCompressed() const { return m_sealedBytes + m_open.bytes(); }
    [[nodiscard]] std::size_t bytesDecoded() const { return m_hot ? m_hot->bytes() : 0; }

    /// Everything of the view but samples that are not decoded; those are left in `cold`, with some more if that makes them
    /// worth keeping and they may be.
    [[nodiscard]] series::SeriesView look(TimeMs from, TimeMs to, bool mayKeep, Undecoded& cold) const;
    enum class Presence { No, Yes, IfChunkSays };
    /// Whether there is a sample in [from, to]. Seldom only the one chunk left in `cold` knows.
    [[nodiscard]] Presence presence(TimeMs from, TimeMs to, Undecoded& cold) const;
    /// Whether look() has been called since the last question.
    [[nodiscard]] bool takeUsed() const { return m_used.exchange(false, std::memory_order_relaxed); }

private:
    [[nodiscard]] bool hasHistograms(TimeMs from, TimeMs to) const;
    /// Chunk 0, 1, …; the open one is the last.
    [[nodiscard]] std::size_t chunkCount() const { return m_sealed.size() + (m_open.samples() > 0 ? 1 : 0); }
    [[nodiscard]] TimeMs firstOf(std::size_t chunk) const;
    [[nodiscard]] TimeMs lastOf(std::size_t chunk) const;
    /// Chunks [first, end) that overlap [from, to].
    struct ChunkRange {
        std::size_t first;
        std::size_t end;
    };
    [[nodiscard]] ChunkRange overlapping(TimeMs from, TimeMs to) const;
    [[nodiscard]] Undecoded undecoded(ChunkRange range) const;
    void extendHot(std::span<const TimeMs> t, std::span<const double> v, std::span<const TimeMs> start);

    std::shared_ptr<const series::Labels> m_labels;
    Chunks m_sealed;
    ChunkWriter m_open;
    std::size_t m_sealedBytes = 0;
    std::uint64_t m_samples = 0;
    TimeMs m_last = 0;
    std::vector<TimeMs> m_histograms; ///< ascending

    std::shared_ptr<Block> m_hot;
    std::size_t m_hotSize = 0;
    std::size_t m_hotChunk = 0; ///< where m_hot begins
    mutable std::atomic<bool> m_used = false;
};

} // namespace wg::tsdb
