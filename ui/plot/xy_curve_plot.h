// ROC, precision-recall and other curves of binary scores: diagonal or baseline, operating points, a box of numbers.
#pragma once

#include "core/evaluation/result.h"
#include "ui/plot/square_plot.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace wg::ui::theme {
class TooltipFrame;
}

namespace wg::ui::plot {

struct XYCurve {
    QString name;
    QString note; ///< shown beside the name in the box: "0.925 [0.922, 0.928]"
    QColor color;
    std::shared_ptr<const evaluation::Curve> points;
    std::optional<double> threshold; ///< where the operating point stands
    std::optional<QPointF> at = {}; ///< its exact place, for a curve that was thinned out; unset: the curve's own point
    QString brief = {}; ///< of the note, where there is no room for all of it
};

class XYCurvePlot : public SquarePlot {
    Q_OBJECT
public:
    /// Other: axes by setAxes(); no line of reference.
    enum class Kind { Roc, PrecisionRecall, Other };
    explicit XYCurvePlot(Kind kind, QWidget* parent = nullptr);
    ~XYCurvePlot() override;

    /// Axes and line of reference of another kind of curve; Other takes the names and extents that are given.
    void setKind(Kind kind, const QString& xName = {}, const QString& yName = {}, wg::plot::Interval xs = {0, 1},
        wg::plot::Interval ys = {0, 1});
    void setCurves(std::vector<XYCurve> curves, const QString& boxTitle = {});
    /// Share of positives, a dashed level line under a precision-recall curve.
    void setBaseline(std::optional<double> share);
    /// Moves all operating points; cheap, called while a slider is dragged.
    void setThreshold(double threshold);
    /// The same with exact places, one for each curve.
    void setThreshold(double threshold, const std::vector<std::optional<QPointF>>& places);
    /// The operating point of a curve, in axis coordinates; for tests and for the page.
    [[nodiscard]] std::optional<QPointF> operatingPoint(std::size_t curve) const;

Q_SIGNALS:
    /// The user clicked or dragged along the first curve.
    void thresholdPicked(double threshold);

protected:
    void prepare() override;
    void mouseAt(const QPointF& position, Qt::MouseButtons buttons, Qt::KeyboardModifiers modifiers) override;
    void mousePressed(QMouseEvent* event) override;
    void mouseLeft() override;

private:
    struct Hit {
        std::size_t curve = 0, point = 0;
    };
    [[nodiscard]] std::optional<Hit> nearest(const QPointF& position) const;
    void pick(const QPointF& position);
    void paintCurves(QCPPainter& painter);
    void paintHovered(QCPPainter& painter) const;
    [[nodiscard]] QRectF baselineLabel() const;
    [[nodiscard]] QString baselineText() const;
    void paintOperatingPoints(QCPPainter& painter) const;

    Kind m_kind = Kind::Roc;
    QString m_xName, m_yName;
    std::vector<XYCurve> m_curves;
    std::vector<std::vector<QPointF>> m_lines; ///< reduced, in pixels; made again only for other curves or another size
    std::optional<double> m_baseline;
    std::optional<Hit> m_hit;
    theme::TooltipFrame* m_tooltip = nullptr;
};

} // namespace wg::ui::plot
