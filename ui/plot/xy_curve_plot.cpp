#include "ui/plot/xy_curve_plot.h"

#include "core/plot/decimate.h"
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

constexpr int kAxisLabel = 20;
constexpr int kTop = size::plotTop + 3; ///< half a label stands above the topmost tick
constexpr int kBoxRow = 18;
constexpr std::size_t kMostBoxRows = 8;
constexpr int kMostBoxName = 140;
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

XYCurvePlot::XYCurvePlot(Kind kind, QWidget* parent) : PlotBase(parent), m_kind(kind), m_tooltip(new TooltipFrame(this))
{
    m_plot->xAxis->setLabel(kind == Kind::Roc ? tr("False positive rate") : tr("Recall"));
    m_plot->yAxis->setLabel(kind == Kind::Roc ? tr("True positive rate") : tr("Precision"));
    m_plot->xAxis->setRange(0, 1);
    m_plot->yAxis->setRange(0, 1);
    std::vector<Tick> ticks;
    for (int i = 0; i <= 5; ++i)
        ticks.push_back({i / 5.0, i == 0 ? "0" : i == 5 ? "1" : QString::number(i / 5.0, 'f', 1)});
    setTicks(m_plot->xAxis, ticks);
    setTicks(m_plot->yAxis, ticks);
    addPainted("main", [this](QCPPainter& painter) { paintCurves(painter); });
    addPainted("points", [this](QCPPainter& painter) {
        paintOperatingPoints(painter);
        paintBox(painter);
    });
    m_plot->moveLayer(m_plot->layer("points"), m_plot->layer("axes"), QCustomPlot::limAbove);
    addPainted("overlay", [this](QCPPainter& painter) {
        if (!m_hit || m_hit->curve >= m_curves.size())
            return;
        const auto& curve = m_curves[m_hit->curve];
        painter.setPen(QPen(colors().panel, stroke::dataLine));
        painter.setBrush(curve.color);
        painter.drawEllipse(toPixel(curve.points->x[m_hit->point], curve.points->y[m_hit->point]),
            static_cast<double>(size::pointHovered), static_cast<double>(size::pointHovered));
    });
}

XYCurvePlot::~XYCurvePlot() = default;

void XYCurvePlot::setCurves(std::vector<XYCurve> curves, const QString& boxTitle)
{
    m_curves = std::move(curves);
    std::erase_if(m_curves, [](const XYCurve& curve) {
        return !curve.points || curve.points->x.empty() || curve.points->x.size() != curve.points->y.size();
    });
    m_boxTitle = shown(boxTitle, 64);
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
    for (auto& curve : m_curves)
        curve.threshold = threshold;
    scheduleReplot();
}

std::optional<QPointF> XYCurvePlot::operatingPoint(std::size_t curve) const
{
    if (curve >= m_curves.size() || !m_curves[curve].threshold)
        return std::nullopt;
    const auto& points = *m_curves[curve].points;
    const auto at = indexAt(points, *m_curves[curve].threshold);
    return at ? std::optional(QPointF(points.x[*at], points.y[*at])) : std::nullopt;
}

QPointF XYCurvePlot::toPixel(double x, double y) const
{
    const QRectF area = plotRect();
    const auto unit = [](double v) { return std::isfinite(v) ? std::clamp(v, 0.0, 1.0) : 0.0; };
    return {area.left() + unit(x) * area.width(), area.bottom() - unit(y) * area.height()};
}

void XYCurvePlot::prepare()
{
    // Square, in the middle of what is there.
    const QSize available = m_plot->size();
    const int left = size::hitTargetMin + kAxisLabel, bottom = size::plotBottom + kAxisLabel;
    const int side = std::max(16, std::min(available.width() - left - size::plotRight, available.height() - bottom - kTop));
    const int spare = std::max(0, available.width() - left - size::plotRight - side) / 2;
    const int above = std::max(0, available.height() - bottom - kTop - side) / 2;
    setMargins(left + spare, kTop + above, available.width() - left - spare - side, available.height() - kTop - above - side);
    m_plot->plotLayout()->update(QCPLayoutElement::upLayout);
    m_lines.clear();
    for (const auto& curve : m_curves) {
        const auto thin =
            wg::plot::thinCurve(curve.points->x, curve.points->y, {0, 1}, {0, 1}, plotRect().width(), plotRect().height());
        auto& line = m_lines.emplace_back();
        line.reserve(thin.size());
        for (const auto& point : thin)
            line.push_back(toPixel(point.x, point.y));
    }
    placeBox();
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

QSizeF XYCurvePlot::boxSize() const
{
    const auto rows = std::min(m_curves.size(), kMostBoxRows);
    const QFontMetrics plain(theme::font(Text::Small)), strong(theme::font(Text::Small, true));
    int nameWidth = 0, noteWidth = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        nameWidth = std::max(nameWidth, std::min(plain.horizontalAdvance(shown(m_curves[i].name, 48)), kMostBoxName));
        noteWidth = std::max(noteWidth, strong.horizontalAdvance(m_curves[i].note));
    }
    const int width = size::swatch + space::s + nameWidth + (noteWidth ? space::l : 0) + noteWidth;
    const int title = m_boxTitled ? plain.horizontalAdvance(m_boxTitle) : 0;
    const int height = (m_boxTitled ? kBoxRow : 0) + kBoxRow * static_cast<int>(rows) + space::s;
    return QSizeF(std::max(width, title) + 2 * space::s, height);
}

