// The JSON of `evaluate --format json` (report.h). Doubles are written so that they read back as the same value.
#include "core/evaluation/report.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace wg::evaluation {
namespace {

using Json = nlohmann::ordered_json;

Json numberOrNull(double value)
{
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json numberOrNull(const std::optional<double>& value)
{
    return value ? numberOrNull(*value) : Json(nullptr);
}

Json textOrNull(const std::string& text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

Json oneOrMany(const std::vector<std::string>& names)
{
    return names.empty() ? Json(nullptr) : names.size() == 1 ? Json(names.front()) : Json(names);
}

Json intervalJson(const Interval& interval)
{
    return interval.defined() ? Json::array({interval.low, interval.high, interval.method}) : Json(nullptr);
}

Json columnsJson(const Roles& roles)
{
    Json out = {
        {"label", textOrNull(roles.label)}, {"score", oneOrMany(roles.scores)}, {"prediction", oneOrMany(roles.predictions)}};
    const auto add = [&out](const char* key, const std::string& name) {
        if (!name.empty())
            out[key] = name;
    };
    add("model", roles.model);
    add("dataset", roles.dataset);
    add("time", roles.time);
    add("id", roles.id);
    add("weight", roles.weight);
    if (roles.scoresAreClasses)
        out["score_classes"] = roles.scoreClasses;
    add("x", roles.step);
    if (!roles.series.empty())
        out["y"] = roles.series;
    return out;
}

Json warningsJson(const Warnings& warnings)
{
    Json out = Json::array();
    for (const Warning& warning : warnings)
        out.push_back(warning.message);
    return out;
}

Json histogramJson(const ScoreHistogram& histogram)
{
    return {{"low", histogram.low}, {"high", histogram.high}, {"negatives", histogram.negatives},
        {"positives", histogram.positives}};
}

/// Behind the keys the document had from the start.
void addFigures(const Group& group, Json& out)
{
    out["intervals"] = Json::object();
    for (const auto& [key, interval] : group.intervals) {
        if (group.metrics.contains(key) && interval.defined())
            out["intervals"][key] = intervalJson(interval);
    }
    if (!group.calibration.empty())
        out["calibration"] = Json::array();
    for (const CalibrationBin& bin : group.calibration)
        out["calibration"].push_back({{"low", bin.low}, {"high", bin.high}, {"mean_score", bin.meanScore},
            {"observed", bin.observed}, {"observed_low", numberOrNull(bin.interval.low)},
            {"observed_high", numberOrNull(bin.interval.high)}, {"rows", bin.rows}});
    if (group.histogram)
        out["histogram"] = histogramJson(*group.histogram);
    if (group.residuals)
        out["residuals"] = {
            {"low", group.residuals->low}, {"high", group.residuals->high}, {"counts", group.residuals->positives}};
}

Json groupJson(const Group& group)
{
    Json out = {{"by", Json(group.by)}, {"rows", group.rows}};
    if (group.by.empty())
        out["by"] = Json::object();
    out["threshold"] = numberOrNull(group.threshold);
    if (!group.positive.empty())
        out["positive"] = group.positive;
    out["metrics"] = Json::object();
    for (const auto& [key, value] : group.metrics) {
        if (std::isfinite(value))
            out["metrics"][key] = value;
    }
    out["undefined"] = Json::object();
    for (const auto& [key, reason] : group.undefined)
        out["undefined"][key] = reason;
    out["confusion"] = nullptr;
    if (!group.confusion.labels.empty())
        out["confusion"] = {{"labels", group.confusion.labels}, {"matrix", group.confusion.matrix}};
    if (!group.perClass.empty())
        out["per_class"] = Json::array();
    for (const ClassMetrics& one : group.perClass)
        out["per_class"].push_back({{"label", one.label}, {"precision", numberOrNull(one.precision)},
            {"recall", numberOrNull(one.recall)}, {"f1", numberOrNull(one.f1)}, {"support", one.support}});
    out["warnings"] = warningsJson(group.warnings);
    addFigures(group, out);
    return out;
}

Json logJson(const LogResult& log)
{
    Json out = {{"file", log.file}, {"kind", kindName(log.kind)}, {"rows", log.rows}, {"skipped", log.skipped},
        {"task", textOrNull(std::string(taskName(log.task)))}, {"columns", columnsJson(log.roles)}};
    out["bad_rows"] = Json::array();
    for (const BadRow& row : log.badRows)
        out["bad_rows"].push_back({{"line", row.line}, {"reason", row.reason}});
    out["notes"] = warningsJson(log.notes);
    out["format"] = log.format;
    out["fingerprint"] = textOrNull(log.fingerprint);
    out["groups"] = Json::array();
    for (const Group& group : log.groups)
        out["groups"].push_back(groupJson(group));
    return out;
}

Json comparisonJson(const Comparison& comparison)
{
    Json out = {{"candidate", comparison.candidate}, {"reference", comparison.reference},
        {"pairing", textOrNull(comparison.pairing)}, {"pairs", comparison.pairs},
        {"only_candidate_right", comparison.onlyCandidateRight}, {"only_reference_right", comparison.onlyReferenceRight}};
    out["metrics"] = Json::object();
    for (const MetricDifference& one : comparison.metrics)
        out["metrics"][one.metric] = {{"candidate", numberOrNull(one.candidate)}, {"reference", numberOrNull(one.reference)},
            {"difference", numberOrNull(one.difference)}, {"interval", intervalJson(one.interval)}, {"p", numberOrNull(one.p)},
            {"p_holm", numberOrNull(one.pHolm)}, {"test", one.test}, {"significant", one.significant}, {"better", one.better}};
    out["notes"] = warningsJson(comparison.notes);
    return out;
}

Json slicesJson(const SliceTable& table)
{
    Json out = {{"model", table.model}, {"metric", table.metric}, {"whole", numberOrNull(table.whole)},
        {"interval", intervalJson(table.wholeInterval)}, {"withheld", table.withheld}};
    out["slices"] = Json::array();
    for (const Slice& slice : table.slices) {
        if (!slice.withheld) // a value of few rows may be an id: they are counted only
            out["slices"].push_back(
                {{"column", slice.column}, {"value", slice.value}, {"rows", slice.rows}, {"metric", numberOrNull(slice.metric)},
                    {"interval", intervalJson(slice.interval)}, {"gap", slice.metric ? numberOrNull(slice.gap) : Json(nullptr)},
                    {"clear", slice.clear}, {"reason", textOrNull(slice.reason)}});
    }
    return out;
}

std::string_view verdictName(ColumnDrift::Verdict verdict)
{
    switch (verdict) {
    case ColumnDrift::Verdict::Stable:
        return "stable";
    case ColumnDrift::Verdict::Moderate:
        return "moderate";
    case ColumnDrift::Verdict::Drifted:
        return "drifted";
    }
    return "";
}

Json driftJson(const DriftReport& report)
{
    Json out = {{"reference", report.reference}, {"window", report.window}};
    out["columns"] = Json::array();
    for (const ColumnDrift& column : report.columns) {
        Json one = {{"column", column.column}, {"role", textOrNull(column.role)}, {"psi", numberOrNull(column.psi)},
            {"jensen_shannon", numberOrNull(column.jensenShannon)}, {"ks", numberOrNull(column.ks)},
            {"ks_p", numberOrNull(column.ksP)}, {"wasserstein", numberOrNull(column.wasserstein)},
            {"chi2", numberOrNull(column.chi2)}, {"chi2_p", numberOrNull(column.chi2P)}, {"p_holm", numberOrNull(column.pHolm)},
            {"verdict", verdictName(column.verdict)}, {"reference_rows", column.referenceRows},
            {"window_rows", column.windowRows}, {"reason", textOrNull(column.reason)}};
        one["bins"] = Json::array();
        for (const DriftBin& bin : column.bins)
            one["bins"].push_back({bin.name, bin.reference, bin.window, numberOrNull(bin.psi)});
        out["columns"].push_back(std::move(one));
    }
    out["notes"] = warningsJson(report.notes);
    return out;
}

Json windowsJson(const MetricOverTime& series)
{
    Json out = {{"model", series.name}, {"metric", series.metric}, {"has_time", series.hasTime},
        {"window_rows", series.window.rows}, {"window_ms", series.window.duration}};
    out["points"] = Json::array();
    for (const WindowPoint& point : series.points)
        out["points"].push_back({{"from", point.from}, {"at", point.at}, {"rows", point.rows},
            {"value", numberOrNull(point.value)}, {"interval", intervalJson(point.interval)}});
    out["versions"] = Json::array();
    for (const VersionChange& change : series.versions)
        out["versions"].push_back(
            {{"at", change.at}, {"from", change.from}, {"to", change.to}, {"before", numberOrNull(change.before)},
                {"after", numberOrNull(change.after)}, {"p", numberOrNull(change.p)}, {"test", change.test}});
    out["detections"] = Json::array();
    for (const ChangeDetection& one : series.detections)
        out["detections"].push_back({{"at", one.at}, {"row", one.row}, {"detector", one.detector}});
    out["notes"] = warningsJson(series.notes);
    return out;
}

template <class List, class Write>
void addList(Json& out, const char* key, const List& list, Write write)
{
    if (list.empty())
        return;
    out[key] = Json::array();
    for (const auto& one : list)
        out[key].push_back(write(one));
}

} // namespace

void withholdSmallGroups(LogResult& log, const Options& options, std::uint64_t leastRows)
{
    if (options.by.empty())
        return;
    const std::string reason = "withheld: fewer than " + std::to_string(leastRows) + " rows";
    std::map<std::map<std::string, std::string>, Group> small; // by model and data set: a value of few rows may be an id
    for (const Group& group : log.groups) {
        if (group.rows >= leastRows)
            continue;
        std::map<std::string, std::string> by;
        for (const auto& [key, value] : group.by)
            by[key] = key == "model" || key == "dataset" ? value : "(fewer than " + std::to_string(leastRows) + " rows)";
        Group& bare = small[by];
        bare.by = by;
        bare.rows += group.rows;
        for (const auto& [key, value] : group.metrics)
            bare.undefined.emplace(key, reason);
        for (const auto& [key, why] : group.undefined)
            bare.undefined.emplace(key, reason);
    }
    std::erase_if(log.groups, [&](const Group& group) { return group.rows < leastRows; });
    for (auto& [by, group] : small)
        log.groups.push_back(std::move(group));
}

std::string toJson(const Report& report)
{
    Json out;
    out["logs"] = Json::array();
    for (const LogResult& log : report.logs)
        out["logs"].push_back(logJson(log));
    addList(out, "comparisons", report.comparisons, comparisonJson);
    addList(out, "slices", report.slices, slicesJson);
    addList(out, "drift", report.drift, driftJson);
    addList(out, "windows", report.overTime, windowsJson);
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string toJson(const std::vector<LogResult>& logs)
{
    Report report;
    report.logs = logs;
    return toJson(report);
}

} // namespace wg::evaluation
