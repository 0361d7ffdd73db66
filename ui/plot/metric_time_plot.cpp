#include "ui/plot/metric_time_plot.h"

#include "core/plot/ticks.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace wg::ui::plot {
namespace {

using namespace theme;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr int kMark = 20; ///< height of a version's label, px
constexpr double kSpare = 0.06; ///< of the values' extent, above and below
constexpr double kHalf = 0.5;
constexpr std::uint64_t kLeastRows = 10; ///< a window of fewer says nothing
constexpr int kMarkCharacters = 24;

QPolygonF triangle(const QPointF& foot)
{
    return {foot + QPointF(-5, 0), foot + QPointF(5, 0), foot + QPointF(0, -6)};
}

} // namespace

MetricTimePlot::MetricTimePlot(QWidget* parent) : PlotBase(parent), m_tooltip(new TooltipFrame(this))
{
    addPainted("main", [this](QCPPainter& painter) {
        paintBands(painter);
        paintVersions(painter);
        paintLines(painter);
        paintDetections(painter);
    });
    addPainted("overlay", [this](QCPPainter& painter) { paintHovered(painter); });
}

MetricTimePlot::~MetricTimePlot() = default;

void MetricTimePlot::setLines(std::vector<MetricTimeLine> lines, const units::Zone& zone)
{
    m_lines = std::move(lines);
    std::erase_if(m_lines, [](const MetricTimeLine& line) { return !line.data || line.data->points.empty(); });
    m_zone = zone;
    m_hovered.reset();
    place();
    scheduleReplot();
}

void MetricTimePlot::setLimit(std::optional<double> limit)
{
    m_limit = limit;
    place();
    scheduleReplot();
}

double MetricTimePlot::xOf(const MetricTimeLine& line, TimeMs at) const
{
    if (m_hasTime)
        return static_cast<double>(at);
    double rows = 0;
    for (const auto& point : line.data->points) {
        rows += static_cast<double>(point.rows);
        if (point.at >= at)
            break;
    }
    return rows;
}

/// Where every point lies, and how far both axes reach.
void MetricTimePlot::place()
{
    m_places.clear();
    m_hasTime = m_lines.empty() || m_lines.front().data->hasTime;
    double xLow = std::numeric_limits<double>::infinity(), xHigh = -xLow, yLow = xLow, yHigh = -xLow;
    const auto reach = [&](double y) {
        if (std::isfinite(y)) {
            yLow = std::min(yLow, y);
            yHigh = std::max(yHigh, y);
        }
    };
    for (const MetricTimeLine& line : m_lines) {
        auto& places = m_places.emplace_back();
        double rows = 0;
        for (const auto& point : line.data->points) {
            rows += static_cast<double>(point.rows);
            const double x = m_hasTime ? static_cast<double>(point.at) : rows;
            const bool known = point.value && point.rows >= kLeastRows;
            const bool band = known && point.interval.defined();
            places.push_back(
                {x, known ? *point.value : kNone, band ? point.interval.low : kNone, band ? point.interval.high : kNone});
            xLow = std::min(xLow, m_hasTime ? static_cast<double>(point.from) : rows - static_cast<double>(point.rows));
            xHigh = std::max(xHigh, x);
            reach(places.back().value);
            reach(places.back().low);
            reach(places.back().high);
        }
    }
    if (m_limit)
        reach(*m_limit);
    const bool any = yLow <= yHigh;
    const double spare = any ? std::max((yHigh - yLow) * kSpare, std::abs(yHigh) * 1e-3 + 1e-9) : 0;
    m_yLow = any ? yLow - spare : 0;
    m_yHigh = any ? yHigh + spare : 1;
    m_xLow = xLow < xHigh ? xLow : 0;
    m_xHigh = xLow < xHigh ? xHigh : 1;
}

void MetricTimePlot::prepare()
{
    setMargins(size::plotLeft - space::s, size::plotTop, size::plotRight, size::plotBottom);
    m_plot->plotLayout()->update(QCPLayoutElement::upLayout);
    const auto convert = [](const std::vector<wg::plot::Tick>& from) {
        std::vector<Tick> ticks;
        ticks.reserve(from.size());
        for (const auto& tick : from)
            ticks.push_back({tick.at, QString::fromStdString(tick.label)});
        return ticks;
    };
    setTicks(m_plot->yAxis, convert(wg::plot::labelledTicks({m_yLow, m_yHigh}, 5, "short")));
    const int most = std::max(2, static_cast<int>(plotRect().width()) / (3 * size::hitTargetMin));
    if (m_hasTime)
        setTicks(m_plot->xAxis,
            convert(wg::plot::labelledTimeTicks({static_cast<TimeMs>(m_xLow), static_cast<TimeMs>(m_xHigh)}, most, m_zone)));
    else
        setTicks(m_plot->xAxis, convert(wg::plot::labelledTicks({m_xLow, m_xHigh}, most, "short")));
    m_plot->xAxis->setRange(m_xLow, m_xHigh);
    m_plot->yAxis->setRange(m_yLow, m_yHigh);
}

