#include "core/units/format.h"
#include "ui/panels/value_panels.h"
#include "ui/plot/small_plots.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace wg::ui::panels {
namespace {

using namespace theme;

constexpr int kTileLeast = 110;
constexpr int kNameLine = 18;
constexpr int kMostDial = 240; ///< px; larger ones would dwarf their number

} // namespace

void GaugePanel::paintItem(QPainter& painter, const QRect& area, const Item& item) const
{
    const auto& c = colors();
    const auto& config = item.series.config;
    const auto scale = scaleOf(config, item.series.v);
    const double length = scale.max - scale.min;
    std::vector<plot::GaugeStep> ring;
    for (const auto& step : stepsOf(config, scale)) {
        const double from = std::isfinite(step.value) ? (step.value - scale.min) / length : 0;
        ring.push_back({from, step.color});
    }
    const bool named = m_items.size() > 1;
    const QRect room = area.adjusted(size::panelInset, 0, -size::panelInset, -space::s - (named ? kNameLine : 0));
    QRect dial(0, 0, std::min(room.width(), kMostDial), std::min(room.height(), kMostDial * 3 / 4));
    dial.moveCenter(room.center());
    const QColor color = item.shown.color.isValid() ? item.shown.color : !ring.empty() ? ring.front().color : item.series.color;
    std::optional<double> at;
    if (item.value && std::isfinite(*item.value))
        at = (*item.value - scale.min) / length;
    plot::paintGaugeArc(painter, dial, at, color, ring);

    painter.setFont(theme::font(Text::Large, true));
    painter.setPen(item.shown.color.isValid() ? item.shown.color : item.value ? c.textPrimary : c.textSecondary);
    const int middle = dial.top() + static_cast<int>(std::min<double>(dial.width() * 0.5, dial.height() * 0.62));
    const int height = painter.fontMetrics().height();
    const QRect number(dial.left(), std::min(middle - height / 2, dial.bottom() - 2 * height), dial.width(), height);
    painter.drawText(number, Qt::AlignCenter | Qt::TextSingleLine, item.shown.number);
    painter.setFont(theme::font(Text::Body));
    painter.setPen(c.textSecondary);
    painter.drawText(QRect(number.left(), number.bottom() + 1, number.width(), painter.fontMetrics().height()),
        Qt::AlignCenter | Qt::TextSingleLine, item.shown.suffix);
    if (!named)
        return;
    painter.setFont(theme::font(Text::Small));
    const QRect name(area.left() + space::xs, dial.bottom() + 1, area.width() - 2 * space::xs, kNameLine);
    painter.drawText(name, Qt::AlignCenter | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(item.series.name, Qt::ElideRight, name.width()));
}

void GaugePanel::paintTo(QPainter& painter, const QRect& area)
{
    if (m_items.empty())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const int count = static_cast<int>(m_items.size());
    const int columns = std::clamp(area.width() / kTileLeast, 1, count);
    const int rows = std::min((count + columns - 1) / columns, std::max(1, area.height() / kTileLeast));
    for (int i = 0; i < std::min(count, rows * columns); ++i) {
        const int x = i % columns, y = i / columns;
        paintItem(painter,
            QRect(QPoint(area.left() + area.width() * x / columns, area.top() + area.height() * y / rows),
                QPoint(area.left() + area.width() * (x + 1) / columns - 1, area.top() + area.height() * (y + 1) / rows - 1)),
            m_items[static_cast<std::size_t>(i)]);
    }
    painter.restore();
}

} // namespace wg::ui::panels
