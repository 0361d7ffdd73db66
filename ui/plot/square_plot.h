// A chart whose plot area is a square in the middle of what is there: ROC, PR, calibration, predicted against actual.
#pragma once

#include "core/plot/geometry.h"
#include "ui/plot/number_box.h"
#include "ui/plot/plot_base.h"

#include <QString>

namespace wg::ui::plot {

class SquarePlot : public PlotBase {
    Q_OBJECT
public:
    explicit SquarePlot(QWidget* parent);

    /// 0 to 1 by fifths until said otherwise.
    void setAxes(const QString& xLabel, const QString& yLabel, wg::plot::Interval xs = {0, 1}, wg::plot::Interval ys = {0, 1});
    [[nodiscard]] QPointF toPixel(double x, double y) const; ///< of axis coordinates, in the widget's pixels; clamped
    [[nodiscard]] QPointF fromPixel(const QPointF& at) const;
    /// Where the box of numbers stands, in the widget's pixels; empty when there is no room for one.
    [[nodiscard]] QRectF boxRect() const { return m_box.rect(); }

protected:
    /// Lays the square out; true when it has changed since the last time, so that lines in pixels are to be made again.
    bool layoutSquare();
    /// Puts the box where it hides neither `marks` nor `keepFree`, and little of the lines.
    void placeBox(const std::vector<int>& corners, const std::vector<std::vector<QPointF>>& lines,
        const std::vector<QPointF>& marks, const QRectF& keepFree = {});

    NumberBox m_box;

private:
    wg::plot::Interval m_xs{0, 1}, m_ys{0, 1};
    QRectF m_square;
};

} // namespace wg::ui::plot
