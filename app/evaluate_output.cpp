#include "app/evaluate_output.h"

#include "app/evaluate_sections.h"
#include "app/plain_text.h"
#include "app/text_table.h"
#include "core/base/number.h"
#include "core/evaluation/metric_info.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>

#include <fmt/format.h>

namespace wg::app {
namespace {

using evaluation::Group;
using evaluation::LogResult;

/// What a table shows unless --metrics says otherwise; own metrics follow. JSON has all of them.
constexpr std::array<std::string_view, 37> kShown = {"accuracy", "precision", "recall", "specificity", "f1", "precision_macro",
    "recall_macro", "f1_macro", "f1_micro", "f1_weighted", "balanced_accuracy", "mcc", "roc_auc", "roc_auc_ovr",
    "average_precision", "log_loss", "brier", "ece", "mse", "rmse", "mae", "r2", "mape", "coverage", "subset_accuracy",
    "hamming_loss", "jaccard_samples", "ndcg", "mrr", "map", "hit_1", "exact_match", "mean_score", "standard_error", "pass_1",
    "pass_5", "perplexity"};
constexpr std::size_t kLargestMatrix = 20;

std::string listed(const std::vector<std::string>& names)
{
    std::string out;
    for (const std::string& name : names)
        out += (out.empty() ? "" : ", ") + name;
    return out;
}

/// "label y_true, score lr_proba": what each column was taken for.
std::string rolesText(const evaluation::Roles& roles)
{
    std::string out;
    const auto add = [&out](std::string_view role, const std::string& columns) {
        if (!columns.empty())
            out += fmt::format("{}{} {}", out.empty() ? "" : "; ", role, columns);
    };
    add("label", roles.label);
    add(roles.scoresAreClasses ? "class probabilities" : "score", listed(roles.scores));
    add("prediction", listed(roles.predictions));
    add("model", roles.model);
    add("data set", roles.dataset);
    add("time", roles.time);
    add("id", roles.id);
    add("weight", roles.weight);
    add("x", roles.step);
    add("y", listed(roles.series));
    return plainText(out);
}

std::string headline(const LogResult& log)
{
    std::string out = fmt::format("{}: {}", plainText(log.file), evaluation::kindName(log.kind));
    if (log.task != evaluation::Task::None)
        out += fmt::format(", {}", evaluation::taskName(log.task));
    out += fmt::format(", {} rows", log.rows);
    if (log.skipped > 0)
        out += fmt::format(", {} skipped", log.skipped);
    return out;
}

std::string metricText(double value)
{
    return fmt::format("{:.6g}", value);
}

std::string cellText(const Group& group, const std::string& key)
{
    const auto value = group.metrics.find(key);
    if (value == group.metrics.end())
        return "undefined";
    const auto interval = group.intervals.find(key);
    return metricText(value->second) + (interval == group.intervals.end() ? "" : " " + intervalText(interval->second));
}

/// Keys of the groups in the order in which they are shown.
std::vector<std::string> shownKeys(const LogResult& log, const std::vector<std::string>& asked)
{
    const auto known = [&](const std::string& key) {
        return std::ranges::any_of(
            log.groups, [&](const Group& g) { return g.metrics.contains(key) || g.undefined.contains(key); });
    };
    std::vector<std::string> out;
    const auto add = [&](const std::string& key) {
        if (known(key) && std::ranges::find(out, key) == out.end())
            out.push_back(key);
    };
    if (!asked.empty()) {
        std::ranges::for_each(asked, add);
        return out;
    }
    for (const std::string_view key : kShown)
        add(std::string(key));
    for (const Group& group : log.groups) { // own metrics
        for (const auto& [key, value] : group.metrics) {
            if (evaluation::metricInfo(key) == nullptr)
                add(key);
        }
        for (const auto& [key, reason] : group.undefined) {
            if (evaluation::metricInfo(key) == nullptr)
                add(key);
        }
    }
    return out;
}

/// One row per metric and one column per group, or the other way round when there are many groups.
TextTable metricTable(const LogResult& log, const std::vector<std::string>& keys)
{
    constexpr std::size_t kMostColumns = 6;
    std::vector<std::vector<std::string>> cells = {{"", "rows"}}; // by group; turned below
    const bool threshold =
        std::any_of(log.groups.begin(), log.groups.end(), [](const Group& g) { return g.threshold.has_value(); });
    if (threshold)
        cells[0].emplace_back("threshold");
    for (const std::string& key : keys)
        cells[0].push_back(plainText(key));
    for (const Group& group : log.groups) {
        std::vector<std::string>& row = cells.emplace_back();
        row = {plainText(group.name()), std::to_string(group.rows)};
        if (threshold)
            row.push_back(group.threshold ? formatShortest(*group.threshold) : "-");
        for (const std::string& key : keys)
            row.push_back(plainText(cellText(group, key)));
    }
    if (log.groups.size() > kMostColumns)
        return {std::move(cells), 1};
    TextTable turned;
    for (std::size_t i = 0; i < cells[0].size(); ++i) {
        std::vector<std::string>& row = turned.rows.emplace_back();
        for (const auto& line : cells)
            row.push_back(line[i]);
    }
    return turned;
}

/// "roc_auc, mcc undefined: only one class", and the group's warnings.
std::vector<std::string> remarks(const Group& group, const std::vector<std::string>& keys)
{
    std::map<std::string, std::vector<std::string>> byReason;
    for (const auto& [key, reason] : group.undefined) {
        if (std::ranges::find(keys, key) != keys.end())
            byReason[reason].push_back(key);
    }
    const std::string name = group.by.empty() ? "" : plainText(group.name()) + ": ";
    std::vector<std::string> out;
    out.reserve(byReason.size() + group.warnings.size());
    for (const auto& [reason, undefined] : byReason)
        out.push_back(plainText(fmt::format("{}{} undefined: {}", name, listed(undefined), reason)));
    for (const Warning& warning : group.warnings)
        out.push_back(plainText(name + warning.message));
    std::vector<std::string> uncertain;
    std::ranges::copy_if(keys, std::back_inserter(uncertain),
        [&](const std::string& key) { return group.intervals.contains(key) && evaluation::tooUncertain(group, key); });
    if (!uncertain.empty())
        out.push_back(plainText(fmt::format("{}too uncertain to act on: {}", name, listed(uncertain))));
    return out;
}

TextTable confusionTable(const evaluation::Confusion& confusion)
{
    TextTable out;
    out.rows.push_back({"actual \\ predicted"});
    for (const std::string& label : confusion.labels)
        out.rows[0].push_back(plainText(label));
    for (std::size_t a = 0; a < confusion.labels.size(); ++a) {
        auto& row = out.rows.emplace_back();
        row.push_back(plainText(confusion.labels[a]));
        for (const std::uint64_t count : confusion.matrix[a])
            row.push_back(std::to_string(count));
    }
    return out;
}

TextTable classTable(const Group& group)
{
    const auto text = [](double value) { return std::isnan(value) ? std::string("undefined") : metricText(value); };
    TextTable out;
    out.rows.push_back({"class", "precision", "recall", "f1", "support"});
    for (const evaluation::ClassMetrics& one : group.perClass)
        out.rows.push_back(
            {plainText(one.label), text(one.precision), text(one.recall), text(one.f1), std::to_string(one.support)});
    return out;
}

/// One log; `render` draws a table, `title` a heading line.
template <class Render, class Title>
std::string logText(const LogResult& log, const std::vector<std::string>& metrics, Render render, Title title)
{
    std::string out;
    if (log.groups.empty())
        return out;
    const std::vector<std::string> keys = shownKeys(log, metrics);
    out += "\n" + render(metricTable(log, keys));
    for (const Group& group : log.groups) {
        for (const std::string& remark : remarks(group, keys))
            out += title(remark);
    }
    for (const Group& group : log.groups) {
        const std::string of = group.by.empty() ? "" : " of " + plainText(group.name());
        if (!group.confusion.labels.empty() && group.confusion.labels.size() <= kLargestMatrix) {
            const std::string positive =
                group.positive.empty() ? "" : fmt::format(" (positive: {})", plainText(group.positive));
            const std::string counted = log.roles.weight.empty() ? "" : ", rows whatever their weight";
            out += title(fmt::format("Confusion matrix{}{}{}", of, positive, counted)) + "\n"
                + render(confusionTable(group.confusion));
        }
        if (!group.perClass.empty())
            out += title("Classes" + of) + "\n" + render(classTable(group));
    }
    return out;
}

/// "roc_auc 0.925 [0.922, 0.928] of lr": the figure that matters most, of the first group that has it.
std::string mainFigure(const LogResult& log)
{
    for (const Group& group : log.groups) {
        const std::string key(evaluation::mainMetric(log.task, group.metrics.contains("roc_auc")));
        if (group.metrics.contains(key))
            return plainText(fmt::format("{} {}{}", key, cellText(group, key), group.by.empty() ? "" : " of " + group.name()));
    }
    return {};
}

std::string fingerprintText(const LogResult& log)
{
    return log.fingerprint.empty() ? std::string() : fmt::format("SHA-256 of {}: {}", plainText(log.file), log.fingerprint);
}

} // namespace

std::string intervalText(const evaluation::Interval& interval)
{
    return fmt::format("[{:.4g}, {:.4g}]", interval.low, interval.high);
}

std::string evaluateTable(const evaluation::Report& report, const std::vector<std::string>& metrics)
{
    std::string out;
    const auto title = [](const std::string& line) { return "\n  " + line + "\n"; };
    for (const LogResult& log : report.logs) {
        out += (out.empty() ? "" : "\n") + headline(log) + "\n";
        if (const std::string roles = rolesText(log.roles); !roles.empty())
            out += "  " + roles + "\n";
        if (const std::string fingerprint = fingerprintText(log); !fingerprint.empty())
            out += "  " + fingerprint + "\n";
        out += logText(log, metrics, aligned, title);
    }
    for (const Section& section : sectionsOf(report)) {
        out += title(section.title) + (section.table.rows.size() > 1 ? "\n" + aligned(section.table) : std::string());
        for (const std::string& remark : section.remarks)
            out += title(remark);
    }
    return out;
}

std::string evaluateMarkdown(const evaluation::Report& report, const std::vector<std::string>& metrics)
{
    std::string out;
    const auto title = [](const std::string& line) { return "\n" + markdownCell(line, true) + "\n"; };
    for (const LogResult& log : report.logs) {
        out += (out.empty() ? "## " : "\n## ") + markdownCell(headline(log), true) + "\n";
        if (const std::string figure = mainFigure(log); !figure.empty())
            out += "\n**" + markdownCell(figure, true) + "**\n";
        if (const std::string roles = rolesText(log.roles); !roles.empty())
            out += "\n" + markdownCell(roles, true) + "\n";
        out += logText(log, metrics, markdown, title);
    }
    for (const Section& section : sectionsOf(report)) {
        out += "\n### " + markdownCell(section.title, true) + "\n";
        if (section.table.rows.size() > 1)
            out += "\n" + markdown(section.table);
        for (const std::string& remark : section.remarks)
            out += title(remark);
    }
    for (const LogResult& log : report.logs) {
        if (const std::string fingerprint = fingerprintText(log); !fingerprint.empty())
            out += title(fingerprint);
    }
    return out;
}

} // namespace wg::app
