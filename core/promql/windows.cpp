#include "core/promql/windows.h"

namespace wg::promql {
namespace {

/// Series of one metric differ in other labels, so they still differ when its name is gone.
bool allOfOneMetric(const StepVector& vector)
{
    const auto same = [&](std::string_view label) {
        return std::ranges::all_of(
            vector, [&](const StepSeries& s) { return s.labels->get(label) == vector.front().labels->get(label); });
    };
    return vector.empty() || (same(series::kMetricName) && same("__type__") && same("__unit__"));
}

} // namespace

Result<void> finishWindows(CallContext& context, StepVector& out, MetricName name, const Inspect& inspect)
{
    const EngineOptions& options = context.evaluation.options;
    dropAbsent(out);
    if (inspect)
        inspect(out);
    if (name == MetricName::Keep)
        return {};
    const bool staysUnique = allOfOneMetric(out);
    WG_CHECK(dropMetricNames(out, context.evaluation));
    if (staysUnique || options.delayedNameRemoval)
        return {};
    return mergeSameLabels(context.evaluation, out, true);
}

std::uint64_t workOf(const RangeVector& input, std::size_t steps)
{
    std::uint64_t work = input.series.size() * steps;
    for (const RangeSeries& series : input.series)
        work += series.t.size();
    return work;
}

} // namespace wg::promql
