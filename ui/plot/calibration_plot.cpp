#include "ui/plot/calibration_plot.h"

#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QMouseEvent>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace wg::ui::plot {
namespace {

using namespace theme;

constexpr double kCountShare = 0.12; ///< of the plot's height, for the fullest bin
constexpr double kPickDistance = 12; ///< px
constexpr double kHalf = 0.5; ///< of a hairline, to stand on whole pixels

} // namespace

CalibrationPlot::CalibrationPlot(QWidget* parent) : SquarePlot(parent), m_tooltip(new TooltipFrame(this))
{
    setAxes(tr("Predicted probability"), tr("Observed share"));
    addPainted("main", [this](QCPPainter& painter) {
        paintCounts(painter);
        paintLines(painter);
    });
    addPainted("mark", [this](QCPPainter& painter) {
        paintThreshold(painter);
        m_box.paint(painter);
    });
    m_plot->moveLayer(m_plot->layer("mark"), m_plot->layer("axes"), QCustomPlot::limAbove);
}

CalibrationPlot::~CalibrationPlot() = default;

void CalibrationPlot::setLines(std::vector<CalibrationLine> lines, const QString& boxTitle)
{
    m_lines = std::move(lines);
    std::vector<NumberBoxRow> rows;
    for (CalibrationLine& line : m_lines) {
        std::erase_if(line.bins, [](const auto& bin) { return bin.rows == 0 || !std::isfinite(bin.observed); });
        rows.push_back({line.color, line.name, line.note});
    }
    m_box.setContent(boxTitle, std::move(rows));
    scheduleReplot();
}

void CalibrationPlot::setThreshold(std::optional<double> threshold)
{
    if (m_threshold == threshold)
        return;
    m_threshold = threshold;
    scheduleReplot();
}

void CalibrationPlot::prepare()
{
    layoutSquare();
    std::vector<std::vector<QPointF>> lines;
    for (const CalibrationLine& line : m_lines) {
        auto& points = lines.emplace_back();
        for (const auto& bin : line.bins)
            points.push_back(toPixel(bin.meanScore, bin.observed));
    }
    placeBox({0, 3, 2, 1}, lines, {});
}

void CalibrationPlot::paintCounts(QCPPainter& painter) const
{
    if (m_lines.empty())
        return;
    std::uint64_t most = 1;
    for (const auto& bin : m_lines.front().bins)
        most = std::max(most, bin.rows);
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(colors().seriesNeutral, alpha::fillStacked));
    const QRectF area = plotRect();
    for (const auto& bin : m_lines.front().bins) {
        const double height =
            std::max(1.0, static_cast<double>(bin.rows) / static_cast<double>(most) * kCountShare * area.height());
        const double left = std::round(toPixel(bin.low, 0).x()), right = std::round(toPixel(bin.high, 0).x());
        painter.drawRect(QRectF(left, area.bottom() - height, std::max(1.0, right - left - 1), height));
    }
}

void CalibrationPlot::paintLines(QCPPainter& painter) const
{
    QPen dashed(colors().textDisabled, stroke::hairline, Qt::CustomDashLine);
    dashed.setDashPattern({4, 4});
    painter.setPen(dashed);
    painter.drawLine(QLineF(toPixel(0, 0), toPixel(1, 1)));
    for (std::size_t i = m_lines.size(); i-- > 0;) {
        const CalibrationLine& line = m_lines[i];
        QPolygonF points;
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(line.color, stroke::denseLine));
        for (const auto& bin : line.bins) {
            points << toPixel(bin.meanScore, bin.observed);
            if (!bin.interval.defined())
                continue;
            const double x = std::floor(points.back().x()) + kHalf;
            painter.drawLine(QLineF(x, toPixel(0, bin.interval.low).y(), x, toPixel(0, bin.interval.high).y()));
        }
        painter.drawPolyline(points);
        painter.setPen(QPen(colors().panel, stroke::hairline));
        painter.setBrush(line.color);
        for (const QPointF& point : points)
            painter.drawEllipse(point, static_cast<double>(size::pointHovered), static_cast<double>(size::pointHovered));
    }
}

void CalibrationPlot::paintThreshold(QCPPainter& painter) const
{
    if (!m_threshold)
        return;
    QPen guide(colors().accent, stroke::hairline, Qt::CustomDashLine);
    guide.setDashPattern({3, 3});
    painter.setPen(guide);
    const double x = std::floor(toPixel(*m_threshold, 0).x()) + kHalf;
    painter.drawLine(QLineF(x, plotRect().top(), x, plotRect().bottom()));
}

void CalibrationPlot::mousePressed(QMouseEvent* event)
{
    mouseAt(event->position(), event->buttons(), event->modifiers());
}

void CalibrationPlot::mouseAt(const QPointF& position, Qt::MouseButtons buttons, Qt::KeyboardModifiers)
{
    if ((buttons & Qt::LeftButton) && plotRect().contains(position) && !m_lines.empty())
        Q_EMIT thresholdPicked(std::clamp(fromPixel(position).x(), 0.0, 1.0));
    for (const CalibrationLine& line : m_lines) {
        for (const auto& bin : line.bins) {
            const QPointF delta = toPixel(bin.meanScore, bin.observed) - position;
            if (std::hypot(delta.x(), delta.y()) > kPickDistance)
                continue;
            const auto number = [](double value) { return QString::number(value, 'f', 3); };
            m_tooltip->setContent(tr("Scores %1 to %2").arg(bin.low, 0, 'g', 3).arg(bin.high, 0, 'g', 3),
                {{line.color, line.name, {}, true}, {{}, tr("Rows"), QString::number(bin.rows)},
                    {{}, tr("Mean score"), number(bin.meanScore)}, {{}, tr("Share of positives"), number(bin.observed)},
                    {{}, tr("Its interval"),
                        bin.interval.defined() ? number(bin.interval.low) + " – " + number(bin.interval.high) : QString()}});
            return m_tooltip->showBeside(mapToGlobal(position.toPoint()));
        }
    }
    m_tooltip->hide();
}

void CalibrationPlot::mouseLeft()
{
    m_tooltip->hide();
}

} // namespace wg::ui::plot
