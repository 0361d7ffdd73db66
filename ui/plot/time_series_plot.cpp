#include "ui/plot/time_series_plot.h"

#include "core/plot/range.h"
#include "core/plot/ticks.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QTimer>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace wg::ui::plot {
namespace {

using namespace theme;

constexpr int kTickHeight = 26; ///< px of height per value tick at least
constexpr int kTickWidth = 64; ///< px of width per time tick at least
constexpr int kMostTicks = 6;
constexpr int kZoomDelayMs = 180; ///< wheel turns within this are one request
constexpr int kEdgeLabelMinWidth = 240; ///< narrower plots have no room for threshold labels

std::vector<Tick> toTicks(const std::vector<wg::plot::Tick>& from)
{
    std::vector<Tick> ticks;
    ticks.reserve(from.size());
    for (const auto& tick : from)
        ticks.push_back({tick.at, shown(tick.label, 32)});
    return ticks;
}

} // namespace

TimeSeriesPlot::TimeSeriesPlot(QWidget* parent)
    : PlotBase(parent)
    , m_zoomTimer(new QTimer(this))
    , m_tooltip(new TooltipFrame(this))
{
    m_zoomTimer->setSingleShot(true);
    m_zoomTimer->setInterval(kZoomDelayMs);
    connect(m_zoomTimer, &QTimer::timeout, this, [this] { Q_EMIT zoomRequested(m_pendingZoom); });
    setFocusPolicy(Qt::ClickFocus);
    addLayers();
}

TimeSeriesPlot::~TimeSeriesPlot() = default;

void TimeSeriesPlot::setSeries(std::vector<PlotSeries> series)
{
    m_series = std::move(series);
    m_nearest.reset();
    m_emphasised.reset();
    m_stale = true;
    scheduleReplot();
}

void TimeSeriesPlot::setSeriesHidden(std::size_t index, bool hidden)
{
    if (index >= m_series.size() || m_series[index].hidden == hidden)
        return;
    m_series[index].hidden = hidden;
    m_stale = true;
    scheduleReplot();
}

void TimeSeriesPlot::setValueAxis(const ValueAxis& axis)
{
    m_axis = axis;
    scheduleReplot();
}

void TimeSeriesPlot::setRange(TimeRange range, const units::Zone& zone)
{
    m_zone = zone;
    m_stale = m_stale || range != m_range;
    m_range = range.length() > 0 ? range : TimeRange{range.from, range.from + kSecond};
    scheduleReplot();
}

void TimeSeriesPlot::setThresholds(std::vector<PlotThreshold> thresholds)
{
    m_thresholds = std::move(thresholds);
    std::erase_if(m_thresholds, [](const PlotThreshold& threshold) { return !std::isfinite(threshold.value); });
    scheduleReplot();
}

void TimeSeriesPlot::setMarks(std::vector<PlotMark> marks)
{
    m_marks = std::move(marks);
    scheduleReplot();
}

void TimeSeriesPlot::setAlertSpans(std::vector<AlertSpan> spans)
{
    m_spans = std::move(spans);
    scheduleReplot();
}

void TimeSeriesPlot::setCrosshair(std::optional<TimeMs> at)
{
    if (m_crosshair == at)
        return;
    m_crosshair = at;
    scheduleOverlay();
}

void TimeSeriesPlot::setEmphasised(std::optional<std::size_t> series)
{
    m_emphasised = series;
    scheduleOverlay();
}

void TimeSeriesPlot::paintTo(QPainter& painter, const QRect& area)
{
    m_stale = true;
    PlotBase::paintTo(painter, area);
    m_stale = true;
}

/// The axis' ends: data, thresholds that are near them, the field's own limits.
void TimeSeriesPlot::prepareRange()
{
    auto values = valueExtent(m_reduced, m_range, m_axis.logarithmic);
    const bool stands = std::ranges::any_of(m_series,
        [](const PlotSeries& one) { return !one.hidden && (one.draw == DrawStyle::Bars || one.stacking != Stacking::None); });
    const auto plain = values;
    for (const auto& threshold : m_thresholds) {
        const bool near = !plain.empty() && threshold.value <= plain.high + std::abs(plain.high) * 0.4
            && threshold.value >= plain.low - std::abs(plain.low) * 0.4;
        if (threshold.line && near && (!m_axis.logarithmic || threshold.value > 0))
            values = wg::plot::united(values, {threshold.value, threshold.value});
    }
    wg::plot::RangeOptions options;
    options.min = m_axis.min;
    options.max = m_axis.max;
    options.softMin = m_axis.softMin;
    options.softMax = m_axis.softMax;
    // Values that come near zero anyway are shown from zero, so that their height can be judged.
    options.fromZero = !m_axis.logarithmic && (stands || (values.low >= 0 && values.low <= values.high * 0.5));
    options.logarithmic = m_axis.logarithmic;
    m_view.values = wg::plot::axisRange(values, options);
    const auto& ends = m_view.values; // denormal data leave no room between the ends
    if (!std::isfinite(ends.low) || !std::isfinite(ends.high) || !(ends.low < ends.high))
        m_view.values = m_axis.logarithmic ? wg::plot::Interval{1, 10} : wg::plot::Interval{0, 1};
    m_view.logarithmic = m_axis.logarithmic;
    m_view.time = m_range;
}

