#include "ui/plot/histogram_plot.h"

#include "core/plot/ticks.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace wg::ui::plot {
namespace {

using namespace theme;

constexpr int kHead = 24; ///< px above the bars for the threshold's badge
constexpr double kLogFloor = 0.7; ///< count at the foot of a logarithmic axis, so that a count of one has height
constexpr double kBarAlpha = 0.82;
constexpr double kGrab = 8; ///< px around the line that take hold of it
constexpr double kDragged = 4; ///< px after which a press is no click

} // namespace

ScoreBins binScores(const evaluation::ThresholdTable& table, int bins)
{
    ScoreBins result;
    const auto count = static_cast<std::size_t>(std::max(bins, 1));
    result.negatives.assign(count, 0);
    result.positives.assign(count, 0);
    double low = 0, high = 1;
    for (const double score : table.score) {
        if (std::isfinite(score)) {
            low = std::min(low, score);
            high = std::max(high, score);
        }
    }
    result.low = low;
    result.high = high;
    std::uint64_t positives = 0, negatives = 0;
    for (std::size_t i = 0; i < table.score.size(); ++i) {
        const auto tp = table.truePositives[i] - std::exchange(positives, table.truePositives[i]);
        const auto fp = table.falsePositives[i] - std::exchange(negatives, table.falsePositives[i]);
        if (!std::isfinite(table.score[i]))
            continue;
        const double at = (table.score[i] - low) / (high - low) * static_cast<double>(count);
        const auto bin = std::min(static_cast<std::size_t>(std::max(at, 0.0)), count - 1);
        result.positives[bin] += static_cast<double>(tp);
        result.negatives[bin] += static_cast<double>(fp);
    }
    return result;
}

HistogramPlot::HistogramPlot(QWidget* parent) : PlotBase(parent)
{
    addPainted("main", [this](QCPPainter& painter) { paintBars(painter); });
    addPainted("mark", [this](QCPPainter& painter) {
        paintBrush(painter);
        paintThreshold(painter);
    });
    m_plot->moveLayer(m_plot->layer("mark"), m_plot->layer("axes"), QCustomPlot::limAbove);
}

void HistogramPlot::setBins(ScoreBins bins, const QString& negativeName, const QString& positiveName)
{
    m_bins = std::move(bins);
    m_negative = shown(negativeName, 32);
    m_positive = shown(positiveName, 32);
    m_brush.reset();
    scheduleReplot();
}

void HistogramPlot::setThreshold(std::optional<double> threshold)
{
    m_threshold = threshold;
    scheduleReplot();
}

void HistogramPlot::setLogarithmic(bool logarithmic)
{
    m_log = logarithmic;
    scheduleReplot();
}

void HistogramPlot::setColor(const QColor& color)
{
    m_color = color;
    scheduleReplot();
}

void HistogramPlot::clearBrush()
{
    if (std::exchange(m_brush, std::nullopt))
        scheduleReplot();
}

double HistogramPlot::scoreAt(double x) const
{
    const QRectF area = plotRect();
    const double unit = std::clamp((x - area.left()) / area.width(), 0.0, 1.0);
    return m_bins.low + unit * (m_bins.high - m_bins.low);
}

double HistogramPlot::pixelX(double score) const
{
    const QRectF area = plotRect();
    const double unit = std::clamp((score - m_bins.low) / (m_bins.high - m_bins.low), 0.0, 1.0);
    return area.left() + unit * area.width();
}

double HistogramPlot::pixelY(double count) const
{
    const QRectF area = plotRect();
    const double unit = m_log
        ? (std::log10(std::max(count, m_low)) - std::log10(m_low)) / (std::log10(m_high) - std::log10(m_low))
        : (count - m_low) / (m_high - m_low);
    return area.bottom() - std::clamp(unit, 0.0, 1.0) * area.height();
}

void HistogramPlot::prepare()
{
    setMargins(size::plotLeft - space::s, m_threshold || !m_negative.isEmpty() ? kHead : size::plotTop, size::plotRight,
        size::plotBottom);
    m_plot->plotLayout()->update(QCPLayoutElement::upLayout);
    double most = 1;
    for (const auto* counts : {&m_bins.negatives, &m_bins.positives}) {
        for (const double count : *counts)
            most = std::max(most, count);
    }
    m_low = m_log ? kLogFloor : 0;
    m_high = most * (m_log ? 1.6 : 1.05);
    const auto convert = [](const std::vector<wg::plot::Tick>& from) {
        std::vector<Tick> ticks;
        ticks.reserve(from.size());
        for (const auto& tick : from)
            ticks.push_back({tick.at, QString::fromStdString(tick.label)});
        return ticks;
    };
    setTicks(m_plot->yAxis, convert(wg::plot::labelledTicks({m_low, m_high}, 5, "short", std::nullopt, m_log)));
    setTicks(m_plot->xAxis, convert(wg::plot::labelledTicks({m_bins.low, m_bins.high}, 6, "", std::nullopt)));
    m_plot->xAxis->setRange(m_bins.low, m_bins.high);
    m_plot->yAxis->setScaleType(m_log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    m_plot->yAxis->setRange(m_low, m_high);
}

void HistogramPlot::paintBars(QCPPainter& painter) const
{
    const QRectF area = plotRect();
    if (m_threshold) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(withAlpha(colors().accent, alpha::fillOneSeries));
        const double x = pixelX(*m_threshold);
        painter.drawRect(QRectF(x, area.top(), area.right() - x, area.height()));
    }
    const auto bars = static_cast<double>(m_bins.positives.size());
    const auto draw = [&](const std::vector<double>& counts, const QColor& color) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(withAlpha(color, kBarAlpha));
        painter.setAntialiasing(false);
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (counts[i] <= 0)
                continue;
            const double left = std::round(area.left() + static_cast<double>(i) / bars * area.width());
            const double right = std::round(area.left() + static_cast<double>(i + 1) / bars * area.width());
            const double top = pixelY(counts[i]);
            painter.drawRect(QRectF(left, top, std::max(1.0, right - left - (right - left > 4 ? 1 : 0)), area.bottom() - top));
        }
        painter.setAntialiasing(true);
    };
    draw(m_bins.negatives, colors().seriesNeutral);
    draw(m_bins.positives, m_color.isValid() ? m_color : colors().series[5]);
}

