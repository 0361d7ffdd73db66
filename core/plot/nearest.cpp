#include "core/plot/nearest.h"

#include <algorithm>
#include <cmath>

namespace wg::plot {

std::optional<std::size_t> nearestIndex(std::span<const TimeMs> t, TimeMs time)
{
    if (t.empty())
        return std::nullopt;
    const auto after = static_cast<std::size_t>(std::lower_bound(t.begin(), t.end(), time) - t.begin());
    if (after == t.size())
        return t.size() - 1;
    if (after > 0 && time - t[after - 1] <= t[after] - time)
        return after - 1;
    return after;
}

std::optional<Nearest> nearestSeries(
    std::span<const LineRef> lines, const Viewport& view, Point pointer, DurationMs maxTimeDistance)
{
    const Scale y = view.yScale();
    const TimeMs time = view.timeAt(pointer.x);
    std::optional<Nearest> best;
    for (std::size_t series = 0; series < lines.size(); ++series) {
        const auto index = nearestIndex(lines[series].t, time);
        if (!index || std::abs(lines[series].t[*index] - time) > maxTimeDistance)
            continue;
        const double distance = std::abs(y.toPixel(lines[series].v[*index]) - pointer.y);
        if (std::isfinite(distance) && (!best || distance < best->distance))
            best = Nearest{series, *index, distance};
    }
    return best;
}

} // namespace wg::plot
