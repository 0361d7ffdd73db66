#include "core/evaluation/predictions.h"

#include "core/base/number.h"
#include "core/evaluation/class_values.h"
#include "core/evaluation/column_names.h"
#include "core/evaluation/special_tasks.h"
#include "core/logs/cell.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wg::evaluation {
namespace {

constexpr std::size_t kMostClasses = 1000; // a matrix of a million cells

void note(OpenedLog& log, std::string message)
{
    log.notes.push_back({Warning::Severity::Info, std::move(message)});
}

const logs::Column& columnOf(const OpenedLog& log, ColumnIndex column)
{
    return log.table.columns[column];
}

/// Scores and predictions of one name are one model's.
void takeModels(OpenedLog& log, const Claims& claims)
{
    const auto& names = log.table.columns;
    if (claims.task || log.options.task == Task::LanguageModel) { // several scores are several values of one model's answer
        for (const std::size_t score : claims.scores)
            log.models.push_back({.name = {}, .score = score, .prediction = {}});
        if (log.models.empty())
            log.models.emplace_back();
        if (!claims.prediction.empty())
            log.models.front().prediction = claims.prediction.front();
        return;
    }
    const bool one = claims.scores.size() <= 1 && claims.modelPredictions.size() + claims.prediction.size() <= 1;
    if (one) {
        ModelColumns model;
        if (!claims.scores.empty())
            model.score = claims.scores.front();
        for (const auto* list : {&claims.prediction, &claims.modelPredictions}) {
            if (!list->empty())
                model.prediction = list->front();
        }
        log.models = {model};
        return;
    }
    const auto modelNamed = [&](const std::string& name) -> ModelColumns& {
        for (ModelColumns& model : log.models) {
            if (comparedName(model.name) == comparedName(name))
                return model;
        }
        return log.models.emplace_back(ModelColumns{.name = name, .score = {}, .prediction = {}});
    };
    for (const std::size_t score : claims.scores)
        modelNamed(modelOfScore(names[score].name).value_or(names[score].name)).score = score;
    for (const std::size_t prediction : claims.modelPredictions)
        modelNamed(*modelOfPrediction(names[prediction].name)).prediction = prediction;
    for (const std::size_t prediction : claims.prediction)
        note(log, fmt::format("{} is not used: it does not say which of the scores it decides", names[prediction].name));
    std::vector<std::string> models;
    models.reserve(log.models.size());
    for (const ModelColumns& model : log.models)
        models.push_back(model.name);
    note(log, fmt::format("several score or prediction columns are several models: {}", fmt::join(models, ", ")));
}

void nameRoles(OpenedLog& log, const Claims& claims)
{
    const auto& columns = log.table.columns;
    log.label = claims.label.empty() ? std::nullopt : std::optional<ColumnIndex>(claims.label.front());
    log.weight = claims.weight;
    log.by = claims.by;
    if (log.label)
        log.roles.label = columns[*log.label].name;
    if (log.weight)
        log.roles.weight = columns[*log.weight].name;
    log.classScores = claims.classScores;
    log.roles.scoresAreClasses = !claims.classScores.empty();
    for (std::size_t k = 0; k < claims.classScores.size(); ++k) {
        log.roles.scores.push_back(columns[claims.classScores[k]].name);
        log.roles.scoreClasses.push_back(className(claims.scoreClasses[k]));
    }
    for (const ModelColumns& model : log.models) {
        if (model.score)
            log.roles.scores.push_back(columns[*model.score].name);
        if (model.prediction)
            log.roles.predictions.push_back(columns[*model.prediction].name);
    }
    if (log.roles.predictions.size() == 1)
        log.roles.prediction = log.roles.predictions.front();
    const ModelColumns& first = log.models.front();
    log.confidence =
        log.models.size() == 1 && first.score && first.prediction && comparedName(columns[*first.score].name) == "confidence";
}

bool hasFractions(const logs::Column& column)
{
    return column.numeric && std::any_of(column.numbers.begin(), column.numbers.end(), [](double v) {
        return std::isfinite(v) && v != std::trunc(v);
    });
}

/// What the label, or else the prediction, says about the task.
Task taskOf(const OpenedLog& log, const ClassSet& labels, const ClassSet& all, const ClassSet& predicted)
{
    bool score = log.roles.scoresAreClasses;
    bool fractions = false;
    for (const ModelColumns& model : log.models) {
        score = score || model.score.has_value();
        fractions = fractions || (model.prediction && hasFractions(columnOf(log, *model.prediction)));
    }
    const ColumnIndex subject = log.label.value_or(log.models.front().prediction.value_or(0));
    if (columnOf(log, subject).numeric && (hasFractions(columnOf(log, subject)) || (fractions && !labels.empty())))
        return Task::Regression;
    const bool zeroOne = !predicted.empty()
        && std::all_of(predicted.begin(), predicted.end(), [](const auto& c) { return c == "0" || c == "1"; });
    if (all.size() > 2)
        return Task::Multiclass;
    if (labels.size() == 2 || (!log.label && all.size() == 2))
        return Task::Binary;
    return score || zeroOne ? Task::Binary : Task::Multiclass;
}

Result<void> takeRegression(OpenedLog& log)
{
    for (ModelColumns& model : log.models) {
        if (!model.prediction && model.score) {
            note(log, fmt::format("{} is taken as the predicted number", columnOf(log, *model.score).name));
            std::swap(model.prediction, model.score);
        }
    }
    for (const auto& column : {log.label, log.models.front().prediction}) {
        if (column && !hasNumbers(columnOf(log, *column)) && log.table.rows > 0)
            return fail(ErrorCode::Usage,
                fmt::format("regression needs numbers, but column {} holds words", columnOf(log, *column).name));
    }
    return {};
}

/// The positive class, and why. Empty: it cannot be the one the user asked for.
std::string positiveOf(const OpenedLog& log, const ClassSet& classes, std::string& why)
{
    if (!log.options.positive.empty()) {
        why = "as --positive says";
        const std::string wanted = className(log.options.positive);
        return classes.contains(wanted) || classes.size() < 2 ? wanted : std::string();
    }
    if (log.classScores.size() == 1) {
        why = fmt::format("as {} says", log.roles.scores.front());
        return log.roles.scoreClasses.front();
    }
    const auto word = std::find_if(classes.rbegin(), classes.rend(), [](const auto& c) { return isPositiveWord(c); });
    if (word != classes.rend()) {
        why = "by its name";
        return *word;
    }
    if (classes.size() < 2) {
        why = "the log shows one class at most";
        const std::string only = classes.empty() ? "0" : *classes.begin();
        const std::string other = counterpart(only);
        return other.empty() ? only : other;
    }
    why = "the last in sort order";
    return *classes.rbegin();
}

Result<void> takeBinary(OpenedLog& log, const ClassSet& classes)
{
    std::string why;
    const std::string positive = positiveOf(log, classes, why);
    if (positive.empty())
        return fail(ErrorCode::Usage,
            fmt::format(
                "--positive {}: there is no such class; the classes are {}", log.options.positive, fmt::join(classes, ", ")));
    if (classes.size() > 2 && log.options.positive.empty())
        return fail(ErrorCode::Usage,
            fmt::format("binary, but there are {} classes ({}): say --positive, the others are then one class", classes.size(),
                fmt::join(classes, ", ")));
    std::string negative = "not " + positive;
    log.oneVersusRest = classes.size() > 2;
    for (const std::string& other : classes) {
        if (!log.oneVersusRest && other != positive)
            negative = other;
    }
    if (classes.size() < 2 && (classes.empty() || *classes.begin() == positive) && !counterpart(positive).empty())
        negative = counterpart(positive);
    log.classes = {negative, positive};
    note(log, fmt::format("the positive class is {} ({})", positive, why));
    if (log.classScores.empty())
        return {};
    const auto& names = log.roles.scoreClasses;
    const auto at = std::find(names.begin(), names.end(), positive);
    log.scoreIsOfNegative = at == names.end();
    log.models.front().score = log.classScores[at == names.end() ? 0 : static_cast<std::size_t>(at - names.begin())];
    return {};
}

bool isSpecial(Task task)
{
    return task == Task::Multilabel || task == Task::Ranking || task == Task::LanguageModel || task == Task::Detection;
}

Result<void> takeSpecial(OpenedLog& log)
{
    if (log.task == Task::Multilabel)
        return takeMultilabel(log);
    if (log.task == Task::Ranking)
        return takeRanking(log);
    if (log.task == Task::Detection)
        log.models.resize(1);
    else
        takeLanguage(log);
    return {};
}

/// Lists of labels, as only JSON logs have them.
bool holdsSets(const OpenedLog& log)
{
    return log.table.format.starts_with("JSON") && log.label && log.models.front().prediction
        && holdsLists(columnOf(log, *log.label)) && holdsLists(columnOf(log, *log.models.front().prediction));
}

Result<void> takeTask(OpenedLog& log, std::optional<Task> known)
{
    if (known && *known != Task::None) {
        log.task = *known;
        return takeSpecial(log);
    }
    if (log.options.task && isSpecial(*log.options.task)) { // its labels are no classes
        log.task = *log.options.task;
        note(log, fmt::format("the task is {} (as chosen)", taskName(log.task)));
        return takeSpecial(log);
    }
    ClassSet labels;
    ClassSet predicted;
    if (log.label)
        labels = classesOf(columnOf(log, *log.label), kMostClasses);
    for (const ModelColumns& model : log.models) {
        if (model.prediction)
            predicted.merge(classesOf(columnOf(log, *model.prediction), kMostClasses));
    }
    ClassSet all = labels;
    all.insert(predicted.begin(), predicted.end());
    if (log.roles.scoreClasses.size() > 2)
        all.insert(log.roles.scoreClasses.begin(), log.roles.scoreClasses.end());
    log.task = log.options.task.value_or(holdsSets(log) ? Task::Multilabel : taskOf(log, labels, all, predicted));
    note(log,
        fmt::format("the task is {} ({})", taskName(log.task),
            log.options.task ? "as chosen"
                : log.label  ? "by the label"
                             : "by the prediction: there is no label"));
    if (isSpecial(log.task))
        return takeSpecial(log);
    if (log.task == Task::Regression)
        return takeRegression(log);
    if (all.size() > kMostClasses)
        return fail(ErrorCode::Usage,
            fmt::format("there are more than {} different labels: if they are amounts, say --task regression", kMostClasses));
    const bool apart = !labels.empty() && !predicted.empty()
        && std::none_of(predicted.begin(), predicted.end(), [&](const auto& c) { return labels.contains(c); });
    if (apart)
        log.notes.push_back({Warning::Severity::Warning,
            "no prediction is a value of the label: are these the right columns? (--label, --prediction)"});
    if (log.task == Task::Binary)
        return takeBinary(log, all);
    log.classes.assign(all.begin(), all.end());
    for (ModelColumns& model : log.models) {
        if (model.score)
            note(
                log, fmt::format("{} is not used: of several classes it does not say which", columnOf(log, *model.score).name));
        model.score.reset();
    }
    log.confidence = false;
    return {};
}

/// Numbers of a text column in a numeric role: words count as missing.
void parseNumbers(OpenedLog& log, ColumnIndex index)
{
    const logs::Column& column = columnOf(log, index);
    if (column.numeric || log.parsed.contains(index))
        return;
    std::vector<double> byCode;
    for (std::uint32_t code = 0; code < column.dictionary.size(); ++code) {
        const auto cell = logs::readNumber(column.dictionary.text(code));
        byCode.push_back(cell.form == logs::NumberForm::Word ? std::numeric_limits<double>::quiet_NaN() : cell.value);
    }
    logs::Numbers& numbers = log.parsed[index];
    for (const std::uint32_t code : column.codes)
        numbers.push_back(byCode[code]);
}

void keepFinite(OpenedLog& log, ColumnIndex column, std::vector<bool>& use)
{
    parseNumbers(log, column);
    const logs::Numbers& numbers = log.numbers(column);
    for (std::size_t row = 0; row < use.size(); ++row) {
        if (!std::isfinite(numbers[row]))
            use[row] = false;
    }
}

void keepPresent(const OpenedLog& log, ColumnIndex index, std::vector<bool>& use)
{
    const logs::Column& column = columnOf(log, index);
    std::vector<bool> missing;
    missing.reserve(column.dictionary.size());
    for (std::uint32_t code = 0; code < column.dictionary.size(); ++code)
        missing.push_back(logs::isMissingText(column.dictionary.text(code)));
    for (std::size_t row = 0; row < use.size(); ++row) {
        if (column.numeric ? !std::isfinite(column.numbers[row]) : missing[column.codes[row]])
            use[row] = false;
    }
}

/// Who decides the class of a binary log, said aloud.
void noteDecision(OpenedLog& log)
{
    if (log.task != Task::Binary || log.options.threshold)
        return;
    for (const ModelColumns& model : log.models) {
        if (model.prediction && model.score)
            note(log,
                fmt::format("the class is that of {}, whatever {} says", columnOf(log, *model.prediction).name,
                    columnOf(log, *model.score).name));
        else if (model.score)
            note(log, fmt::format("positive is {} >= 0.5", columnOf(log, *model.score).name));
    }
}

Result<void> checkThreshold(const OpenedLog& log)
{
    const bool scores =
        std::any_of(log.models.begin(), log.models.end(), [](const ModelColumns& m) { return m.score.has_value(); });
    if (log.options.threshold && (log.task != Task::Binary || !scores))
        return fail(ErrorCode::Usage, "--threshold needs a binary log with scores; --score names their column");
    return {};
}

Result<void> checkWeights(OpenedLog& log)
{
    if (!log.weight)
        return {};
    parseNumbers(log, *log.weight);
    for (const std::uint32_t row : log.rows) {
        const double weight = log.numbers(*log.weight)[row];
        if (!(weight > 0) || !std::isfinite(weight))
            return fail(ErrorCode::Usage,
                fmt::format("the weight in row {} is {}; weights must be greater than 0 (column {})", row + 1,
                    formatShortest(weight), log.roles.weight));
    }
    return {};
}

/// Rows with some per-sample value.
void keepScored(const OpenedLog& log, std::vector<bool>& use)
{
    for (std::size_t row = 0; row < use.size(); ++row)
        use[row] = std::any_of(log.sampleScores.begin(), log.sampleScores.end(),
            [&](ColumnIndex column) { return std::isfinite(log.numbers(column)[row]); });
}

Result<void> useRows(OpenedLog& log, const std::vector<bool>& use)
{
    for (std::uint32_t row = 0; row < use.size(); ++row) {
        if (use[row])
            log.rows.push_back(row);
    }
    const std::size_t left = log.table.rows - log.rows.size();
    log.skipped += left;
    if (left > 0)
        note(log, fmt::format("{} row(s) without a label, score or prediction were left out", left));
    return checkWeights(log);
}

} // namespace

