#include "core/plot/nearest.h"
#include "core/units/format.h"
#include "ui/plot/time_series_plot.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QTimer>
#include <QWheelEvent>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace wg::ui::plot {
namespace {

using namespace theme;

constexpr double kDragStarts = 4; ///< px before a press becomes a selection
constexpr double kWheelStep = 0.8; ///< of the range, per notch
constexpr std::size_t kMostRows = 20; ///< of a tooltip

} // namespace

double TimeSeriesPlot::drawnValue(std::size_t series, std::size_t index) const
{
    const auto& stacked = m_reduced[series].stackV;
    return stacked.empty() ? m_series[series].v[index] : stacked[index];
}

void TimeSeriesPlot::hover(const QPointF& position)
{
    const bool was = std::exchange(m_inside, plotRect().contains(position));
    if (!m_inside) {
        if (was)
            mouseLeft();
        return;
    }
    std::vector<wg::plot::LineRef> lines;
    DurationMs reach = 1;
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        const auto& reduced = m_reduced[i];
        if (m_series[i].hidden)
            lines.emplace_back();
        else if (reduced.stackT.empty())
            lines.push_back({m_series[i].t, m_series[i].v});
        else
            lines.push_back({reduced.stackT, reduced.stackV});
        reach = std::max(reach, reduced.step);
    }
    const auto found = wg::plot::nearestSeries(lines, m_view, {position.x(), position.y()}, reach);
    m_nearest = found ? std::optional(found->series) : std::nullopt;
    m_crosshair = found ? lines[found->series].t[found->index] : m_view.timeAt(position.x());
    m_crosshair = std::clamp(*m_crosshair, m_range.from, m_range.to);
    Q_EMIT hovered(m_crosshair);
    showTooltip(position);
    scheduleOverlay();
}

void TimeSeriesPlot::showTooltip(const QPointF& position)
{
    struct Entry {
        std::size_t series;
        double value;
    };
    std::vector<Entry> entries;
    double total = 0;
    bool stacked = false;
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        const auto& one = m_series[i];
        const auto index = one.hidden ? std::nullopt : wg::plot::nearestIndex(one.t, *m_crosshair);
        if (!index || !std::isfinite(one.v[*index])
            || std::abs(one.t[*index] - *m_crosshair) > std::max<DurationMs>(m_reduced[i].step, 1))
            continue;
        entries.push_back({i, one.v[*index]});
        total += one.v[*index];
        stacked = stacked || one.stacking == Stacking::Normal;
    }
    if (entries.empty()) {
        m_tooltip->hide();
        return;
    }
    std::ranges::stable_sort(entries, std::greater<>(), &Entry::value);
    const auto text = [](double value, const std::string& unit, std::optional<int> decimals) {
        return QString::fromStdString(units::format(value, unit, decimals).text());
    };
    std::vector<TooltipRow> rows;
    for (const auto& entry : entries) {
        const auto& one = m_series[entry.series];
        // The nearest is always among the rows, however many there are.
        if (rows.size() < kMostRows || m_nearest == entry.series)
            rows.push_back({one.color, one.name, text(entry.value, one.unit, one.decimals), m_nearest == entry.series});
    }
    if (entries.size() > rows.size())
        rows.push_back({{}, tr("and %1 more").arg(entries.size() - rows.size()), {}});
    if (stacked && entries.size() > 1)
        rows.push_back({{}, tr("Total"), text(total, m_axis.unit, m_axis.decimals), false, true});
    m_tooltip->setContent(QString::fromStdString(units::formatLocal(*m_crosshair, m_zone)), std::move(rows));
    m_tooltip->showBeside(m_plot->mapToGlobal(position.toPoint()));
}

void TimeSeriesPlot::mouseAt(const QPointF& position, Qt::MouseButtons buttons, Qt::KeyboardModifiers)
{
    m_pointer = position;
    if (m_gesture == Gesture::Pan && (buttons & Qt::LeftButton)) {
        auto view = m_view;
        view.time = m_rangeAtPress;
        setRange(view.panned(position.x() - m_pressedAt.x()).time, m_zone);
    } else if (buttons & Qt::LeftButton) {
        if (m_gesture == Gesture::None && plotRect().contains(m_pressedAt)
            && std::abs(position.x() - m_pressedAt.x()) >= kDragStarts) {
            m_gesture = Gesture::Select;
            mouseLeft(); // the crosshair comes back with the first move after the release
        }
        scheduleOverlay();
    } else {
        hover(position);
    }
}

void TimeSeriesPlot::mousePressed(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setFocus(Qt::MouseFocusReason);
    m_pressedAt = m_pointer = event->position();
    m_rangeAtPress = m_range;
    if ((event->modifiers() & Qt::ShiftModifier) && plotRect().contains(m_pressedAt)) {
        m_gesture = Gesture::Pan;
        m_tooltip->hide();
        m_plot->setCursor(Qt::ClosedHandCursor);
    }
}

void TimeSeriesPlot::mouseReleased(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const auto gesture = m_gesture;
    cancelGesture();
    if (gesture == Gesture::Pan && m_range != m_rangeAtPress)
        Q_EMIT zoomRequested(m_range);
    if (gesture != Gesture::Select)
        return;
    const auto selected = m_view.selected(m_pressedAt.x(), event->position().x());
    if (selected.time != m_view.time)
        Q_EMIT zoomRequested(selected.time);
}

void TimeSeriesPlot::mouseDoubleClicked(QMouseEvent* event)
{
    cancelGesture();
    if (event->button() == Qt::LeftButton)
        Q_EMIT zoomOutRequested();
}

void TimeSeriesPlot::wheelTurned(QWheelEvent* event)
{
    const double notches = event->angleDelta().y() / 120.0;
    if (notches == 0 || !plotRect().contains(event->position()) || m_gesture != Gesture::None) {
        event->ignore();
        return;
    }
    const auto zoomed = m_view.zoomed(event->position().x(), std::pow(kWheelStep, notches));
    m_view.time = zoomed.time; // further notches build on this one, before the replot
    setRange(zoomed.time, m_zone);
    requestZoomSoon(zoomed.time);
    event->accept();
}

void TimeSeriesPlot::requestZoomSoon(TimeRange range)
{
    m_pendingZoom = range;
    m_zoomTimer->start();
}

void TimeSeriesPlot::mouseLeft()
{
    m_inside = false;
    m_nearest.reset();
    m_crosshair.reset();
    m_tooltip->hide();
    Q_EMIT hovered(std::nullopt);
    scheduleOverlay();
}

void TimeSeriesPlot::cancelGesture()
{
    m_gesture = Gesture::None;
    m_plot->unsetCursor();
    scheduleOverlay();
}

void TimeSeriesPlot::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Escape || m_gesture == Gesture::None) {
        PlotBase::keyPressEvent(event);
        return;
    }
    if (m_gesture == Gesture::Pan)
        setRange(m_rangeAtPress, m_zone);
    m_pressedAt = {-1, -1}; // what is still held down selects nothing
    cancelGesture();
}

void TimeSeriesPlot::hideEvent(QHideEvent* event)
{
    if (m_inside)
        mouseLeft();
    PlotBase::hideEvent(event);
}

} // namespace wg::ui::plot
