#include "core/evaluation/roles.h"

#include "core/base/number.h"
#include "core/evaluation/column_names.h"
#include "core/logs/cell.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wg::evaluation {
namespace {

constexpr std::size_t kMostClasses = 1000;

std::string columnList(const logs::Table& table)
{
    constexpr std::size_t kShown = 20;
    std::string out;
    for (std::size_t i = 0; i < table.columns.size() && i < kShown; ++i)
        out += (i == 0 ? "" : ", ") + table.columns[i].name;
    return out + (table.columns.size() > kShown ? ", …" : "");
}

Result<std::size_t> columnNamed(const logs::Table& table, const std::string& name, std::string_view option)
{
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].name == name)
            found.push_back(i);
    }
    for (std::size_t i = 0; found.empty() && i < table.columns.size(); ++i) {
        if (comparedName(table.columns[i].name) == comparedName(name))
            found.push_back(i);
    }
    if (found.empty())
        return fail(
            ErrorCode::Usage, fmt::format("{}: there is no column '{}'; the columns are {}", option, name, columnList(table)));
    if (found.size() > 1)
        return fail(ErrorCode::Usage,
            fmt::format("{}: {} columns are named '{}'; rename them in the file", option, found.size(), name));
    return found.front();
}

/// The user's choice replaces what was found by name, and its column plays no other role.
Result<void> choose(const logs::Table& table, const std::string& name, std::string_view option, Claims& claims,
    std::vector<std::size_t> Claims::* role)
{
    if (name.empty())
        return {};
    WG_TRY(const std::size_t column, columnNamed(table, name, option));
    for (const auto list : {&Claims::label, &Claims::prediction, &Claims::modelPredictions, &Claims::scores, &Claims::model,
             &Claims::dataset, &Claims::time, &Claims::id})
        std::erase(claims.*list, column);
    (claims.*role).assign(1, column);
    return {};
}

bool allDiffer(const logs::Column& column)
{
    return column.numeric ? std::unordered_set<double>(column.numbers.begin(), column.numbers.end()).size() == column.size()
                          : column.dictionary.size() == column.size();
}

void claimByName(const logs::Table& table, Claims& claims)
{
    int rank = -1;
    std::vector<std::size_t> suffixed;
    std::vector<std::size_t> truth;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const logs::Column& column = table.columns[i];
        const std::string name = comparedName(column.name);
        if (isLabelName(name))
            claims.label.push_back(i);
        else if (isPredictionName(name) || (isPredictedId(name) && table.rows > 0 && !allDiffer(column)))
            claims.prediction.push_back(i);
        else if (isScoreName(name) || modelOfScore(name))
            claims.scores.push_back(i);
        else if (modelOfPrediction(name))
            claims.modelPredictions.push_back(i);
        else if (name == "model")
            claims.model.push_back(i);
        else if (isDatasetName(name))
            claims.dataset.push_back(i);
        else if (isTimeName(name))
            claims.time.push_back(i);
        else if (name == "id")
            claims.id.push_back(i);
        else if (const int r = stepRank(name); r >= 0 && (rank < 0 || r < rank)) {
            rank = r;
            claims.step = i;
        } else if (name == "key")
            claims.key = i;
        else if (name == "value")
            claims.value = i;
        else if (name == "truth")
            truth.push_back(i);
        else if (isLabelSuffix(name))
            suffixed.push_back(i);
    }
    if (claims.label.empty())
        claims.label = !truth.empty() ? truth : suffixed.size() == 1 ? suffixed : claims.label;
}

/// prob_<class> where class is a value of the label (or of the prediction). Where two match, the rest of the family joins.
void claimClassScores(const logs::Table& table, const std::vector<std::size_t>& candidates, Claims& claims)
{
    std::vector<std::string> values;
    for (const auto* columns : {&claims.label, &claims.prediction}) {
        for (const std::size_t column : *columns) {
            for (std::string& text : distinctTexts(table.columns[column], kMostClasses))
                values.push_back(std::move(text));
        }
    }
    std::size_t matches = 0;
    for (const std::size_t i : candidates) {
        const auto name = classOfScore(comparedName(table.columns[i].name));
        if (!name || !hasNumbers(table.columns[i]))
            continue;
        const auto value =
            std::find_if(values.begin(), values.end(), [&](const std::string& v) { return comparedName(v) == *name; });
        matches += value != values.end() ? 1 : 0;
        claims.classScores.push_back(i);
        claims.scoreClasses.push_back(value != values.end() ? *value : std::string());
    }
    for (std::size_t k = claims.classScores.size(); k-- > 0;) {
        if (!claims.scoreClasses[k].empty())
            continue;
        if (matches >= 2) {
            const std::string& name = table.columns[claims.classScores[k]].name;
            claims.scoreClasses[k] = name.substr(name.find('_') + 1);
            continue;
        }
        claims.classScores.erase(claims.classScores.begin() + static_cast<std::ptrdiff_t>(k));
        claims.scoreClasses.erase(claims.scoreClasses.begin() + static_cast<std::ptrdiff_t>(k));
    }
}