void HistogramPlot::paintThreshold(QCPPainter& painter) const
{
    if (!m_threshold)
        return;
    const auto& c = colors();
    const QRectF area = plotRect();
    const double x = pixelX(*m_threshold);
    painter.setPen(QPen(c.accent, stroke::dataLine));
    painter.drawLine(QLineF(x, area.top() - space::xs, x, area.bottom()));
    painter.setFont(theme::font(Text::Small, true));
    const QFontMetrics metrics(painter.font());
    const QString text = QString::number(*m_threshold, 'g', 3);
    const double width = metrics.horizontalAdvance(text) + 2 * space::s;
    const double left = std::clamp(x - width / 2, area.left(), area.right() - width);
    const QRectF badge(left, area.top() - kHead + 2, width, size::badge);
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.accent);
    painter.drawRoundedRect(badge, radius::control, radius::control);
    painter.setPen(c.onAccent);
    painter.drawText(badge, Qt::AlignCenter, text);
    painter.setFont(theme::font(Text::Small));
    painter.setPen(c.textSecondary);
    const QFontMetrics plain(painter.font());
    const QString before = QStringLiteral("← ") + m_negative, after = tr("predicted %1 →").arg(m_positive);
    if (!m_negative.isEmpty() && badge.left() - area.left() > plain.horizontalAdvance(before) + space::s)
        painter.drawText(QRectF(area.left(), badge.top(), badge.left() - area.left() - space::s, badge.height()),
            Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, before);
    if (!m_positive.isEmpty() && area.right() - badge.right() > plain.horizontalAdvance(after) + space::s)
        painter.drawText(QRectF(badge.right() + space::s, badge.top(), area.right() - badge.right(), badge.height()),
            Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, after);
}

void HistogramPlot::paintBrush(QCPPainter& painter) const
{
    if (!m_brush)
        return;
    const double left = pixelX(m_brush->first), right = pixelX(m_brush->second);
    const QRectF area = plotRect();
    painter.setPen(QPen(colors().accent, stroke::hairline));
    painter.setBrush(withAlpha(colors().accent, alpha::intervalBand));
    painter.drawRect(QRectF(left, area.top(), right - left, area.height()));
}

void HistogramPlot::mousePressed(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m_bins.positives.empty() || plotRect().width() <= 0)
        return;
    m_pressedAt = event->position().x();
    const bool onLine = m_threshold && std::abs(pixelX(*m_threshold) - m_pressedAt) <= kGrab;
    const bool onBadge = event->position().y() < plotRect().top();
    m_gesture = onLine || (onBadge && m_threshold) ? Gesture::Threshold : Gesture::Undecided;
    clearBrush();
}

void HistogramPlot::mouseAt(const QPointF& position, Qt::MouseButtons buttons, Qt::KeyboardModifiers)
{
    const bool onLine = m_threshold && std::abs(pixelX(*m_threshold) - position.x()) <= kGrab;
    setCursor(onLine ? Qt::SizeHorCursor : Qt::CrossCursor);
    if (!(buttons & Qt::LeftButton) || m_gesture == Gesture::None)
        return;
    if (m_gesture == Gesture::Undecided && std::abs(position.x() - m_pressedAt) > kDragged)
        m_gesture = Gesture::Brush;
    if (m_gesture == Gesture::Threshold) {
        Q_EMIT thresholdPicked(scoreAt(position.x()));
    } else if (m_gesture == Gesture::Brush) {
        m_brush = std::minmax({scoreAt(m_pressedAt), scoreAt(position.x())});
        scheduleReplot();
    }
}

void HistogramPlot::mouseReleased(QMouseEvent* event)
{
    const Gesture gesture = std::exchange(m_gesture, Gesture::None);
    if (gesture == Gesture::Undecided)
        Q_EMIT thresholdPicked(scoreAt(event->position().x()));
    else if (gesture == Gesture::Brush && m_brush)
        Q_EMIT rangeBrushed(m_brush->first, m_brush->second);
}

} // namespace wg::ui::plot
