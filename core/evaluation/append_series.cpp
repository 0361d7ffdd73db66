// A log as time series: metrics by window, or the columns of a history.
#include "core/evaluation/eval_series.h"
#include "core/evaluation/group_metrics.h"
#include "core/evaluation/groups.h"
#include "core/evaluation/log_times.h"
#include "core/evaluation/series_name.h"
#include "core/evaluation/windows.h"

#include <cmath>
#include <numeric>

namespace wg::evaluation {
namespace {

Result<void> appendGroup(const ModelData& data, const OrderedRows& rows, const Window& window, TimeMs end,
    const std::vector<series::Label>& labels, series::Appendable& out, const CancelToken& cancel)
{
    GroupPoints points;
    for (const RowWindow& one : splitWindows(rows, window, end)) {
        if (cancel.cancelled())
            return fail(ErrorCode::Cancelled, "evaluation was cancelled");
        WG_TRY(const Group result, evaluateRows(data, rows.part(one.from, one.to), windowOptions(window), cancel));
        points.add(one.at, result.rows, result.metrics, result.intervals);
    }
    points.appendTo(labels, out);
    return {};
}

Result<void> appendPredictions(const OpenedLog& log, const std::string& logName, const Window& window, TimeMs end,
    series::Appendable& out, const CancelToken& cancel)
{
    const std::vector<TimeMs> tableTimes = logTimes(log, end);
    if (window.duration > 0 && tableTimes.empty())
        return fail(ErrorCode::Usage,
            log.file + " has no time column, so it has no windows of time; --time names one, or take windows of rows");
    WG_TRY(const std::vector<RowGroup> groups, groupRows(log, log.rows));
    for (const ModelColumns& model : log.models) {
        const ModelData data = prepareModel(log, model);
        for (const RowGroup& group : groups) {
            const OrderedRows rows = orderByTime(group.rows, tableTimes);
            const auto labels = groupLabels(logName, groupKey(log, group.by, model));
            WG_CHECK(appendGroup(data, rows, window, end, labels, out, cancel));
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
    appendPoints(std::move(labels), metric, points, out);
}

} // namespace

std::vector<TimeMs> rowTimes(const OpenedLog& log, const std::optional<TimeScale>& scale, TimeMs end)
{
    std::vector<TimeMs> out = logTimes(log, scale);
    if (!out.empty())
        return out;
    for (std::size_t row = 0; row < log.table.rows; ++row)
        out.push_back(end - static_cast<TimeMs>(log.table.rows - 1 - row) * kRowStep);
    return out;
}

Result<void> appendColumns(
    const OpenedLog& log, const std::string& logName, const std::vector<TimeMs>& tableTimes, series::Appendable& out)
{
    WG_TRY(const std::vector<RowGroup> groups, groupRows(log, Rows::range(0, log.table.rows)));
    std::vector<ColumnIndex> columns = log.series;
    if (log.step && log.table.columns[*log.step].numeric)
        columns.push_back(*log.step);
    for (const RowGroup& group : groups) {
        const OrderedRows ordered = orderByTime(group.rows, tableTimes);
        std::map<std::string, Points> series;
        for (std::size_t i = 0; i < ordered.size(); ++i) {
            const std::uint32_t row = ordered.rows[i];
            for (const ColumnIndex column : columns) {
                const double value = log.table.columns[column].numbers[row];
                const bool named = log.key && column == *log.value;
                if (!std::isnan(value)) // empty cells are gaps
                    series[named ? log.table.columns[*log.key].text(row) : log.table.columns[column].name].add(
                        ordered.times[i], value);
            }
        }
        for (const auto& [name, points] : series)
            appendColumn(name, groupLabels(logName, group.by), points, out);
    }
    return {};
}

Result<void> appendSeries(const OpenedLog& log, const std::string& logName, const Window& window, TimeMs end,
    series::Appendable& out, const CancelToken& cancel)
{
    if (log.kind == Kind::Predictions)
        return appendPredictions(log, logName, window, end, out, cancel);
    return log.kind == Kind::Results ? Result<void>{}
                                     : appendColumns(log, logName, rowTimes(log, timeScale(log, end), end), out);
}

} // namespace wg::evaluation
