#include "ui/plot/histogram_map.h"

#include "core/plot/ticks.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace wg::ui::plot {
namespace {

using namespace theme;

std::vector<Tick> converted(const std::vector<wg::plot::Tick>& from)
{
    std::vector<Tick> ticks;
    ticks.reserve(from.size());
    for (const auto& tick : from)
        ticks.push_back({tick.at, QString::fromStdString(tick.label)});
    return ticks;
}

/// 0 is the first heat colour, 1 the last.
QColor heat(double share)
{
    const auto& stops = colors().heat;
    const double at = std::clamp(share, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
    const auto low = std::min(static_cast<std::size_t>(at), stops.size() - 2);
    return mix(stops[low], stops[low + 1], at - static_cast<double>(low));
}

double densityOf(const logs::EventHistogram& histogram, std::size_t bucket)
{
    const double width = histogram.right[bucket] - histogram.left[bucket];
    return width > 0 && std::isfinite(width) ? histogram.count[bucket] / width : 0;
}

} // namespace

HistogramMap::HistogramMap(QWidget* parent) : PlotBase(parent), m_tooltip(new TooltipFrame(this))
{
    addPainted("main", [this](QCPPainter& painter) { paintMap(painter); });
}

HistogramMap::~HistogramMap() = default;

void HistogramMap::setHistograms(std::vector<logs::EventHistogram> histograms)
{
    m_histograms = std::move(histograms);
    std::ranges::stable_sort(m_histograms, {}, &logs::EventHistogram::step);
    m_values = wg::plot::kEmptyInterval;
    m_most = 0;
    for (const auto& histogram : m_histograms) {
        for (std::size_t i = 0; i < histogram.count.size(); ++i) {
            if (!(histogram.count[i] > 0) || !std::isfinite(histogram.left[i]) || !std::isfinite(histogram.right[i]))
                continue; // writers close with buckets that reach to the greatest double
            m_values = {std::min(m_values.low, histogram.left[i]), std::max(m_values.high, histogram.right[i])};
            m_most = std::max(m_most, densityOf(histogram, i));
        }
    }
    if (m_values.empty())
        m_values = {0, 1};
    if (!(m_values.length() > 0))
        m_values = {m_values.low - 1, m_values.high + 1};
    m_steps = m_histograms.empty() ? wg::plot::Interval{0, 1}
                                   : wg::plot::Interval{span(0).first, span(m_histograms.size() - 1).second};
    m_tooltip->hide();
    scheduleReplot();
}

std::pair<double, double> HistogramMap::span(std::size_t index) const
{
    const auto at = [&](std::size_t i) { return static_cast<double>(m_histograms[i].step); };
    const double step = at(index);
    const double before = index > 0 ? at(index - 1) : index + 1 < m_histograms.size() ? 2 * step - at(index + 1) : step - 1;
    const double after = index + 1 < m_histograms.size() ? at(index + 1) : 2 * step - before;
    return {(before + step) / 2, (step + after) / 2};
}

void HistogramMap::prepare()
{
    setMargins(size::plotLeft, size::plotTop, size::plotRight, size::plotBottom);
    m_plot->plotLayout()->update(QCPLayoutElement::upLayout);
    constexpr int kTicks = 5;
    setTicks(m_plot->yAxis, converted(wg::plot::labelledTicks(m_values, kTicks, "short")));
    setTicks(m_plot->xAxis, converted(wg::plot::labelledTicks(m_steps, kTicks, "short")));
    m_plot->xAxis->setRange(m_steps.low, m_steps.high);
    m_plot->yAxis->setRange(m_values.low, m_values.high);
}

void HistogramMap::paintMap(QCPPainter& painter) const
{
    const QRectF area = plotRect();
    const auto x = [&](double step) { return area.left() + (step - m_steps.low) / m_steps.length() * area.width(); };
    const auto y = [&](double value) {
        return area.bottom() - std::clamp((value - m_values.low) / m_values.length(), 0.0, 1.0) * area.height();
    };
    painter.setPen(Qt::NoPen);
    painter.setAntialiasing(false);
    for (std::size_t i = 0; i < m_histograms.size(); ++i) {
        const auto [from, to] = span(i);
        const auto& histogram = m_histograms[i];
        for (std::size_t bucket = 0; bucket < histogram.count.size(); ++bucket) {
            if (!(histogram.count[bucket] > 0) || !(m_most > 0))
                continue;
            // The square root keeps thin tails visible.
            painter.setBrush(heat(std::sqrt(densityOf(histogram, bucket) / m_most)));
            const double left = std::floor(x(from)), right = std::floor(x(to));
            const double top = std::floor(y(histogram.right[bucket])), bottom = std::ceil(y(histogram.left[bucket]));
            painter.drawRect(QRectF(left, top, std::max(right - left, 1.0), std::max(bottom - top, 1.0)));
        }
    }
}

void HistogramMap::mouseAt(const QPointF& position, Qt::MouseButtons, Qt::KeyboardModifiers)
{
    const QRectF area = plotRect();
    if (m_histograms.empty() || !area.contains(position))
        return mouseLeft();
    const double step = m_steps.low + (position.x() - area.left()) / area.width() * m_steps.length();
    const double value = m_values.low + (area.bottom() - position.y()) / area.height() * m_values.length();
    const auto found = std::ranges::find_if(m_histograms, [&, i = std::size_t{0}](const auto&) mutable {
        const auto [from, to] = span(i++);
        return step >= from && step <= to;
    });
    if (found == m_histograms.end())
        return mouseLeft();
    double all = 0, here = 0;
    QString range;
    for (std::size_t i = 0; i < found->count.size(); ++i) {
        all += found->count[i];
        if (value >= found->left[i] && value < found->right[i]) {
            here = found->count[i];
            range = QStringLiteral("%1 – %2").arg(found->left[i], 0, 'g', 4).arg(found->right[i], 0, 'g', 4);
        }
    }
    std::vector<TooltipRow> rows;
    if (!range.isEmpty())
        rows.push_back({{}, range, QString::number(here, 'g', 6), true});
    rows.push_back({{}, tr("All values"), QString::number(all, 'g', 6)});
    m_tooltip->setContent(tr("step %1").arg(found->step), std::move(rows));
    m_tooltip->showBeside(mapToGlobal(position.toPoint()));
}

void HistogramMap::mouseLeft()
{
    m_tooltip->hide();
}

} // namespace wg::ui::plot
