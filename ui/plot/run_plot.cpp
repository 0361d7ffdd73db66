#include "ui/plot/run_plot.h"

#include "core/plot/ticks.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QMouseEvent>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace wg::ui::plot {
namespace {

using namespace theme;

constexpr double kGhost = 0.28; ///< opacity of what was written, behind what is smoothed
constexpr double kSpare = 0.05; ///< of the values' extent, above and below
constexpr double kOutliers = 0.05; ///< share left out at either end
constexpr double kDragged = 4; ///< px after which a press is no click
constexpr double kBroken = 3; ///< half the size of the mark of a value that is not finite
constexpr double kTiny = 1e-12;

std::vector<Tick> converted(const std::vector<wg::plot::Tick>& from)
{
    std::vector<Tick> ticks;
    ticks.reserve(from.size());
    for (const auto& tick : from)
        ticks.push_back({tick.at, QString::fromStdString(tick.label)});
    return ticks;
}

QString spanOf(double seconds)
{
    const auto whole = static_cast<qint64>(std::llround(seconds));
    if (whole < 60)
        return QStringLiteral("%1 s").arg(seconds, 0, 'g', 3);
    if (whole < 3600)
        return QStringLiteral("%1:%2 min").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
    return QStringLiteral("%1:%2:%3 h")
        .arg(whole / 3600)
        .arg(whole / 60 % 60, 2, 10, QLatin1Char('0'))
        .arg(whole % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

RunPlot::RunPlot(QWidget* parent) : PlotBase(parent), m_tooltip(new TooltipFrame(this))
{
    addPainted("main", [this](QCPPainter& painter) {
        for (const RunLine& line : m_lines) {
            if (!line.smoothed.empty())
                paintLine(painter, line, line.value, kGhost);
        }
        for (const RunLine& line : m_lines) {
            paintLine(painter, line, line.smoothed.empty() ? line.value : line.smoothed, 1);
            paintBroken(painter, line);
        }
    });
    addPainted("overlay", [this](QCPPainter& painter) { paintOverlay(painter); });
}

RunPlot::~RunPlot() = default;

void RunPlot::setLines(std::vector<RunLine> lines, RunAxis axis, const units::Zone& zone)
{
    m_lines = std::move(lines);
    m_axis = axis;
    m_zone = zone;
    m_hovered.reset();
    m_tooltip->hide();
    scheduleReplot();
}

void RunPlot::setIgnoreOutliers(bool ignore)
{
    m_ignoreOutliers = ignore;
    scheduleReplot();
}

void RunPlot::setLogarithmic(bool logarithmic)
{
    m_log = logarithmic;
    scheduleReplot();
}

void RunPlot::setSpan(std::optional<wg::plot::Interval> xs)
{
    m_visible = xs;
    scheduleReplot();
}

/// How far the axes reach: x over all points, values over the points that are seen.
void RunPlot::measure()
{
    constexpr double kNothing = std::numeric_limits<double>::infinity();
    m_all = wg::plot::kEmptyInterval;
    for (const RunLine& line : m_lines) {
        for (const double x : line.x)
            m_all = {std::min(m_all.low, x), std::max(m_all.high, x)};
    }
    if (m_all.empty())
        m_all = {0, 1};
    if (!(m_all.length() > 0))
        m_all = {m_all.low - 1, m_all.high + 1};
    m_xs = m_visible && m_visible->length() > 0 ? *m_visible : m_all;
    std::vector<double> seen;
    double low = kNothing, high = -kNothing;
    for (const RunLine& line : m_lines) {
        const auto& values = m_ignoreOutliers && !line.smoothed.empty() ? line.smoothed : line.value;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!std::isfinite(values[i]) || !m_xs.contains(line.x[i]) || (m_log && !(values[i] > 0)))
                continue;
            low = std::min(low, values[i]);
            high = std::max(high, values[i]);
            if (m_ignoreOutliers)
                seen.push_back(values[i]);
        }
    }
    if (m_ignoreOutliers && seen.size() > 2) {
        const auto quantile = [&](double share) {
            const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(seen.size() - 1));
            std::nth_element(seen.begin(), seen.begin() + at, seen.end());
            return seen[static_cast<std::size_t>(at)];
        };
        low = quantile(kOutliers);
        high = quantile(1 - kOutliers);
    }
    if (!(low <= high)) {
        low = m_log ? 1 : 0;
        high = m_log ? 10 : 1;
    }
    if (m_log) {
        const double spare = std::pow(high / low, kSpare) * (high > low ? 1 : 2);
        m_values = {low / spare, high * spare};
    } else {
        const double spare = high > low ? (high - low) * kSpare : std::max(std::abs(high) * kSpare, kTiny);
        m_values = {low - spare, high + spare};
    }
}

