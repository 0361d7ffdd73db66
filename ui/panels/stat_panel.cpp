#include "core/units/format.h"
#include "ui/panels/value_panels.h"
#include "ui/plot/series_colors.h"
#include "ui/plot/small_plots.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace wg::ui::panels {
namespace {

using namespace theme;

constexpr int kTileLeastWidth = 96, kTileLeastHeight = 44;
constexpr int kValueLine = 28; ///< line height of the large size, tokens.json
constexpr int kAsideLeastWidth = 150; ///< narrower tiles drop the comparison

/// "1 h", "30 min": the length of a range in one unit.
QString lengthText(DurationMs length)
{
    const std::pair<DurationMs, const char*> unitsDown[] = {{kDay, "d"}, {kHour, "h"}, {kMinute, "min"}, {kSecond, "s"}};
    for (const auto& [unit, name] : unitsDown) {
        if (length >= unit)
            return QStringLiteral("%1 %2").arg(static_cast<double>(length) / static_cast<double>(unit), 0, 'g', 3).arg(name);
    }
    return QStringLiteral("%1 ms").arg(length);
}

} // namespace

QString StatPanel::aside(const Item& item) const
{
    const auto steps = stepsOf(item.series.config, scaleOf(item.series.config, {}));
    if (steps.size() > 1) {
        // The limit that was crossed, else the next one.
        const auto index = std::clamp<std::size_t>(static_cast<std::size_t>(item.shown.level), 1, steps.size() - 1);
        const auto limit = units::format(steps[index].value, item.series.config.unit, item.series.config.decimals);
        return tr("limit %1").arg(QString::fromStdString(limit.text()));
    }
    if (!item.value || item.series.v.size() < 2 || !m_data)
        return {};
    const auto first = std::ranges::find_if(item.series.v, [](double v) { return std::isfinite(v); });
    if (first == item.series.v.end() || *first == 0)
        return {};
    const double change = (*item.value - *first) / std::abs(*first) * 100;
    const QString sign = change < 0 ? QStringLiteral("−") : QStringLiteral("+");
    return tr("%1%2 % in %3").arg(sign, QString::number(std::abs(change), 'f', 0), lengthText(m_data->range.length()));
}

void StatPanel::paintItem(QPainter& painter, const QRect& area, const Item& item) const
{
    const auto& c = colors();
    const QColor state =
        item.shown.color.isValid() && m_options[u"colorMode"].toString() != u"none" ? item.shown.color : QColor();
    const bool several = m_items.size() > 1;
    const QString nameMode = m_options[u"textMode"].toString();
    const bool named = (several && nameMode != u"value") || nameMode == u"value_and_name" || nameMode == u"name";
    const int inset = size::panelInset;
    int y = area.top();
    if (named) {
        painter.setFont(theme::font(Text::Small));
        painter.setPen(c.textSecondary);
        const QRect line(area.left() + inset, y, area.width() - inset - space::xs, 16);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            painter.fontMetrics().elidedText(item.series.name, Qt::ElideRight, line.width()));
        y += 16;
    }
    const bool spark =
        m_options[u"graphMode"].toString() != u"none" && item.series.t.size() > 1 && area.bottom() - y - kValueLine > space::l;
    const QRect line(area.left() + inset, y, area.width() - 2 * inset, kValueLine);
    painter.setFont(theme::font(Text::Large, true));
    painter.setPen(state.isValid() ? state : item.value ? c.textPrimary : c.textSecondary);
    const QString number = painter.fontMetrics().elidedText(item.shown.number, Qt::ElideRight, line.width());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, number);
    const int numberWidth = painter.fontMetrics().horizontalAdvance(number);
    const int baseline = line.center().y() + (painter.fontMetrics().ascent() - painter.fontMetrics().descent()) / 2;
    painter.setFont(theme::font(Text::Body));
    painter.setPen(c.textSecondary);
    painter.drawText(line.left() + numberWidth + space::xs, baseline, item.shown.suffix);
    const int used = numberWidth + space::s + painter.fontMetrics().horizontalAdvance(item.shown.suffix);
    painter.setFont(theme::font(Text::Small));
    const QString beside = aside(item);
    if (area.width() >= kAsideLeastWidth && used + painter.fontMetrics().horizontalAdvance(beside) + space::s < line.width())
        painter.drawText(line.right() + 1 - painter.fontMetrics().horizontalAdvance(beside), baseline, beside);
    if (!spark || !m_data)
        return;
    const QRectF graph(area.left(), y + kValueLine + space::xs, area.width(), area.bottom() - y - kValueLine - space::xs + 1);
    const bool chosen = item.series.config.colorMode == "fixed" && !item.series.config.fixedColor.empty();
    const QColor ink = state.isValid() ? state : chosen ? item.series.color : plot::seriesColor(0);
    plot::paintSparkline(painter, graph, item.series.t, item.series.v, m_data->range, ink);
    if (m_crosshair && *m_crosshair >= m_data->range.from && *m_crosshair <= m_data->range.to) {
        const double share =
            static_cast<double>(*m_crosshair - m_data->range.from) / static_cast<double>(m_data->range.length());
        const double x = std::floor(graph.left() + share * graph.width()) + 0.5;
        painter.setPen(QPen(c.textSecondary, stroke::crosshair));
        painter.drawLine(QLineF(x, graph.top(), x, graph.bottom()));
    }
}

void StatPanel::paintTo(QPainter& painter, const QRect& area)
{
    if (m_items.empty())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const int count = static_cast<int>(m_items.size());
    const bool vertical = m_options[u"orientation"].toString() == u"vertical" || area.height() > area.width() * 2;
    int columns = vertical ? 1 : std::clamp(area.width() / kTileLeastWidth, 1, count);
    const int most = std::max(1, area.height() / kTileLeastHeight) * columns;
    const int shownCount = std::min(count, most);
    const int rows = (shownCount + columns - 1) / columns;
    for (int i = 0; i < shownCount; ++i) {
        const int x = i % columns, y = i / columns;
        const QRect tile(QPoint(area.left() + area.width() * x / columns, area.top() + area.height() * y / rows),
            QPoint(area.left() + area.width() * (x + 1) / columns - 1, area.top() + area.height() * (y + 1) / rows - 1));
        paintItem(painter, tile, m_items[static_cast<std::size_t>(i)]);
    }
    painter.restore();
}

std::optional<ViewState> StatPanel::state() const
{
    const auto worst = std::ranges::max_element(m_items, {}, [](const Item& item) { return item.shown.level; });
    if (worst == m_items.end() || worst->shown.level == 0 || !worst->shown.color.isValid())
        return std::nullopt;
    const auto& c = colors();
    if (worst->shown.color != c.critical && worst->shown.color != c.warning)
        return std::nullopt; // another colour is decoration, not an alarm
    return ViewState{worst->shown.color == c.critical, tr("%1 is beyond its %2").arg(worst->shown.text(), aside(*worst))};
}

} // namespace wg::ui::panels