QPointF MetricTimePlot::toPixel(double x, double y) const
{
    const QRectF area = plotRect();
    return {area.left() + (x - m_xLow) / (m_xHigh - m_xLow) * area.width(),
        area.bottom() - std::clamp((y - m_yLow) / (m_yHigh - m_yLow), 0.0, 1.0) * area.height()};
}

void MetricTimePlot::paintBands(QCPPainter& painter) const
{
    painter.setPen(Qt::NoPen);
    for (std::size_t i = m_lines.size(); i-- > 0;) {
        painter.setBrush(withAlpha(m_lines[i].color, alpha::intervalBand));
        QPolygonF above, below;
        const auto flush = [&] {
            std::reverse(below.begin(), below.end());
            if (above.size() > 1)
                painter.drawPolygon(above + below);
            above.clear();
            below.clear();
        };
        for (const Place& at : m_places[i]) {
            if (std::isnan(at.low)) {
                flush();
                continue;
            }
            above << toPixel(at.x, at.high);
            below << toPixel(at.x, at.low);
        }
        flush();
    }
}

void MetricTimePlot::paintLines(QCPPainter& painter) const
{
    if (m_limit) {
        QPen dashed(colors().warning, stroke::threshold, Qt::CustomDashLine);
        dashed.setDashPattern({4, 3});
        painter.setPen(dashed);
        painter.drawLine(QLineF(toPixel(m_xLow, *m_limit), toPixel(m_xHigh, *m_limit)));
    }
    for (std::size_t i = m_lines.size(); i-- > 0;) {
        painter.setPen(QPen(m_lines[i].color, stroke::dataLine, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        QPolygonF run;
        const auto flush = [&] {
            if (run.size() == 1) { // alone between gaps
                painter.setBrush(m_lines[i].color);
                painter.drawEllipse(run.front(), stroke::dataLine, stroke::dataLine);
            } else if (run.size() > 1) {
                painter.setBrush(Qt::NoBrush);
                painter.drawPolyline(run);
            }
            run.clear();
        };
        for (const Place& at : m_places[i]) {
            if (std::isnan(at.value))
                flush();
            else
                run << toPixel(at.x, at.value);
        }
        flush();
    }
}

void MetricTimePlot::paintVersions(QCPPainter& painter) const
{
    if (m_lines.empty())
        return;
    const auto& c = colors();
    const QRectF area = plotRect();
    painter.setFont(theme::font(Text::Small));
    double taken = area.left();
    for (const auto& change : m_lines.front().data->versions) {
        const double x = std::floor(toPixel(xOf(m_lines.front(), change.at), m_yLow).x()) + kHalf;
        if (x < area.left() || x > area.right() + 1)
            continue;
        QPen dotted(c.textSecondary, stroke::hairline, Qt::CustomDashLine);
        dotted.setDashPattern({2, 3});
        painter.setPen(dotted);
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()));
        painter.setPen(Qt::NoPen);
        painter.setBrush(c.textSecondary);
        painter.drawPolygon(triangle({x, area.bottom()}));
        const QString text = shown(change.to, kMarkCharacters);
        const double width = painter.fontMetrics().horizontalAdvance(text) + 2.0 * space::s;
        const double left = x - space::xs - width > taken ? x - space::xs - width : x + space::xs;
        if (left + width > area.right() || left < taken)
            continue; // the tooltip names it
        const QRectF pill(left, area.top(), width, kMark);
        painter.setPen(QPen(c.border, stroke::hairline));
        painter.setBrush(c.raised);
        painter.drawRoundedRect(pill, radius::control, radius::control);
        painter.setPen(c.textSecondary);
        painter.drawText(pill, Qt::AlignCenter | Qt::TextSingleLine, text);
        taken = pill.right() + space::xs;
    }
}

