#include "core/evaluation/drift.h"

#include "core/base/number.h"
#include "core/base/parallel.h"
#include "core/evaluation/class_values.h"
#include "core/evaluation/drift_column.h"
#include "core/evaluation/log_times.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

const logs::Column* columnNamed(const OpenedLog& log, const std::string& name)
{
    const auto at = std::find_if(log.table.columns.begin(), log.table.columns.end(),
        [&](const logs::Column& column) { return column.name == name && column.kept; });
    return at == log.table.columns.end() ? nullptr : &*at;
}

std::string roleOf(const OpenedLog& log, const std::string& name)
{
    const auto is = [&](const std::optional<ColumnIndex>& column) { return column && log.table.columns[*column].name == name; };
    if (is(log.label))
        return "label";
    for (const ColumnIndex column : log.classScores) {
        if (is(column))
            return "score";
    }
    for (const ModelColumns& model : log.models) {
        if (is(model.score))
            return "score";
        if (is(model.prediction))
            return "prediction";
    }
    return {};
}

/// What time and the log's own order drive: these differ always.
bool isOtherRole(const OpenedLog& log, ColumnIndex column)
{
    return column == log.time || column == log.step || column == log.id || column == log.weight;
}

Result<Rows> rowsOf(const DriftSide& side)
{
    const OpenedLog& log = *side.log;
    Rows rows = Rows::range(0, log.table.rows);
    if (side.rows) {
        const std::uint64_t to = std::min<std::uint64_t>(side.rows->second, log.table.rows);
        const std::uint64_t from = std::min(side.rows->first, to);
        rows = Rows::range(static_cast<std::uint32_t>(from), to - from);
    }
    if (side.time) {
        const std::vector<TimeMs> times = logTimes(log, side.end);
        if (times.empty())
            return fail(ErrorCode::Usage, log.file + " has no time column, so no part of it can be chosen by time; take rows");
        Rows inside;
        for (const std::uint32_t row : rows) {
            if (times[row] != kNoTime && times[row] >= side.time->from && times[row] < side.time->to)
                inside.push_back(row);
        }
        rows = std::move(inside);
    }
    return rows;
}

std::string inWords(const DriftSide& side, const Rows& rows)
{
    if (side.time)
        return fmt::format(
            "{}, {} to {} ({} rows)", side.log->file, formatTime(side.time->from), formatTime(side.time->to), rows.size());
    if (side.rows)
        return fmt::format(
            "{}, rows {} to {}", side.log->file, rows.empty() ? 0 : rows.front() + 1, rows.empty() ? 0 : rows.back() + 1);
    return fmt::format("{}, all {} rows", side.log->file, rows.size());
}

/// Names to compare, in the order of the reference's columns.
Result<std::vector<std::string>> chosen(
    const OpenedLog& reference, const OpenedLog& window, const std::vector<std::string>& wanted, Warnings& notes)
{
    for (const std::string& name : wanted) {
        for (const OpenedLog* log : {&reference, &window}) {
            if (columnNamed(*log, name) == nullptr)
                return fail(ErrorCode::Usage, fmt::format("{} has no column {} in memory", log->file, name));
        }
    }
    if (!wanted.empty())
        return wanted;
    std::vector<std::string> out;
    for (ColumnIndex i = 0; i < reference.table.columns.size(); ++i) {
        const logs::Column& column = reference.table.columns[i];
        if (!column.kept || isOtherRole(reference, i))
            continue;
        if (columnNamed(window, column.name) != nullptr)
            out.push_back(column.name);
        else
            notes.push_back(
                {Warning::Severity::Info, fmt::format("{} is not compared: {} lacks it", column.name, window.file)});
    }
    return out;
}

void judge(std::vector<ColumnDrift>& columns)
{
    std::vector<double> p;
    p.reserve(columns.size());
    for (const ColumnDrift& column : columns)
        p.push_back(column.ksP.value_or(column.chi2P.value_or(std::nan(""))));
    const std::vector<double> corrected = mlmetrics::holm(p);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        columns[i].pHolm = corrected[i];
        using Verdict = ColumnDrift::Verdict;
        constexpr double kModerate = 0.1, kDrifted = 0.25; // Siddiqi 2006
        columns[i].verdict = columns[i].psi >= kDrifted ? Verdict::Drifted
            : columns[i].psi >= kModerate               ? Verdict::Moderate
                                                        : Verdict::Stable;
    }
    std::stable_sort(columns.begin(), columns.end(), [](const ColumnDrift& a, const ColumnDrift& b) {
        if (std::isnan(a.psi) || std::isnan(b.psi))
            return !std::isnan(a.psi) && std::isnan(b.psi);
        return a.psi > b.psi;
    });
}

} // namespace

Result<DriftReport> drift(const DriftSide& reference, const DriftSide& window, const std::vector<std::string>& columns,
    int bins, const CancelToken& cancel)
{
    DriftReport out;
    WG_TRY(const Rows before, rowsOf(reference));
    WG_TRY(const Rows after, rowsOf(window));
    out.reference = inWords(reference, before);
    out.window = inWords(window, after);
    if (before.empty() || after.empty())
        return fail(
            ErrorCode::Usage, fmt::format("nothing to compare: {} holds no rows", before.empty() ? out.reference : out.window));
    WG_TRY(const std::vector<std::string> names, chosen(*reference.log, *window.log, columns, out.notes));
    out.columns.resize(names.size());
    WG_CHECK(parallelFor(names.size(), 0, [&](std::size_t begin, std::size_t end) -> Result<void> {
        for (std::size_t i = begin; i < end; ++i) {
            if (cancel.cancelled())
                return fail(ErrorCode::Cancelled, "the comparison was cancelled");
            const std::string role = roleOf(*reference.log, names[i]);
            const bool classes = (role == "label" || role == "prediction") && reference.log->task != Task::Regression;
            out.columns[i] = columnDrift(
                {*columnNamed(*reference.log, names[i]), before}, {*columnNamed(*window.log, names[i]), after}, classes, bins);
            out.columns[i].role = role;
        }
        return {};
    }));
    judge(out.columns);
    return out;
}

} // namespace wg::evaluation
