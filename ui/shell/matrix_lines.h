// A range answer as the lines of a graph, in the workspace's colours.
#pragma once

#include "core/series/value.h"
#include "ui/plot/plot_series.h"

#include <memory>
#include <vector>

namespace wg::ui::shell {

/// The first `most` series; empty where the value is no matrix. The lines keep the value alive.
[[nodiscard]] std::vector<plot::PlotSeries> linesOf(const std::shared_ptr<const series::Value>& value, std::size_t most);

} // namespace wg::ui::shell
