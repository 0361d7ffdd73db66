// Which series have which label value: an inverted index. Series ids are dense and ascending.
#pragma once

#include "core/base/cancel.h"
#include "core/series/matcher.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace wg::tsdb {

using SeriesId = std::uint32_t;

/// Not thread-safe: the owner locks. Regular expressions run once per distinct value, not per series.
class Postings {
public:
    /// `id` must be one higher than the last.
    void add(SeriesId id, const series::Labels& labels);
    /// Ids of the series that match all matchers, ascending; no matcher: all. Once cancelled anything.
    [[nodiscard]] std::vector<SeriesId> match(std::span<const series::Matcher> matchers, const CancelToken& cancel = {}) const;

private:
    using Ids = std::vector<SeriesId>;
    using ByValue = std::map<std::string, Ids, std::less<>>;

    [[nodiscard]] Ids having(const series::Matcher& matcher, bool wanted, const CancelToken& cancel) const;

    SeriesId m_count = 0;
    std::map<std::string, ByValue, std::less<>> m_byName;
};

} // namespace wg::tsdb
