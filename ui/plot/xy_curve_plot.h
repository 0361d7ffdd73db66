// ROC and precision-recall curves: square axes from 0 to 1, diagonal or baseline, operating points, a box of numbers.
#pragma once

#include "core/evaluation/result.h"
#include "ui/plot/plot_base.h"

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
};

class XYCurvePlot : public PlotBase {
    Q_OBJECT
public:
    enum class Kind { Roc, PrecisionRecall };
    explicit XYCurvePlot(Kind kind, QWidget* parent = nullptr);
    ~XYCurvePlot() override;

    void setCurves(std::vector<XYCurve> curves, const QString& boxTitle = {});
    /// Share of positives, a dashed level line under a precision-recall curve.
    void setBaseline(std::optional<double> share);
    /// Moves all operating points; cheap, called while a slider is dragged.
    void setThreshold(double threshold);
    /// The operating point of a curve, in axis coordinates; for tests and for the page.
    [[nodiscard]] std::optional<QPointF> operatingPoint(std::size_t curve) const;
    [[nodiscard]] QPointF toPixel(double x, double y) const; ///< of axis coordinates, in the widget's pixels
    /// Where the box of numbers stands, in the widget's pixels; empty when there is no room for one.
    [[nodiscard]] QRectF boxRect() const { return m_box; }

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
    void placeBox();
    [[nodiscard]] QSizeF boxSize() const;
    [[nodiscard]] double coveredBy(const QRectF& box) const;
    [[nodiscard]] QRectF baselineLabel() const;
    [[nodiscard]] QString baselineText() const;
    void paintBox(QCPPainter& painter) const;
    void paintOperatingPoints(QCPPainter& painter) const;

    Kind m_kind;
    std::vector<XYCurve> m_curves;
    std::vector<std::vector<QPointF>> m_lines; ///< reduced, in pixels
    QString m_boxTitle;
    QRectF m_box;
    bool m_boxTitled = false; ///< there is room for the title, too
    std::optional<double> m_baseline;
    std::optional<Hit> m_hit;
    theme::TooltipFrame* m_tooltip = nullptr;
};

} // namespace wg::ui::plot
