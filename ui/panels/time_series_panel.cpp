#include "ui/panels/time_series_panel.h"

#include "core/base/number.h"
#include "core/base/time.h"
#include "core/frames/reduce.h"
#include "core/plot/decimate.h"
#include "ui/panels/legend.h"
#include "ui/plot/time_series_plot.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QJsonArray>
#include <QScrollArea>

#include <algorithm>
#include <cmath>

namespace wg::ui::panels {
namespace {

using namespace theme;

constexpr double kLegendShare = 0.42; ///< of the panel's height at most
constexpr double kLegendSide = 0.36; ///< of its width, when it stands at the right
constexpr int kPlotLeast = 72; ///< px of height the plot keeps
constexpr std::size_t kMostTextRows = 200000;

QString calcName(const QString& id)
{
    static const std::pair<QLatin1String, const char*> kNames[] = {{QLatin1String("lastNotNull"), "Last"},
        {QLatin1String("last"), "Last"}, {QLatin1String("min"), "Min"}, {QLatin1String("max"), "Max"},
        {QLatin1String("mean"), "Mean"}, {QLatin1String("sum"), "Total"}, {QLatin1String("count"), "Count"},
        {QLatin1String("firstNotNull"), "First"}, {QLatin1String("range"), "Range"}, {QLatin1String("diff"), "Difference"}};
    for (const auto& [key, name] : kNames) {
        if (id == key)
            return QObject::tr(name);
    }
    return theme::shown(id, 16);
}

plot::PlotSeries toPlot(const PanelSeries& from)
{
    plot::PlotSeries to;
    const auto& config = from.config;
    to.name = from.name;
    to.owner = from.owner;
    to.t = from.t;
    to.v = from.v;
    to.color = from.color;
    to.dash = from.dash;
    to.draw = config.drawStyle == "bars" ? plot::DrawStyle::Bars
        : config.drawStyle == "points"   ? plot::DrawStyle::Points
                                         : plot::DrawStyle::Line;
    to.interpolation = config.lineInterpolation == "stepBefore" ? plot::Interpolation::StepBefore
        : config.lineInterpolation == "stepAfter"               ? plot::Interpolation::StepAfter
                                                                : plot::Interpolation::Linear;
    to.stacking = config.stacking == "normal" ? plot::Stacking::Normal
        : config.stacking == "percent"        ? plot::Stacking::Percent
                                              : plot::Stacking::None;
    to.width = std::clamp(config.lineWidth, 0.0, 10.0);
    if (config.fillOpacity)
        to.fill = std::clamp(*config.fillOpacity / 100, 0.0, 1.0);
    to.spanNulls = config.spanNulls;
    to.unit = config.unit;
    to.decimals = config.decimals;
    return to;
}

std::vector<plot::PlotThreshold> toThresholds(const dashboard::FieldConfig& config, std::span<const double> data)
{
    using Style = dashboard::ThresholdStyle;
    const auto style = config.thresholdStyle;
    std::vector<plot::PlotThreshold> result;
    if (style == Style::Off)
        return result;
    for (const auto& step : stepsOf(config, scaleOf(config, data))) {
        if (!std::isfinite(step.value))
            continue;
        const bool line = style != Style::Area;
        const bool dashed = style == Style::Dashed || style == Style::DashedAndArea;
        const bool area = style == Style::Area || style == Style::LineAndArea || style == Style::DashedAndArea;
        result.push_back({step.value, step.color, line, dashed, area});
    }
    return result;
}

} // namespace

TimeSeriesPanel::TimeSeriesPanel(QWidget* parent)
    : PanelView(parent)
    , m_plot(new plot::TimeSeriesPlot(this))
    , m_scroll(new QScrollArea(this))
    , m_legend(new Legend)
{
    m_scroll->setWidget(m_legend);
    m_scroll->setWidgetResizable(false);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_legend->setAutoFillBackground(false);
    connect(m_plot, &plot::TimeSeriesPlot::hovered, this, &PanelView::hovered);
    connect(m_plot, &plot::TimeSeriesPlot::zoomRequested, this, &PanelView::zoomRequested);
    connect(m_plot, &plot::TimeSeriesPlot::zoomOutRequested, this, &PanelView::zoomOutRequested);
    connect(m_legend, &Legend::hiddenChanged, this, &TimeSeriesPanel::applyHidden);
    connect(m_legend, &Legend::entryHovered, m_plot, &plot::TimeSeriesPlot::setEmphasised);
    connect(&Theme::instance(), &Theme::changed, this, &TimeSeriesPanel::refresh);
}

TimeSeriesPanel::~TimeSeriesPanel()
{
    // Children hide, and would report it, when only the QWidget of us is left.
    m_plot->disconnect(this);
    m_legend->disconnect(this);
}

void TimeSeriesPanel::setPanel(const dashboard::Panel& panel, const units::Zone& zone)
{
    m_panel = panel;
    m_zone = zone;
    m_options = optionsOf(panel);
    refresh();
}

void TimeSeriesPanel::setData(std::shared_ptr<const PanelData> answer)
{
    m_data = std::move(answer);
    refresh();
}

void TimeSeriesPanel::refresh()
{
    m_series = m_data ? seriesOf(*m_data, m_panel) : std::vector<PanelSeries>();
    fillLegend();
    fillPlot();
}

void TimeSeriesPanel::fillPlot()
{
    const auto& config = m_panel.defaults;
    plot::ValueAxis axis;
    axis.unit = m_series.empty() ? config.unit : m_series.front().config.unit;
    axis.decimals = config.decimals;
    axis.min = config.min;
    axis.max = config.max;
    axis.softMin = config.axisSoftMin;
    axis.softMax = config.axisSoftMax;
    axis.logarithmic = config.logScale;
    axis.label = QString::fromStdString(config.axisLabel);
    if (config.stacking == "percent")
        axis.unit = "percent";
    std::vector<plot::PlotSeries> series;
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        series.push_back(toPlot(m_series[i]));
        series.back().hidden = m_legend->hiddenEntries().contains(i);
    }
    const bool percentages = config.thresholds.mode == dashboard::ThresholdMode::Percentage;
    std::vector<double> values;
    for (const auto& one : m_series) {
        if (percentages)
            values.insert(values.end(), one.v.begin(), one.v.end());
    }
    m_plot->setThresholds(toThresholds(config, values));
    m_plot->setValueAxis(axis);
    m_plot->setSeries(std::move(series));
    if (m_data)
        m_plot->setRange(m_data->range, m_zone);
}