void MetricTimePlot::paintDetections(QCPPainter& painter) const
{
    const auto& c = colors();
    painter.setFont(theme::font(Text::Small, true));
    std::vector<QRectF> taken;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        for (const auto& told : m_lines[i].data->detections) {
            const std::size_t point = nearest(i, xOf(m_lines[i], told.at));
            if (point >= m_places[i].size() || std::isnan(m_places[i][point].value))
                continue;
            const QPointF at = toPixel(m_places[i][point].x, m_places[i][point].value);
            painter.setPen(QPen(c.warning, stroke::dataLine));
            painter.setBrush(c.panel);
            painter.drawEllipse(at, static_cast<double>(size::operatingPoint), static_cast<double>(size::operatingPoint));
            const QString text = shown(std::string(told.detector), kMarkCharacters);
            const double width = painter.fontMetrics().horizontalAdvance(text) + 1.0;
            const double left = std::clamp(at.x() - width / 2, plotRect().left(), plotRect().right() - width);
            const QRectF place(left, at.y() + space::s, width, space::l);
            if (std::ranges::any_of(taken, [&](const QRectF& other) { return other.intersects(place); }))
                continue; // the ring alone; its neighbour is named
            painter.drawText(place, Qt::AlignCenter | Qt::TextSingleLine, text);
            taken.push_back(place);
        }
    }
}

std::size_t MetricTimePlot::nearest(std::size_t line, double x) const
{
    const auto& places = m_places[line];
    const auto after = std::ranges::lower_bound(places, x, {}, &Place::x);
    if (after == places.begin())
        return 0;
    if (after == places.end())
        return places.size() - 1;
    const auto index = static_cast<std::size_t>(after - places.begin());
    return x - places[index - 1].x < after->x - x ? index - 1 : index;
}

void MetricTimePlot::paintHovered(QCPPainter& painter) const
{
    if (!m_hovered)
        return;
    painter.setPen(QPen(colors().textSecondary, stroke::crosshair));
    const double x = std::floor(toPixel(*m_hovered, m_yLow).x()) + kHalf;
    painter.drawLine(QLineF(x, plotRect().top(), x, plotRect().bottom()));
    for (std::size_t i = m_lines.size(); i-- > 0;) {
        const Place& at = m_places[i][nearest(i, *m_hovered)];
        if (std::isnan(at.value))
            continue;
        painter.setPen(QPen(colors().panel, stroke::dataLine));
        painter.setBrush(m_lines[i].color);
        painter.drawEllipse(
            toPixel(at.x, at.value), static_cast<double>(size::pointHovered), static_cast<double>(size::pointHovered));
    }
}

void MetricTimePlot::mouseAt(const QPointF& position, Qt::MouseButtons, Qt::KeyboardModifiers)
{
    const QRectF area = plotRect();
    if (m_lines.empty() || !area.contains(position))
        return mouseLeft();
    const double wanted = m_xLow + (position.x() - area.left()) / area.width() * (m_xHigh - m_xLow);
    const std::size_t index = nearest(0, wanted);
    m_hovered = m_places[0][index].x;
    std::vector<TooltipRow> rows;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const std::size_t point = nearest(i, *m_hovered);
        const Place& at = m_places[i][point];
        QString value = std::isnan(at.value) ? tr("undefined") : QString::number(at.value, 'f', 3);
        if (!std::isnan(at.low))
            value += QStringLiteral(" [%1, %2]").arg(at.low, 0, 'f', 3).arg(at.high, 0, 'f', 3);
        rows.push_back({m_lines[i].color, m_lines[i].name, value, i == 0});
    }
    const auto& point = m_lines[0].data->points[index];
    rows.push_back({{}, tr("Rows"), QString::number(point.rows), false, true});
    for (const auto& change : m_lines[0].data->versions) {
        if (change.at > point.from && change.at <= point.at)
            rows.push_back({{}, tr("Version"), shown(change.from) + QStringLiteral(" → ") + shown(change.to)});
    }
    const QString title = m_hasTime ? QString::fromStdString(units::formatLocal(point.from, m_zone)) + QStringLiteral(" – ")
            + QString::fromStdString(units::formatLocal(point.at, m_zone))
                                    : tr("up to row %1").arg(*m_hovered, 0, 'f', 0);
    m_tooltip->setContent(title, rows);
    m_tooltip->showBeside(mapToGlobal(position.toPoint()));
    scheduleOverlay();
}

void MetricTimePlot::mouseLeft()
{
    m_hovered.reset();
    m_tooltip->hide();
    scheduleOverlay();
}

} // namespace wg::ui::plot
