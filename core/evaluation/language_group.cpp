// Logs of language models: what scorers gave, exact matches, pass@k over repeated samples, likelihoods.
#include "core/evaluation/column_names.h"
#include "core/evaluation/group_data.h"
#include "core/evaluation/group_tasks.h"
#include "core/evaluation/language_scores.h"
#include "core/evaluation/resampling.h"
#include "core/mlmetrics/language.h"
#include "core/mlmetrics/wilson.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

/// Values that are there, with their weights and positions among the rows.
struct Known {
    std::vector<double> values, weights;
    std::vector<std::size_t> at;
};

Known knownOf(std::span<const double> values, std::span<const double> weights)
{
    Known out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i]))
            continue;
        out.values.push_back(values[i]);
        out.at.push_back(i);
        if (!weights.empty())
            out.weights.push_back(weights[i]);
    }
    return out;
}

void addShareInterval(
    const char* key, double share, std::size_t rows, const std::vector<double>& weights, double level, Group& group)
{
    double total = static_cast<double>(rows);
    if (!weights.empty()) {
        total = 0;
        for (const double weight : weights)
            total += weight;
        total *= mlmetrics::effectiveShare(weights);
    }
    takeInterval(key, mlmetrics::wilson(share * total, total, level), group);
}

/// pass@k over the tasks (ids): how many of each one's samples are right.
void addPassAtK(const OpenedLog& log, const Rows& rows, const Known& scores, Group& group)
{
    if (!log.id) {
        group.undefined.emplace("pass_1", "no id column that says which samples are of one task");
        return;
    }
    const logs::Column& column = log.table.columns[*log.id];
    std::unordered_map<std::string, std::pair<std::uint64_t, std::uint64_t>> tasks;
    for (std::size_t i = 0; i < scores.values.size(); ++i) {
        auto& [n, c] = tasks[column.text(rows[scores.at[i]])];
        ++n;
        c += scores.values[i] >= 1 ? 1 : 0;
    }
    std::vector<std::uint64_t> n;
    std::vector<std::uint64_t> c;
    std::uint64_t most = 0;
    for (const auto& [id, counts] : tasks) {
        n.push_back(counts.first);
        c.push_back(counts.second);
        most = std::max(most, counts.first);
    }
    for (const std::uint64_t k : {1U, 5U, 10U}) {
        if (k == 1 || k <= most)
            addMetric(fmt::format("pass_{}", k), mlmetrics::passAtK(n, c, k), group);
    }
}

void addScores(const ModelData& data, const Rows& rows, const EvaluateOptions& options, Group& group)
{
    constexpr std::array<const char*, 4> kKeys = {"accuracy", "mean_score", "standard_error", "pass_1"};
    const auto undefine = [&](const std::string& why) {
        for (const char* key : kKeys)
            group.undefined.emplace(key, why);
    };
    if (!data.model.score)
        return undefine("no score column");
    const Known scores = knownOf(sampleScores(data.log, *data.model.score, rows), gatherWeights(data.log, rows));
    if (scores.values.empty())
        return undefine("no sample has a score that is a number");
    const auto mean = mlmetrics::meanWithError(scores.values, scores.weights);
    addMetric("mean_score", mean.mean, group);
    addMetric("standard_error", mean.standardError, group);
    const bool marks = std::ranges::all_of(scores.values, [](double v) { return v == 0 || v == 1; });
    if (options.intervals)
        takeInterval("mean_score", meanInterval(mean.mean.value, scores.values, scores.weights, options.level), group);
    if (!marks) {
        for (const char* key : {"accuracy", "pass_1"})
            group.undefined.emplace(key, "scores are not right (1) or wrong (0)");
        return;
    }
    addMetric("accuracy", mean.mean, group);
    if (options.intervals)
        addShareInterval("accuracy", mean.mean.value, scores.values.size(), scores.weights, options.level, group);
    addPassAtK(data.log, rows, scores, group);
}