void TimeSeriesPanel::fillLegend()
{
    const auto legend = m_options[u"legend"].toObject();
    const auto mode = legend[u"displayMode"].toString();
    m_legendShown = mode != u"hidden" && legend[u"showLegend"].toBool(true);
    m_legendRight = legend[u"placement"].toString() == u"right";
    QStringList calcs;
    for (const auto& calc : legend[u"calcs"].toArray())
        calcs.append(calc.toString());
    const bool table = mode == u"table" || m_legendRight;
    if (table && calcs.isEmpty() && !m_legendRight)
        calcs = {"lastNotNull", "min", "mean", "max"};
    if (table && calcs.isEmpty())
        calcs = {"lastNotNull"};
    if (!table && calcs.isEmpty())
        calcs = {"lastNotNull"};
    QStringList columns;
    for (const auto& calc : calcs)
        columns.append(calcName(calc));
    m_legend->setForm(table ? Legend::Form::Table : Legend::Form::List, columns, {calcName("mean"), calcName("min")});
    std::vector<LegendEntry> entries;
    for (const auto& one : m_series) {
        LegendEntry entry{one.name, one.color, {}};
        const auto [first, last] =
            m_data ? wg::plot::visibleIndices(one.t, m_data->range) : std::pair<std::size_t, std::size_t>(0, one.t.size());
        const auto visible = one.v.subspan(first, last - first);
        for (const auto& calc : calcs) {
            const auto value = frames::reduce(visible, calc.toStdString());
            entry.values.append(value ? showValue(value, one.config).text() : QStringLiteral("–"));
        }
        entries.push_back(std::move(entry));
    }
    const auto all = m_data ? seriesCount(*m_data) : 0;
    m_legend->setEntries(std::move(entries), all - m_series.size());
    resizeEvent(nullptr);
}

