// What the series of evaluation logs mean: help texts of eval_* from the catalogue of metrics.
#pragma once

#include "core/runtime/sources/source.h"
#include "core/series/queryable.h"

#include <map>
#include <string>

namespace wg::sources {

/// Of the eval_* series that are there; all are gauges.
[[nodiscard]] std::map<std::string, Metadata> evalMetadata(const series::Queryable& data);

} // namespace wg::sources
