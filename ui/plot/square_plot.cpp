#include "ui/plot/square_plot.h"

#include "core/plot/ticks.h"
#include "ui/theme/theme.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace wg::ui::plot {
namespace {

using namespace theme;

constexpr int kAxisLabel = 20;
constexpr int kTop = size::plotTop + 3; ///< half a label stands above the topmost tick
constexpr int kLeastSide = 16;
constexpr int kFifths = 5;

std::vector<Tick> ticksOf(wg::plot::Interval interval)
{
    std::vector<Tick> ticks;
    if (interval == wg::plot::Interval{0, 1}) {
        for (int i = 0; i <= kFifths; ++i)
            ticks.push_back({double(i) / kFifths,
                i % kFifths == 0 ? QString::number(i / kFifths) : QString::number(double(i) / kFifths, 'f', 1)});
        return ticks;
    }
    for (const auto& tick : wg::plot::labelledTicks(interval, kFifths + 1, "short"))
        ticks.push_back({tick.at, QString::fromStdString(tick.label)});
    return ticks;
}

} // namespace

SquarePlot::SquarePlot(QWidget* parent) : PlotBase(parent)
{
    setAxes({}, {});
}

void SquarePlot::setAxes(const QString& xLabel, const QString& yLabel, wg::plot::Interval xs, wg::plot::Interval ys)
{
    m_xs = xs;
    m_ys = ys;
    m_square = {};
    m_plot->xAxis->setLabel(xLabel);
    m_plot->yAxis->setLabel(yLabel);
    m_plot->xAxis->setRange(xs.low, xs.high);
    m_plot->yAxis->setRange(ys.low, ys.high);
    setTicks(m_plot->xAxis, ticksOf(xs));
    setTicks(m_plot->yAxis, ticksOf(ys));
    scheduleReplot();
}

QPointF SquarePlot::toPixel(double x, double y) const
{
    const QRectF area = plotRect();
    const auto unit = [](double v, wg::plot::Interval in) {
        return std::isfinite(v) ? std::clamp((v - in.low) / in.length(), 0.0, 1.0) : 0.0;
    };
    return {area.left() + unit(x, m_xs) * area.width(), area.bottom() - unit(y, m_ys) * area.height()};
}

QPointF SquarePlot::fromPixel(const QPointF& at) const
{
    const QRectF area = plotRect();
    return {m_xs.low + (at.x() - area.left()) / area.width() * m_xs.length(),
        m_ys.low + (area.bottom() - at.y()) / area.height() * m_ys.length()};
}

bool SquarePlot::layoutSquare()
{
    const QSize available = m_plot->size();
    int widest = 0;
    const QFontMetrics metrics(theme::font(Text::Small));
    for (const Tick& tick : ticksOf(m_ys))
        widest = std::max(widest, metrics.horizontalAdvance(tick.text));
    const int left = std::max(size::hitTargetMin, widest + space::s) + kAxisLabel;
    const int bottom = size::plotBottom + kAxisLabel;
    const int across = available.width() - left - size::plotRight, down = available.height() - bottom - kTop;
    const int side = std::max(kLeastSide, std::min(across, down));
    const int spare = std::max(0, across - side) / 2, above = std::max(0, down - side) / 2;
    setMargins(left + spare, kTop + above, available.width() - left - spare - side, available.height() - kTop - above - side);
    m_plot->plotLayout()->update(QCPLayoutElement::upLayout);
    const QRectF before = std::exchange(m_square, plotRect());
    return before != m_square;
}

void SquarePlot::placeBox(const std::vector<int>& corners, const std::vector<std::vector<QPointF>>& lines,
    const std::vector<QPointF>& marks, const QRectF& keepFree)
{
    constexpr double kMark = 1e6; // weighs more than any length of curve
    constexpr double kRoom = size::operatingRing + 2;
    m_box.place(plotRect().adjusted(space::xs, space::xs, -space::xs, -space::xs), corners, [&](const QRectF& box) {
        double cost = !keepFree.isEmpty() && box.intersects(keepFree) ? kMark : 0;
        for (const QPointF& mark : marks)
            cost += box.adjusted(-kRoom, -kRoom, kRoom, kRoom).contains(mark) ? kMark : 0;
        for (const auto& line : lines)
            cost += pixelsUnder(box, line);
        return cost;
    });
}

} // namespace wg::ui::plot
