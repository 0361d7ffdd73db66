#include "core/plot/scale.h"

#include <cmath>
#include <limits>

namespace wg::plot {
namespace {

Interval widened(Interval data)
{
    if (!std::isfinite(data.low) || !std::isfinite(data.high) || data.empty())
        return {0, 1};
    // Narrower than doubles can tell apart along a screen is flat.
    const double least = std::max(std::abs(data.low), std::abs(data.high)) * 1e-12;
    if (data.length() > least)
        return data;
    const double half = data.low == 0 ? 0.5 : std::abs(data.low) * 0.5;
    return {data.low - half, data.high + half};
}

} // namespace

Scale::Scale(Interval data, Interval pixels, bool log)
    : m_data(data)
    , m_pixels(pixels)
    , m_log(log)
    , m_origin(log ? std::log10(data.low) : data.low)
    , m_factor((pixels.high - pixels.low) / ((log ? std::log10(data.high) : data.high) - m_origin))
{
}

Scale Scale::linear(Interval data, Interval pixels)
{
    return {widened(data), pixels, false};
}

Scale Scale::logarithmic(Interval data, Interval pixels)
{
    if (!(data.high > 0) || !std::isfinite(data.high))
        data = {1, 10};
    if (!(data.low > 0))
        data.low = data.high / 1000;
    if (!(data.high > data.low * 1.0001))
        data = {data.low / 2, data.high * 2};
    return {data, pixels, true};
}

double Scale::toPixel(double value) const
{
    if (m_log && !(value > 0))
        return std::numeric_limits<double>::quiet_NaN();
    return m_pixels.low + ((m_log ? std::log10(value) : value) - m_origin) * m_factor;
}

double Scale::toData(double pixel) const
{
    if (m_factor == 0)
        return m_data.low;
    const double along = m_origin + (pixel - m_pixels.low) / m_factor;
    return m_log ? std::pow(10.0, along) : along;
}

} // namespace wg::plot
