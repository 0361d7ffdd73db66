#include "core/evaluation/special_tasks.h"

#include "core/evaluation/class_values.h"
#include "core/evaluation/column_names.h"
#include "core/evaluation/roles.h"
#include "core/logs/cell.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

constexpr std::size_t kMostLabels = 1000;

/// As Inspect's value_to_float reads verdicts.
double verdict(std::string_view text)
{
    const std::string word = comparedName(text);
    if (word == "c" || word == "true" || word == "yes" || word == "correct")
        return 1;
    if (word == "i" || word == "n" || word == "false" || word == "no" || word == "incorrect")
        return 0;
    if (word == "p" || word == "partial")
        return 0.5;
    const auto cell = logs::readNumber(text);
    return cell.form == logs::NumberForm::Word ? std::numeric_limits<double>::quiet_NaN() : cell.value;
}

void parseVerdicts(OpenedLog& log, ColumnIndex index)
{
    const logs::Column& column = log.table.columns[index];
    if (column.numeric)
        return;
    std::vector<double> byCode;
    byCode.reserve(column.dictionary.size());
    for (std::uint32_t code = 0; code < column.dictionary.size(); ++code)
        byCode.push_back(verdict(column.dictionary.text(code)));
    logs::Numbers numbers;
    for (const std::uint32_t code : column.codes)
        numbers.push_back(byCode[code]);
    log.parsed[index] = std::move(numbers);
}

/// The first of that name; of numbers where it must hold some.
std::optional<ColumnIndex> columnOf(const OpenedLog& log, bool (*fits)(std::string_view), bool numeric = false)
{
    for (ColumnIndex i = 0; i < log.table.columns.size(); ++i) {
        if (fits(comparedName(log.table.columns[i].name)) && (log.table.columns[i].numeric || !numeric))
            return i;
    }
    return std::nullopt;
}

} // namespace

void takeLanguage(OpenedLog& log)
{
    ModelColumns one;
    log.sampleScores.clear();
    for (const ModelColumns& model : log.models) {
        if (model.score)
            log.sampleScores.push_back(*model.score);
        if (!one.prediction)
            one.prediction = model.prediction;
    }
    for (const ColumnIndex column : log.sampleScores)
        parseVerdicts(log, column);
    if (!log.sampleScores.empty())
        one.score = log.sampleScores.front();
    log.models = {one};
    log.confidence = false;
}

Result<void> takeMultilabel(OpenedLog& log)
{
    if (!log.label || !log.models.front().prediction)
        return fail(ErrorCode::Usage,
            "several labels a row need a label and a prediction column that list them: say --label "
            "and --prediction");
    ClassSet all;
    std::vector<ColumnIndex> columns = {*log.label};
    for (const ModelColumns& model : log.models) {
        if (model.prediction)
            columns.push_back(*model.prediction);
    }
    for (const ColumnIndex column : columns) {
        for (const std::string& text : distinctTexts(log.table.columns[column], std::numeric_limits<std::size_t>::max() - 1)) {
            for (std::string& label : labelsOfCell(text))
                all.insert(std::move(label));
        }
    }
    if (all.size() > kMostLabels)
        return fail(ErrorCode::Usage, fmt::format("there are more than {} different labels", kMostLabels));
    log.classes.assign(all.begin(), all.end());
    for (ModelColumns& model : log.models)
        model.score.reset();
    return {};
}

Result<void> takeRanking(OpenedLog& log)
{
    log.query = columnOf(log, isQueryName);
    if (!log.label)
        log.label = columnOf(log, isRelevanceName, true);
    ModelColumns& model = log.models.front();
    const bool byRank = !model.score && columnOf(log, isRankName, true);
    if (byRank)
        model.score = columnOf(log, isRankName, true);
    if (!log.query || !log.label || !model.score)
        return fail(ErrorCode::Usage,
            fmt::format("a ranking needs a column of queries (query_id, qid), of relevance (relevance, or --label) and of a "
                        "score or rank (--score); {} is missing",
                !log.query       ? "the query"
                    : !log.label ? "the relevance"
                                 : "the score"));
    if (byRank) { // the best is the highest
        logs::Numbers negated;
        for (const double rank : log.table.columns[*model.score].numbers)
            negated.push_back(-rank);
        log.parsed[*model.score] = std::move(negated);
    }
    log.roles.label = log.table.columns[*log.label].name;
    if (log.roles.scores.empty())
        log.roles.scores = {log.table.columns[*model.score].name};
    log.notes.push_back({Warning::Severity::Info,
        fmt::format("a ranking: lists by {}, relevance from {}, ordered by {}{}", log.table.columns[*log.query].name,
            log.roles.label, log.roles.scores.front(), byRank ? ", 1 first" : "")});
    return {};
}

} // namespace wg::evaluation
