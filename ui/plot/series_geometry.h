// Series to pixels: stacking, decimation and clipping of core/plot, as Qt's points. Pure; no widget, no colour.
#pragma once

#include "core/plot/decimate.h"
#include "core/plot/viewport.h"
#include "ui/plot/plot_series.h"

#include <QPolygonF>

#include <vector>

namespace wg::ui::plot {

/// The points of one series that matter at this width, in data coordinates.
struct ReducedSeries {
    std::vector<wg::plot::Column> columns; ///< of the upper edge
    std::vector<wg::plot::Column> low; ///< of the lower edge; empty where not stacked
    std::vector<TimeMs> stackT; ///< stacked: times and values as drawn, for hit tests
    std::vector<double> stackV;
    DurationMs step = 0; ///< usual distance of two points
};

/// One entry per series; hidden ones are empty. `pixels` is the plot's width in device pixels.
[[nodiscard]] std::vector<ReducedSeries> reduceSeries(const std::vector<PlotSeries>& series, TimeRange window, int pixels);

/// Least and greatest drawn value inside the window.
[[nodiscard]] wg::plot::Interval valueExtent(const std::vector<ReducedSeries>& reduced, TimeRange window, bool positiveOnly);

/// What is painted for one series, clipped to the viewport's rectangle.
struct SeriesShape {
    std::vector<QPolygonF> lines;
    std::vector<QPolygonF> fills;
    std::vector<QRectF> bars;
    std::vector<QPointF> dots; ///< points style, and lone points of lines
    [[nodiscard]] std::size_t pointCount() const;
};
[[nodiscard]] SeriesShape shapeOf(
    const PlotSeries& series, const ReducedSeries& reduced, const wg::plot::Viewport& view, bool filled);

} // namespace wg::ui::plot
