#include "core/evaluation/version_changes.h"

#include "core/evaluation/error_stream.h"
#include "core/evaluation/metric_info.h"
#include "core/logs/cell.h"
#include "core/mlmetrics/interval.h"
#include "core/mlmetrics/significance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

constexpr std::size_t kMostChanges = 50;

/// Rows of one version, one after another.
struct Stretch {
    std::string version;
    std::size_t from = 0, to = 0; ///< positions; rows without a version in between belong to none
    Rows rows;
};

bool isMissing(const std::string& text, bool numeric)
{
    return numeric ? text.empty() : logs::isMissingText(text);
}

std::vector<Stretch> stretches(const logs::Column& column, const OrderedRows& rows)
{
    std::vector<Stretch> out;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::string version = column.text(rows.rows[i]);
        if (isMissing(version, column.numeric))
            continue;
        if (out.empty() || out.back().version != version)
            out.push_back({std::move(version), i, i, {}});
        out.back().to = i + 1;
        out.back().rows.push_back(rows.rows[i]);
    }
    return out;
}

struct Side {
    Group group;
    std::optional<double> value;
    Interval interval;
    const Rows* rows = nullptr;
};

Result<Side> sideOf(
    const ModelData& data, const Rows& rows, const std::string& metric, const EvaluateOptions& how, const CancelToken& cancel)
{
    Side out;
    WG_TRY(out.group, evaluateRows(data, rows, how, cancel));
    if (const auto at = out.group.metrics.find(metric); at != out.group.metrics.end())
        out.value = at->second;
    if (const auto at = out.group.intervals.find(metric); at != out.group.intervals.end())
        out.interval = at->second;
    out.rows = &rows;
    return out;
}

/// Two-sided p of "no difference"; the rows of the two sides are independent.
void test(const ModelData& data, const std::string& metric, const Side& before, const Side& after, VersionChange& out)
{
    out.p = std::numeric_limits<double>::quiet_NaN();
    if (!before.value || !after.value)
        return;
    const auto take = [&out](const mlmetrics::TestResult& result, std::string_view name) {
        if (result.defined()) {
            out.p = result.p;
            out.test = name;
        }
    };
    const bool weighted = data.log.weight.has_value();
    if (metric == "accuracy" && !weighted) {
        const auto rows = [](const Side& side) { return static_cast<double>(side.group.rows); };
        return take(mlmetrics::twoProportionZ(std::round(*before.value * rows(before)), rows(before),
                        std::round(*after.value * rows(after)), rows(after)),
            "two proportions");
    }
    if (data.log.task == Task::Regression && (metric == "mae" || metric == "mse" || metric == "rmse") && !weighted) {
        ErrorStream a = errorsOf(data, *before.rows);
        ErrorStream b = errorsOf(data, *after.rows);
        for (ErrorStream* side : {&a, &b}) {
            for (double& error : side->errors)
                error = metric == "mae" ? error : error * error;
        }
        return take(mlmetrics::welchT(a.errors, b.errors), "Welch t");
    }
    if (!before.interval.defined() || !after.interval.defined())
        return;
    const auto error = [](const Interval& interval) {
        return (interval.high - interval.low) / 2 / mlmetrics::normalDeviate(interval.level);
    };
    const double spread = std::hypot(error(before.interval), error(after.interval));
    take(mlmetrics::normalZ(*after.value - *before.value, spread),
        before.interval.method == "DeLong" ? "DeLong" : "z of the intervals");
}

} // namespace

Result<std::vector<VersionChange>> versionChanges(const ModelData& data, const OrderedRows& rows, const std::vector<TimeMs>& at,
    const std::string& metric, const OverTimeOptions& options, Warnings& notes, const CancelToken& cancel)
{
    const OpenedLog& log = data.log;
    const auto column = std::ranges::find(log.table.columns, options.version, &logs::Column::name);
    if (column == log.table.columns.end() || !column->kept)
        return fail(ErrorCode::Usage, fmt::format("{} has no column {} in memory", log.file, options.version));
    EvaluateOptions how;
    how.curves = EvaluateOptions::Curves::None;
    how.bootstrap = options.draws > 0;
    how.draws = options.draws;
    how.seed = options.seed;
    how.level = options.level;
    how.metrics = {metric};
    how.formulas = options.formulas;
    how.threads = options.threads;

    const std::vector<Stretch> parts = stretches(*column, rows);
    const bool sideBySide = parts.size() > kMostChanges + 1;
    if (sideBySide)
        notes.push_back({Warning::Severity::Info,
            fmt::format(
                "values of {} run side by side: only the first row of each is marked, and compared with all rows before it",
                options.version)});
    std::vector<VersionChange> out;
    std::set<std::string> known;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool isNew = known.insert(parts[i].version).second;
        if (i == 0 || (sideBySide && !isNew))
            continue;
        if (out.size() == kMostChanges) {
            notes.push_back({Warning::Severity::Warning,
                fmt::format("{} has more than {} values; only the first changes are shown", options.version, kMostChanges)});
            break;
        }
        Rows all = parts[i].rows;
        if (sideBySide) {
            for (std::size_t j = i + 1; j < parts.size(); ++j) {
                if (parts[j].version == parts[i].version)
                    parts[j].rows.forEach([&all](std::uint32_t row) { all.push_back(row); });
            }
        }
        const Rows earlier = sideBySide ? rows.part(0, parts[i].from) : parts[i - 1].rows;
        WG_TRY(const Side before, sideOf(data, earlier, metric, how, cancel));
        WG_TRY(const Side after, sideOf(data, all, metric, how, cancel));
        VersionChange change{at[parts[i].from], parts[i - 1].version, parts[i].version, before.value, after.value, 1, {}};
        test(data, metric, before, after, change);
        out.push_back(std::move(change));
    }
    return out;
}

} // namespace wg::evaluation
