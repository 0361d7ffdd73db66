// Logs whose rows belong to lists: several labels in a row, or rows ranked within a query.
#include "core/evaluation/class_values.h"
#include "core/evaluation/group_data.h"
#include "core/evaluation/group_tasks.h"
#include "core/evaluation/resampling.h"
#include "core/mlmetrics/multilabel.h"
#include "core/mlmetrics/ranking.h"
#include "core/mlmetrics/wilson.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

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

/// Which labels a cell names, as a row of an indicator matrix; each distinct text is taken apart once.
class LabelCells {
public:
    LabelCells(const OpenedLog& log, ColumnIndex column) : m_column(log.table.columns[column])
    {
        for (std::size_t i = 0; i < log.classes.size(); ++i)
            m_index.emplace(log.classes[i], i);
    }
    void fill(std::uint32_t row, std::uint8_t* cells)
    {
        const auto [at, added] = m_byText.try_emplace(m_column.numeric ? row : m_column.codes[row]);
        if (added) {
            for (const std::string& label : labelsOfCell(m_column.text(row)))
                at->second.push_back(m_index.at(label));
        }
        for (const std::size_t label : at->second)
            cells[label] = 1;
    }

private:
    const logs::Column& m_column;
    std::map<std::string, std::size_t> m_index;
    std::unordered_map<std::uint32_t, std::vector<std::size_t>> m_byText;
};

std::vector<std::uint8_t> labelMatrix(const OpenedLog& log, ColumnIndex column, const Rows& rows)
{
    std::vector<std::uint8_t> out(rows.size() * log.classes.size(), 0);
    LabelCells cells(log, column);
    std::size_t at = 0;
    rows.forEach([&](std::uint32_t row) {
        cells.fill(row, out.data() + at);
        at += log.classes.size();
    });
    return out;
}

std::uint64_t supportOf(const std::vector<std::uint8_t>& matrix, std::size_t labels, std::size_t label)
{
    std::uint64_t out = 0;
    for (std::size_t at = label; at < matrix.size(); at += labels)
        out += matrix[at];
    return out;
}

/// Query of each row as a small number; all of one query without such a column.
std::vector<std::uint32_t> queriesOf(const OpenedLog& log, const Rows& rows)
{
    std::vector<std::uint32_t> out(rows.size(), 0);
    if (!log.query)
        return out;
    std::map<std::string, std::uint32_t> codes;
    std::size_t i = 0;
    rows.forEach([&](std::uint32_t row) {
        const auto next = static_cast<std::uint32_t>(codes.size());
        out[i++] = codes.try_emplace(log.table.columns[*log.query].text(row), next).first->second;
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
    const std::size_t labels = data.log.classes.size();
    if (labels == 0 || labels * rows.size() > kMostCells) {
        undefine(kLabelKeys, labels == 0 ? "no row has a label" : "too many rows and labels", group);
        return {};
    }
    const std::vector<std::uint8_t> actual = labelMatrix(data.log, *data.log.label, rows);
    const std::vector<std::uint8_t> predicted = labelMatrix(data.log, *data.model.prediction, rows);
    if (cancel.cancelled())
        return fail(ErrorCode::Cancelled, "evaluation was cancelled");
    const std::vector<double> weights = gatherWeights(data.log, rows);
    const auto result = mlmetrics::multilabel(actual, predicted, labels, weights);
    const std::array<const mlmetrics::Metric*, kLabelKeys.size()> values = {&result.subsetAccuracy, &result.hammingLoss,
        &result.samples.jaccard, &result.samples.f1, &result.macro.jaccard, &result.macro.precision, &result.macro.recall,
        &result.macro.f1, &result.micro.precision, &result.micro.recall, &result.micro.f1, &result.weighted.precision,
        &result.weighted.recall, &result.weighted.f1};
    for (std::size_t i = 0; i < values.size(); ++i)
        addMetric(kLabelKeys[i], *values[i], group);
    for (std::size_t i = 0; i < labels; ++i) {
        const mlmetrics::ClassScores& scores = result.perLabel[i];
        group.perClass.push_back(
            {data.log.classes[i], scores.precision.value, scores.recall.value, scores.f1.value, supportOf(actual, labels, i)});
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
