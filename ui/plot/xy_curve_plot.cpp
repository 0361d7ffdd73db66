#include "ui/plot/xy_curve_plot.h"

#include "core/plot/decimate.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QMouseEvent>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace wg::ui::plot {
namespace {

using namespace theme;

constexpr double kPickDistance = 24; ///< px from a curve within which hover finds it

/// First point whose threshold is at or under `threshold`: thresholds descend along both curves as we keep them, but a
/// precision-recall curve may come ascending (scikit-learn's order).
std::optional<std::size_t> indexAt(const evaluation::Curve& curve, double threshold)
{
    const auto& t = curve.threshold;
    if (t.empty() || std::min(curve.x.size(), curve.y.size()) == 0)
        return std::nullopt;
    std::optional<std::size_t> best;
    // The decided class is score >= threshold: the smallest threshold on the curve that is not under ours.
    const bool descending = t.size() < 2 || t.front() >= t.back();
    const auto last = std::min({t.size(), curve.x.size(), curve.y.size()});
    if (descending) {
        const auto it = std::partition_point(
            t.begin(), t.begin() + static_cast<std::ptrdiff_t>(last), [&](double value) { return value >= threshold; });
        best = it == t.begin() ? 0 : static_cast<std::size_t>(it - t.begin()) - 1;
    } else {
        const auto it = std::partition_point(
            t.begin(), t.begin() + static_cast<std::ptrdiff_t>(last), [&](double value) { return value < threshold; });
        best = it == t.begin() + static_cast<std::ptrdiff_t>(last) ? last - 1 : static_cast<std::size_t>(it - t.begin());
    }
    return best;
}

} // namespace

XYCurvePlot::XYCurvePlot(Kind kind, QWidget* parent) : SquarePlot(parent), m_tooltip(new TooltipFrame(this))
{
    setKind(kind);
    addPainted("main", [this](QCPPainter& painter) { paintCurves(painter); });
    addPainted("points", [this](QCPPainter& painter) {
        paintOperatingPoints(painter);
        m_box.paint(painter);
    });
    m_plot->moveLayer(m_plot->layer("points"), m_plot->layer("axes"), QCustomPlot::limAbove);
    addPainted("overlay", [this](QCPPainter& painter) { paintHovered(painter); });
}

XYCurvePlot::~XYCurvePlot() = default;

void XYCurvePlot::setKind(Kind kind, const QString& xName, const QString& yName, wg::plot::Interval xs, wg::plot::Interval ys)
{
    m_kind = kind;
    m_xName = kind == Kind::Roc ? tr("False positive rate") : kind == Kind::PrecisionRecall ? tr("Recall") : xName;
    m_yName = kind == Kind::Roc ? tr("True positive rate") : kind == Kind::PrecisionRecall ? tr("Precision") : yName;
    setAxes(m_xName, m_yName, xs, ys);
}

void XYCurvePlot::setCurves(std::vector<XYCurve> curves, const QString& boxTitle)
{
    m_curves = std::move(curves);
    std::erase_if(m_curves, [](const XYCurve& curve) {
        return !curve.points || curve.points->x.empty() || curve.points->x.size() != curve.points->y.size();
    });
    std::vector<NumberBoxRow> rows;
    rows.reserve(m_curves.size());
    for (const XYCurve& curve : m_curves)
        rows.push_back({curve.color, curve.name, curve.note, curve.brief});
    m_box.setContent(boxTitle, std::move(rows));
    m_lines.clear();
    m_hit.reset();
    scheduleReplot();
}

void XYCurvePlot::setBaseline(std::optional<double> share)
{
    m_baseline = share;
    scheduleReplot();
}

void XYCurvePlot::setThreshold(double threshold)
{
    setThreshold(threshold, {});
}

void XYCurvePlot::setThreshold(double threshold, const std::vector<std::optional<QPointF>>& places)
{
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        m_curves[i].threshold = threshold;
        m_curves[i].at = i < places.size() ? places[i] : std::nullopt;
    }
    scheduleReplot();
}

