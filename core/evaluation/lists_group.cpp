// Logs whose rows belong to lists: several labels in a row, or rows ranked within a query.
#include "core/evaluation/column_names.h"
#include "core/evaluation/group_data.h"
#include "core/evaluation/group_tasks.h"
#include "core/evaluation/resampling.h"
#include "core/logs/cell.h"
#include "core/mlmetrics/multilabel.h"
#include "core/mlmetrics/ranking.h"
#include "core/mlmetrics/wilson.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

namespace wg::evaluation {
namespace {

constexpr std::size_t kMostCells = std::size_t{1} << 30; ///< rows times labels, a byte each
constexpr std::array<std::string_view, 14> kLabelKeys = {"subset_accuracy", "hamming_loss", "jaccard_samples", "f1_samples",
    "jaccard_macro", "precision_macro", "recall_macro", "f1_macro", "precision_micro", "recall_micro", "f1_micro",
    "precision_weighted", "recall_weighted", "f1_weighted"};
constexpr std::array<std::string_view, 6> kRankKeys = {"ndcg", "ndcg_10", "mrr", "map", "hit_1", "hit_10"};

void undefine(std::span<const std::string_view> keys, std::string_view why, Group& group)
{
    for (const std::string_view key : keys)
        group.undefined.emplace(key, why);
}

/// "a|b", "a;b", "a, b" or ["a","b"] as its parts.
std::vector<std::string> partsOf(std::string_view cell)
{
    cell = logs::trimBlanks(cell);
    if (cell.size() >= 2 && cell.front() == '[' && cell.back() == ']')
        cell = cell.substr(1, cell.size() - 2);
    const std::size_t mark = cell.find_first_of("|;,");
    const char separator = mark == std::string_view::npos ? '|' : cell[mark];
    std::vector<std::string> out;
    for (std::size_t from = 0; from <= cell.size();) {
        const std::size_t to = std::min(cell.find(separator, from), cell.size());
        std::string_view part = logs::trimBlanks(cell.substr(from, to - from));
        if (part.size() >= 2 && (part.front() == '"' || part.front() == '\'') && part.back() == part.front())
            part = part.substr(1, part.size() - 2);
        if (!part.empty())
            out.emplace_back(part);
        from = to + 1;
    }
    return out;
}

/// Labels of each row of two columns as an indicator matrix over all labels that occur.
struct LabelMatrix {
    std::map<std::string, std::size_t> labels;
    std::vector<std::uint8_t> actual, predicted;
};

bool fillLabels(const OpenedLog& log, ColumnIndex label, ColumnIndex prediction, const Rows& rows, LabelMatrix& out)
{
    std::array<std::vector<std::vector<std::string>>, 2> parts;
    for (std::size_t side = 0; side < 2; ++side) {
        const logs::Column& column = log.table.columns[side == 0 ? label : prediction];
        rows.forEach([&](std::uint32_t row) { parts[side].push_back(partsOf(column.text(row))); });
        for (const auto& row : parts[side]) {
            for (const std::string& name : row)
                out.labels.emplace(name, 0);
        }
    }
    if (out.labels.size() * rows.size() > kMostCells)
        return false;
    std::size_t next = 0;
    for (auto& [name, index] : out.labels)
        index = next++;
    for (std::size_t side = 0; side < 2; ++side) {
        auto& cells = side == 0 ? out.actual : out.predicted;
        cells.assign(out.labels.size() * rows.size(), 0);
        for (std::size_t i = 0; i < parts[side].size(); ++i) {
            for (const std::string& name : parts[side][i])
                cells[i * out.labels.size() + out.labels.at(name)] = 1;
        }
    }
    return true;
}

std::uint64_t supportOf(const LabelMatrix& matrix, std::size_t label)
{
    std::uint64_t out = 0;
    for (std::size_t at = label; at < matrix.actual.size(); at += matrix.labels.size())
        out += matrix.actual[at];
    return out;
}

std::optional<ColumnIndex> queryColumn(const OpenedLog& log)
{
    constexpr std::array<std::string_view, 6> kNames = {"query_id", "qid", "query", "session_id", "list_id", "group_id"};
    for (const std::string_view name : kNames) {
        for (ColumnIndex i = 0; i < log.table.columns.size(); ++i) {
            if (log.table.columns[i].kept && comparedName(log.table.columns[i].name) == name)
                return i;
        }
    }
    return log.id;
}

/// Query of each row as a small number; all of one query without such a column.
std::vector<std::uint32_t> queriesOf(const OpenedLog& log, const Rows& rows)
{
    std::vector<std::uint32_t> out(rows.size(), 0);
    const auto column = queryColumn(log);
    if (!column)
        return out;
    std::map<std::string, std::uint32_t> codes;
    std::size_t i = 0;
    rows.forEach([&](std::uint32_t row) {
        const auto next = static_cast<std::uint32_t>(codes.size());
        out[i++] = codes.try_emplace(log.table.columns[*column].text(row), next).first->second;
    });
    return out;
}

std::vector<double> permuted(const std::vector<double>& values, const std::vector<std::uint32_t>& order)
{
    std::vector<double> out;
    out.reserve(values.size());
    for (const std::uint32_t at : order)
        out.push_back(values[at]);
    return out;
}

} // namespace

Result<void> evaluateMultilabel(
    const ModelData& data, const Rows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group)
{
    if (!data.model.prediction) {
        undefine(kLabelKeys, "no prediction column", group);
        return {};
    }
    LabelMatrix matrix;
    if (!fillLabels(data.log, *data.log.label, *data.model.prediction, rows, matrix) || matrix.labels.empty()) {
        undefine(kLabelKeys, matrix.labels.empty() ? "no row has a label" : "too many rows and labels", group);
        return {};
    }
    if (cancel.cancelled())
        return fail(ErrorCode::Cancelled, "evaluation was cancelled");
    const std::vector<double> weights = gatherWeights(data.log, rows);
    const auto result = mlmetrics::multilabel(matrix.actual, matrix.predicted, matrix.labels.size(), weights);
    const std::array<const mlmetrics::Metric*, kLabelKeys.size()> values = {&result.subsetAccuracy, &result.hammingLoss,
        &result.samples.jaccard, &result.samples.f1, &result.macro.jaccard, &result.macro.precision, &result.macro.recall,
        &result.macro.f1, &result.micro.precision, &result.micro.recall, &result.micro.f1, &result.weighted.precision,
        &result.weighted.recall, &result.weighted.f1};
    for (std::size_t i = 0; i < values.size(); ++i)
        addMetric(kLabelKeys[i], *values[i], group);
    for (const auto& [name, index] : matrix.labels) {
        const mlmetrics::ClassScores& scores = result.perLabel[index];
        group.perClass.push_back(
            {name, scores.precision.value, scores.recall.value, scores.f1.value, supportOf(matrix, index)});
    }
    if (options.intervals && weights.empty() && result.subsetAccuracy.defined()) {
        const auto n = static_cast<double>(rows.size());
        takeInterval("subset_accuracy", mlmetrics::wilson(result.subsetAccuracy.value * n, n, options.level), group);
    }
    return {};
}

Result<void> evaluateRanking(
    const ModelData& data, const Rows& rows, const EvaluateOptions& options, const CancelToken& cancel, Group& group)
{
    if (!data.model.score) {
        undefine(kRankKeys, "no score column", group);
        return {};
    }
    const auto order = mlmetrics::groupByQuery(queriesOf(data.log, rows));
    const std::vector<double> relevance = permuted(gather(data.log.numbers(*data.log.label), rows), order.rows);
    const std::vector<double> score = permuted(gather(data.log.numbers(*data.model.score), rows), order.rows);
    if (cancel.cancelled())
        return fail(ErrorCode::Cancelled, "evaluation was cancelled");
    const auto whole = mlmetrics::ranking(relevance, score, order.start);
    const auto ten = mlmetrics::ranking(relevance, score, order.start, 10);
    const auto one = mlmetrics::ranking(relevance, score, order.start, 1);
    const std::array<mlmetrics::Metric, kRankKeys.size()> values = {
        whole.ndcg, ten.ndcg, whole.mrr, whole.meanAveragePrecision, one.hitRate, ten.hitRate};
    for (std::size_t i = 0; i < values.size(); ++i)
        addMetric(kRankKeys[i], values[i], group);
    if (whole.withoutRelevant > 0)
        group.warnings.push_back({Warning::Severity::Warning,
            std::to_string(whole.withoutRelevant) + " of " + std::to_string(whole.queries) + " queries have no relevant item"});
    if (!options.intervals)
        return {};
    const auto queries = static_cast<double>(whole.queries);
    for (const auto& [key, share] : {std::pair("hit_1", one.hitRate), std::pair("hit_10", ten.hitRate)}) {
        if (share.defined())
            takeInterval(key, mlmetrics::wilson(share.value * queries, queries, options.level), group);
    }
    std::array<std::vector<double>, 3> perQuery; // NDCG, NDCG@10, reciprocal rank
    for (std::size_t q = 0; q + 1 < order.start.size(); ++q) {
        const std::size_t from = order.start[q];
        const std::size_t count = order.start[q + 1] - from;
        const auto part = mlmetrics::rankedQuery({relevance.data() + from, count}, {score.data() + from, count});
        const auto cut = mlmetrics::rankedQuery({relevance.data() + from, count}, {score.data() + from, count}, 10);
        perQuery[0].push_back(part.ndcg.value);
        perQuery[1].push_back(cut.ndcg.value);
        perQuery[2].push_back(part.reciprocalRank.value);
    }
    constexpr std::array<const char*, 3> kMeans = {"ndcg", "ndcg_10", "mrr"};
    for (std::size_t i = 0; i < kMeans.size(); ++i) {
        if (const auto value = group.metrics.find(kMeans[i]); value != group.metrics.end())
            takeInterval(kMeans[i], meanInterval(value->second, perQuery[i], {}, options.level), group);
    }
    return {};
}

} // namespace wg::evaluation
