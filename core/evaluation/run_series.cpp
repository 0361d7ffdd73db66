// Runs as time series, and the smoothing of their curves.
#include "core/evaluation/runs.h"
#include "core/evaluation/series_name.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace wg::evaluation {
namespace {

/// Positions of the values in order of time, and the times: strictly ascending.
struct Timeline {
    std::vector<std::size_t> order;
    std::vector<TimeMs> times;
};

Timeline timelineOf(const TagSeries& series, TimeMs end)
{
    Timeline out;
    const std::size_t n = series.value.size();
    out.order.resize(n);
    std::iota(out.order.begin(), out.order.end(), std::size_t{0});
    out.times.reserve(n);
    if (series.wall.empty()) {
        for (std::size_t i = 0; i < n; ++i)
            out.times.push_back(end - static_cast<TimeMs>(n - 1 - i) * kSecond);
        return out;
    }
    std::ranges::stable_sort(out.order, {}, [&series](std::size_t i) { return series.wall[i]; });
    for (const std::size_t i : out.order)
        out.times.push_back(out.times.empty() ? series.wall[i] : std::max(series.wall[i], out.times.back() + 1));
    return out;
}

void appendTag(const std::vector<series::Label>& labels, const std::string& tag, const TagSeries& series, TimeMs end,
    series::Appendable& out)
{
    const Timeline timeline = timelineOf(series, end);
    const auto append = [&](const std::string& name, const std::vector<double>& values) {
        std::vector<series::Label> named = labels;
        named.push_back({std::string(series::kMetricName), name});
        named.push_back({"tag", tag});
        std::vector<double> ordered;
        ordered.reserve(values.size());
        for (const std::size_t i : timeline.order)
            ordered.push_back(values[i]);
        out.append(series::Labels(std::move(named)), timeline.times, ordered);
    };
    append(seriesName(tag), series.value);
    append(seriesName(tag) + "_step", series.step);
}

} // namespace

Result<void> appendRuns(const RunSet& runs, const std::string& logName, TimeMs end, series::Appendable& out)
{
    for (const auto& run : runs.runs) {
        const std::vector<series::Label> labels = {{std::string(kLogLabel), logName}, {"run", run->name}};
        for (const auto& [tag, series] : run->scalars)
            appendTag(labels, tag, series, end, out);
    }
    return {};
}

std::vector<double> smoothed(std::span<const double> values, double weight)
{
    if (std::ranges::adjacent_find(values, std::ranges::not_equal_to{}) == values.end())
        return {values.begin(), values.end()};
    std::vector<double> out;
    out.reserve(values.size());
    double last = 0;
    double counted = 0;
    for (const double value : values) {
        if (!std::isfinite(value)) {
            out.push_back(value);
            continue;
        }
        last = last * weight + (1 - weight) * value;
        const double debias = weight < 1 ? 1 - std::pow(weight, ++counted) : 1;
        out.push_back(last / debias);
    }
    return out;
}

} // namespace wg::evaluation
