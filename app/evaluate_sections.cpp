#include "app/evaluate_sections.h"

#include "app/evaluate_output.h"
#include "app/plain_text.h"
#include "core/base/time.h"

#include <cmath>
#include <map>
#include <string_view>

#include <fmt/format.h>

namespace wg::app {
namespace {

using namespace evaluation;

std::string number(double value)
{
    return std::isfinite(value) ? fmt::format("{:.4g}", value) : std::string("-");
}

std::string number(const std::optional<double>& value)
{
    return value ? number(*value) : std::string("-");
}

std::string interval(const Interval& one)
{
    return one.defined() ? intervalText(one) : std::string("-");
}

std::string probability(double p)
{
    return std::isnan(p) ? "-" : p < 0.0001 ? "< 0.0001" : fmt::format("{:.4f}", p);
}

/// What a reader looks for first: is it better?
std::string verdict(const MetricDifference& metric)
{
    if (!metric.significant)
        return "no clear difference";
    return metric.better ? "\u25b2 better" : "\u25bc worse";
}

void addNotes(const Warnings& notes, Section& out)
{
    for (const Warning& note : notes)
        out.remarks.push_back(plainText(note.message));
}

Section comparisonSection(const Comparison& comparison)
{
    Section out;
    out.title = plainText(fmt::format("{} against {}, {}", comparison.candidate, comparison.reference,
        comparison.pairing.empty() ? std::string("rows not matched")
                                   : fmt::format("{} rows matched ({})", comparison.pairs, comparison.pairing)));
    out.table.rows.push_back({"metric", plainText(comparison.candidate), plainText(comparison.reference), "difference",
        "interval", "p (Holm)", "test", "verdict"});
    for (const MetricDifference& metric : comparison.metrics)
        out.table.rows.push_back({plainText(metric.metric), number(metric.candidate), number(metric.reference),
            fmt::format("{:+.4g}", metric.difference), interval(metric.interval), probability(metric.pHolm),
            std::string(metric.test), verdict(metric)});
    if (comparison.onlyCandidateRight + comparison.onlyReferenceRight > 0)
        out.remarks.push_back(plainText(fmt::format("{} row(s) only {} has right, {} only {}", comparison.onlyCandidateRight,
            comparison.candidate, comparison.onlyReferenceRight, comparison.reference)));
    addNotes(comparison.notes, out);
    return out;
}

Section sliceSection(const SliceTable& table)
{
    Section out;
    out.title = plainText(fmt::format("{} of {} by slice; {} {} over all rows", table.metric, table.model, number(table.whole),
        interval(table.wholeInterval)));
    out.table.textColumns = 2;
    out.table.rows.push_back({"column", "value", "rows", table.metric, "interval", "gap", "clear"});
    for (const Slice& slice : table.slices) {
        if (slice.withheld)
            continue;
        out.table.rows.push_back({plainText(slice.column), plainText(slice.value), std::to_string(slice.rows),
            slice.metric ? number(slice.metric) : "undefined", interval(slice.interval),
            slice.metric ? fmt::format("{:+.4g}", slice.gap) : "-", slice.clear ? "yes" : "no"});
        if (!slice.metric && !slice.reason.empty())
            out.remarks.push_back(plainText(fmt::format("{} = {}: undefined: {}", slice.column, slice.value, slice.reason)));
    }
    if (table.withheld > 0)
        out.remarks.push_back(fmt::format("{} slice(s) are too small and withheld", table.withheld));
    return out;
}

std::string timeText(TimeMs at)
{
    return formatTime(at);
}

Section windowSection(const MetricOverTime& series)
{
    Section out;
    out.title = plainText(fmt::format("{} of {} by window", series.metric, series.name));
    out.table.rows.push_back({series.hasTime ? "from" : "window", "rows", series.metric, "interval"});
    std::size_t index = 1;
    for (const WindowPoint& point : series.points)
        out.table.rows.push_back({series.hasTime ? timeText(point.from) : std::to_string(index++), std::to_string(point.rows),
            number(point.value), interval(point.interval)});
    for (const VersionChange& change : series.versions)
        out.remarks.push_back(plainText(fmt::format("version {} to {}{}: {} before, {} after{}", change.from, change.to,
            series.hasTime ? " at " + timeText(change.at) : "", number(change.before), number(change.after),
            std::isnan(change.p) ? "" : fmt::format(", p {} ({})", probability(change.p), change.test))));
    constexpr std::size_t kNamed = 3; // of each detector; JSON has all of them
    std::map<std::string_view, std::size_t> told;
    for (const ChangeDetection& one : series.detections) {
        if (++told[one.detector] <= kNamed)
            out.remarks.push_back(fmt::format(
                "{} tells of a change at row {}{}", one.detector, one.row + 1, series.hasTime ? ", " + timeText(one.at) : ""));
    }
    for (const auto& [detector, count] : told) {
        if (count > kNamed)
            out.remarks.push_back(fmt::format("{} tells of {} more changes", detector, count - kNamed));
    }
    addNotes(series.notes, out);
    return out;
}

std::string_view verdictText(ColumnDrift::Verdict verdict)
{
    return verdict == ColumnDrift::Verdict::Stable  ? "stable"
        : verdict == ColumnDrift::Verdict::Moderate ? "moderate"
                                                    : "drifted";
}

Section driftSection(const DriftReport& report)
{
    Section out;
    out.title = plainText(fmt::format("Drift from {} to {}", report.reference, report.window));
    out.table.rows.push_back({"column", "PSI", "Jensen-Shannon", "KS", "Wasserstein", "chi-squared", "p (Holm)", "verdict"});
    for (const ColumnDrift& column : report.columns) {
        out.table.rows.push_back({plainText(column.column), number(column.psi), number(column.jensenShannon), number(column.ks),
            number(column.wasserstein), number(column.chi2), probability(column.pHolm),
            std::string(column.reason.empty() ? verdictText(column.verdict) : "-")});
        if (!column.reason.empty())
            out.remarks.push_back(plainText(column.column + ": " + column.reason));
    }
    addNotes(report.notes, out);
    return out;
}

} // namespace

std::vector<Section> sectionsOf(const Report& report)
{
    std::vector<Section> out;
    out.reserve(report.comparisons.size() + report.slices.size() + report.overTime.size() + report.drift.size());
    for (const Comparison& one : report.comparisons)
        out.push_back(comparisonSection(one));
    for (const SliceTable& one : report.slices)
        out.push_back(sliceSection(one));
    for (const MetricOverTime& one : report.overTime)
        out.push_back(windowSection(one));
    for (const DriftReport& one : report.drift)
        out.push_back(driftSection(one));
    return out;
}

} // namespace wg::app
