// Rankings: per query, items with a relevance and the score that orders them.
// DCG = sum gain / log2(rank + 1) (Jarvelin and Kekalainen 2002) with the relevance itself as gain and tied items sharing their
// mean gain (McSherry and Najork 2008): scikit-learn 1.2.1's dcg_score, ndcg_score(ignore_ties=False). Average precision as
// average_precision_score with relevance > 0. Reciprocal rank (Voorhees 1999) and hit@k take the rank of the best relevant
// item; items with an equal score count as ranked before it, so that a constant score wins nothing.
#pragma once

#include "core/mlmetrics/metric.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace wg::mlmetrics {

struct QueryScores {
    Metric dcg;
    Metric ndcg; ///< 0 without a relevant item, as in scikit-learn; undefined with a negative relevance
    Metric reciprocalRank; ///< 0 without a relevant item
    Metric hit; ///< 1 or 0: a relevant item among the first k
    Metric averagePrecision; ///< undefined without a relevant item
};

/// One query. Spans of one length, not NaN. `k` cuts DCG, NDCG and hit; 0: no cut.
[[nodiscard]] QueryScores rankedQuery(std::span<const double> relevance, std::span<const double> score, std::size_t k = 0);

struct RankingMetrics {
    Metric dcg, ndcg, mrr, hitRate;
    Metric meanAveragePrecision; ///< over the queries with a relevant item
    std::size_t queries = 0, withoutRelevant = 0;
};

/// Query q is the rows [start[q], start[q + 1]); start.back() is the number of rows. `weights` per query: empty or all > 0.
[[nodiscard]] RankingMetrics ranking(std::span<const double> relevance, std::span<const double> score,
    std::span<const std::size_t> start, std::size_t k = 0, std::span<const double> weights = {});

/// Rows in the order of their query codes (stable) and where each query starts: what ranking() needs of a log.
struct QueryOrder {
    std::vector<std::uint32_t> rows;
    std::vector<std::size_t> start;
};
[[nodiscard]] QueryOrder groupByQuery(std::span<const std::uint32_t> query);

} // namespace wg::mlmetrics
