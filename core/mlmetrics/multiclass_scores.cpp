#include "core/mlmetrics/multiclass_scores.h"
#include "core/base/parallel.h"
#include "core/mlmetrics/weights.h"

#include <algorithm>
#include <utility>

namespace wg::mlmetrics {
namespace {

/// For one class a: wins[b] = sum over rows i of a and j of b of w_i w_j [score_i > score_j], half for equal scores.
std::vector<double> winsOf(std::size_t a, std::span<const std::uint32_t> actual, std::span<const double> score,
    std::span<const double> weights, std::size_t classes)
{
    std::vector<std::pair<double, std::uint32_t>> rows;
    rows.reserve(actual.size());
    for (std::size_t i = 0; i < actual.size(); ++i)
        rows.emplace_back(score[i], static_cast<std::uint32_t>(i));
    std::sort(rows.begin(), rows.end());

    std::vector<double> wins(classes);
    std::vector<double> below(classes);
    std::vector<double> group(classes); // of equal scores
    for (std::size_t begin = 0; begin < rows.size();) {
        std::size_t end = begin;
        for (; end < rows.size() && rows[end].first == rows[begin].first; ++end)
            group[actual[rows[end].second]] += weightOf(weights, rows[end].second);
        if (group[a] > 0) {
            for (std::size_t b = 0; b < classes; ++b)
                wins[b] += group[a] * (below[b] + group[b] / 2);
        }
        for (; begin < end; ++begin) {
            const std::uint32_t k = actual[rows[begin].second];
            below[k] += group[k];
            group[k] = 0;
        }
    }
    return wins;
}

void averageOneVsRest(std::span<const double> support, double total, MulticlassAuc& out)
{
    double sum = 0;
    double weighted = 0;
    for (std::size_t k = 0; k < support.size(); ++k) {
        if (!out.oneVsRest[k].defined()) {
            out.ovrMacro = out.ovrWeighted = undefined("not every class is among the labels");
            return;
        }
        sum += out.oneVsRest[k].value;
        weighted += out.oneVsRest[k].value * support[k];
    }
    out.ovrMacro = ratio(sum, static_cast<double>(support.size()), "no classes");
    out.ovrWeighted = ratio(weighted, total, "no rows");
}

void averageOneVsOne(std::span<const double> support, const std::vector<std::vector<double>>& wins, MulticlassAuc& out)
{
    double pairs = 0;
    double sum = 0;
    double shares = 0;
    double weighted = 0;
    for (std::size_t a = 0; a < support.size(); ++a) {
        for (std::size_t b = a + 1; b < support.size(); ++b) {
            if (support[a] == 0 || support[b] == 0)
                continue;
            const double area = (wins[a][b] + wins[b][a]) / (2 * support[a] * support[b]);
            ++pairs;
            sum += area;
            shares += support[a] + support[b];
            weighted += area * (support[a] + support[b]);
        }
    }
    constexpr std::string_view kOneClass = "only one class";
    out.ovoMacro = ratio(sum, pairs, kOneClass);
    out.ovoWeighted = ratio(weighted, shares, kOneClass);
}

} // namespace

Metric topKAccuracy(std::span<const std::uint32_t> actual, std::span<const std::span<const double>> columns, std::size_t k,
    std::span<const double> weights)
{
    if (const std::string_view problem = weightProblem(weights); !problem.empty())
        return undefined(problem);
    double hits = 0;
    double total = 0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const std::uint32_t wanted = actual[i];
        const double score = columns[wanted][i];
        std::size_t before = 0;
        for (std::size_t c = 0; c < columns.size(); ++c)
            before += columns[c][i] > score || (c > wanted && columns[c][i] == score) ? 1 : 0;
        const double weight = weightOf(weights, i);
        hits += before < k ? weight : 0;
        total += weight;
    }
    return ratio(hits, total, "no rows");
}

Result<MulticlassAuc> multiclassAuc(std::span<const std::uint32_t> actual, std::span<const std::span<const double>> columns,
    std::span<const double> weights, const CancelToken& cancel, unsigned threads)
{
    const std::size_t classes = columns.size();
    if (const std::string_view problem = weightProblem(weights); !problem.empty()) {
        const Metric none = undefined(problem);
        return MulticlassAuc{std::vector<Metric>(classes, none), none, none, none, none};
    }
    std::vector<std::vector<double>> wins(classes);
    WG_CHECK(parallelFor(classes, threads, [&](std::size_t begin, std::size_t end) -> Result<void> {
        for (std::size_t k = begin; k < end; ++k) {
            if (cancel.cancelled())
                return fail(ErrorCode::Cancelled, "cancelled");
            wins[k] = winsOf(k, actual, columns[k], weights, classes);
        }
        return {};
    }));
    std::vector<double> support(classes);
    double total = 0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        support[actual[i]] += weightOf(weights, i);
        total += weightOf(weights, i);
    }
    std::size_t occurring = 0;
    for (const double weight : support)
        occurring += weight > 0 ? 1 : 0;
    MulticlassAuc out;
    for (std::size_t a = 0; a < classes; ++a) {
        double won = 0;
        double rest = 0;
        for (std::size_t b = 0; b < classes; ++b) {
            won += b == a ? 0 : wins[a][b];
            rest += b == a ? 0 : support[b];
        }
        out.oneVsRest.push_back(support[a] == 0 ? undefined("not among the labels")
                : occurring < 2                 ? undefined("only one class")
                                                : Metric{won / (support[a] * rest)});
    }
    averageOneVsRest(support, total, out);
    averageOneVsOne(support, wins, out);
    return out;
}

} // namespace wg::mlmetrics