Result<void> chooseScores(const logs::Table& table, const Options& options, Claims& claims)
{
    std::vector<std::size_t> candidates;
    for (const std::string& name : options.scores) {
        WG_TRY(const std::size_t column, columnNamed(table, name, "--score"));
        candidates.push_back(column);
    }
    for (std::size_t i = 0; options.scores.empty() && i < table.columns.size(); ++i)
        candidates.push_back(i);
    claimClassScores(table, candidates, claims);
    const bool family = !claims.classScores.empty();
    if (!options.scores.empty()) {
        const bool all = claims.classScores.size() == candidates.size();
        claims.scores = all ? std::vector<std::size_t>() : candidates;
        if (!all) {
            claims.classScores.clear();
            claims.scoreClasses.clear();
        }
        return {};
    }
    std::erase_if(claims.scores, [&](std::size_t i) {
        const auto& own = claims.classScores;
        return (table.rows > 0 && !hasNumbers(table.columns[i]))
            || (family && std::find(own.begin(), own.end(), i) != own.end());
    });
    if (claims.classScores.size() > 2) {
        claims.scores.clear();
    } else if (!claims.scores.empty()) { // of two classes, a score of its own stands before probabilities by class
        claims.classScores.clear();
        claims.scoreClasses.clear();
    }
    return {};
}

/// Columns the user names that are neither label, score nor prediction.
Result<void> chooseOthers(const logs::Table& table, const Options& options, Claims& claims)
{
    WG_CHECK(choose(table, options.model, "--model", claims, &Claims::model));
    WG_CHECK(choose(table, options.dataset, "--dataset", claims, &Claims::dataset));
    WG_CHECK(choose(table, options.time, "--time", claims, &Claims::time));
    if (!options.weights.empty()) {
        WG_TRY(claims.weight, columnNamed(table, options.weights, "--weights"));
    }
    for (const std::string& name : options.by) {
        WG_TRY(const std::size_t column, columnNamed(table, name, "--by"));
        if (std::find(claims.by.begin(), claims.by.end(), column) == claims.by.end())
            claims.by.push_back(column);
    }
    return {};
}

} // namespace

bool hasNumbers(const logs::Column& column)
{
    if (column.numeric)
        return std::any_of(column.numbers.begin(), column.numbers.end(), [](double v) { return std::isfinite(v); });
    for (std::uint32_t code = 0; code < column.dictionary.size(); ++code) {
        const auto cell = logs::readNumber(column.dictionary.text(code));
        if (cell.form > logs::NumberForm::Missing && std::isfinite(cell.value))
            return true;
    }
    return false;
}

std::vector<std::string> distinctTexts(const logs::Column& column, std::size_t limit)
{
    std::vector<std::string> out;
    if (!column.numeric) {
        for (std::uint32_t code = 0; code < column.dictionary.size() && out.size() <= limit; ++code) {
            if (!logs::isMissingText(column.dictionary.text(code)))
                out.emplace_back(column.dictionary.text(code));
        }
        return out;
    }
    std::unordered_set<double> seen;
    double last = std::numeric_limits<double>::quiet_NaN();
    for (const double value : column.numbers) {
        if (value == last || !std::isfinite(value))
            continue;
        last = value;
        if (seen.insert(value + 0.0).second)
            out.push_back(formatShortest(value + 0.0));
        if (out.size() > limit)
            break;
    }
    return out;
}

bool layoutDecides(const logs::Table& table, const Options& options)
{
    return table.layout && options.label.empty() && options.scores.empty() && options.prediction.empty()
        && (!options.task || *options.task == table.layout->task);
}

Result<Claims> claimsOfLayout(const logs::Table& table, const Options& options)
{
    const logs::Layout& layout = *table.layout;
    Claims claims;
    const auto claim = [&table](std::vector<std::size_t>& role, const std::string& name) {
        const auto at =
            std::find_if(table.columns.begin(), table.columns.end(), [&name](const logs::Column& c) { return c.name == name; });
        if (!name.empty() && at != table.columns.end())
            role.push_back(static_cast<std::size_t>(at - table.columns.begin()));
    };
    claim(claims.label, layout.label);
    claim(claims.prediction, layout.prediction);
    for (const std::string& score : layout.scores)
        claim(claims.scores, score);
    claim(claims.model, layout.model);
    claim(claims.dataset, layout.dataset);
    claim(claims.id, layout.id);
    claim(claims.time, layout.time);
    for (const std::string& by : layout.by) {
        std::vector<std::size_t> column;
        claim(column, by);
        if (!column.empty() && distinctTexts(table.columns[column.front()], 1).size() > 1)
            claims.by.push_back(column.front());
    }
    const auto claimOne = [&claim](auto& role, const std::string& name) {
        std::vector<std::size_t> column;
        claim(column, name);
        if (!column.empty())
            role = column.front();
    };
    claimOne(claims.step, layout.step);
    claimOne(claims.key, layout.key);
    claimOne(claims.value, layout.value);
    claims.task = layout.task;
    WG_CHECK(chooseOthers(table, options, claims));
    return claims;
}

