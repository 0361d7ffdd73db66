// A log as time series: metrics by window, or the columns of a history.
#include "core/evaluation/group_metrics.h"
#include "core/evaluation/groups.h"
#include "core/evaluation/log_times.h"
#include "core/evaluation/series_name.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace wg::evaluation {
namespace {

constexpr DurationMs kRowStep = kSecond; ///< between windows (or rows) of a log without time

std::vector<series::Label> labelsOf(const std::string& logName, const std::map<std::string, std::string>& by)
{
    std::vector<series::Label> out = {{std::string(kLogLabel), logName}};
    for (const auto& [key, value] : by) {
        const std::string name = seriesName(key);
        out.push_back({name == kLogLabel ? "exported_" + name : name, value});
    }
    return out;
}

struct Points {
    std::vector<TimeMs> t;
    std::vector<double> v;
};

void append(std::vector<series::Label> labels, const std::string& name, const Points& points, series::Appendable& out)
{
    labels.push_back({std::string(series::kMetricName), name});
    out.append(series::Labels(std::move(labels)), points.t, points.v);
}

/// One window: rows[from, to) and the time of its sample.
struct Slice {
    std::size_t from = 0, to = 0;
    TimeMs at = 0;
};

/// `times` are those of `rows`, ascending; empty without a time column.
std::vector<Slice> slices(std::size_t rows, const std::vector<TimeMs>& times, const Window& window, TimeMs end)
{
    std::vector<Slice> out;
    if (window.duration > 0 && !times.empty()) {
        for (std::size_t from = 0; from < rows;) {
            // Windows are aligned to their length and hold their start, not their end.
            const TimeMs start = times[from] - ((times[from] % window.duration) + window.duration) % window.duration;
            const auto next =
                std::lower_bound(times.begin() + static_cast<std::ptrdiff_t>(from), times.end(), start + window.duration);
            const auto to = static_cast<std::size_t>(next - times.begin());
            out.push_back({from, to, std::min(start + window.duration, times.back())});
            from = to;
        }
    } else if (window.rows > 0) {
        const auto size = static_cast<std::size_t>(window.rows);
        for (std::size_t from = 0; from < rows; from += size) {
            const std::size_t to = std::min(rows, from + size);
            out.push_back({from, to, times.empty() ? 0 : times[to - 1]});
        }
        for (std::size_t i = 0; times.empty() && i < out.size(); ++i)
            out[i].at = end - static_cast<TimeMs>(out.size() - 1 - i) * kRowStep;
    } else if (rows > 0) {
        out.push_back({0, rows, times.empty() ? end : times.back()});
    }
    return out;
}

/// Rows in order of time, those without a time left out; as they are without a time column.
std::vector<TimeMs> orderByTime(std::vector<std::uint32_t>& rows, const std::vector<TimeMs>& tableTimes)
{
    if (tableTimes.empty())
        return {};
    std::erase_if(rows, [&](std::uint32_t row) { return tableTimes[row] == kNoTime; });
    std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
        return tableTimes[a] != tableTimes[b] ? tableTimes[a] < tableTimes[b] : a < b;
    });
    std::vector<TimeMs> out;
    out.reserve(rows.size());
    for (const std::uint32_t row : rows)
        out.push_back(tableTimes[row]);
    return out;
}

void addPoint(Points& points, TimeMs t, double v)
{
    if (!points.t.empty() && points.t.back() >= t)
        points.v.back() = v; // several rows at one time: the last one
    else {
        points.t.push_back(t);
        points.v.push_back(v);
    }
}

Result<void> appendGroup(const ModelData& data, const RowGroup& group, const std::vector<Slice>& windows,
    const std::vector<series::Label>& labels, series::Appendable& out, const CancelToken& cancel)
{
    std::map<std::string, Points> metrics;
    const std::span<const std::uint32_t> rows(group.rows);
    for (const Slice& slice : windows) {
        if (cancel.cancelled())
            return fail(ErrorCode::Cancelled, "evaluation was cancelled");
        const Group result = evaluateRows(data, rows.subspan(slice.from, slice.to - slice.from), Curves::No);
        for (const auto& [key, value] : result.metrics)
            addPoint(metrics["eval_" + key], slice.at, value);
        addPoint(metrics["eval_rows"], slice.at, static_cast<double>(result.rows));
    }
    for (const auto& [name, points] : metrics)
        append(labels, name, points, out);
    return {};
}

Result<void> appendPredictions(const OpenedLog& log, const std::string& logName, const Window& window, TimeMs end,
    series::Appendable& out, const CancelToken& cancel)
{
    const std::vector<TimeMs> tableTimes = logTimes(log, end);
    if (window.duration > 0 && tableTimes.empty())
        return fail(ErrorCode::Usage,
            log.file + " has no time column, so it has no windows of time; --time names one, or take windows of rows");
    WG_TRY(std::vector<RowGroup> groups, groupRows(log, log.rows));
    for (const ModelColumns& model : log.models) {
        const ModelData data = prepareModel(log, model);
        for (RowGroup& group : groups) {
            const std::vector<TimeMs> times = orderByTime(group.rows, tableTimes);
            const std::vector<Slice> windows = slices(group.rows.size(), times, window, end);
            const auto labels = labelsOf(logName, groupKey(log, group.by, model));
            WG_CHECK(appendGroup(data, group, windows, labels, out, cancel));
        }
    }
    return {};
}

/// A column of a history or table: its name is the series', and a label where it had to be spelled otherwise.
void appendColumn(const std::string& name, std::vector<series::Label> labels, const Points& points, series::Appendable& out)
{
    const std::string metric = seriesName(name);
    if (metric != name)
        labels.push_back({"column", name});
    append(std::move(labels), metric, points, out);
}

Result<void> appendColumns(const OpenedLog& log, const std::string& logName, TimeMs end, series::Appendable& out)
{
    std::vector<TimeMs> tableTimes = logTimes(log, end);
    if (tableTimes.empty()) {
        for (std::size_t row = 0; row < log.table.rows; ++row)
            tableTimes.push_back(end - static_cast<TimeMs>(log.table.rows - 1 - row) * kRowStep);
    }
    std::vector<std::uint32_t> rows(log.table.rows);
    std::iota(rows.begin(), rows.end(), 0U);
    WG_TRY(std::vector<RowGroup> groups, groupRows(log, std::move(rows)));
    std::vector<ColumnIndex> columns = log.series;
    if (log.step && log.table.columns[*log.step].numeric)
        columns.push_back(*log.step);
    for (RowGroup& group : groups) {
        const std::vector<TimeMs> times = orderByTime(group.rows, tableTimes);
        std::map<std::string, Points> series;
        for (std::size_t i = 0; i < group.rows.size(); ++i) {
            for (const ColumnIndex column : columns) {
                const double value = log.table.columns[column].numbers[group.rows[i]];
                const bool named = log.key && column == *log.value;
                if (!std::isnan(value)) // empty cells are gaps
                    addPoint(series[named ? log.table.columns[*log.key].text(group.rows[i]) : log.table.columns[column].name],
                        times[i], value);
            }
        }
        for (const auto& [name, points] : series)
            appendColumn(name, labelsOf(logName, group.by), points, out);
    }
    return {};
}

} // namespace

Result<void> appendSeries(const OpenedLog& log, const std::string& logName, const Window& window, TimeMs end,
    series::Appendable& out, const CancelToken& cancel)
{
    if (log.kind == Kind::Predictions)
        return appendPredictions(log, logName, window, end, out, cancel);
    return log.kind == Kind::Results ? Result<void>{} : appendColumns(log, logName, end, out);
}

} // namespace wg::evaluation
