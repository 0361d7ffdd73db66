#include "core/mlmetrics/multilabel.h"
#include "core/mlmetrics/averages.h"
#include "core/mlmetrics/weights.h"

#include <algorithm>
#include <numeric>

namespace wg::mlmetrics {
namespace {

constexpr std::string_view kNoRows = "no rows";

struct Counts {
    double hit = 0, predicted = 0, actual = 0;

    void add(bool isActual, bool isPredicted, double weight)
    {
        hit += isActual && isPredicted ? weight : 0;
        predicted += isPredicted ? weight : 0;
        actual += isActual ? weight : 0;
    }
    [[nodiscard]] ClassScores scores() const { return scoresOf(hit, predicted, actual, 1); }
};

/// Figures of one row's ranking.
struct RowRanking {
    double precision = 1, coverage = 0, loss = 0;
};

/// `order` is scratch of the row's length.
RowRanking rankRow(std::span<const std::uint8_t> actual, std::span<const double> score, std::vector<std::size_t>& order)
{
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return score[a] > score[b]; });
    RowRanking out;
    double relevant = 0; // so far
    double precisions = 0;
    double wrongPairs = 0;
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        double inGroup = 0;
        for (; end < order.size() && score[order[end]] == score[order[begin]]; ++end)
            inGroup += actual[order[end]] != 0 ? 1 : 0;
        relevant += inGroup;
        const auto rank = static_cast<double>(end);
        if (inGroup > 0)
            out.coverage = rank;
        precisions += inGroup * relevant / rank;
        wrongPairs += inGroup * (rank - relevant);
        begin = end;
    }
    const double others = static_cast<double>(order.size()) - relevant;
    if (relevant > 0 && others > 0) {
        out.precision = precisions / relevant;
        out.loss = wrongPairs / (relevant * others);
    }
    return out;
}

void finishAverages(std::span<const Counts> labels, const Counts& all, MultilabelMetrics& out)
{
    AverageSums macro;
    AverageSums weighted;
    for (const Counts& counts : labels) {
        out.perLabel.push_back(counts.scores());
        macro.add(out.perLabel.back(), 1);
        weighted.add(out.perLabel.back(), counts.actual);
        out.perLabel.back().fBeta = undefined("not asked for");
    }
    out.macro = macro.averages("no labels");
    out.weighted = weighted.averages("no row has a label");
    const ClassScores micro = all.scores();
    out.micro = {micro.precision, micro.recall, micro.f1, micro.fBeta, micro.jaccard};
}

MultilabelMetrics nothing(std::string_view reason, std::size_t labels)
{
    const Metric none = undefined(reason);
    const Averages all{none, none, none, none, none};
    return {std::vector<ClassScores>(labels, {none, none, none, 0, none, none}), none, none, all, all, all, all};
}

} // namespace

MultilabelMetrics multilabel(std::span<const std::uint8_t> actual, std::span<const std::uint8_t> predicted, std::size_t labels,
    std::span<const double> weights)
{
    if (const std::string_view problem = weightProblem(weights); !problem.empty())
        return nothing(problem, labels);
    const std::size_t rows = labels == 0 ? 0 : actual.size() / labels;
    std::vector<Counts> byLabel(labels);
    Counts all;
    AverageSums samples;
    double total = 0;
    double exact = 0;
    double wrongCells = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        const double weight = weightOf(weights, i);
        Counts row;
        double wrong = 0;
        for (std::size_t l = 0; l < labels; ++l) {
            const bool a = actual[i * labels + l] != 0;
            const bool p = predicted[i * labels + l] != 0;
            byLabel[l].add(a, p, weight);
            all.add(a, p, weight);
            row.add(a, p, 1);
            wrong += a != p ? 1 : 0;
        }
        samples.add(row.scores(), weight);
        total += weight;
        exact += wrong == 0 ? weight : 0;
        wrongCells += weight * wrong;
    }
    MultilabelMetrics out;
    finishAverages(byLabel, all, out);
    if (rows == 0)
        out.macro = out.weighted = AverageSums().averages(kNoRows);
    out.samples = samples.averages(kNoRows);
    out.subsetAccuracy = ratio(exact, total, kNoRows);
    out.hammingLoss = ratio(wrongCells, total * static_cast<double>(labels), kNoRows);
    return out;
}

LabelRanking labelRanking(
    std::span<const std::uint8_t> actual, std::span<const double> score, std::size_t labels, std::span<const double> weights)
{
    if (const std::string_view problem = weightProblem(weights); !problem.empty())
        return {undefined(problem), undefined(problem), undefined(problem)};
    const std::size_t rows = labels == 0 ? 0 : actual.size() / labels;
    std::vector<std::size_t> order(labels);
    double total = 0;
    double precision = 0;
    double coverage = 0;
    double loss = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        const double weight = weightOf(weights, i);
        const RowRanking row = rankRow(actual.subspan(i * labels, labels), score.subspan(i * labels, labels), order);
        total += weight;
        precision += weight * row.precision;
        coverage += weight * row.coverage;
        loss += weight * row.loss;
    }
    return {ratio(precision, total, kNoRows), ratio(coverage, total, kNoRows), ratio(loss, total, kNoRows)};
}

} // namespace wg::mlmetrics
