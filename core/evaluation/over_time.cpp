#include "core/evaluation/over_time.h"

#include "core/base/parallel.h"
#include "core/evaluation/contender_rows.h"
#include "core/evaluation/error_stream.h"
#include "core/evaluation/log_times.h"
#include "core/evaluation/version_changes.h"
#include "core/evaluation/windows.h"
#include "core/mlmetrics/detectors.h"

#include <algorithm>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

constexpr std::size_t kUsualWindows = 40;
constexpr std::size_t kMostWindows = 100'000;
constexpr double kWholeError = 0.95; ///< percentile of absolute residuals that counts as 1

Result<void> fillPoint(const ModelData& data, const Rows& rows, const std::string& metric, const EvaluateOptions& how,
    const CancelToken& cancel, WindowPoint& out)
{
    WG_TRY(const Group group, evaluateRows(data, rows, how, cancel));
    out.rows = group.rows;
    if (const auto at = group.metrics.find(metric); at != group.metrics.end())
        out.value = at->second;
    if (const auto at = group.intervals.find(metric); at != group.intervals.end())
        out.interval = at->second;
    return {};
}

EvaluateOptions oneMetric(const OverTimeOptions& options, const std::string& metric)
{
    EvaluateOptions out;
    out.curves = EvaluateOptions::Curves::None;
    out.bootstrap = options.draws > 0;
    out.draws = options.draws;
    out.seed = options.seed;
    out.level = options.level;
    out.metrics = {metric};
    out.formulas = options.formulas;
    out.threads = 1;
    return out;
}

/// The time of each position: the row's, or counted back from the end.
std::vector<TimeMs> positionTimes(const OrderedRows& rows, TimeMs end)
{
    if (!rows.times.empty())
        return rows.times;
    std::vector<TimeMs> out(rows.size());
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = end - static_cast<TimeMs>(out.size() - 1 - i) * kRowStep;
    return out;
}

/// Residuals as numbers in [0,1].
void scale(std::vector<double>& errors)
{
    std::vector<double> sorted = errors;
    const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(kWholeError * static_cast<double>(sorted.size() - 1));
    std::nth_element(sorted.begin(), at, sorted.end());
    const double whole = *at > 0 ? *at : *std::max_element(sorted.begin(), sorted.end());
    for (double& error : errors)
        error = whole > 0 ? std::min(1.0, error / whole) : 0;
}

std::vector<ChangeDetection> detect(ErrorStream stream, const OrderedRows& rows, const std::vector<TimeMs>& at)
{
    std::vector<ChangeDetection> out;
    if (stream.errors.empty())
        return out;
    if (!stream.decisions)
        scale(stream.errors);
    mlmetrics::Adwin adwin;
    mlmetrics::PageHinkley pageHinkley;
    mlmetrics::Ddm ddm;
    for (std::size_t i = 0; i < stream.errors.size(); ++i) {
        const auto tell = [&](mlmetrics::StreamState state, std::string_view detector) {
            if (state == mlmetrics::StreamState::Change)
                out.push_back({at[i], rows.rows[i], detector});
        };
        tell(adwin.update(stream.errors[i]), "ADWIN");
        tell(pageHinkley.update(stream.errors[i]), "Page-Hinkley");
        if (stream.decisions)
            tell(ddm.update(stream.errors[i] != 0), "DDM");
    }
    return out;
}

/// The rows of all models that share the contender's other keys: where a change of model shows.
Result<Rows> rowsOfAllModels(const Contender& contender)
{
    std::map<std::string, std::string> wanted = contender.result->groups[contender.group].by;
    wanted.erase("model");
    Rows out;
    WG_TRY(const std::vector<RowGroup> groups, groupRows(*contender.log, contender.log->rows));
    std::vector<std::uint32_t> listed;
    for (const RowGroup& group : groups) {
        const bool same = std::ranges::all_of(
            group.by, [&](const auto& key) { return key.first == "model" || wanted[key.first] == key.second; });
        if (same) {
            const std::vector<std::uint32_t> rows = Rows(group.rows).listed();
            listed.insert(listed.end(), rows.begin(), rows.end());
        }
    }
    std::sort(listed.begin(), listed.end());
    return Rows(std::move(listed));
}

bool isModelColumn(const OpenedLog& log, const std::string& column)
{
    return log.model && log.table.columns[*log.model].name == column;
}

Result<void> addPoints(const ModelData& data, const OrderedRows& rows, const OverTimeOptions& options,
    const CancelToken& cancel, MetricOverTime& out)
{
    const std::vector<RowWindow> windows = splitWindows(rows, out.window, options.end);
    if (windows.size() > kMostWindows)
        return fail(ErrorCode::Usage,
            fmt::format("that makes {} windows, more than {}; take longer ones", windows.size(), kMostWindows));
    out.points.resize(windows.size());
    const EvaluateOptions how = oneMetric(options, out.metric);
    return parallelFor(windows.size(), options.threads, [&](std::size_t begin, std::size_t end) -> Result<void> {
        for (std::size_t i = begin; i < end; ++i) {
            if (cancel.cancelled())
                return fail(ErrorCode::Cancelled, "evaluation was cancelled");
            out.points[i].from = windows[i].start;
            out.points[i].at = windows[i].at;
            WG_CHECK(fillPoint(data, rows.part(windows[i].from, windows[i].to), out.metric, how, cancel, out.points[i]));
        }
        return {};
    });
}

} // namespace

Result<MetricOverTime> overTime(const Contender& contender, const OverTimeOptions& options, const CancelToken& cancel)
{
    const OpenedLog& log = *contender.log;
    WG_TRY(const ContenderRows own, contenderRows(contender, options.threshold));
    MetricOverTime out;
    out.name = contender.name;
    WG_TRY(out.metric, chosenMetric(contender, options.metric, options.formulas));
    const std::vector<TimeMs> times = logTimes(log, options.end);
    out.hasTime = !times.empty();
    if (options.window.duration > 0 && !out.hasTime)
        return fail(ErrorCode::Usage,
            log.file + " has no time column, so it has no windows of time; --time names one, or take windows of rows");
    const OrderedRows rows = orderByTime(own.rows, times);
    if (rows.size() < own.rows.size())
        out.notes.push_back(
            {Warning::Severity::Warning, fmt::format("{} rows have no time and were left out", own.rows.size() - rows.size())});
    const bool chosen = options.window.duration > 0 || options.window.rows > 0;
    out.window = chosen ? options.window : roundWindow(rows, kUsualWindows);
    WG_CHECK(addPoints(own.data, rows, options, cancel, out));

    const std::vector<TimeMs> at = positionTimes(rows, options.end);
    if (!options.version.empty()) {
        const bool ofModels = isModelColumn(log, options.version);
        WG_TRY(const Rows all, ofModels ? rowsOfAllModels(contender) : Result<Rows>(own.rows));
        const OrderedRows ordered = orderByTime(all, times);
        WG_TRY(out.versions,
            versionChanges(own.data, ordered, positionTimes(ordered, options.end), out.metric, options, out.notes, cancel));
    }
    out.detections = detect(errorsOf(own.data, rows.part(0, rows.size())), rows, at);
    return out;
}

} // namespace wg::evaluation
