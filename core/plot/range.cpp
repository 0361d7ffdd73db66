#include "core/plot/range.h"

#include <cmath>
#include <vector>

namespace wg::plot {
namespace {

Interval padded(Interval data, const RangeOptions& options)
{
    if (options.logarithmic) {
        const double factor = std::pow(data.high / data.low, options.padding);
        return {data.low / factor, data.high * factor};
    }
    const double pad = data.length() * options.padding;
    Interval out{data.low - pad, data.high + pad};
    // Air below zero under data that never go there would be a lie.
    if (data.low >= 0 && out.low < 0)
        out.low = 0;
    if (data.high <= 0 && out.high > 0)
        out.high = 0;
    return out;
}

/// A flat line stands in the middle of something.
Interval opened(Interval data, bool logarithmic)
{
    if (data.length() > std::abs(data.high) * 1e-9)
        return data;
    if (logarithmic)
        return {data.low / 2, data.high * 2};
    if (data.low == 0)
        return {0, 1};
    const double half = std::abs(data.low) * 0.1;
    return {data.low - half, data.high + half};
}

bool usableEnd(const std::optional<double>& end, bool logarithmic)
{
    return end && std::isfinite(*end) && (!logarithmic || *end > 0);
}

} // namespace

Interval extent(std::span<const double> v, bool positiveOnly)
{
    Interval out = kEmptyInterval;
    for (const double value : v) {
        if (!std::isfinite(value) || (positiveOnly && value <= 0))
            continue;
        out.low = std::min(out.low, value);
        out.high = std::max(out.high, value);
    }
    return out;
}

Interval united(Interval a, Interval b)
{
    return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

Interval axisRange(Interval data, const RangeOptions& options)
{
    const bool log = options.logarithmic;
    if (data.empty() || !std::isfinite(data.low) || !std::isfinite(data.high) || (log && data.low <= 0))
        data =
            log ? Interval{1, 10} : (usableEnd(options.min, log) ? Interval{*options.min, *options.min + 1} : Interval{0, 1});
    if (options.fromZero && !log)
        data = united(data, {0, 0});
    // Keeps twice the height finite.
    data = {std::clamp(data.low, -1e300, 1e300), std::clamp(data.high, -1e300, 1e300)};
    Interval out = padded(opened(data, log), options);
    if (usableEnd(options.softMin, log) && *options.softMin <= data.low)
        out.low = *options.softMin;
    if (usableEnd(options.softMax, log) && *options.softMax >= data.high)
        out.high = *options.softMax;
    if (usableEnd(options.min, log))
        out.low = *options.min;
    if (usableEnd(options.max, log))
        out.high = *options.max;
    if (out.low < out.high)
        return out;
    // Fixed ends that leave nothing: keep the one that is fixed below.
    return log ? Interval{out.low, out.low * 10} : Interval{out.low, out.low + std::max(1.0, std::abs(out.low) * 0.1)};
}

DurationMs typicalStep(std::span<const TimeMs> t)
{
    if (t.size() < 2)
        return 0;
    std::vector<DurationMs> distances;
    const std::size_t stride = std::max<std::size_t>(1, (t.size() - 1) / 1000);
    for (std::size_t i = 1; i < t.size(); i += stride)
        distances.push_back(t[i] - t[i - 1]);
    const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
    std::nth_element(distances.begin(), middle, distances.end());
    return *middle;
}

} // namespace wg::plot
