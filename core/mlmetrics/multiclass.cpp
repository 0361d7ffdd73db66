#include "core/mlmetrics/multiclass.h"
#include "core/mlmetrics/averages.h"

#include <cmath>
#include <string_view>

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

} // namespace

ConfusionMatrix confusion(std::size_t classes, std::span<const std::uint32_t> actual, std::span<const std::uint32_t> predicted,
    std::span<const double> weights)
{
    ConfusionMatrix out(classes);
    for (std::size_t i = 0; i < actual.size(); ++i)
        out.add(actual[i], predicted[i], weights.empty() ? 1 : weights[i]);
    return out;
}

std::vector<double> normalised(const ConfusionMatrix& matrix, Normalise by)
{
    const std::size_t n = matrix.classes();
    const Sums sums = sumUp(matrix);
    std::vector<double> out;
    out.reserve(n * n);
    for (std::size_t a = 0; a < n; ++a) {
        for (std::size_t p = 0; p < n; ++p) {
            const double all = by == Normalise::All ? sums.total : by == Normalise::Actual ? sums.actual[a] : sums.predicted[p];
            out.push_back(ratio(matrix.at(a, p), all, "no rows").value);
        }
    }
    return out;
}

Metric kappa(const ConfusionMatrix& matrix, KappaWeights weights)
{
    const Sums sums = sumUp(matrix);
    std::vector<std::size_t> classes; // those that occur
    for (std::size_t k = 0; k < matrix.classes(); ++k) {
        if (sums.actual[k] > 0 || sums.predicted[k] > 0)
            classes.push_back(k);
    }
    double observed = 0;
    double expected = 0;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        for (std::size_t j = 0; j < classes.size(); ++j) {
            const double distance = i > j ? static_cast<double>(i - j) : static_cast<double>(j - i);
            const double weight = weights == KappaWeights::None ? (i == j ? 0 : 1)
                : weights == KappaWeights::Linear               ? distance
                                                                : distance * distance;
            observed += weight * matrix.at(classes[i], classes[j]);
            expected += weight * sums.actual[classes[i]] * sums.predicted[classes[j]] / sums.total;
        }
    }
    if (sums.total == 0)
        return undefined("no rows");
    return expected == 0 ? undefined("labels and predictions are all one class") : Metric{1 - observed / expected};
}

MulticlassMetrics multiclass(const ConfusionMatrix& matrix, double beta)
{
    const Sums sums = sumUp(matrix);
    MulticlassMetrics out;
    AverageSums macro;
    AverageSums weighted;
    double recalls = 0; // of classes among the labels
    double present = 0;
    for (std::size_t k = 0; k < matrix.classes(); ++k) {
        const ClassScores scores = scoresOf(matrix.at(k, k), sums.predicted[k], sums.actual[k], beta);
        out.perClass.push_back(scores);
        if (sums.predicted[k] == 0 && sums.actual[k] == 0)
            continue;
        macro.add(scores, 1);
        weighted.add(scores, sums.actual[k]);
        present += sums.actual[k] > 0 ? 1 : 0;
        recalls += valueOrZero(scores.recall);
        if (sums.predicted[k] == 0)
            out.neverPredicted.push_back(k);
        if (sums.actual[k] == 0)
            out.neverActual.push_back(k);
    }
    constexpr std::string_view kNoRows = "no rows";
    out.macro = macro.averages(kNoRows);
    out.weighted = weighted.averages(kNoRows);
    AverageSums micro;
    micro.add(scoresOf(sums.right, sums.total, sums.total, beta), 1);
    if (sums.total == 0) {
        out.accuracy = out.balancedAccuracy = out.mcc = out.kappa = out.hammingLoss = undefined(kNoRows);
        out.micro = AverageSums().averages(kNoRows);
        return out;
    }
    out.micro = micro.averages(kNoRows);
    out.accuracy = {sums.right / sums.total};
    out.hammingLoss = {1 - sums.right / sums.total};
    out.balancedAccuracy = {recalls / present};
    out.mcc = mccOf(sums);
    out.kappa = kappa(matrix);
    return out;
}

} // namespace wg::mlmetrics
