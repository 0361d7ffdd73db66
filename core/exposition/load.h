// A page with or without timestamps into a store.
#pragma once

#include "core/exposition/parse.h"
#include "core/series/queryable.h"

namespace wg::exposition {

struct Loaded {
    std::size_t samples = 0; ///< stored
    std::size_t series = 0;
    std::uint64_t refused = 0; ///< out of order against what is stored, or a second value for the same time
    std::vector<Metadata> metadata;
};

/// All or nothing: a page that does not parse stores no sample. A series' samples are stored in order of time; of several at
/// one time the first is kept, as Prometheus does. Samples without a timestamp get `defaultTime`.
[[nodiscard]] Result<Loaded> load(
    std::string_view page, Format format, const std::string& inputName, TimeMs defaultTime, series::Appendable& out);

} // namespace wg::exposition
