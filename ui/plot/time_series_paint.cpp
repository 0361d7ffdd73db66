#include "core/plot/nearest.h"
#include "core/units/format.h"
#include "ui/plot/series_colors.h"
#include "ui/plot/time_series_plot.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace wg::ui::plot {
namespace {

using namespace theme;

constexpr int kMarkLabelMinWidth = 380; ///< narrower plots show marks without their text

double areaAlpha(const QColor& color, const std::string& unit)
{
    if (color == colors().critical)
        return unit == "percent" || unit == "percentunit" ? alpha::thresholdAreaCriticalPercent : alpha::thresholdAreaCritical;
    return alpha::thresholdAreaWarning;
}

/// Pixel rows and columns of one pixel lines: their middle, so that they stay sharp.
double sharp(double pixel)
{
    return std::floor(pixel) + 0.5;
}

void paintStripSpan(QCPPainter& painter, const QRectF& span, AlertLevel level)
{
    const auto& c = colors();
    painter.setPen(Qt::NoPen);
    painter.setBrush(level == AlertLevel::Firing ? c.critical : level == AlertLevel::Ok ? c.ok : c.warning);
    painter.setAntialiasing(false);
    painter.drawRect(span);
    painter.setAntialiasing(true);
    if (level != AlertLevel::Pending)
        return;
    // Hatched by hand: brushes with patterns come out differently on every painter.
    constexpr double kPitch = 6;
    painter.setPen(QPen(c.panel, 2));
    for (double x = span.left(); x + span.height() < span.right(); x += kPitch)
        painter.drawLine(QPointF(x, span.bottom()), QPointF(x + span.height(), span.top()));
}

} // namespace

void TimeSeriesPlot::addLayers()
{
    addPainted("areas", [this](QCPPainter& painter) { paintThresholdAreas(painter); });
    m_plot->moveLayer(m_plot->layer("areas"), m_plot->layer("grid"), QCustomPlot::limBelow);
    addPainted("main", [this](QCPPainter& painter) {
        paintSeries(painter);
        paintThresholdLines(painter);
        paintMarks(painter);
        paintStrip(painter);
    });
    addPainted("overlay", [this](QCPPainter& painter) { paintOverlay(painter); });
}

void TimeSeriesPlot::paintThresholdAreas(QCPPainter& painter) const
{
    const auto scale = m_view.yScale();
    const QRectF area = plotRect();
    const auto pixel = [&](double value) { return std::clamp(scale.toPixel(value), area.top(), area.bottom()); };
    for (std::size_t i = 0; i < m_thresholds.size(); ++i) {
        const auto& threshold = m_thresholds[i];
        if (!threshold.area || (m_view.logarithmic && threshold.value <= 0))
            continue;
        const double bottom = pixel(threshold.value);
        const double top = i + 1 < m_thresholds.size() ? pixel(m_thresholds[i + 1].value) : area.top();
        if (bottom - top >= 0.5)
            painter.fillRect(QRectF(area.left(), top, area.width(), bottom - top),
                withAlpha(threshold.color, areaAlpha(threshold.color, m_axis.unit)));
    }
}

void TimeSeriesPlot::paintShape(QCPPainter& painter, std::size_t index, bool strong) const
{
    const auto& one = m_series[index];
    const auto& shape = m_shapes[index];
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(one.color, fillAlpha(index, strong)));
    for (const auto& fill : shape.fills)
        painter.drawPolygon(fill);
    painter.setBrush(one.color);
    painter.setAntialiasing(false);
    painter.drawRects(shape.bars.data(), static_cast<int>(shape.bars.size()));
    painter.setAntialiasing(true);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(seriesPen(one.color, strong ? std::max(one.width, stroke::dataLineHovered) : one.width, one.dash));
    for (const auto& line : shape.lines)
        painter.drawPolyline(line);
    painter.setPen(Qt::NoPen);
    painter.setBrush(one.color);
    const double radius = one.draw == DrawStyle::Points ? size::pointHovered * 0.75 : std::max(1.5, one.width * 0.75);
    for (const auto& dot : shape.dots)
        painter.drawEllipse(dot, radius, radius);
}

void TimeSeriesPlot::paintSeries(QCPPainter& painter) const
{
    // The first series lies on top, as it stands first in the legend.
    for (std::size_t i = m_shapes.size(); i-- > 0;) {
        if (!m_series[i].hidden && m_series[i].width > 0)
            paintShape(painter, i, false);
    }
}

void TimeSeriesPlot::paintThresholdLines(QCPPainter& painter) const
{
    const auto scale = m_view.yScale();
    const QRectF area = plotRect();
    const QFontMetrics metrics(theme::font(Text::Small));
    for (const auto& threshold : m_thresholds) {
        if (!threshold.line || !m_view.values.contains(threshold.value))
            continue;
        const double y = sharp(scale.toPixel(threshold.value));
        QPen pen(threshold.color, stroke::threshold, Qt::SolidLine, Qt::FlatCap);
        if (threshold.dashed)
            pen.setDashPattern({6 / stroke::threshold, 4 / stroke::threshold});
        painter.setPen(pen);
        painter.drawLine(QLineF(area.left(), y, area.right(), y));
        const auto text = QString::fromStdString(units::format(threshold.value, m_axis.unit, m_axis.decimals).text());
        if (m_plot->width() - area.right() > metrics.horizontalAdvance(text) + space::s) {
            painter.setFont(theme::font(Text::Small));
            painter.setPen(threshold.color);
            painter.drawText(QPointF(area.right() + space::s, y + metrics.ascent() / 2.0 - 1), text);
        }
    }
}

