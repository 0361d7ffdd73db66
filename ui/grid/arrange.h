// Where panels stand: Grafana's gridPos to pixels, rows that collapse, moving with pushing down. Pure functions over values.
#pragma once

#include "core/dashboard/document.h"

#include <QRect>

#include <map>
#include <set>
#include <vector>

namespace wg::ui::grid {

/// Grid cells to pixels in a page `width` wide: 24 columns, 8 px margin and gutter, rows of 30 px + gutter.
/// x = round(8 + c (width - 8) / 24), so the edges of all panels of a column fall on the same pixel.
[[nodiscard]] QRect cellRect(const dashboard::GridPos& pos, int width);
/// The inverse: the cell whose left upper corner is nearest to the point.
[[nodiscard]] QPoint cellAt(QPoint point, int width);
/// Height of a page whose last used grid row ends at `bottomRow`.
[[nodiscard]] int pageHeight(int bottomRow);

struct Placed {
    int id = 0;
    bool row = false;
    int hiddenPanels = 0; ///< of a collapsed row
    dashboard::GridPos pos;
};

/// Everything that is to be shown, in reading order. Panels of a row in `collapsed` are left out and what is below moves up;
/// a row that is collapsed in the file and not in `collapsed` gives way to its panels.
[[nodiscard]] std::vector<Placed> arrange(const std::vector<dashboard::Panel>& panels, const std::set<int>& collapsed);
/// Rows that the file itself says are collapsed.
[[nodiscard]] std::set<int> collapsedInFile(const std::vector<dashboard::Panel>& panels);

/// The layout after `id` was put at `to` (cut to the 24 columns): whoever is in the way moves down, then everything moves up
/// as far as it can without changing order. Returns only those whose position changed.
[[nodiscard]] std::map<int, dashboard::GridPos> moved(const std::vector<Placed>& items, int id, dashboard::GridPos to);

} // namespace wg::ui::grid