std::optional<QPointF> XYCurvePlot::operatingPoint(std::size_t curve) const
{
    if (curve >= m_curves.size() || !m_curves[curve].threshold)
        return std::nullopt;
    if (m_curves[curve].at)
        return m_curves[curve].at;
    const auto& points = *m_curves[curve].points;
    const auto at = indexAt(points, *m_curves[curve].threshold);
    return at ? std::optional(QPointF(points.x[*at], points.y[*at])) : std::nullopt;
}

void XYCurvePlot::prepare()
{
    if (layoutSquare() || m_lines.size() != m_curves.size()) {
        m_lines.clear();
        const QRectF area = plotRect();
        const auto axis = [](const QCPAxis* of) { return wg::plot::Interval{of->range().lower, of->range().upper}; };
        for (const auto& curve : m_curves) {
            const auto thin = wg::plot::thinCurve(
                curve.points->x, curve.points->y, axis(m_plot->xAxis), axis(m_plot->yAxis), area.width(), area.height());
            auto& line = m_lines.emplace_back();
            line.reserve(thin.size());
            for (const auto& point : thin)
                line.push_back(toPixel(point.x, point.y));
        }
    }
    std::vector<QPointF> marks;
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        if (const auto at = operatingPoint(i))
            marks.push_back(toPixel(at->x(), at->y()));
    }
    // The usual place first: lower right of a ROC curve, lower left of a precision-recall curve.
    const std::vector<int> corners = m_kind == Kind::Roc ? std::vector{3, 2, 0, 1} : std::vector{2, 3, 1, 0};
    placeBox(corners, m_lines, marks, baselineLabel());
}

QString XYCurvePlot::baselineText() const
{
    return tr("share of positives %1").arg(*m_baseline, 0, 'f', 3);
}

/// Above its line, where a curve rarely is; under it when it is at the top.
QRectF XYCurvePlot::baselineLabel() const
{
    if (m_kind != Kind::PrecisionRecall || !m_baseline)
        return {};
    const QFontMetrics metrics(theme::font(Text::Small));
    const QPointF line = toPixel(0, *m_baseline);
    const double top = *m_baseline > 0.85 ? line.y() + space::xs : line.y() - space::xs - metrics.height();
    return {line.x() + space::s, top, metrics.horizontalAdvance(baselineText()) + 1.0, static_cast<double>(metrics.height())};
}

void XYCurvePlot::paintCurves(QCPPainter& painter)
{
    const auto& c = colors();
    QPen dashed(c.textDisabled, stroke::hairline, Qt::CustomDashLine);
    dashed.setDashPattern({4, 4});
    painter.setPen(dashed);
    if (m_kind == Kind::Roc) {
        painter.drawLine(QLineF(toPixel(0, 0), toPixel(1, 1)));
    } else if (m_baseline) {
        painter.drawLine(QLineF(toPixel(0, *m_baseline), toPixel(1, *m_baseline)));
        painter.setFont(theme::font(Text::Small));
        painter.setPen(c.textSecondary);
        painter.drawText(baselineLabel(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, baselineText());
    }
    // Later curves first, so that the first one, the candidate, lies on top.
    for (std::size_t i = m_curves.size(); i-- > 0;) {
        const auto& line = m_lines[i];
        if (i == 0 && line.size() > 1) {
            QPolygonF area(QVector<QPointF>(line.begin(), line.end()));
            area << QPointF(line.back().x(), plotRect().bottom()) << QPointF(line.front().x(), plotRect().bottom());
            painter.setPen(Qt::NoPen);
            painter.setBrush(withAlpha(m_curves[i].color, alpha::fillSeveralSeries));
            painter.drawPolygon(area);
        }
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_curves[i].color, stroke::dataLine, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(line.data(), static_cast<int>(line.size()));
    }
}

void XYCurvePlot::paintOperatingPoints(QCPPainter& painter) const
{
    const auto& c = colors();
    if (const auto at = operatingPoint(0)) {
        QPen guide(c.accent, stroke::hairline, Qt::CustomDashLine);
        guide.setDashPattern({3, 3});
        painter.setPen(guide);
        const QPointF pixel = toPixel(at->x(), at->y());
        painter.drawLine(QLineF(pixel, {pixel.x(), plotRect().bottom()}));
        painter.drawLine(QLineF(pixel, {plotRect().left(), pixel.y()}));
    }
    for (std::size_t i = m_curves.size(); i-- > 0;) {
        const auto at = operatingPoint(i);
        if (!at)
            continue;
        const QPointF pixel = toPixel(at->x(), at->y());
        painter.setPen(QPen(c.accent, stroke::dataLine));
        painter.setBrush(c.panel);
        painter.drawEllipse(pixel, static_cast<double>(size::operatingRing), static_cast<double>(size::operatingRing));
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_curves[i].color);
        painter.drawEllipse(pixel, size::operatingPoint - 0.5, size::operatingPoint - 0.5);
    }
}

