#include "app/evaluate_output.h"

#include "app/cli_sources.h"
#include "app/plain_text.h"
#include "core/base/file.h"
#include "core/base/number.h"
#include "core/base/utf8.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <set>

#include <fmt/format.h>

namespace wg::app {
namespace {

using evaluation::Group;
using evaluation::LogResult;

constexpr std::array<std::string_view, 20> kMetricOrder = {"accuracy", "precision", "recall", "specificity", "f1",
    "precision_macro", "recall_macro", "f1_macro", "f1_micro", "f1_weighted", "balanced_accuracy", "mcc", "roc_auc",
    "average_precision", "log_loss", "brier", "mse", "rmse", "mae", "r2"};
constexpr std::size_t kLargestMatrix = 20;

/// Cells of text; the first row is the header. Numbers are right-aligned.
struct TextTable {
    std::vector<std::vector<std::string>> rows;
    std::size_t textColumns = 1; ///< these are text, the others numbers
};

std::string aligned(const TextTable& table)
{
    std::vector<std::size_t> widths;
    for (const auto& row : table.rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], codePoints(row[i]));
    }
    std::string out;
    for (const auto& row : table.rows) {
        std::string line = " ";
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string pad(widths[i] - codePoints(row[i]), ' ');
            line += " " + (i < table.textColumns ? row[i] + pad : pad + row[i]) + " ";
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    }
    return out;
}

/// A cell of a Markdown table: one line, no markup, no formula.
std::string markdownCell(const std::string& text, bool number)
{
    std::string out;
    if (!number && !text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos)
        out += '\'';
    for (const char c : text) {
        if (std::string_view("\\`*_[]<>|#&~").find(c) != std::string_view::npos)
            out += '\\';
        out += c;
    }
    return out;
}

std::string markdown(const TextTable& table)
{
    std::string out;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        out += "|";
        for (std::size_t i = 0; i < table.rows[r].size(); ++i)
            out += " " + markdownCell(table.rows[r][i], r > 0 && i >= table.textColumns) + " |";
        out += "\n";
        if (r > 0)
            continue;
        out += "|";
        for (std::size_t i = 0; i < table.rows[r].size(); ++i)
            out += i < table.textColumns ? "---|" : "---:|";
        out += "\n";
    }
    return out;
}

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

