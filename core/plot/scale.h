// One axis: data to pixels and back, linear or logarithmic. Immutable.
#pragma once

#include "core/plot/geometry.h"

namespace wg::plot {

class Scale {
public:
    /// data.low is drawn at pixels.low. `pixels` may run backwards (low > high), as a value axis does on a screen.
    /// An empty or flat data interval is widened about its middle, so that every value has a pixel.
    [[nodiscard]] static Scale linear(Interval data, Interval pixels);
    /// Values at or below zero have no logarithm: the interval is cut to its positive part (else 1..10).
    [[nodiscard]] static Scale logarithmic(Interval data, Interval pixels);

    /// Not finite for a value that is not, or that a logarithmic axis cannot show.
    [[nodiscard]] double toPixel(double value) const;
    [[nodiscard]] double toData(double pixel) const;
    [[nodiscard]] Interval data() const { return m_data; }
    [[nodiscard]] Interval pixels() const { return m_pixels; }
    [[nodiscard]] bool isLogarithmic() const { return m_log; }

private:
    Scale(Interval data, Interval pixels, bool log);
    Interval m_data;
    Interval m_pixels;
    bool m_log;
    double m_origin; ///< data.low, or its logarithm
    double m_factor; ///< pixels per data unit, or per unit of logarithm
};

} // namespace wg::plot