Result<void> takeRows(OpenedLog& log)
{
    std::vector<bool> use(log.table.rows, true);
    if (log.task == Task::LanguageModel && !log.sampleScores.empty()) { // only what is scored counts
        keepScored(log, use);
        return useRows(log, use);
    }
    const auto keep = [&](const std::optional<ColumnIndex>& column, bool numeric) {
        if (column && numeric)
            keepFinite(log, *column, use);
        else if (column)
            keepPresent(log, *column, use);
    };
    const bool regression = log.task == Task::Regression;
    keep(log.label, regression || log.task == Task::Ranking);
    for (const ModelColumns& model : log.models) {
        keep(model.score, true);
        keep(model.prediction, regression);
    }
    for (const ColumnIndex column : log.classScores)
        keepFinite(log, column, use);
    return useRows(log, use);
}

Result<void> takePredictions(OpenedLog& log, const Claims& claims)
{
    takeModels(log, claims);
    nameRoles(log, claims);
    if (!log.label)
        log.notes.push_back(
            {Warning::Severity::Warning, "there is no label column, so there are no metrics yet; --label names one"});
    for (const std::size_t score : claims.scores) {
        const bool verdicts = claims.task || log.options.task == Task::LanguageModel;
        if (!verdicts && !hasNumbers(log.table.columns[score]) && log.table.rows > 0)
            return fail(
                ErrorCode::Usage, fmt::format("--score {}: the column holds no numbers", log.table.columns[score].name));
    }
    WG_CHECK(takeTask(log, claims.task));
    WG_CHECK(checkThreshold(log));
    noteDecision(log);
    return takeRows(log);
}

} // namespace wg::evaluation
