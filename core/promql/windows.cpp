#include "core/promql/windows.h"

namespace wg::promql {

Result<StepValue> mapWindows(
    CallContext& context, std::size_t range, double (*kernel)(const Window&), const ScalarSteps* parameter, MetricName name)
{
    const auto& input = std::get<RangeVector>(context.arguments[range]);
    const Grid& grid = context.grid;
    const bool leftOpen = context.evaluation.leftOpen();
    WG_CHECK(context.evaluation.account(input.series.size() * grid.count));
    StepVector out;
    out.reserve(input.series.size());
    for (const RangeSeries& series : input.series) {
        WG_CHECK(context.evaluation.checkpoint());
        StepSeries result{series.labels, std::vector<double>(grid.count, absent())};
        std::size_t first = 0; // first sample in the window
        std::size_t end = 0; // first sample after it
        std::size_t work = 0;
        for (std::size_t i = 0; i < grid.count; ++i) {
            Window window;
            window.step = grid.at(i);
            window.to = input.windowEnd(window.step);
            window.from = window.to - input.range;
            while (end < series.t.size() && series.t[end] <= window.to)
                ++end;
            while (first < end && (leftOpen ? series.t[first] <= window.from : series.t[first] < window.from))
                ++first;
            if (first == end)
                continue;
            window.t = series.t.subspan(first, end - first);
            window.v = series.v.subspan(first, end - first);
            window.parameter = parameter != nullptr ? (*parameter)[i] : 0;
            window.compat = context.evaluation.options.compat;
            result.v[i] = kernel(window);
            constexpr std::size_t kSamplesBetweenChecks = 1 << 16;
            work += end - first;
            if (work > kSamplesBetweenChecks) {
                WG_CHECK(context.evaluation.checkpoint());
                work = 0;
            }
        }
        if (result.anyPresent())
            out.push_back(std::move(result));
    }
    if (name == MetricName::Drop)
        dropMetricNames(out, context.evaluation.options);
    WG_CHECK(mergeSameLabels(out, true));
    return out;
}

} // namespace wg::promql
