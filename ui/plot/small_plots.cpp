#include "ui/plot/small_plots.h"

#include "core/plot/clip.h"
#include "core/plot/decimate.h"
#include "core/plot/range.h"
#include "core/plot/scale.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QGraphicsLayout>
#include <QPainter>
#include <QPainterPath>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QPieSeries>

#include <algorithm>
#include <cmath>

namespace wg::ui::plot {
namespace {

using namespace theme;

constexpr double kStart = 210, kSweep = 240; ///< degrees, counter-clockwise from three o'clock
constexpr double kPieSize = 0.96, kDonutHole = 0.62, kExplode = 0.03;

QPolygonF toPolygon(std::span<const wg::plot::Point> points)
{
    QPolygonF polygon;
    for (const auto& point : points)
        polygon.append({point.x, point.y});
    return polygon;
}

void paintArc(QPainter& painter, const QRectF& box, double from, double to, double width, const QColor& color)
{
    if (to <= from)
        return;
    QPainterPath path;
    path.arcMoveTo(box, kStart - from * kSweep);
    path.arcTo(box, kStart - from * kSweep, -(to - from) * kSweep);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, width, Qt::SolidLine, Qt::FlatCap));
    painter.drawPath(path);
}

} // namespace

void paintSparkline(QPainter& painter, const QRectF& area, std::span<const TimeMs> t, std::span<const double> v,
    TimeRange range, const QColor& color)
{
    if (area.width() < 2 || area.height() < 2 || range.length() <= 0)
        return;
    const auto gap = wg::plot::gapThreshold(wg::plot::typicalStep(t));
    const auto columns = wg::plot::decimate(t, v, range, static_cast<int>(area.width()), gap);
    auto extent = wg::plot::kEmptyInterval;
    for (const auto& column : columns)
        extent = wg::plot::united(extent, {column.min, column.max});
    if (extent.empty())
        return;
    const double room = extent.length() > 0 ? extent.length() * 0.12 : 1;
    const auto x =
        wg::plot::Scale::linear({static_cast<double>(range.from), static_cast<double>(range.to)}, {area.left(), area.right()});
    const auto y = wg::plot::Scale::linear({extent.low - room, extent.high + room}, {area.bottom(), area.top()});
    std::vector<wg::plot::Point> line;
    for (const auto& point : wg::plot::polyline(columns))
        line.push_back({x.toPixel(point.x), y.toPixel(point.y)});
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const auto& part : wg::plot::clipPolyline(line, {area.left(), area.top(), area.width(), area.height()})) {
        auto polygon = toPolygon(part);
        painter.setPen(QPen(color, stroke::sparkline, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(polygon);
        polygon << QPointF(part.back().x, area.bottom()) << QPointF(part.front().x, area.bottom());
        painter.setPen(Qt::NoPen);
        painter.setBrush(withAlpha(color, alpha::intervalBand));
        painter.drawPolygon(polygon);
    }
    painter.restore();
}

void paintGaugeArc(
    QPainter& painter, const QRectF& area, std::optional<double> value, const QColor& color, std::span<const GaugeStep> steps)
{
    // 240 degrees take three quarters of the circle's height.
    const double diameter = std::min(area.width(), area.height() / 0.75) - 2;
    if (diameter < 24)
        return;
    const double width = std::clamp(diameter * 0.09, 6.0, 22.0), ring = std::max(2.0, width * 0.22);
    const QPointF centre(area.center().x(), area.top() + 1 + diameter / 2 + (area.height() - diameter * 0.75) / 2);
    const auto box = [&](double inset) {
        const double r = diameter / 2 - inset;
        return QRectF(centre.x() - r, centre.y() - r, 2 * r, 2 * r);
    };
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const double to = i + 1 < steps.size() ? steps[i + 1].from : 1;
        paintArc(painter, box(ring / 2), std::clamp(steps[i].from, 0.0, 1.0), std::clamp(to, 0.0, 1.0), ring, steps[i].color);
    }
    const QRectF inner = box((steps.empty() ? 0 : ring + 2) + width / 2);
    paintArc(painter, inner, 0, 1, width, colors().grid);
    if (value)
        paintArc(painter, inner, 0, std::clamp(*value, 0.0, 1.0), width, color);
    painter.restore();
}

PiePlot::PiePlot(QWidget* parent) : QWidget(parent), m_view(new QChartView(this))
{
    auto* chart = m_view->chart();
    chart->legend()->hide();
    chart->setBackgroundVisible(false);
    chart->setMargins({});
    chart->setContentsMargins(0, 0, 0, 0);
    chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setBackgroundBrush(Qt::NoBrush);
    m_view->viewport()->setAutoFillBackground(false);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFocusPolicy(Qt::NoFocus);
    connect(&Theme::instance(), &Theme::changed, this, &PiePlot::rebuild);
}

void PiePlot::setSlices(std::vector<PieSlice> slices, bool donut)
{
    m_slices = std::move(slices);
    m_donut = donut;
    rebuild();
}

void PiePlot::rebuild()
{
    auto* chart = m_view->chart();
    chart->removeAllSeries();
    auto* series = new QPieSeries;
    series->setPieSize(kPieSize);
    series->setHoleSize(m_donut ? kDonutHole : 0);
    for (std::size_t i = 0; i < m_slices.size(); ++i) {
        const auto& slice = m_slices[i];
        if (!std::isfinite(slice.value) || slice.value <= 0)
            continue;
        auto* drawn = series->append(shown(slice.name, 64).toHtmlEscaped(), slice.value);
        drawn->setBrush(slice.color);
        drawn->setPen(QPen(colors().panel, stroke::dataLine));
        drawn->setLabelVisible(false);
        drawn->setExplodeDistanceFactor(kExplode);
        drawn->setProperty("wgIndex", QVariant::fromValue(static_cast<qulonglong>(i)));
        connect(drawn, &QPieSlice::hovered, this, [this, i](bool on) { setHovered(on ? std::optional(i) : std::nullopt); });
    }
    chart->addSeries(series);
}

void PiePlot::setHovered(std::optional<std::size_t> slice)
{
    for (auto* series : m_view->chart()->series()) {
        for (auto* drawn : static_cast<QPieSeries*>(series)->slices())
            drawn->setExploded(slice && drawn->property("wgIndex").toULongLong() == *slice);
    }
}

void PiePlot::paintTo(QPainter& painter, const QRect& area)
{
    const QSize before = m_view->size();
    m_view->resize(area.size());
    m_view->chart()->resize(area.size());
    m_view->scene()->render(&painter, area, QRectF({}, area.size()), Qt::KeepAspectRatio);
    m_view->resize(before);
}

void PiePlot::resizeEvent(QResizeEvent*)
{
    m_view->setGeometry(rect());
}

} // namespace wg::ui::plot
