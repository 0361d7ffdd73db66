#include "core/plot/stack.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wg::plot {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<TimeMs> allTimes(std::span<const StackInput> series)
{
    std::vector<TimeMs> out;
    for (const StackInput& input : series) {
        // Series of one query mostly share their times.
        if (std::ranges::equal(out, input.t))
            continue;
        std::vector<TimeMs> merged;
        merged.reserve(out.size() + input.t.size());
        std::ranges::set_union(out, input.t, std::back_inserter(merged));
        out = std::move(merged);
    }
    return out;
}

/// Values of a series at every time of `times`, NaN where it has none.
std::vector<double> resampled(const StackInput& input, std::span<const TimeMs> times, DurationMs maxGap)
{
    std::vector<double> out(times.size(), kNaN);
    std::size_t next = 0; // first point at or after the time
    for (std::size_t i = 0; i < times.size(); ++i) {
        while (next < input.t.size() && input.t[next] < times[i])
            ++next;
        if (next == input.t.size())
            break;
        if (input.t[next] == times[i]) {
            out[i] = std::isfinite(input.v[next]) ? input.v[next] : kNaN;
        } else if (next > 0) {
            const DurationMs distance = input.t[next] - input.t[next - 1];
            if (maxGap > 0 && distance > maxGap)
                continue;
            const double share = static_cast<double>(times[i] - input.t[next - 1]) / static_cast<double>(distance);
            const double value = input.v[next - 1] + share * (input.v[next] - input.v[next - 1]);
            out[i] = std::isfinite(value) ? value : kNaN;
        }
    }
    return out;
}

} // namespace

Stacked stack(std::span<const StackInput> series, StackMode mode, DurationMs maxGap)
{
    Stacked out;
    out.t = allTimes(series);
    std::vector<double> total(out.t.size(), 0.0);
    for (const StackInput& input : series) {
        Band& band = out.bands.emplace_back();
        band.high = resampled(input, out.t, maxGap);
        for (std::size_t i = 0; i < total.size(); ++i)
            total[i] += std::isnan(band.high[i]) ? 0.0 : std::abs(band.high[i]);
    }
    std::vector<double> above(out.t.size(), 0.0);
    std::vector<double> below(out.t.size(), 0.0);
    for (Band& band : out.bands) {
        band.low.assign(out.t.size(), kNaN);
        for (std::size_t i = 0; i < out.t.size(); ++i) {
            double value = band.high[i];
            if (std::isnan(value))
                continue;
            if (mode == StackMode::Percent)
                value = total[i] > 0 ? value / total[i] * 100.0 : 0.0;
            double& base = value < 0 ? below[i] : above[i];
            band.low[i] = base;
            base += value;
            band.high[i] = base;
        }
    }
    return out;
}

} // namespace wg::plot
