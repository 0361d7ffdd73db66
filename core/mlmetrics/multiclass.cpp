#include "core/mlmetrics/multiclass.h"

#include <cmath>

namespace wg::mlmetrics {
namespace {

struct Sums {
    std::vector<double> actual, predicted; // per class
    double total = 0, right = 0;
};

Sums sumUp(const ConfusionMatrix& matrix)
{
    const std::size_t n = matrix.classes();
    Sums sums{std::vector<double>(n), std::vector<double>(n), 0, 0};
    for (std::size_t a = 0; a < n; ++a) {
        for (std::size_t p = 0; p < n; ++p) {
            sums.actual[a] += matrix.at(a, p);
            sums.predicted[p] += matrix.at(a, p);
        }
        sums.total += sums.actual[a];
        sums.right += matrix.at(a, a);
    }
    return sums;
}

/// (c s - sum p_k t_k) / sqrt((s^2 - sum p_k^2)(s^2 - sum t_k^2))
Metric mccOf(const Sums& sums)
{
    double cross = 0;
    double predicted = 0;
    double actual = 0;
    for (std::size_t k = 0; k < sums.actual.size(); ++k) {
        cross += sums.actual[k] * sums.predicted[k];
        predicted += sums.predicted[k] * sums.predicted[k];
        actual += sums.actual[k] * sums.actual[k];
    }
    const double square = sums.total * sums.total;
    if (square == actual)
        return undefined("only one class");
    if (square == predicted)
        return undefined("every decision is the same class");
    return {(sums.right * sums.total - cross) / std::sqrt((square - predicted) * (square - actual))};
}

ClassScores scoresOf(const ConfusionMatrix& matrix, const Sums& sums, std::size_t k)
{
    const double hit = matrix.at(k, k);
    return {ratio(hit, sums.predicted[k], "never predicted"), ratio(hit, sums.actual[k], "not among the labels"),
        ratio(2 * hit, sums.predicted[k] + sums.actual[k], "neither among labels nor predictions"), sums.actual[k]};
}

double valueOrZero(const Metric& metric)
{
    return metric.defined() ? metric.value : 0;
}

} // namespace

ConfusionMatrix confusion(std::size_t classes, std::span<const std::uint32_t> actual, std::span<const std::uint32_t> predicted,
    std::span<const double> weights)
{
    ConfusionMatrix out(classes);
    for (std::size_t i = 0; i < actual.size(); ++i)
        out.add(actual[i], predicted[i], weights.empty() ? 1 : weights[i]);
    return out;
}

MulticlassMetrics multiclass(const ConfusionMatrix& matrix)
{
    const Sums sums = sumUp(matrix);
    MulticlassMetrics out;
    double precisions = 0;
    double recalls = 0;
    double f1s = 0;
    double f1Weighted = 0;
    double used = 0; // classes in the averages
    double present = 0; // classes among the labels
    for (std::size_t k = 0; k < matrix.classes(); ++k) {
        const ClassScores& scores = out.perClass.emplace_back(scoresOf(matrix, sums, k));
        if (sums.predicted[k] == 0 && sums.actual[k] == 0)
            continue;
        ++used;
        present += sums.actual[k] > 0 ? 1 : 0;
        if (sums.predicted[k] == 0)
            out.neverPredicted.push_back(k);
        if (sums.actual[k] == 0)
            out.neverActual.push_back(k);
        precisions += valueOrZero(scores.precision);
        recalls += valueOrZero(scores.recall);
        f1s += scores.f1.value;
        f1Weighted += scores.f1.value * sums.actual[k];
    }
    if (sums.total == 0) {
        for (Metric* metric : {&out.accuracy, &out.balancedAccuracy, &out.mcc, &out.precisionMacro, &out.recallMacro,
                 &out.f1Macro, &out.f1Micro, &out.f1Weighted})
            *metric = undefined("no rows");
        return out;
    }
    out.accuracy = out.f1Micro = {sums.right / sums.total};
    out.balancedAccuracy = {recalls / present};
    out.mcc = mccOf(sums);
    out.precisionMacro = {precisions / used};
    out.recallMacro = {recalls / used};
    out.f1Macro = {f1s / used};
    out.f1Weighted = {f1Weighted / sums.total};
    return out;
}

} // namespace wg::mlmetrics