void TimeSeriesPanel::applyHidden()
{
    for (std::size_t i = 0; i < m_series.size(); ++i)
        m_plot->setSeriesHidden(i, m_legend->hiddenEntries().contains(i));
}

void TimeSeriesPanel::setAlert(const AlertSummary& alert)
{
    std::vector<plot::AlertSpan> spans;
    for (const auto& span : alert.spans) {
        const auto level = span.state == AlertSummary::State::Firing ? plot::AlertLevel::Firing
            : span.state == AlertSummary::State::Pending             ? plot::AlertLevel::Pending
            : span.state == AlertSummary::State::Ok                  ? plot::AlertLevel::Ok
                                                                     : plot::AlertLevel::None;
        spans.push_back({span.from, span.to, level});
    }
    m_plot->setAlertSpans(std::move(spans));
}

void TimeSeriesPanel::setCrosshair(std::optional<TimeMs> at)
{
    m_plot->setCrosshair(at);
}

TimeSeriesPanel::Places TimeSeriesPanel::places(const QRect& area) const
{
    if (!m_legendShown || m_legend->empty())
        return {area.adjusted(0, 0, 0, -space::xs), {}};
    const QRect inner = area.adjusted(size::panelInset, 0, -size::panelInset, -space::s);
    if (m_legendRight) {
        const int width = static_cast<int>(area.width() * kLegendSide);
        const QRect legend(inner.right() - width + 1, inner.top(), width, inner.height());
        return {QRect(area.left(), area.top(), area.width() - width - size::panelInset, area.height() - space::xs), legend};
    }
    const int most = std::min(static_cast<int>(area.height() * kLegendShare), area.height() - kPlotLeast);
    const int height = std::min(m_legend->heightFor(inner.width()), most);
    if (height < size::legendTableRow)
        return {area.adjusted(0, 0, 0, -space::xs), {}};
    return {area.adjusted(0, 0, 0, -height - space::s - space::xs),
        QRect(inner.left(), inner.bottom() - height + 1, inner.width(), height)};
}

void TimeSeriesPanel::resizeEvent(QResizeEvent*)
{
    const auto [plotPlace, legendPlace] = places(rect());
    m_plot->setGeometry(plotPlace);
    m_scroll->setVisible(!legendPlace.isEmpty());
    m_scroll->setGeometry(legendPlace);
    const int needed = m_legend->heightFor(legendPlace.width());
    const bool scrolls = needed > legendPlace.height();
    m_legend->resize(legendPlace.width() - (scrolls ? space::s : 0), std::max(needed, legendPlace.height()));
}

void TimeSeriesPanel::paintTo(QPainter& painter, const QRect& area)
{
    const auto [plotPlace, legendPlace] = places(area);
    m_plot->paintTo(painter, plotPlace);
    if (!legendPlace.isEmpty())
        m_legend->paintTo(painter, legendPlace);
}

QString TimeSeriesPanel::asText() const
{
    QString text = QStringLiteral("time\tseries\tvalue\n");
    std::size_t rows = 0;
    for (const auto& one : m_series) {
        for (std::size_t i = 0; i < one.t.size() && rows < kMostTextRows; ++i, ++rows)
            text += QString::fromStdString(formatTime(one.t[i])) + u'\t' + one.name + u'\t'
                + QString::fromStdString(formatShortest(one.v[i])) + u'\n';
    }
    return text;
}

} // namespace wg::ui::panels