/// One row per metric and one column per group, or the other way round when there are many groups.
TextTable metricTable(const LogResult& log)
{
    constexpr std::size_t kMostColumns = 6;
    std::vector<std::vector<std::string>> cells = {{"", "rows"}}; // by group; turned below
    std::vector<std::string_view> keys;
    for (const std::string_view key : kMetricOrder) {
        const std::string name(key);
        if (std::any_of(log.groups.begin(), log.groups.end(),
                [&](const Group& g) { return g.metrics.contains(name) || g.undefined.contains(name); }))
            keys.push_back(key);
    }
    const bool threshold =
        std::any_of(log.groups.begin(), log.groups.end(), [](const Group& g) { return g.threshold.has_value(); });
    if (threshold)
        cells[0].emplace_back("threshold");
    cells[0].insert(cells[0].end(), keys.begin(), keys.end());
    for (const Group& group : log.groups) {
        std::vector<std::string>& row = cells.emplace_back();
        row = {plainText(group.name()), std::to_string(group.rows)};
        if (threshold)
            row.push_back(group.threshold ? formatShortest(*group.threshold) : "-");
        for (const std::string_view key : keys) {
            const auto value = group.metrics.find(std::string(key));
            row.push_back(value == group.metrics.end() ? "undefined" : metricText(value->second));
        }
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
std::vector<std::string> remarks(const Group& group)
{
    std::map<std::string, std::vector<std::string>> byReason;
    for (const auto& [key, reason] : group.undefined)
        byReason[reason].push_back(key);
    const std::string name = group.by.empty() ? "" : plainText(group.name()) + ": ";
    std::vector<std::string> out;
    out.reserve(byReason.size() + group.warnings.size());
    for (const auto& [reason, keys] : byReason)
        out.push_back(plainText(fmt::format("{}{} undefined: {}", name, listed(keys), reason)));
    for (const Warning& warning : group.warnings)
        out.push_back(plainText(name + warning.message));
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
std::string logText(const LogResult& log, Render render, Title title)
{
    std::string out;
    if (log.groups.empty())
        return out;
    out += "\n" + render(metricTable(log));
    for (const Group& group : log.groups) {
        for (const std::string& remark : remarks(group))
            out += title(remark);
    }
    for (const Group& group : log.groups) {
        const std::string of = group.by.empty() ? "" : " of " + plainText(group.name());
        if (!group.confusion.labels.empty() && group.confusion.labels.size() <= kLargestMatrix) {
            const std::string positive =
                group.positive.empty() ? "" : fmt::format(" (positive: {})", plainText(group.positive));
            out += title(fmt::format("Confusion matrix{}{}", of, positive)) + "\n" + render(confusionTable(group.confusion));
        }
        if (!group.perClass.empty())
            out += title("Classes" + of) + "\n" + render(classTable(group));
    }
    return out;
}

/// A name that is one harmless file name.
std::string fileNamePart(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool keep = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
            || c == '.' || (static_cast<unsigned char>(c) >= 0x80);
        if (keep)
            out += c;
        else if (!out.ends_with('_'))
            out += '_';
    }
    constexpr std::size_t kLongest = 100;
    return out.substr(0, kLongest);
}

std::string curveCsv(std::string_view header, const evaluation::Curve& curve, bool xFirst)
{
    std::string out(header);
    for (std::size_t i = 0; i < curve.threshold.size(); ++i) {
        const double threshold = curve.threshold[i];
        out += std::isinf(threshold) ? std::string("inf") : formatShortest(threshold);
        out += ',' + formatShortest(xFirst ? curve.x[i] : curve.y[i]) + ',' + formatShortest(xFirst ? curve.y[i] : curve.x[i])
            + '\n';
    }
    return out;
}

} // namespace

std::string evaluateTable(const std::vector<LogResult>& logs)
{
    std::string out;
    for (const LogResult& log : logs) {
        out += (out.empty() ? "" : "\n") + headline(log) + "\n";
        if (const std::string roles = rolesText(log.roles); !roles.empty())
            out += "  " + roles + "\n";
        out += logText(log, aligned, [](const std::string& line) { return "\n  " + line + "\n"; });
    }
    return out;
}

std::string evaluateMarkdown(const std::vector<LogResult>& logs)
{
    std::string out;
    for (const LogResult& log : logs) {
        out += (out.empty() ? "## " : "\n## ") + markdownCell(headline(log), true) + "\n";
        if (const std::string roles = rolesText(log.roles); !roles.empty())
            out += "\n" + markdownCell(roles, true) + "\n";
        out += logText(log, markdown, [](const std::string& line) { return "\n" + markdownCell(line, true) + "\n"; });
    }
    return out;
}

Result<std::vector<std::string>> writeCurves(const std::vector<LogResult>& logs, const std::string& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(ErrorCode::Io, fmt::format("cannot make the folder {}: {}", folder, error.message()));
    std::vector<std::string> written;
    std::set<std::string> used;
    for (const LogResult& log : logs) {
        const std::string stem = fileNamePart(std::filesystem::path(log.file).stem().string());
        for (const Group& group : log.groups) {
            if (!group.roc && !group.pr)
                continue;
            const std::string base = group.by.empty() ? stem : stem + "." + fileNamePart(group.name());
            std::string name = base;
            for (int i = 2; !used.insert(name).second; ++i)
                name = fmt::format("{}-{}", base, i);
            const std::string path = (std::filesystem::path(folder) / name).string();
            if (group.roc) {
                written.push_back(path + ".roc.csv");
                WG_CHECK(writeFileAtomically(written.back(), curveCsv("threshold,fpr,tpr\n", *group.roc, true)));
            }
            if (group.pr) {
                written.push_back(path + ".pr.csv");
                WG_CHECK(writeFileAtomically(written.back(), curveCsv("threshold,precision,recall\n", *group.pr, false)));
            }
        }
    }
    return written;
}

} // namespace wg::app
