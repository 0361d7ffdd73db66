// What kind of log a table is (log-reading "Kind"), and the roles of everything but predictions.
#include "core/evaluation/column_names.h"
#include "core/evaluation/opened_log.h"
#include "core/evaluation/predictions.h"
#include "core/evaluation/roles.h"

#include "core/logs/cell.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

std::string nameOf(const OpenedLog& log, std::optional<ColumnIndex> column)
{
    return column ? log.table.columns[*column].name : std::string();
}

std::optional<ColumnIndex> sole(const std::vector<std::size_t>& claims)
{
    return claims.size() == 1 ? std::optional<ColumnIndex>(claims.front()) : std::nullopt;
}

void note(OpenedLog& log, std::string message)
{
    log.notes.push_back({Warning::Severity::Info, std::move(message)});
}

/// Row names equal column names: a confusion matrix somebody computed.
bool isConfusionTable(const logs::Table& table)
{
    if (table.columns.size() < 3 || table.columns.size() != table.rows + 1)
        return false;
    std::set<std::string> columns;
    std::set<std::string> rows;
    for (std::size_t i = 1; i < table.columns.size(); ++i) {
        if (!table.columns[i].numeric)
            return false;
        columns.insert(table.columns[i].name);
        rows.insert(table.columns[0].text(i - 1));
    }
    return rows == columns;
}

/// Label, prediction and `count` with no pair twice: a confusion matrix in long form.
bool isCountedPairs(const logs::Table& table, const Claims& claims)
{
    const auto count = std::find_if(
        table.columns.begin(), table.columns.end(), [](const logs::Column& c) { return comparedName(c.name) == "count"; });
    if (count == table.columns.end() || !count->numeric || claims.label.size() != 1 || claims.prediction.size() != 1)
        return false;
    std::set<std::pair<std::string, std::string>> pairs;
    for (std::size_t row = 0; row < table.rows; ++row) {
        if (!pairs.emplace(table.columns[claims.label[0]].text(row), table.columns[claims.prediction[0]].text(row)).second)
            return false;
    }
    return true;
}

/// Nested members of JSON are judged by their own name.
bool hasMetricColumns(const logs::Table& table)
{
    const bool nested = table.format.starts_with("JSON");
    return std::any_of(table.columns.begin(), table.columns.end(), [nested](const logs::Column& c) {
        const std::size_t dot = nested ? c.name.rfind('.') : std::string::npos;
        const bool metric = isMetricName(comparedName(c.name))
            || (dot != std::string::npos && isMetricName(comparedName(c.name.substr(dot + 1))));
        return metric && hasNumbers(c);
    });
}

/// A file that is one JSON object: no step in it makes a history.
bool isOneObject(const logs::Table& table)
{
    return table.format == "JSON" && table.rows == 1;
}

/// It holds metrics, a loss, or numbers under "results".
bool holdsResults(const logs::Table& object)
{
    return hasMetricColumns(object) || std::any_of(object.columns.begin(), object.columns.end(), [](const logs::Column& c) {
        const std::string leaf = comparedName(c.name.substr(c.name.rfind('.') + 1));
        return (c.name.starts_with("results.") || leaf == "loss" || leaf.ends_with("_loss")) && hasNumbers(c);
    });
}

/// Classes of a classification report: its rows but the averages. None when it is no such report.
Task reportTask(const logs::Table& table)
{
    bool precision = false;
    bool recall = false;
    for (const logs::Column& column : table.columns) {
        precision = precision || comparedName(column.name) == "precision";
        recall = recall || comparedName(column.name) == "recall";
    }
    const std::string first = table.columns.empty() ? "model" : comparedName(table.columns.front().name);
    if (!precision || !recall || (!first.empty() && !isLabelName(first)))
        return Task::None;
    static const std::set<std::string> kAverages = {
        "accuracy", "macro_avg", "weighted_avg", "micro_avg", "samples_avg", "macro_average", "weighted_average"};
    std::size_t classes = 0;
    for (std::size_t row = 0; row < table.rows; ++row)
        classes += kAverages.contains(comparedName(table.columns.front().text(row))) ? 0 : 1;
    return classes == 2 ? Task::Binary : Task::Multiclass;
}

Kind kindOf(const logs::Table& table, const Claims& claims)
{
    const bool score = !claims.scores.empty() || !claims.classScores.empty();
    const bool prediction = !claims.prediction.empty() || !claims.modelPredictions.empty();
    if (isCountedPairs(table, claims))
        return Kind::Results;
    if (prediction || (!claims.label.empty() && score))
        return Kind::Predictions;
    if (isOneObject(table))
        return holdsResults(table) ? Kind::Results : Kind::Table;
    if (isConfusionTable(table) || (!claims.step && hasMetricColumns(table)))
        return Kind::Results;
    return claims.step ? Kind::History : Kind::Table;
}

void takeCommonRoles(OpenedLog& log, const Claims& claims)
{
    log.model = sole(claims.model);
    log.dataset = sole(claims.dataset);
    log.id = sole(claims.id);
    log.roles.model = nameOf(log, log.model);
    log.roles.dataset = nameOf(log, log.dataset);
    log.roles.id = nameOf(log, log.id);
}

void takeTime(OpenedLog& log, const Claims& claims)
{
    log.time = claims.time.empty() ? std::nullopt : std::optional<ColumnIndex>(claims.time.front());
    log.roles.time = nameOf(log, log.time);
}

