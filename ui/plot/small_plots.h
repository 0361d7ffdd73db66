// The small painted ones: sparkline, gauge arc, and the pie on Qt Charts.
#pragma once

#include "core/base/time.h"

#include <QColor>
#include <QString>
#include <QWidget>

#include <memory>
#include <optional>
#include <span>
#include <vector>

class QChartView;

namespace wg::ui::plot {

/// A line over a soft fill, edge to edge; draws nothing with fewer than two points.
void paintSparkline(QPainter& painter, const QRectF& area, std::span<const TimeMs> t, std::span<const double> v,
    TimeRange range, const QColor& color);

struct GaugeStep {
    double from = 0; ///< in [0, 1] of the arc
    QColor color;
};
/// An arc of 240 degrees: track, thin ring of threshold colours outside, value arc. `value` in [0, 1]; unset: only the track.
void paintGaugeArc(
    QPainter& painter, const QRectF& area, std::optional<double> value, const QColor& color, std::span<const GaugeStep> steps);

struct PieSlice {
    QString name;
    double value = 0; ///< what is not positive and finite is left out
    QColor color;
};

/// Pie or donut. Names are escaped: Qt Charts would read them as HTML.
class PiePlot : public QWidget {
    Q_OBJECT
public:
    explicit PiePlot(QWidget* parent = nullptr);

    void setSlices(std::vector<PieSlice> slices, bool donut);
    void setHovered(std::optional<std::size_t> slice);
    void paintTo(QPainter& painter, const QRect& area);
    [[nodiscard]] QSize minimumSizeHint() const override { return {60, 60}; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void rebuild();
    QChartView* m_view = nullptr;
    std::vector<PieSlice> m_slices;
    bool m_donut = false;
};

} // namespace wg::ui::plot
