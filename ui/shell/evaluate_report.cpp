#include "ui/shell/evaluate_report.h"

#include "core/evaluation/metric_info.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/evaluate_work.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wg::ui::shell {
namespace {

/// Text of a Markdown table's cell: no line breaks, no markup.
std::string cell(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (std::string_view("\\`*_{}[]<>#|").contains(c))
            out += '\\';
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return out;
}

void addRow(std::string& out, const std::vector<std::string>& cells)
{
    out += fmt::format("| {} |\n", fmt::join(cells, " | "));
}

void addHead(std::string& out, const std::vector<std::string>& cells)
{
    addRow(out, cells);
    addRow(out, std::vector<std::string>(cells.size(), "---"));
}

std::string number(double value)
{
    return std::isnan(value) ? "undefined" : fmt::format("{:.6g}", value);
}

std::string valueText(const ModelValues& values, const std::string& key)
{
    const auto found = values.metrics.find(key);
    if (found == values.metrics.end()) {
        const auto why = values.undefined.find(key);
        return why == values.undefined.end() ? "" : "undefined: " + cell(why->second);
    }
    const auto interval = values.intervals.find(key);
    return interval == values.intervals.end()
        ? number(found->second)
        : fmt::format("{} [{}, {}]", number(found->second), number(interval->second.low), number(interval->second.high));
}

std::string title(const std::string& key)
{
    const evaluation::MetricInfo* info = evaluation::metricInfo(key);
    return cell(info ? info->title : std::string_view(key));
}

void addLogs(std::string& out, const EvaluateSelection& selection)
{
    addHead(out, {"Log", "Rows", "Skipped", "SHA-256"});
    for (const auto& log : selection.checkedLogs())
        addRow(out,
            {cell(log->file.substr(log->file.find_last_of('/') + 1)), std::to_string(log->rows), std::to_string(log->skipped),
                cell(log->fingerprint)});
}

void addMetrics(std::string& out, const EvaluateSelection& selection)
{
    std::vector<std::string> head{"Metric"};
    std::set<std::string> keys;
    for (const EvaluatedModel* model : selection.chosen()) {
        head.push_back(cell(model->name.toStdString()));
        for (const auto& [key, value] : selection.valuesOf(*model).metrics)
            keys.insert(key);
    }
    addHead(out, head);
    for (const std::string& key : keys) {
        std::vector<std::string> row{title(key)};
        for (const EvaluatedModel* model : selection.chosen())
            row.push_back(valueText(selection.valuesOf(*model), key));
        addRow(out, row);
    }
}

void addComparison(std::string& out, const evaluation::Comparison& comparison)
{
    out += fmt::format("\n## {} against {}\n\n", cell(comparison.candidate), cell(comparison.reference));
    out += comparison.pairing.empty() ? "Rows are not paired.\n\n"
                                      : fmt::format("Paired: {}, {} rows.\n\n", cell(comparison.pairing), comparison.pairs);
    addHead(out, {"Metric", "Difference", "Interval", "p", "p (Holm)", "Test", "Real"});
    for (const auto& one : comparison.metrics)
        addRow(out,
            {title(one.metric), number(one.difference),
                fmt::format("[{}, {}]", number(one.interval.low), number(one.interval.high)), number(one.p), number(one.pHolm),
                cell(one.test), one.significant ? (one.better ? "better" : "worse") : "unclear"});
}

void addSlices(std::string& out, const evaluation::SliceTable& table)
{
    out += fmt::format("\n## Slices by {} of {}\n\n", title(table.metric), cell(table.model));
    addHead(out, {"Slice", "Rows", title(table.metric), "Interval", "Gap", "Clear"});
    for (const auto& slice : table.slices) {
        if (slice.withheld)
            continue;
        addRow(out,
            {cell(slice.column + " " + slice.value), std::to_string(slice.rows),
                slice.metric ? number(*slice.metric) : "undefined: " + cell(slice.reason),
                slice.interval.defined() ? fmt::format("[{}, {}]", number(slice.interval.low), number(slice.interval.high))
                                         : "",
                slice.metric ? number(slice.gap) : "", slice.clear ? "yes" : "no"});
    }
    if (table.withheld > 0)
        out += fmt::format("\n{} slice(s) under {} rows are withheld.\n", table.withheld, EvaluateWork::kLeastRows);
}

} // namespace

std::string reportText(const EvaluateSelection& selection, const EvaluateWork& work)
{
    std::string out = "# Evaluation\n\n";
    addLogs(out, selection);
    out += fmt::format("\n## Metrics\n\nIntervals at {:g} %", 100 * selection.level());
    const EvaluatedModel* candidate = selection.candidate();
    if (candidate && selection.thresholdOf(*candidate))
        out += fmt::format(", threshold {:g}", *selection.thresholdOf(*candidate));
    if (const auto& slice = selection.slice())
        out += fmt::format(", only {} {}", cell(slice->column), cell(slice->value));
    out += ".\n\n";
    addMetrics(out, selection);
    if (const auto comparison = work.comparison())
        addComparison(out, *comparison);
    if (const auto slices = work.slices()) {
        addSlices(out, slices->candidate);
        if (slices->reference)
            addSlices(out, *slices->reference);
    }
    return out;
}

} // namespace wg::ui::shell
