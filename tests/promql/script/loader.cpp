#include "tests/promql/script/loader.h"

#include <map>
#include <set>

#include <fmt/format.h>

namespace wg::test::script {
namespace {

struct Columns {
    std::vector<TimeMs> t;
    std::vector<double> v;
    std::vector<TimeMs> start;
    std::vector<TimeMs> histograms;
};

Columns columnsOf(const LoadedSeries& series, DurationMs step)
{
    Columns out;
    for (std::size_t i = 0; i < series.points.size(); ++i) {
        const TimeMs t = static_cast<TimeMs>(i) * step;
        const Point& point = series.points[i];
        if (point.kind == Point::Kind::Histogram)
            out.histograms.push_back(t);
        if (point.kind != Point::Kind::Float)
            continue;
        out.t.push_back(t);
        out.v.push_back(point.value);
        const bool started = i < series.starts.size() && series.starts[i];
        out.start.push_back(started ? t + *series.starts[i] : 0);
    }
    return out;
}

/// The native histogram that a series of a classic one belongs to; empty when it is none.
series::Labels nativeLabels(const series::Labels& labels)
{
    const std::string_view name = labels.metricName();
    for (const std::string_view suffix : {"_bucket", "_count", "_sum"}) {
        if (name.ends_with(suffix))
            return labels.with(series::kMetricName, name.substr(0, name.size() - suffix.size())).with("le", "");
    }
    return {};
}

/// Whole multiples of the step must stay a time.
bool timesFit(const Load& command)
{
    for (const LoadedSeries& series : command.series.rows()) {
        TimeMs last = 0;
        if (__builtin_mul_overflow(command.step, static_cast<TimeMs>(series.points.size()), &last) || last > kYear * 100'000)
            return false;
    }
    return true;
}

} // namespace

Result<void> load(const Load& command, tsdb::Head& head)
{
    if (!timesFit(command))
        return fail(ErrorCode::Limit, "the samples reach too far into the future; use a smaller step",
            Position{{}, 0, command.line, 0, 0});
    std::map<series::Labels, std::set<TimeMs>> converted;
    for (const LoadedSeries& series : command.series.rows()) {
        const Columns columns = columnsOf(series, command.step);
        const auto refused = head.append(series.labels, columns.t, columns.v, columns.start);
        if (refused.outOfOrder + refused.duplicate > 0)
            return fail(ErrorCode::Execution,
                fmt::format("{} samples of {} are not newer than what was loaded before them",
                    refused.outOfOrder + refused.duplicate, series.labels.text()),
                Position{{}, 0, command.line, 0, 0});
        head.appendHistogramTimes(series.labels, columns.histograms);
        if (const auto native = nativeLabels(series.labels); command.withNhcb && !native.empty())
            converted[native].insert(columns.t.begin(), columns.t.end());
    }
    for (const auto& [labels, times] : converted)
        head.appendHistogramTimes(labels, std::vector<TimeMs>(times.begin(), times.end()));
    return {};
}

} // namespace wg::test::script