std::vector<std::string> neededColumns(const logs::Table& table, const Options& options)
{
    std::vector<std::string> out = {
        options.label, options.prediction, options.model, options.dataset, options.time, options.weights};
    for (const auto* list : {&options.scores, &options.by, &options.use})
        out.insert(out.end(), list->begin(), list->end());
    if (options.join)
        out.push_back(options.join->id);
    Claims claims;
    if (table.header && !layoutDecides(table, options))
        claimByName(table, claims);
    const auto add = [&](std::size_t column) { out.push_back(table.columns[column].name); };
    for (const auto* list : {&claims.label, &claims.prediction, &claims.model, &claims.dataset, &claims.time, &claims.id,
             &claims.scores, &claims.modelPredictions})
        std::for_each(list->begin(), list->end(), add);
    for (const logs::Column& column : table.columns) {
        const std::string name = comparedName(column.name);
        if (classOfScore(name) || isPredictedId(name) || name == "count" || isRankingName(name) || isIntervalName(name))
            out.push_back(column.name);
    }
    if (layoutDecides(table, options)) { // its reader gives what is of use
        for (const logs::Column& column : table.columns)
            out.push_back(column.name);
    }
    return out;
}

Result<Claims> findClaims(const logs::Table& table, const Options& options)
{
    Claims claims;
    if (table.header)
        claimByName(table, claims);
    WG_CHECK(choose(table, options.label, "--label", claims, &Claims::label));
    if (!options.prediction.empty()) {
        claims.modelPredictions.clear();
        WG_CHECK(choose(table, options.prediction, "--prediction", claims, &Claims::prediction));
    }
    WG_CHECK(chooseOthers(table, options, claims));
    WG_CHECK(chooseScores(table, options, claims));
    return claims;
}

Result<void> checkClaims(const logs::Table& table, const Claims& claims)
{
    struct Role {
        std::string_view name, option;
        std::vector<std::size_t> columns;
    };
    std::vector<std::size_t> predictions = claims.prediction;
    if (!predictions.empty() && claims.scores.size() < 2)
        predictions.insert(predictions.end(), claims.modelPredictions.begin(), claims.modelPredictions.end());
    for (const Role& role : {Role{"label", "--label", claims.label}, Role{"prediction", "--prediction", predictions},
             Role{"model", "--model", claims.model}, Role{"data set", "--dataset", claims.dataset},
             Role{"time", "--time", claims.time}}) {
        if (role.columns.size() < 2)
            continue;
        std::vector<std::string> names;
        names.reserve(role.columns.size());
        for (const std::size_t column : role.columns)
            names.push_back(table.columns[column].name);
        return fail(ErrorCode::Usage,
            fmt::format("{} columns claim to be the {}: {}. Choose one with {} {}", names.size(), role.name,
                fmt::join(names, ", "), role.option, names.front()));
    }
    return {};
}

Result<void> checkHeaderless(const logs::Table& table, const Options& options)
{
    if (table.header || !options.label.empty() || !options.scores.empty() || !options.prediction.empty())
        return {};
    constexpr std::size_t kFew = 20;
    std::vector<std::string> labels;
    std::vector<std::string> scores;
    for (const logs::Column& column : table.columns) {
        const std::size_t distinct = distinctTexts(column, kFew).size();
        if (distinct >= 2 && distinct <= kFew && distinct < table.rows)
            labels.push_back(column.name);
        const bool unit = column.numeric && hasNumbers(column)
            && std::none_of(column.numbers.begin(), column.numbers.end(), [](double v) { return v < 0 || v > 1; });
        if (unit)
            scores.push_back(column.name);
    }
    if (labels.size() == 1 && scores.size() > 1)
        std::erase(scores, labels.front());
    const bool beside = !labels.empty() && !scores.empty() && (labels.size() > 1 || scores.size() > 1 || labels != scores);
    if (!beside)
        return {};
    return fail(ErrorCode::Usage,
        fmt::format(
            "there is no header, so names cannot tell what the columns are. Column(s) {} could be the label, column(s) {} "
            "the score: say --label {} --score {}",
            fmt::join(labels, ", "), fmt::join(scores, ", "), labels.front(),
            scores.front() == labels.front() ? scores.back() : scores.front()));
}

} // namespace wg::evaluation
