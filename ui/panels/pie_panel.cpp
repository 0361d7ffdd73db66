#include "ui/panels/legend.h"
#include "ui/panels/value_panels.h"
#include "ui/plot/small_plots.h"
#include "ui/theme/theme.h"

#include <cmath>

namespace wg::ui::panels {
namespace {

using namespace theme;

constexpr int kBesideFrom = 280; ///< px of width from which the legend stands beside the pie
constexpr int kLegendLeast = 212;
constexpr double kBesideShape = 1.4; ///< squarer panels have it underneath

} // namespace

PiePanel::PiePanel(QWidget* parent) : ValuePanel(parent), m_pie(new plot::PiePlot(this)), m_legend(new Legend(this))
{
    m_legend->setForm(Legend::Form::Table, {tr("Value"), tr("Share")});
    connect(m_legend, &Legend::hiddenChanged, this, &PiePanel::fillPie);
    connect(m_legend, &Legend::entryHovered, m_pie, &plot::PiePlot::setHovered);
}

void PiePanel::refreshed()
{
    double total = 0;
    for (const auto& item : m_items)
        total += item.value && std::isfinite(*item.value) && *item.value > 0 ? *item.value : 0;
    std::vector<LegendEntry> entries;
    for (const auto& item : m_items) {
        const bool counts = item.value && std::isfinite(*item.value) && *item.value > 0 && total > 0;
        const QString share = counts ? QStringLiteral("%1 %").arg(*item.value / total * 100, 0, 'f', 1) : QStringLiteral("–");
        entries.push_back({item.series.name, item.series.color, {item.shown.text(), share}});
    }
    m_legend->setEntries(std::move(entries), m_data ? seriesCount(*m_data) - m_items.size() : 0);
    fillPie();
    resizeEvent(nullptr);
}

void PiePanel::fillPie()
{
    std::vector<plot::PieSlice> slices;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const auto& item = m_items[i];
        const bool hidden = m_legend->hiddenEntries().contains(i);
        slices.push_back({item.series.name, hidden ? 0 : item.value.value_or(0), item.series.color});
    }
    m_pie->setSlices(std::move(slices), m_options[u"pieType"].toString() == u"donut");
}

PiePanel::Places PiePanel::places(const QRect& area) const
{
    const QRect inner = area.adjusted(size::panelInset, 0, -size::panelInset, -size::panelInset);
    if (area.width() >= kBesideFrom && area.width() >= area.height() * kBesideShape) {
        const int side = std::min(inner.height(), inner.width() - kLegendLeast - space::l);
        const QRect pie(inner.left(), inner.top() + (inner.height() - side) / 2, side, side);
        const int left = pie.right() + 1 + space::l;
        const int height = std::min(m_legend->heightFor(inner.right() - left), inner.height());
        return {pie, QRect(left, inner.center().y() - height / 2, inner.right() - left + 1, height)};
    }
    const int height = std::min(m_legend->heightFor(inner.width()), inner.height() / 2);
    return {
        inner.adjusted(0, 0, 0, -height - space::xs), QRect(inner.left(), inner.bottom() - height + 1, inner.width(), height)};
}

void PiePanel::resizeEvent(QResizeEvent*)
{
    const auto [pie, legend] = places(rect());
    m_pie->setGeometry(pie);
    m_legend->setGeometry(legend);
}

void PiePanel::paintTo(QPainter& painter, const QRect& area)
{
    const auto [pie, legend] = places(area);
    m_pie->paintTo(painter, pie);
    m_legend->paintTo(painter, legend);
}

} // namespace wg::ui::panels