void RunPlot::prepare()
{
    measure();
    setMargins(size::plotLeft, size::plotTop, size::plotRight, size::plotBottom);
    m_plot->plotLayout()->update(QCPLayoutElement::upLayout);
    constexpr int kValueTicks = 5;
    setTicks(m_plot->yAxis, converted(wg::plot::labelledTicks(m_values, kValueTicks, "short", std::nullopt, m_log)));
    m_plot->yAxis->setScaleType(m_log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    const int most = std::clamp(static_cast<int>(plotRect().width()) / (3 * size::hitTargetMin), 2, 6);
    if (m_axis == RunAxis::Wall)
        setTicks(m_plot->xAxis,
            converted(
                wg::plot::labelledTimeTicks({static_cast<TimeMs>(m_xs.low), static_cast<TimeMs>(m_xs.high)}, most, m_zone)));
    else
        setTicks(m_plot->xAxis, converted(wg::plot::labelledTicks(m_xs, most, m_axis == RunAxis::Relative ? "s" : "short")));
    m_plot->xAxis->setRange(m_xs.low, m_xs.high);
    m_plot->yAxis->setRange(m_values.low, m_values.high);
}

double RunPlot::pixelX(double x) const
{
    const QRectF area = plotRect();
    return area.left() + (x - m_xs.low) / m_xs.length() * area.width();
}

double RunPlot::dataX(double pixel) const
{
    const QRectF area = plotRect();
    return m_xs.low + std::clamp((pixel - area.left()) / area.width(), 0.0, 1.0) * m_xs.length();
}

/// Cut at the edges of the plot.
double RunPlot::pixelY(double value) const
{
    const QRectF area = plotRect();
    const double unit = m_log ? std::log(value / m_values.low) / std::log(m_values.high / m_values.low)
                              : (value - m_values.low) / m_values.length();
    return area.bottom() - std::clamp(unit, 0.0, 1.0) * area.height();
}

/// First, least, greatest and last value of every pixel column, joined in order. A run that went back to an earlier step is
/// drawn going back.
void RunPlot::paintLine(QCPPainter& painter, const RunLine& line, const std::vector<double>& values, double alpha) const
{
    const QRectF area = plotRect();
    painter.setPen(QPen(withAlpha(line.color, alpha), stroke::dataLine, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    QPolygonF run;
    struct {
        double pixel = 0, x = 0, first = 0, low = 0, high = 0, last = 0;
        bool used = false;
    } column;
    const auto flushColumn = [&] {
        if (!std::exchange(column.used, false))
            return;
        run << QPointF(column.x, column.first);
        if (column.low != column.first || column.high != column.first) {
            run << QPointF(column.x, column.low) << QPointF(column.x, column.high) << QPointF(column.x, column.last);
        }
    };
    const auto flushRun = [&] {
        flushColumn();
        if (run.size() == 1) { // alone between gaps
            painter.setBrush(withAlpha(line.color, alpha));
            painter.drawEllipse(run.front(), stroke::dataLine / 2, stroke::dataLine / 2);
            painter.setBrush(Qt::NoBrush);
        } else if (run.size() > 1) {
            painter.drawPolyline(run);
        }
        run.clear();
    };
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i]) || (m_log && !(values[i] > 0))) {
            flushRun();
            continue;
        }
        const double x = pixelX(line.x[i]), y = pixelY(values[i]);
        if (x < area.left() || x > area.right()) { // lines leave the picture at its edge
            const bool next = i + 1 < values.size() && m_xs.contains(line.x[i + 1]);
            const bool before = i > 0 && m_xs.contains(line.x[i - 1]);
            if (!next && !before) {
                flushRun();
                continue;
            }
        }
        const double at = std::clamp(x, area.left(), area.right());
        if (column.used && std::floor(at) == column.pixel) {
            column.low = std::max(column.low, y); // downward on the screen
            column.high = std::min(column.high, y);
            column.last = y;
            continue;
        }
        flushColumn();
        column = {std::floor(at), at, y, y, y, y, true};
    }
    flushRun();
}

/// Values that are not finite: a small triangle at the edge, as nothing else would show them.
void RunPlot::paintBroken(QCPPainter& painter, const RunLine& line) const
{
    const QRectF area = plotRect();
    painter.setPen(Qt::NoPen);
    painter.setBrush(line.color);
    double last = -kBroken;
    for (std::size_t i = 0; i < line.value.size(); ++i) {
        if (std::isfinite(line.value[i]) || !m_xs.contains(line.x[i]))
            continue;
        const double x = pixelX(line.x[i]);
        if (x - last < kBroken)
            continue;
        last = x;
        const double y = line.value[i] > 0 ? area.top() + kBroken : area.bottom() - kBroken;
        const double tip = line.value[i] > 0 ? -kBroken : kBroken;
        painter.drawPolygon(QPolygonF{QPointF(x - kBroken, y), QPointF(x + kBroken, y), QPointF(x, y + tip)});
    }
}

