// The Explore page's table: one row per series with the labels that tell them apart and the value at a moment.
#pragma once

#include "core/series/value.h"
#include "core/units/time_range.h"
#include "ui/shell/cell_table.h"

#include <optional>
#include <string>
#include <vector>

namespace wg::ui::shell {

inline constexpr std::size_t kMostRows = 1000; ///< series drawn and listed; what is over it is said aloud

struct ExploreTable {
    std::vector<CellColumn> columns;
    std::vector<std::vector<Cell>> rows;
    QString common; ///< the labels that all series share: {job="api"}
};

/// `at`: of each series, the sample there or the last one before; nullopt: the last. `colors`: one per series, may be empty.
[[nodiscard]] ExploreTable exploreTable(
    const series::Value& value, std::optional<TimeMs> at, const units::Zone& zone, const std::vector<QColor>& colors);

} // namespace wg::ui::shell
