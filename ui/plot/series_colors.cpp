#include "ui/plot/series_colors.h"

#include "ui/theme/theme.h"

#include <algorithm>
#include <array>

namespace wg::ui::plot {
namespace {

constexpr int kColors = 8;
constexpr int kDashes = 3;

} // namespace

QColor seriesColor(int index)
{
    return index < 0 ? theme::colors().seriesNeutral : theme::colors().series[static_cast<std::size_t>(index % kColors)];
}

QPen seriesPen(const QColor& color, double width, int dash)
{
    QPen pen(color, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    if (dash == 1)
        pen.setDashPattern({6 / width, 4 / width});
    else if (dash == 2)
        pen.setDashPattern({2 / width, 3 / width});
    return pen;
}

SeriesColors& SeriesColors::instance()
{
    static SeriesColors colors;
    return colors;
}

std::vector<SeriesStyle> SeriesColors::assign(std::span<const SeriesKey> keys)
{
    std::vector<std::string> texts;
    std::map<std::string, int> uses;
    for (const auto& key : keys) {
        texts.push_back(key.labels.withoutMetricName().text());
        ++uses[texts.back()];
    }
    std::vector<SeriesStyle> styles;
    std::array<int, kColors> inPanel{}; ///< uses of each colour
    std::vector<std::size_t> twice; ///< those whose colour another one has
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const bool shared = uses[texts[i]] > 1 || keys[i].labels.empty();
        const auto& identity = shared ? texts[i] + '\n' + keys[i].legend : texts[i];
        const auto [entry, isNew] = m_index.try_emplace(identity, static_cast<int>(m_index.size()));
        const int color = entry->second % kColors;
        styles.push_back({color, 0});
        if (inPanel[static_cast<std::size_t>(color)] > 0)
            twice.push_back(i);
        else
            ++inPanel[static_cast<std::size_t>(color)];
    }
    for (const std::size_t i : twice) {
        const auto fewest = std::ranges::min_element(inPanel);
        styles[i] = {static_cast<int>(fewest - inPanel.begin()), (*fewest)++ % kDashes};
    }
    return styles;
}

} // namespace wg::ui::plot