std::size_t RunPlot::nearest(const RunLine& line, double x) const
{
    std::size_t best = 0;
    const auto after = static_cast<std::size_t>(std::ranges::lower_bound(line.x, x) - line.x.begin());
    if (after == line.x.size())
        best = after - 1;
    else
        best = after > 0 && x - line.x[after - 1] < line.x[after] - x ? after - 1 : after;
    return best;
}

QString RunPlot::xText(double x) const
{
    switch (m_axis) {
    case RunAxis::Wall:
        return QString::fromStdString(units::formatLocal(static_cast<TimeMs>(x), m_zone));
    case RunAxis::Relative:
        return spanOf(x);
    case RunAxis::Step:
        break;
    }
    return tr("step %1").arg(x, 0, 'f', x == std::floor(x) ? 0 : 2);
}

void RunPlot::paintOverlay(QCPPainter& painter) const
{
    const QRectF area = plotRect();
    if (m_dragFrom && m_dragTo) {
        painter.setPen(QPen(colors().accent, stroke::hairline));
        painter.setBrush(withAlpha(colors().accent, alpha::baselineBand));
        painter.drawRect(QRectF(QPointF(*m_dragFrom, area.top()), QPointF(*m_dragTo, area.bottom())).normalized());
    }
    if (!m_hovered)
        return;
    painter.setPen(QPen(colors().textSecondary, stroke::crosshair));
    const double x = std::floor(pixelX(*m_hovered)) + 0.5;
    painter.drawLine(QLineF(x, area.top(), x, area.bottom()));
    for (const RunLine& line : m_lines) {
        if (line.x.empty())
            continue;
        const std::size_t at = nearest(line, *m_hovered);
        const double value = line.smoothed.empty() ? line.value[at] : line.smoothed[at];
        if (!std::isfinite(value) || (m_log && !(value > 0)) || !m_xs.contains(line.x[at]))
            continue;
        painter.setPen(QPen(colors().panel, stroke::dataLine));
        painter.setBrush(line.color);
        painter.drawEllipse(QPointF(pixelX(line.x[at]), pixelY(value)), static_cast<double>(size::pointHovered),
            static_cast<double>(size::pointHovered));
    }
}

void RunPlot::mouseAt(const QPointF& position, Qt::MouseButtons buttons, Qt::KeyboardModifiers)
{
    const QRectF area = plotRect();
    if (m_dragFrom && (buttons & Qt::LeftButton)) {
        m_dragTo = std::clamp(position.x(), area.left(), area.right());
        return scheduleOverlay();
    }
    if (m_lines.empty() || !area.contains(position))
        return mouseLeft();
    const double wanted = dataX(position.x());
    double best = std::numeric_limits<double>::infinity();
    for (const RunLine& line : m_lines) {
        if (line.x.empty())
            continue;
        const double x = line.x[nearest(line, wanted)];
        if (std::abs(x - wanted) < std::abs(best - wanted))
            best = x;
    }
    if (!std::isfinite(best))
        return mouseLeft();
    m_hovered = best;
    struct Row {
        double value;
        TooltipRow row;
    };
    std::vector<Row> rows;
    for (const RunLine& line : m_lines) {
        if (line.x.empty())
            continue;
        const std::size_t at = nearest(line, best);
        QString text = QString::number(line.value[at], 'g', 5);
        const double value = line.smoothed.empty() ? line.value[at] : line.smoothed[at];
        if (!line.smoothed.empty())
            text = tr("%1 (written %2)").arg(QString::number(value, 'g', 5), text);
        rows.push_back({value, {line.color, line.name, text}});
    }
    std::ranges::stable_sort(rows, [](const Row& a, const Row& b) { return a.value > b.value; });
    std::vector<TooltipRow> sorted;
    sorted.reserve(rows.size());
    for (Row& row : rows)
        sorted.push_back(std::move(row.row));
    m_tooltip->setContent(xText(best), std::move(sorted));
    m_tooltip->showBeside(mapToGlobal(position.toPoint()));
    scheduleOverlay();
}

void RunPlot::mousePressed(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !plotRect().contains(event->position()))
        return;
    m_dragFrom = event->position().x();
    m_dragTo.reset();
}

void RunPlot::mouseReleased(QMouseEvent*)
{
    const auto from = std::exchange(m_dragFrom, std::nullopt);
    const auto to = std::exchange(m_dragTo, std::nullopt);
    scheduleOverlay();
    if (!from || !to || std::abs(*to - *from) < kDragged)
        return;
    Q_EMIT zoomed(wg::plot::Interval{dataX(std::min(*from, *to)), dataX(std::max(*from, *to))});
}

void RunPlot::mouseDoubleClicked(QMouseEvent*)
{
    Q_EMIT zoomed(std::nullopt);
}

void RunPlot::mouseLeft()
{
    m_hovered.reset();
    m_tooltip->hide();
    scheduleOverlay();
}

} // namespace wg::ui::plot
