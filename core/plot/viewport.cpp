#include "core/plot/viewport.h"

#include <cmath>

namespace wg::plot {
namespace {

constexpr double kLeastMs = 10;
constexpr double kMostMs = 200.0 * kYear;

Viewport withTime(Viewport view, double from, double to)
{
    view.time = {static_cast<TimeMs>(std::llround(from)), static_cast<TimeMs>(std::llround(to))};
    return view;
}

} // namespace

Scale Viewport::xScale() const
{
    return Scale::linear({static_cast<double>(time.from), static_cast<double>(time.to)}, {plot.left, plot.right()});
}

Scale Viewport::yScale() const
{
    const Interval pixels{plot.bottom(), plot.top};
    return logarithmic ? Scale::logarithmic(values, pixels) : Scale::linear(values, pixels);
}

TimeMs Viewport::timeAt(double pixelX) const
{
    return static_cast<TimeMs>(std::llround(xScale().toData(pixelX)));
}

Point Viewport::toPixel(TimeMs t, double value) const
{
    return {xScale().toPixel(static_cast<double>(t)), yScale().toPixel(value)};
}

Viewport Viewport::zoomed(double pixelX, double factor) const
{
    const double length = static_cast<double>(time.length());
    if (!(factor > 0) || !(length > 0) || !(plot.width > 0))
        return *this;
    const double wanted = std::clamp(length * factor, kLeastMs, kMostMs);
    const double share = std::clamp((pixelX - plot.left) / plot.width, 0.0, 1.0);
    const double pivot = static_cast<double>(time.from) + share * length;
    return withTime(*this, pivot - share * wanted, pivot + (1 - share) * wanted);
}

Viewport Viewport::panned(double pixels) const
{
    if (!(plot.width > 0))
        return *this;
    const auto moved = static_cast<DurationMs>(std::llround(pixels / plot.width * static_cast<double>(time.length())));
    Viewport out = *this;
    out.time = {time.from - moved, time.to - moved};
    return out;
}

Viewport Viewport::selected(double fromPixelX, double toPixelX) const
{
    const double left = std::clamp(std::min(fromPixelX, toPixelX), plot.left, plot.right());
    const double right = std::clamp(std::max(fromPixelX, toPixelX), plot.left, plot.right());
    if (right - left < 2)
        return *this;
    const double from = xScale().toData(left);
    return withTime(*this, from, std::max(xScale().toData(right), from + kLeastMs));
}

} // namespace wg::plot