void TimeSeriesPlot::paintMarks(QCPPainter& painter) const
{
    const auto scale = m_view.xScale();
    const QRectF area = plotRect();
    for (const auto& mark : m_marks) {
        if (mark.at < m_range.from || mark.at > m_range.to)
            continue;
        const double x = sharp(scale.toPixel(static_cast<double>(mark.at)));
        QPen pen(colors().textSecondary, stroke::hairline, Qt::SolidLine, Qt::FlatCap);
        pen.setDashPattern({2, 3});
        painter.setPen(pen);
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()));
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors().textSecondary);
        const double half = 5, height = 6;
        if (x - half >= area.left() && x + half <= area.right())
            painter.drawPolygon(QPolygonF({{x - half, area.bottom()}, {x + half, area.bottom()}, {x, area.bottom() - height}}));
        if (area.width() < kMarkLabelMinWidth || mark.text.isEmpty())
            continue;
        painter.setFont(theme::font(Text::Small));
        const QString text = painter.fontMetrics().elidedText(shown(mark.text, 48), Qt::ElideRight, 120);
        QRectF label(
            x + space::xs, area.top() + 1, painter.fontMetrics().horizontalAdvance(text) + 2 * space::s, size::badge - 3);
        if (label.right() > area.right())
            label.moveRight(x - space::xs);
        painter.setPen(QPen(colors().border, stroke::hairline));
        painter.setBrush(colors().panel);
        painter.drawRoundedRect(label, radius::control, radius::control);
        painter.setPen(colors().textSecondary);
        painter.drawText(label, Qt::AlignCenter | Qt::TextSingleLine, text);
    }
}

void TimeSeriesPlot::paintStrip(QCPPainter& painter) const
{
    const auto scale = m_view.xScale();
    const QRectF area = plotRect();
    for (const auto& span : m_spans) {
        const double left = std::max(area.left(), scale.toPixel(static_cast<double>(std::max(span.from, m_range.from))));
        const double right = std::min(area.right(), scale.toPixel(static_cast<double>(std::min(span.to, m_range.to))));
        if (span.level != AlertLevel::None && span.to > m_range.from && span.from < m_range.to && right > left)
            paintStripSpan(
                painter, {left, area.bottom() + size::alertStripGap, right - left, double(size::alertStrip)}, span.level);
    }
}

void TimeSeriesPlot::paintOverlay(QCPPainter& painter) const
{
    const auto& c = colors();
    const QRectF area = plotRect();
    const auto strong = m_emphasised ? m_emphasised : m_nearest;
    if (strong && *strong < m_shapes.size() && !m_series[*strong].hidden)
        paintShape(painter, *strong, true);
    if (m_gesture == Gesture::Select) {
        const QRectF selection(QPointF(std::clamp(m_pressedAt.x(), area.left(), area.right()), area.top()),
            QPointF(std::clamp(m_pointer.x(), area.left(), area.right()), area.bottom()));
        painter.setPen(QPen(c.accent, stroke::hairline));
        painter.setBrush(withAlpha(c.accent, alpha::baselineBand));
        painter.drawRect(selection.normalized());
        return;
    }
    if (!m_crosshair || *m_crosshair < m_range.from || *m_crosshair > m_range.to)
        return;
    const double x = sharp(m_view.xScale().toPixel(static_cast<double>(*m_crosshair)));
    painter.setAntialiasing(false);
    painter.setPen(QPen(c.textSecondary, stroke::crosshair));
    painter.drawLine(QLineF(x, area.top(), x, area.bottom()));
    painter.setAntialiasing(true);
    if (!m_inside)
        return;
    const auto y = m_view.yScale();
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        const auto& t = m_reduced[i].stackT;
        const std::span<const TimeMs> times = t.empty() ? m_series[i].t : std::span<const TimeMs>(t);
        const auto index = m_series[i].hidden ? std::nullopt : wg::plot::nearestIndex(times, *m_crosshair);
        if (!index || std::abs(times[*index] - *m_crosshair) > std::max<DurationMs>(m_reduced[i].step, 1))
            continue;
        const double value = drawnValue(i, *index);
        if (!std::isfinite(value) || !m_view.values.contains(value))
            continue;
        painter.setPen(QPen(c.panel, stroke::sparkline));
        painter.setBrush(m_series[i].color);
        const double radius = strong == i ? size::pointHovered + 0.5 : size::pointHovered;
        painter.drawEllipse(QPointF(x, y.toPixel(value)), radius, radius);
    }
}

} // namespace wg::ui::plot
