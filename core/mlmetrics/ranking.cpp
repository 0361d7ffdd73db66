#include "core/mlmetrics/ranking.h"
#include "core/mlmetrics/weights.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace wg::mlmetrics {
namespace {

/// Of the item at `rank`, which counts from 0.
double discount(std::size_t rank)
{
    return 1 / std::log2(static_cast<double>(rank) + 2);
}

double idealDcg(std::span<const double> relevance, std::size_t cut)
{
    std::vector<double> sorted(relevance.begin(), relevance.end());
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    double sum = 0;
    for (std::size_t rank = 0; rank < cut; ++rank)
        sum += sorted[rank] * discount(rank);
    return sum;
}

struct Walk {
    double dcg = 0, precisions = 0, relevant = 0;
    std::size_t firstRank = 0; ///< of the best relevant item, from 1; 0: there is none
};

Walk walkDown(std::span<const double> relevance, std::span<const double> score, std::size_t cut)
{
    std::vector<std::size_t> order(score.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return score[a] > score[b]; });
    Walk out;
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        std::size_t relevant = 0;
        double gain = 0;
        double discounts = 0;
        for (; end < order.size() && score[order[end]] == score[order[begin]]; ++end) {
            relevant += relevance[order[end]] > 0 ? 1 : 0;
            gain += relevance[order[end]];
            discounts += end < cut ? discount(end) : 0;
        }
        const auto size = static_cast<double>(end - begin);
        out.dcg += gain / size * discounts;
        if (relevant > 0 && out.firstRank == 0)
            out.firstRank = begin + (end - begin - relevant) + 1;
        out.relevant += static_cast<double>(relevant);
        out.precisions += static_cast<double>(relevant) * out.relevant / static_cast<double>(end);
        begin = end;
    }
    return out;
}

/// A weighted mean over queries; undefined as soon as one of them is.
class QueryMean {
public:
    void add(const Metric& metric, double weight)
    {
        if (!metric.defined())
            m_reason = metric.reason;
        m_sum += weight * metric.value;
        m_weight += weight;
    }
    [[nodiscard]] Metric mean(std::string_view withoutQueries) const
    {
        return m_reason.empty() ? ratio(m_sum, m_weight, withoutQueries) : undefined(m_reason);
    }

private:
    double m_sum = 0, m_weight = 0;
    std::string_view m_reason;
};

} // namespace

QueryScores rankedQuery(std::span<const double> relevance, std::span<const double> score, std::size_t k)
{
    if (relevance.empty()) {
        const Metric none = undefined("no items");
        return {none, none, none, none, none};
    }
    const std::size_t cut = k == 0 ? relevance.size() : std::min(k, relevance.size());
    const Walk walk = walkDown(relevance, score, cut);
    const double ideal = idealDcg(relevance, cut);
    QueryScores out;
    out.dcg = {walk.dcg};
    if (std::any_of(relevance.begin(), relevance.end(), [](double gain) { return gain < 0; }))
        out.ndcg = undefined("a relevance is negative");
    else
        out.ndcg = {ideal == 0 ? 0 : walk.dcg / ideal};
    out.reciprocalRank = {walk.firstRank == 0 ? 0 : 1 / static_cast<double>(walk.firstRank)};
    out.hit = {walk.firstRank != 0 && walk.firstRank <= cut ? 1.0 : 0.0};
    out.averagePrecision = ratio(walk.precisions, walk.relevant, "no relevant item");
    return out;
}

RankingMetrics ranking(std::span<const double> relevance, std::span<const double> score, std::span<const std::size_t> start,
    std::size_t k, std::span<const double> weights)
{
    if (const std::string_view problem = weightProblem(weights); !problem.empty()) {
        const Metric none = undefined(problem);
        return {none, none, none, none, none, 0, 0};
    }
    QueryMean dcg;
    QueryMean ndcg;
    QueryMean reciprocal;
    QueryMean hit;
    QueryMean precision;
    RankingMetrics out;
    for (std::size_t q = 0; q + 1 < start.size(); ++q) {
        const std::size_t items = start[q + 1] - start[q];
        if (items == 0)
            continue;
        const double weight = weightOf(weights, q);
        const QueryScores scores = rankedQuery(relevance.subspan(start[q], items), score.subspan(start[q], items), k);
        dcg.add(scores.dcg, weight);
        ndcg.add(scores.ndcg, weight);
        reciprocal.add(scores.reciprocalRank, weight);
        hit.add(scores.hit, weight);
        ++out.queries;
        if (scores.averagePrecision.defined())
            precision.add(scores.averagePrecision, weight);
        else
            ++out.withoutRelevant;
    }
    constexpr std::string_view kNoQueries = "no queries";
    out.dcg = dcg.mean(kNoQueries);
    out.ndcg = ndcg.mean(kNoQueries);
    out.mrr = reciprocal.mean(kNoQueries);
    out.hitRate = hit.mean(kNoQueries);
    out.meanAveragePrecision = precision.mean("no query has a relevant item");
    return out;
}

QueryOrder groupByQuery(std::span<const std::uint32_t> query)
{
    QueryOrder out;
    const std::size_t queries = query.empty() ? 0 : std::size_t{*std::max_element(query.begin(), query.end())} + 1;
    out.start.resize(queries + 1);
    for (const std::uint32_t q : query)
        ++out.start[q + 1];
    std::partial_sum(out.start.begin(), out.start.end(), out.start.begin());
    std::vector<std::size_t> next = out.start;
    out.rows.resize(query.size());
    for (std::size_t i = 0; i < query.size(); ++i)
        out.rows[next[query[i]]++] = static_cast<std::uint32_t>(i);
    return out;
}

} // namespace wg::mlmetrics
