// What part of the data a plot shows and where: an immutable value; every gesture gives a new one.
#pragma once

#include "core/base/time.h"
#include "core/plot/geometry.h"
#include "core/plot/scale.h"

namespace wg::plot {

struct Viewport {
    TimeRange time; ///< across the plot's width
    Interval values; ///< across its height
    Rect plot; ///< in pixels
    bool logarithmic = false; ///< the value axis

    [[nodiscard]] Scale xScale() const;
    [[nodiscard]] Scale yScale() const; ///< runs upward
    [[nodiscard]] TimeMs timeAt(double pixelX) const;
    [[nodiscard]] Point toPixel(TimeMs t, double value) const;

    /// About the instant under the pointer; factor 0.5 shows half as much. Never shorter than 10 ms nor longer than 200 years.
    [[nodiscard]] Viewport zoomed(double pixelX, double factor) const;
    /// The content follows the pointer by `pixels` to the right.
    [[nodiscard]] Viewport panned(double pixels) const;
    /// The range dragged over, in either direction; unchanged when it is under two pixels wide.
    [[nodiscard]] Viewport selected(double fromPixelX, double toPixelX) const;
    bool operator==(const Viewport&) const = default;
};

} // namespace wg::plot