/// How much a box there would hide: an operating point or the baseline's label weigh more than any curve.
double XYCurvePlot::coveredBy(const QRectF& box) const
{
    constexpr double kMark = 1e6;
    constexpr double kRoom = size::operatingRing + 2;
    double cost = box.intersects(baselineLabel()) ? kMark : 0;
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        const auto at = operatingPoint(i);
        if (at && box.adjusted(-kRoom, -kRoom, kRoom, kRoom).contains(toPixel(at->x(), at->y())))
            cost += kMark;
    }
    for (const auto& line : m_lines) {
        for (std::size_t i = 1; i < line.size(); ++i) {
            const QPointF way = line[i] - line[i - 1];
            const int steps = std::max(1, static_cast<int>(std::hypot(way.x(), way.y())));
            for (int k = 0; k < steps; ++k)
                cost += box.contains(line[i - 1] + way * k / steps) ? 1 : 0;
        }
    }
    return cost;
}

/// The emptiest corner; of equal ones the usual: lower right of a ROC curve, lower left of a precision-recall curve. Without
/// its title where that covers less.
void XYCurvePlot::placeBox()
{
    m_box = {};
    m_boxTitled = !m_boxTitle.isEmpty();
    if (m_curves.empty() || (!m_boxTitled && m_curves.size() < 2))
        return;
    const QRectF area = plotRect().adjusted(space::xs, space::xs, -space::xs, -space::xs);
    const bool roc = m_kind == Kind::Roc;
    double best = std::numeric_limits<double>::infinity();
    for (const bool titled : {!m_boxTitle.isEmpty(), false}) {
        const bool before = std::exchange(m_boxTitled, titled);
        const QSizeF size = boxSize();
        const double right = area.right() - size.width(), bottom = area.bottom() - size.height();
        const bool fits = size.width() <= area.width() && size.height() <= plotRect().height() * 0.6;
        bool better = false;
        for (const QPointF& corner : {QPointF(roc ? right : area.left(), bottom), QPointF(roc ? area.left() : right, bottom),
                 QPointF(roc ? area.left() : right, area.top()), QPointF(roc ? right : area.left(), area.top())}) {
            const double cost = coveredBy(QRectF(corner, size));
            if (fits && cost < best) {
                best = cost;
                m_box = QRectF(corner, size);
                better = true;
            }
        }
        if (!better)
            m_boxTitled = before;
    }
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

void XYCurvePlot::paintBox(QCPPainter& painter) const
{
    if (m_box.isEmpty())
        return;
    const QFontMetrics plain(theme::font(Text::Small));
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(colors().panel, 0.9));
    painter.drawRoundedRect(m_box, radius::control, radius::control);
    QRectF line(m_box.left() + space::s, m_box.top() + space::xs, m_box.width() - 2 * space::s, kBoxRow);
    if (m_boxTitled) {
        painter.setFont(theme::font(Text::Small));
        painter.setPen(colors().textSecondary);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_boxTitle);
        line.translate(0, kBoxRow);
    }
    for (std::size_t i = 0; i < std::min(m_curves.size(), kMostBoxRows); ++i) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_curves[i].color);
        painter.drawRoundedRect(QRectF(line.left(), line.center().y() - 4, size::swatch, size::swatch), 2, 2);
        painter.setFont(theme::font(Text::Small));
        painter.setPen(colors().textPrimary);
        painter.drawText(line.adjusted(size::swatch + space::s, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            plain.elidedText(shown(m_curves[i].name, 48), Qt::ElideRight, kMostBoxName));
        painter.setFont(theme::font(Text::Small, true));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, m_curves[i].note);
        line.translate(0, kBoxRow);
    }
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
        const bool roc = m_kind == Kind::Roc;
        std::vector<TooltipRow> rows = {{curve.color, curve.name, {}, true},
            {{}, roc ? tr("False positive rate") : tr("Recall"), QString::number(points.x[m_hit->point], 'f', 4)},
            {{}, roc ? tr("True positive rate") : tr("Precision"), QString::number(points.y[m_hit->point], 'f', 4)}};
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