void TimeSeriesPlot::prepareMargins()
{
    const QFontMetrics metrics(theme::font(Text::Small));
    const int count = std::clamp((m_plot->height() - size::plotBottom) / kTickHeight, 2, kMostTicks);
    auto ticks = toTicks(wg::plot::labelledTicks(m_view.values, count, m_axis.unit, m_axis.decimals, m_view.logarithmic));
    int left = size::plotLeft, right = size::plotRight;
    for (const auto& tick : ticks)
        left = std::max(left, metrics.horizontalAdvance(tick.text) + space::s + space::xs);
    if (!m_axis.label.isEmpty())
        left += size::legendTableRow;
    if (m_plot->width() >= kEdgeLabelMinWidth) {
        for (const auto& threshold : m_thresholds) {
            const auto text = QString::fromStdString(units::format(threshold.value, m_axis.unit, m_axis.decimals).text());
            const bool onTick = std::ranges::any_of(ticks, [&](const Tick& tick) { return tick.text == text; });
            if (threshold.line && !onTick && m_view.values.contains(threshold.value))
                right = std::max(right, metrics.horizontalAdvance(text) + space::s + space::xs);
        }
    }
    // Half a label stands above the topmost tick; QCustomPlot leaves out labels that would be cut.
    const int top = std::max(size::plotTop, metrics.height() / 2 + 2);
    setMargins(left, top, right, m_spans.empty() ? size::plotBottom : size::plotBottomWithStrip);
    m_plot->plotLayout()->update(QCPLayoutElement::upLayout);
    m_plot->yAxis->setLabel(shown(m_axis.label, 64));
    m_plot->xAxis->setTickLabelPadding(m_spans.empty() ? space::xs : size::alertStripGap + size::alertStrip + space::xs);
    setTicks(m_plot->yAxis, ticks);
}

void TimeSeriesPlot::prepareTicks()
{
    const QRectF area = plotRect();
    const QFontMetrics metrics(theme::font(Text::Small));
    const int count = std::clamp(static_cast<int>(area.width()) / kTickWidth, 1, kMostTicks);
    auto ticks = toTicks(wg::plot::labelledTimeTicks(m_range, count, m_zone));
    const auto scale = m_view.xScale();
    for (auto& tick : ticks) {
        const double half = metrics.horizontalAdvance(tick.text) / 2.0;
        const double x = scale.toPixel(tick.at);
        if (x - half < 0 || x + half > m_plot->width())
            tick.text.clear();
    }
    setTicks(m_plot->xAxis, ticks);
    m_plot->xAxis->setRange(static_cast<double>(m_range.from), static_cast<double>(m_range.to));
    m_plot->yAxis->setScaleType(m_view.logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    m_plot->yAxis->setRange(m_view.values.low, m_view.values.high);
}

void TimeSeriesPlot::prepare()
{
    const int pixels = static_cast<int>(std::ceil(m_plot->width() * devicePixelRatioF()));
    if (m_stale || m_preparedSize != m_plot->size()) {
        m_reduced = reduceSeries(m_series, m_range, pixels);
        m_preparedSize = m_plot->size();
        m_stale = false;
    }
    prepareRange();
    prepareMargins();
    const QRectF area = plotRect();
    m_view.plot = {area.left(), area.top(), area.width(), area.height()};
    prepareTicks();
    m_shapes.clear();
    for (std::size_t i = 0; i < m_series.size(); ++i)
        m_shapes.push_back(shapeOf(m_series[i], m_reduced[i], m_view, filled(i)));
}

/// Index of the series with the lowest and the highest last value: only these are filled where several overlap.
std::pair<std::size_t, std::size_t> TimeSeriesPlot::fillEnds() const
{
    std::size_t low = m_series.size(), high = m_series.size();
    for (std::size_t i = 0; i < m_reduced.size(); ++i) {
        if (m_reduced[i].columns.empty())
            continue;
        const double value = m_reduced[i].columns.back().last;
        if (low == m_series.size() || value < m_reduced[low].columns.back().last)
            low = i;
        if (high == m_series.size() || value > m_reduced[high].columns.back().last)
            high = i;
    }
    return {low, high};
}

bool TimeSeriesPlot::filled(std::size_t index) const
{
    const auto& one = m_series[index];
    if (one.draw != DrawStyle::Line || one.hidden)
        return false;
    if (one.fill)
        return *one.fill > 0;
    if (one.stacking != Stacking::None)
        return true;
    constexpr std::size_t kMostFilled = 4; // beyond it fills only add up to grey
    const auto [low, high] = fillEnds();
    return m_series.size() <= kMostFilled && (index == low || index == high);
}

double TimeSeriesPlot::fillAlpha(std::size_t index, bool hovered) const
{
    const auto& one = m_series[index];
    if (one.stacking != Stacking::None)
        return hovered ? alpha::fillStackedHovered : one.fill ? std::clamp(*one.fill, 0.0, 1.0) : alpha::fillStacked;
    if (one.fill)
        return std::clamp(*one.fill, 0.0, 1.0);
    return m_series.size() == 1 ? alpha::fillOneSeries : alpha::fillSeveralSeries;
}

} // namespace wg::ui::plot