/// Where a log has several values of each sample, the mean of each under its column's name.
void addFurtherScores(const OpenedLog& log, const Rows& rows, const EvaluateOptions& options, Group& group)
{
    for (std::size_t i = 0; i < log.sampleScores.size() && log.sampleScores.size() > 1; ++i) {
        const std::string key = comparedName(log.table.columns[log.sampleScores[i]].name);
        const Known scores = knownOf(sampleScores(log, log.sampleScores[i], rows), gatherWeights(log, rows));
        if (scores.values.empty() || group.metrics.contains(key) || group.undefined.contains(key))
            continue;
        const auto mean = mlmetrics::meanWithError(scores.values, scores.weights);
        addMetric(key, mean.mean, group);
        if (options.intervals && mean.mean.defined())
            takeInterval(key, meanInterval(mean.mean.value, scores.values, scores.weights, options.level), group);
    }
}

/// By the scorer's own column of that name, else by comparing texts.
void addExactMatch(const ModelData& data, const Rows& rows, const EvaluateOptions& options, Group& group)
{
    const OpenedLog& log = data.log;
    const auto scorer = std::ranges::find_if(
        log.sampleScores, [&](ColumnIndex i) { return comparedName(log.table.columns[i].name).ends_with("exact_match"); });
    const bool scored = scorer != log.sampleScores.end();
    Known matches;
    const std::vector<double> weights = gatherWeights(log, rows);
    if (scored) {
        matches = knownOf(sampleScores(log, *scorer, rows), weights);
    } else if (log.label && data.model.prediction) {
        const logs::Column& label = log.table.columns[*log.label];
        const logs::Column& answer = log.table.columns[*data.model.prediction];
        std::vector<double> equal;
        equal.reserve(rows.size());
        rows.forEach(
            [&](std::uint32_t row) { equal.push_back(mlmetrics::exactMatch(answer.text(row), label.text(row)) ? 1 : 0); });
        matches = knownOf(equal, weights);
    }
    if (matches.values.empty()) {
        group.undefined.emplace("exact_match", "needs an answer and a target of each sample");
        return;
    }
    const auto mean = mlmetrics::meanWithError(matches.values, matches.weights);
    addMetric("exact_match", mean.mean, group);
    if (options.intervals)
        addShareInterval("exact_match", mean.mean.value, matches.values.size(), matches.weights, options.level, group);
}

std::optional<ColumnIndex> columnLike(const OpenedLog& log, std::span<const std::string_view> names)
{
    for (ColumnIndex i = 0; i < log.table.columns.size(); ++i) {
        const logs::Column& column = log.table.columns[i];
        const std::string name = comparedName(column.name);
        const auto fits = [&](std::string_view wanted) { return name == wanted || name.ends_with("_" + std::string(wanted)); };
        if (column.numeric && column.kept && std::ranges::any_of(names, fits))
            return i;
    }
    return std::nullopt;
}

/// Where the log has likelihoods: their sum, and the perplexity where it has counts of tokens, too.
void addLikelihood(const OpenedLog& log, const Rows& rows, Group& group)
{
    constexpr std::array<std::string_view, 4> kLikelihood = {"log_likelihood", "loglikelihood", "logprob", "sum_logprobs"};
    constexpr std::array<std::string_view, 5> kTokens = {
        "log_likelihood_tokens", "tokens", "num_tokens", "token_count", "count"};
    const auto likelihood = columnLike(log, kLikelihood);
    if (!likelihood)
        return;
    const auto tokens = columnLike(log, kTokens);
    const std::vector<double> values = gather(log.numbers(*likelihood), rows);
    const std::vector<double> counts = tokens ? gather(log.numbers(*tokens), rows) : std::vector<double>();
    mlmetrics::LikelihoodTotals totals;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i]) || (tokens && !std::isfinite(counts[i])))
            continue;
        totals.logLikelihood += values[i];
        totals.tokens += tokens ? counts[i] : 0;
    }
    addMetric("log_likelihood", {totals.logLikelihood}, group);
    addMetric("perplexity", mlmetrics::perplexity(totals).token, group);
}

} // namespace

std::vector<double> sampleScores(const OpenedLog& log, ColumnIndex column, const Rows& rows)
{
    return gather(log.numbers(column), rows);
}

Result<void> evaluateLanguage(
    const ModelData& data, const Rows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group)
{
    addScores(data, rows, options, group);
    if (cancel.cancelled())
        return fail(ErrorCode::Cancelled, "evaluation was cancelled");
    addExactMatch(data, rows, options, group);
    addFurtherScores(data.log, rows, options, group);
    addLikelihood(data.log, rows, group);
    return {};
}

} // namespace wg::evaluation