void takeResults(OpenedLog& log, const Claims& claims)
{
    takeCommonRoles(log, claims);
    if (claims.task) {
        log.task = *claims.task;
    } else if (isConfusionTable(log.table)) {
        log.task = log.table.rows == 2 ? Task::Binary : Task::Multiclass;
        note(log, "row names equal column names: this is a confusion matrix computed by others");
    } else {
        log.task = reportTask(log.table);
        note(log, "the columns are metrics computed by others: shown as they are, nothing is evaluated");
    }
    for (ColumnIndex i = 0; i < log.table.columns.size(); ++i) {
        if (log.table.columns[i].numeric && hasNumbers(log.table.columns[i]))
            log.series.push_back(i);
    }
}

/// Numeric columns that are neither time, id nor counters of the same kind as x.
void takeSeries(OpenedLog& log, const Claims& claims)
{
    for (ColumnIndex i = 0; i < log.table.columns.size(); ++i) {
        const logs::Column& column = log.table.columns[i];
        const std::string name = comparedName(column.name);
        const auto is = [i](const std::vector<std::size_t>& list) {
            return std::find(list.begin(), list.end(), i) != list.end();
        };
        const bool counter = log.kind == Kind::History && (name == "epoch" || name == "episode");
        if (column.numeric && hasNumbers(column) && log.step != i && !counter && !is(claims.time) && !is(claims.id))
            log.series.push_back(i);
    }
}

void takeHistory(OpenedLog& log, const Claims& claims)
{
    takeCommonRoles(log, claims);
    takeTime(log, claims);
    log.step = claims.step;
    log.roles.step = nameOf(log, log.step);
    if (log.table.layout && !log.table.layout->series.empty()) {
        for (ColumnIndex i = 0; i < log.table.columns.size(); ++i) {
            const logs::Column& column = log.table.columns[i];
            if (column.numeric && std::ranges::find(log.table.layout->series, column.name) != log.table.layout->series.end())
                log.series.push_back(i);
        }
        for (const ColumnIndex column : log.series)
            log.roles.series.push_back(log.table.columns[column].name);
    } else if (claims.key && claims.value && log.table.columns[*claims.value].numeric) {
        log.key = claims.key;
        log.value = claims.value;
        log.series = {*claims.value};
        log.roles.series = distinctTexts(log.table.columns[*log.key], log.table.rows);
        note(log, fmt::format("long form: {} names the metric, {} is its value", nameOf(log, log.key), nameOf(log, log.value)));
    } else {
        takeSeries(log, claims);
        for (const ColumnIndex column : log.series)
            log.roles.series.push_back(log.table.columns[column].name);
    }
    note(log, fmt::format("a training history over {}", log.roles.step));
}

void takeTable(OpenedLog& log, const Claims& claims)
{
    takeCommonRoles(log, claims);
    takeTime(log, claims);
    log.label = sole(claims.label);
    log.roles.label = nameOf(log, log.label);
    for (const std::size_t score : claims.scores)
        log.roles.scores.push_back(log.table.columns[score].name);
    takeSeries(log, claims);
    if (log.label)
        note(log, fmt::format("{} looks like a label, but there is no score or prediction: shown as a table", log.roles.label));
    else
        note(log, "no column of an evaluation was recognised: shown as a table");
}

} // namespace

Result<std::shared_ptr<const OpenedLog>> recognise(std::string file, logs::Table table, const Options& options)
{
    auto log = std::make_shared<OpenedLog>();
    log->file = std::move(file);
    log->options = options;
    log->notes = table.notes;
    log->skipped = table.skipped;
    log->table = std::move(table);
    const bool known = layoutDecides(log->table, options);
    WG_TRY(const Claims claims, known ? claimsOfLayout(log->table, options) : findClaims(log->table, options));
    if (known && !log->table.layout->note.empty())
        note(*log, "a known format: " + log->table.layout->note);
    if (!known) {
        WG_CHECK(checkHeaderless(log->table, options));
    }
    const bool ranking = options.task == Task::Ranking;
    log->kind = known ? log->table.layout->kind : ranking ? Kind::Predictions : kindOf(log->table, claims);
    if (log->kind == Kind::Predictions) {
        if (!known) {
            WG_CHECK(checkClaims(log->table, claims));
        }
        takeCommonRoles(*log, claims);
        takeTime(*log, claims);
        WG_CHECK(takePredictions(*log, claims));
        return log;
    }
    if (!options.label.empty() || !options.scores.empty() || options.task)
        return fail(ErrorCode::Usage,
            fmt::format("{} holds no predictions to evaluate: name --label and --score or --prediction", log->file));
    if (log->kind == Kind::Results)
        takeResults(*log, claims);
    else if (log->kind == Kind::History)
        takeHistory(*log, claims);
    if (log->kind == Kind::History && log->roles.series.empty()) {
        log->kind = Kind::Table; // steps alone are no history
        log->step.reset();
        log->roles.step.clear();
    }
    if (log->kind == Kind::Table)
        takeTable(*log, claims);
    return log;
}

const logs::Numbers& OpenedLog::numbers(ColumnIndex column) const
{
    const auto own = parsed.find(column);
    return own == parsed.end() ? table.columns[column].numbers : own->second;
}

} // namespace wg::evaluation
