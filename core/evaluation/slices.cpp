#include "core/evaluation/slices.h"

#include "core/base/parallel.h"
#include "core/evaluation/contender_rows.h"
#include "core/evaluation/metric_info.h"
#include "core/evaluation/slice_split.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_set>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

constexpr std::size_t kMostValues = 1000; ///< of a text column that makes sense to slice by

EvaluateOptions oneMetric(const SliceOptions& options, const std::string& metric, unsigned threads)
{
    EvaluateOptions out;
    out.curves = EvaluateOptions::Curves::None;
    out.bootstrap = true;
    out.metrics = {metric};
    out.level = options.level;
    out.draws = options.draws;
    out.seed = options.seed;
    out.formulas = options.formulas;
    out.threads = threads;
    return out;
}

std::optional<double> valueOf(const Group& group, const std::string& metric)
{
    const auto at = group.metrics.find(metric);
    return at == group.metrics.end() ? std::nullopt : std::optional(at->second);
}

Interval intervalOf(const Group& group, const std::string& metric)
{
    const auto at = group.intervals.find(metric);
    return at == group.intervals.end() ? Interval() : at->second;
}

Result<void> fill(Slice& slice, const ModelData& data, const Rows& rows, const SliceTable& table, const EvaluateOptions& how,
    const CancelToken& cancel)
{
    WG_TRY(const Group group, evaluateRows(data, rows, how, cancel));
    slice.metric = valueOf(group, table.metric);
    if (!slice.metric) {
        const auto why = group.undefined.find(table.metric);
        slice.reason = why == group.undefined.end() ? "undefined" : why->second;
        return {};
    }
    slice.interval = intervalOf(group, table.metric);
    slice.gap = *slice.metric - table.whole;
    slice.clear = slice.interval.defined() && !slice.interval.contains(table.whole);
    return {};
}

Result<void> fillAll(std::vector<RowPart>& parts, const ModelData& data, const SliceTable& table, const SliceOptions& options,
    const CancelToken& cancel)
{
    // The largest first, so that no thread is left with it at the end; each on one thread.
    std::vector<std::size_t> order(parts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(
        order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return parts[a].rows.size() > parts[b].rows.size(); });
    const EvaluateOptions how = oneMetric(options, table.metric, 1);
    return parallelFor(order.size(), options.threads, [&](std::size_t begin, std::size_t end) -> Result<void> {
        for (std::size_t i = begin; i < end; ++i) {
            RowPart& part = parts[order[i]];
            if (!part.slice.withheld)
                WG_CHECK(fill(part.slice, data, part.rows, table, how, cancel));
        }
        return {};
    });
}

/// Slices with a figure by how bad it is, then those without one, then those withheld.
void orderWorstFirst(SliceTable& table, Better better)
{
    const auto rank = [](const Slice& slice) { return slice.withheld ? 2 : slice.metric ? 0 : 1; };
    const auto badness = [&](const Slice& slice) {
        if (!slice.metric || std::isnan(slice.gap))
            return -std::numeric_limits<double>::infinity();
        return better == Better::Higher ? -slice.gap : better == Better::Lower ? slice.gap : std::abs(slice.gap);
    };
    std::stable_sort(table.slices.begin(), table.slices.end(), [&](const Slice& a, const Slice& b) {
        if (rank(a) != rank(b))
            return rank(a) < rank(b);
        return badness(a) > badness(b);
    });
}

bool isRole(const OpenedLog& log, ColumnIndex column)
{
    for (const auto& role : {log.label, log.time, log.step, log.id, log.weight}) {
        if (role == column)
            return true;
    }
    return std::find(log.classScores.begin(), log.classScores.end(), column) != log.classScores.end()
        || std::any_of(log.models.begin(), log.models.end(),
            [column](const ModelColumns& model) { return model.score == column || model.prediction == column; });
}

std::size_t distinctNumbers(const logs::Numbers& numbers)
{
    std::unordered_set<double> seen;
    for (const double value : numbers) {
        if (!std::isnan(value) && seen.insert(value).second && seen.size() > kMostValues)
            break;
    }
    return seen.size();
}

} // namespace

Result<SliceTable> sliceTable(
    const Contender& contender, const std::vector<SliceColumn>& columns, const SliceOptions& options, const CancelToken& cancel)
{
    const OpenedLog& log = *contender.log;
    WG_TRY(const ContenderRows own, contenderRows(contender, options.threshold));
    SliceTable out;
    out.model = contender.name;
    WG_TRY(out.metric, chosenMetric(contender, options.metric, options.formulas));
    const MetricInfo* info = metricInfo(out.metric);
    const Better better = info == nullptr ? Better::Higher : info->better;
    out.lowerIsWorse = better != Better::Lower;
    WG_TRY(const Group whole, evaluateRows(own.data, own.rows, oneMetric(options, out.metric, options.threads), cancel));
    out.whole = valueOf(whole, out.metric).value_or(std::numeric_limits<double>::quiet_NaN());
    out.wholeInterval = intervalOf(whole, out.metric);

    for (const SliceColumn& column : columns) {
        WG_TRY(std::vector<RowPart> parts, splitRows(log, column, own.rows, cancel));
        for (RowPart& part : parts) {
            part.slice.rows = part.rows.size();
            part.slice.withheld = part.slice.rows < options.leastRows;
            out.withheld += part.slice.withheld ? 1 : 0;
        }
        WG_CHECK(fillAll(parts, own.data, out, options, cancel));
        for (RowPart& part : parts)
            out.slices.push_back(std::move(part.slice));
    }
    orderWorstFirst(out, better);
    return out;
}

Result<std::vector<std::uint32_t>> sliceRows(const OpenedLog& log, const Slice& slice)
{
    const auto column = std::find_if(
        log.table.columns.begin(), log.table.columns.end(), [&](const logs::Column& one) { return one.name == slice.column; });
    if (column == log.table.columns.end() || !column->kept)
        return fail(ErrorCode::Usage, fmt::format("{} has no cells of a column {}", log.file, slice.column));
    std::vector<std::uint32_t> out;
    if (column->numeric) {
        const bool missing = slice.value == kMissingSlice;
        for (const std::uint32_t row : log.rows) {
            const double value = column->numbers[row];
            const bool inside = slice.low < slice.high ? value >= slice.low && (value < slice.high || std::isinf(slice.high))
                                                       : value == slice.low;
            if (missing ? std::isnan(value) : inside)
                out.push_back(row);
        }
        return out;
    }
    const CancelToken never;
    WG_TRY(const std::vector<RowPart> parts, splitRows(log, {slice.column, 0}, log.rows, never));
    for (const RowPart& part : parts) {
        if (part.slice.value == slice.value)
            out = part.rows.listed();
    }
    return out;
}

std::vector<SliceableColumn> sliceableColumns(const OpenedLog& log)
{
    std::vector<SliceableColumn> out;
    for (ColumnIndex i = 0; i < log.table.columns.size(); ++i) {
        const logs::Column& column = log.table.columns[i];
        if (isRole(log, i))
            continue;
        SliceableColumn one{column.name, column.numeric, 0};
        if (column.kept)
            one.values = column.numeric ? distinctNumbers(column.numbers) : column.dictionary.size();
        if (column.numeric || one.values <= kMostValues)
            out.push_back(std::move(one));
    }
    return out;
}

} // namespace wg::evaluation
