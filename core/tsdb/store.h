// What a Head is made of: columns by labels, the lock over them, and the cache of decoded columns.
#pragma once

#include "core/tsdb/column.h"
#include "core/tsdb/head.h"
#include "core/tsdb/postings.h"

#include <deque>
#include <shared_mutex>
#include <unordered_map>

namespace wg::tsdb {

/// Thread-safe; each function of the public part takes the lock itself, and decodes without it.
class Store {
public:
    using Refused = series::Appendable::Refused;
    using LabelsPtr = std::shared_ptr<const series::Labels>;
    using Matchers = std::span<const series::Matcher>;

    explicit Store(HeadOptions options) : m_options(options) { }

    Refused append(
        const series::Labels& labels, std::span<const TimeMs> t, std::span<const double> v, std::span<const TimeMs> start);
    void appendHistogramTimes(const series::Labels& labels, std::span<const TimeMs> t);

    [[nodiscard]] Result<std::vector<series::SeriesView>> select(
        Matchers matchers, TimeMs from, TimeMs to, const CancelToken& cancel);
    /// Labels of what select() would return, in its order.
    [[nodiscard]] Result<std::vector<LabelsPtr>> present(Matchers matchers, TimeMs from, TimeMs to);

    struct Totals {
        Refused refused;
        std::size_t series = 0;
        std::uint64_t samples = 0;
        std::optional<TimeRange> extent;
        Head::Memory memory;
    };
    [[nodiscard]] Totals totals() const;

private:
    /// One series of a select that has to be decoded.
    struct ColdRead {
        SeriesId id = 0;
        std::size_t at = 0; ///< in the answer
        Undecoded undecoded = {};
        std::shared_ptr<Block> block = nullptr;
    };
    struct Hash {
        std::size_t operator()(const series::Labels* labels) const { return static_cast<std::size_t>(labels->hash()); }
    };
    struct Same {
        bool operator()(const series::Labels* a, const series::Labels* b) const { return *a == *b; }
    };

    // These lock.
    [[nodiscard]] std::shared_lock<std::shared_mutex> lockRanked();
    void keep(std::vector<ColdRead> reads);
    // These need the lock alone.
    SeriesId idOf(const series::Labels& labels);
    void extend(TimeMs from, TimeMs to);
    void recount(SeriesId id, std::size_t decodedBefore);
    void evict();
    void rank();
    /// In the order of labels, without series that rank() does not know yet. Needs the lock at least shared.
    [[nodiscard]] std::vector<SeriesId> match(Matchers matchers, const CancelToken& cancel = {}) const;

    const HeadOptions m_options;
    mutable std::shared_mutex m_mutex; ///< guards everything below; elements of blocks that were shown need no lock
    std::deque<Column> m_columns; ///< by SeriesId
    std::unordered_map<const series::Labels*, SeriesId, Hash, Same> m_ids; ///< keys live in m_columns
    Postings m_postings;
    Totals m_totals; ///< the number of series is in m_columns, of those decoded in m_decoded

    std::vector<SeriesId> m_decoded; ///< series that have a decoded copy, in the order of the clock
    std::size_t m_hand = 0; ///< of the clock
    std::vector<SeriesId> m_byLabels; ///< without the series that came since rank()
    std::vector<std::uint32_t> m_ranks; ///< by SeriesId: its place in m_byLabels
};

} // namespace wg::tsdb