void XYCurvePlot::paintHovered(QCPPainter& painter) const
{
    if (!m_hit || m_hit->curve >= m_curves.size())
        return;
    const auto& curve = m_curves[m_hit->curve];
    const QPointF at = toPixel(curve.points->x[m_hit->point], curve.points->y[m_hit->point]);
    painter.setPen(QPen(curve.color, stroke::dataLine));
    painter.setBrush(colors().panel);
    painter.drawEllipse(at, static_cast<double>(size::pointHovered), static_cast<double>(size::pointHovered));
    if (m_hit->point >= curve.points->threshold.size())
        return;
    painter.setFont(theme::font(Text::Small));
    painter.setPen(colors().textSecondary);
    const QString text = tr("t = %1").arg(curve.points->threshold[m_hit->point], 0, 'g', 3);
    const double width = painter.fontMetrics().horizontalAdvance(text) + 1.0, height = painter.fontMetrics().height();
    const bool roomLeft = at.x() - width - space::s > plotRect().left();
    painter.drawText(QRectF(roomLeft ? at.x() - width - space::s : at.x() + space::s, at.y() - height, width, height),
        Qt::AlignCenter | Qt::TextSingleLine, text);
}

std::optional<XYCurvePlot::Hit> XYCurvePlot::nearest(const QPointF& position) const
{
    std::optional<Hit> best;
    double bestDistance = kPickDistance * kPickDistance;
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        const auto& points = *m_curves[i].points;
        for (std::size_t k = 0; k < points.x.size(); ++k) {
            const QPointF delta = toPixel(points.x[k], points.y[k]) - position;
            const double distance = QPointF::dotProduct(delta, delta);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = Hit{i, k};
            }
        }
    }
    return best;
}

void XYCurvePlot::pick(const QPointF& position)
{
    const auto hit = nearest(position);
    if (!hit || hit->point >= m_curves[hit->curve].points->threshold.size())
        return;
    const double threshold = m_curves[hit->curve].points->threshold[hit->point];
    if (std::isfinite(threshold))
        Q_EMIT thresholdPicked(threshold);
}

void XYCurvePlot::mousePressed(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        pick(event->position());
}

void XYCurvePlot::mouseAt(const QPointF& position, Qt::MouseButtons buttons, Qt::KeyboardModifiers)
{
    if (buttons & Qt::LeftButton)
        pick(position);
    m_hit = nearest(position);
    if (!m_hit) {
        m_tooltip->hide();
    } else {
        const auto& curve = m_curves[m_hit->curve];
        const auto& points = *curve.points;
        std::vector<TooltipRow> rows = {{curve.color, curve.name, {}, true},
            {{}, m_xName, QString::number(points.x[m_hit->point], 'f', 4)},
            {{}, m_yName, QString::number(points.y[m_hit->point], 'f', 4)}};
        if (m_hit->point < points.threshold.size())
            rows.push_back({{}, tr("Threshold"), QString::number(points.threshold[m_hit->point], 'g', 4)});
        m_tooltip->setContent({}, rows);
        m_tooltip->showBeside(mapToGlobal(position.toPoint()));
    }
    scheduleOverlay();
}

void XYCurvePlot::mouseLeft()
{
    m_hit.reset();
    m_tooltip->hide();
    scheduleOverlay();
}

} // namespace wg::ui::plot
