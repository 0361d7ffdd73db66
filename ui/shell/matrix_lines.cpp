#include "ui/shell/matrix_lines.h"

#include "ui/plot/series_colors.h"
#include "ui/theme/text.h"

#include <algorithm>

namespace wg::ui::shell {

std::vector<plot::PlotSeries> linesOf(const std::shared_ptr<const series::Value>& value, std::size_t most)
{
    std::vector<plot::PlotSeries> lines;
    const auto* matrix = value ? std::get_if<series::Matrix>(value.get()) : nullptr;
    if (!matrix)
        return lines;
    std::vector<plot::SeriesKey> keys;
    for (std::size_t i = 0; i < std::min(matrix->series.size(), most); ++i)
        keys.push_back({matrix->series[i].labels, {}});
    const auto styles = plot::SeriesColors::instance().assign(keys);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        plot::PlotSeries line;
        line.name = theme::shown(keys[i].labels.text());
        line.owner = value;
        line.t = matrix->series[i].t;
        line.v = matrix->series[i].v;
        line.color = plot::seriesColor(styles[i].color);
        line.dash = styles[i].dash;
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace wg::ui::shell
