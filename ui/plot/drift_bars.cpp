#include "ui/plot/drift_bars.h"

#include "core/plot/ticks.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace wg::ui::plot {
namespace {

using namespace theme;

constexpr double kGap = 0.25; ///< of a bin's width, between bins
constexpr int kTicks = 5;
constexpr int kNameLine = 16;

QString percent(double share)
{
    return QStringLiteral("%1 %").arg(100 * share, 0, 'f', 1);
}

} // namespace

DriftBars::DriftBars(QWidget* parent) : QWidget(parent)
{
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void DriftBars::setBins(std::vector<evaluation::DriftBin> bins, const QColor& window)
{
    m_bins = std::move(bins);
    m_window = window;
    update();
}

QRectF DriftBars::plotArea(const QRect& area) const
{
    return QRectF(area).adjusted(size::plotLeft - space::s, size::plotTop, -size::plotRight, -kNameLine - space::s);
}

int DriftBars::binAt(const QPoint& at) const
{
    const QRectF area = plotArea(rect());
    if (m_bins.empty() || at.x() < area.left() || at.x() >= area.right())
        return -1;
    return static_cast<int>((at.x() - area.left()) / area.width() * static_cast<double>(m_bins.size()));
}

void DriftBars::paintTo(QPainter& painter, const QRect& area) const
{
    if (m_bins.empty())
        return;
    const auto& c = colors();
    const QRectF plot = plotArea(area);
    double most = 0;
    for (const auto& bin : m_bins)
        most = std::max({most, bin.reference, bin.window});
    most = most > 0 ? most * 1.05 : 1;
    painter.save();
    painter.setFont(theme::font(Text::Small));
    for (const auto& tick : wg::plot::labelledTicks({0, 100 * most}, kTicks, "percent")) {
        const double y = plot.bottom() - tick.at / (100 * most) * plot.height();
        painter.setPen(QPen(c.grid, stroke::hairline));
        painter.drawLine(QLineF(plot.left(), y, plot.right(), y));
        painter.setPen(c.textSecondary);
        painter.drawText(QRectF(area.left(), y - kNameLine / 2.0, plot.left() - area.left() - space::xs, kNameLine),
            Qt::AlignRight | Qt::AlignVCenter, QString::fromStdString(tick.label));
    }
    const double width = plot.width() / static_cast<double>(m_bins.size());
    const double bar = width * (1 - kGap) / 2;
    for (std::size_t i = 0; i < m_bins.size(); ++i) {
        const double left = plot.left() + static_cast<double>(i) * width + width * kGap / 2;
        painter.setPen(Qt::NoPen);
        const auto draw = [&](double x, double share, const QColor& color) {
            const double height = share / most * plot.height();
            painter.setBrush(color);
            painter.drawRect(QRectF(x, plot.bottom() - height, bar, height));
        };
        draw(left, m_bins[i].reference, c.seriesNeutral);
        draw(left + bar, m_bins[i].window, m_window);
        painter.setPen(c.textSecondary);
        const QRectF name(plot.left() + static_cast<double>(i) * width, plot.bottom() + space::xs, width, kNameLine);
        painter.drawText(name, Qt::AlignCenter | Qt::TextSingleLine,
            painter.fontMetrics().elidedText(shown(m_bins[i].name, 60), Qt::ElideRight, static_cast<int>(width) - space::xs));
    }
    painter.restore();
}

void DriftBars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintTo(painter, rect());
}

bool DriftBars::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int at = binAt(help->pos());
    if (at < 0) {
        QToolTip::hideText();
        return true;
    }
    const auto& bin = m_bins[static_cast<std::size_t>(at)];
    QToolTip::showText(help->globalPos(),
        tr("%1: %2 in the reference, %3 in the window")
            .arg(shown(bin.name, 60), percent(bin.reference), percent(bin.window))
            .toHtmlEscaped(),
        this);
    return true;
}

} // namespace wg::ui::plot
