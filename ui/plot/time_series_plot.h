// Values over time on QCustomPlot: lines, areas, stacks, bars, points; thresholds, marks, alert strip; shared crosshair, zoom
// and pan. Whatever the number of samples, at most four points a pixel column are drawn. GUI thread only.
#pragma once

#include "core/units/time_range.h"
#include "ui/plot/plot_base.h"
#include "ui/plot/plot_series.h"
#include "ui/plot/series_geometry.h"

#include <optional>
#include <vector>

namespace wg::ui::theme {
class TooltipFrame;
}

namespace wg::ui::plot {

class TimeSeriesPlot : public PlotBase {
    Q_OBJECT
public:
    explicit TimeSeriesPlot(QWidget* parent = nullptr);
    ~TimeSeriesPlot() override;

    // All setters coalesce into one replot.
    void setSeries(std::vector<PlotSeries> series);
    void setSeriesHidden(std::size_t index, bool hidden);
    void setValueAxis(const ValueAxis& axis);
    void setRange(TimeRange range, const units::Zone& zone);
    void setThresholds(std::vector<PlotThreshold> thresholds);
    void setMarks(std::vector<PlotMark> marks);
    /// Spans for the strip under the axis; it takes room only when there are any.
    void setAlertSpans(std::vector<AlertSpan> spans);
    /// Time of another panel's pointer; nullopt hides the line.
    void setCrosshair(std::optional<TimeMs> at);
    /// Line of one series drawn stronger, as while its legend entry is hovered; nullopt: none.
    void setEmphasised(std::optional<std::size_t> series);

    [[nodiscard]] const std::vector<PlotSeries>& series() const { return m_series; }
    [[nodiscard]] const wg::plot::Viewport& viewport() const { return m_view; }
    [[nodiscard]] const std::vector<SeriesShape>& shapes() const { return m_shapes; } ///< as last painted

    void paintTo(QPainter& painter, const QRect& area) override;

Q_SIGNALS:
    void hovered(std::optional<wg::TimeMs> at);
    void zoomRequested(wg::TimeRange range);
    void zoomOutRequested();

protected:
    void prepare() override;
    void mouseAt(const QPointF& position, Qt::MouseButtons buttons, Qt::KeyboardModifiers modifiers) override;
    void mousePressed(QMouseEvent* event) override;
    void mouseReleased(QMouseEvent* event) override;
    void mouseDoubleClicked(QMouseEvent* event) override;
    void wheelTurned(QWheelEvent* event) override;
    void mouseLeft() override;
    void keyPressEvent(QKeyEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    enum class Gesture { None, Select, Pan };
    // time_series_plot.cpp
    void prepareRange();
    void prepareMargins();
    void prepareTicks();
    [[nodiscard]] bool filled(std::size_t index) const;
    [[nodiscard]] double fillAlpha(std::size_t index, bool hovered) const;
    [[nodiscard]] std::pair<std::size_t, std::size_t> fillEnds() const;
    // time_series_paint.cpp
    void addLayers();
    void paintThresholdAreas(QCPPainter& painter) const;
    void paintSeries(QCPPainter& painter) const;
    void paintShape(QCPPainter& painter, std::size_t index, bool strong) const;
    void paintThresholdLines(QCPPainter& painter) const;
    void paintMarks(QCPPainter& painter) const;
    void paintStrip(QCPPainter& painter) const;
    void paintOverlay(QCPPainter& painter) const;
    // time_series_mouse.cpp
    void hover(const QPointF& position);
    void showTooltip(const QPointF& position);
    [[nodiscard]] double drawnValue(std::size_t series, std::size_t index) const;
    void cancelGesture();
    void requestZoomSoon(TimeRange range);

    std::vector<PlotSeries> m_series;
    std::vector<ReducedSeries> m_reduced;
    std::vector<SeriesShape> m_shapes;
    std::vector<PlotThreshold> m_thresholds;
    std::vector<PlotMark> m_marks;
    std::vector<AlertSpan> m_spans;
    ValueAxis m_axis;
    TimeRange m_range{0, kHour};
    units::Zone m_zone = units::Zone::utc();
    wg::plot::Viewport m_view;
    QSize m_preparedSize;
    bool m_stale = true; ///< series or range changed since the last reduction

    std::optional<TimeMs> m_crosshair;
    std::optional<std::size_t> m_nearest; ///< series under the pointer
    std::optional<std::size_t> m_emphasised;
    bool m_inside = false; ///< the pointer is over this plot
    Gesture m_gesture = Gesture::None;
    QPointF m_pressedAt, m_pointer;
    TimeRange m_rangeAtPress;
    QTimer* m_zoomTimer = nullptr;
    TimeRange m_pendingZoom;
    theme::TooltipFrame* m_tooltip = nullptr;
};

} // namespace wg::ui::plot
