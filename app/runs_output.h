// What `runs` prints: training runs with the extremes and last values of their tags.
#pragma once

#include "core/evaluation/runs.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wg::app {

/// Which runs and tags are printed; all when empty.
struct RunsFilter {
    std::function<bool(std::string_view)> run, tag;
};

using RunSets = std::vector<std::shared_ptr<const evaluation::RunSet>>;

[[nodiscard]] std::string runsTable(const RunSets& sets, const RunsFilter& filter);
/// {"runs":[{"name","path","x","growing","hparams":{},"tags":[…],"notes":[…]}],"notes":[…]}. Of a scalar tag: points, nan,
/// first, last, min, max, each with step and value, first and last with time (Unix seconds). NaN and infinities are "NaN",
/// "+Inf", "-Inf".
[[nodiscard]] std::string runsJson(const RunSets& sets, const RunsFilter& filter);
/// Every point: run,tag,step,time,value. Time is Unix seconds, empty where the log has none.
[[nodiscard]] std::string runsCsv(const RunSets& sets, const RunsFilter& filter);

} // namespace wg::app
