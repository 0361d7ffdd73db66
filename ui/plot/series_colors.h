// Which colour a series has. One order for the whole workspace: a label set takes the next colour when it first appears and
// keeps it in every panel. Where several series of one panel share a label set (p50, p99 of one server), their legend texts
// tell them apart. Where two series of one panel would share a colour, the later one takes one that is
// free there; where none is, it is dashed. GUI thread only.
#pragma once

#include "core/series/labels.h"

#include <QColor>
#include <QPen>

#include <map>
#include <span>
#include <string>
#include <vector>

namespace wg::ui::plot {

struct SeriesKey {
    series::Labels labels;
    std::string legend;
};

struct SeriesStyle {
    int color = 0; ///< index into theme::Colors::series
    int dash = 0; ///< 0 solid, 1 dashed 6,4, 2 dashed 2,3
};

[[nodiscard]] QColor seriesColor(int index);
/// Solid, dashed or dotted pen of a style; dash lengths are in pixels.
[[nodiscard]] QPen seriesPen(const QColor& color, double width, int dash);

class SeriesColors {
public:
    static SeriesColors& instance();

    /// One style per key, in the keys' order.
    [[nodiscard]] std::vector<SeriesStyle> assign(std::span<const SeriesKey> keys);
    /// Forgets all, for a new workspace.
    void clear() { m_index.clear(); }

private:
    std::map<std::string, int> m_index;
};

} // namespace wg::ui::plot
