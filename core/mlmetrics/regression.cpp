#include "core/mlmetrics/regression.h"
#include "core/mlmetrics/weighted_quantile.h"
#include "core/mlmetrics/weights.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wg::mlmetrics {
namespace {

constexpr std::string_view kNoRows = "no rows";
constexpr std::string_view kTooFew = "fewer than two rows";
constexpr std::string_view kConstant = "all labels are equal";

struct Sums {
    double total = 0, squares = 0, absolutes = 0, errors = 0, labels = 0, relatives = 0, logSquares = 0, maxError = 0;
    bool zeroLabel = false, negative = false, constant = true;
};

Sums sumUp(std::span<const double> actual, std::span<const double> predicted, std::span<const double> weights)
{
    Sums out;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const double weight = weightOf(weights, i);
        const double error = predicted[i] - actual[i];
        out.total += weight;
        out.squares += weight * error * error;
        out.absolutes += weight * std::abs(error);
        out.errors += weight * error;
        out.labels += weight * actual[i];
        out.maxError = std::max(out.maxError, std::abs(error));
        out.zeroLabel = out.zeroLabel || actual[i] == 0;
        out.negative = out.negative || actual[i] < 0 || predicted[i] < 0;
        out.constant = out.constant && actual[i] == actual[0];
        if (!out.zeroLabel)
            out.relatives += weight * std::abs(error / actual[i]);
        if (!out.negative) {
            const double distance = std::log1p(predicted[i]) - std::log1p(actual[i]);
            out.logSquares += weight * distance * distance;
        }
    }
    return out;
}

double medianError(std::span<const double> actual, std::span<const double> predicted, std::span<const double> weights)
{
    std::vector<double> errors(actual.size());
    for (std::size_t i = 0; i < actual.size(); ++i)
        errors[i] = std::abs(predicted[i] - actual[i]);
    return weightedQuantile(std::move(errors), weights, 0.5);
}

/// Those that compare with the labels' own spread.
void addShares(std::span<const double> actual, std::span<const double> predicted, std::span<const double> weights,
    const Sums& sums, RegressionMetrics& out)
{
    const double mean = sums.labels / sums.total;
    const double bias = sums.errors / sums.total;
    double spread = 0;
    double errorSpread = 0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const double distance = actual[i] - mean;
        const double errorDistance = predicted[i] - actual[i] - bias;
        spread += weightOf(weights, i) * distance * distance;
        errorSpread += weightOf(weights, i) * errorDistance * errorDistance;
    }
    if (sums.constant || spread == 0) {
        out.r2 = out.explainedVariance = undefined(actual.size() < 2 ? kTooFew : kConstant);
        return;
    }
    out.r2 = {1 - sums.squares / spread};
    out.explainedVariance = {1 - errorSpread / spread};
}

template <class PredictionOf>
double pinballMean(std::span<const double> actual, PredictionOf predictionOf, double quantile, std::span<const double> weights)
{
    double sum = 0;
    double total = 0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const double error = actual[i] - predictionOf(i);
        sum += weightOf(weights, i) * (error >= 0 ? quantile * error : (quantile - 1) * error);
        total += weightOf(weights, i);
    }
    return sum / total;
}

bool isQuantile(double quantile)
{
    return quantile >= 0 && quantile <= 1;
}

constexpr std::string_view kNoQuantile = "the quantile lies outside [0,1]";

} // namespace

RegressionMetrics regression(std::span<const double> actual, std::span<const double> predicted, std::span<const double> weights)
{
    const std::string_view problem = actual.empty() ? kNoRows : weightProblem(weights);
    const Metric none = undefined(problem);
    if (!problem.empty())
        return {none, none, none, none, none, none, none, none, none, none, none, none};
    const Sums sums = sumUp(actual, predicted, weights);
    RegressionMetrics out{
        {sums.squares / sums.total}, {std::sqrt(sums.squares / sums.total)}, {sums.absolutes / sums.total}, {}};
    addShares(actual, predicted, weights, sums, out);
    out.medianAe = {medianError(actual, predicted, weights)};
    out.mape = sums.zeroLabel ? undefined("a label is 0") : Metric{sums.relatives / sums.total};
    if (sums.negative) {
        out.msle = out.rmsle = undefined("a label or prediction is negative");
    } else {
        out.msle = {sums.logSquares / sums.total};
        out.rmsle = {std::sqrt(out.msle.value)};
    }
    out.maxError = {sums.maxError};
    out.meanBias = {sums.errors / sums.total};
    out.d2Absolute = d2Pinball(actual, predicted, 0.5, weights);
    return out;
}

Metric pinballLoss(
    std::span<const double> actual, std::span<const double> predicted, double quantile, std::span<const double> weights)
{
    if (actual.empty())
        return undefined(kNoRows);
    if (!isQuantile(quantile))
        return undefined(kNoQuantile);
    if (const std::string_view problem = weightProblem(weights); !problem.empty())
        return undefined(problem);
    return {pinballMean(actual, [&](std::size_t i) { return predicted[i]; }, quantile, weights)};
}

Metric d2Pinball(
    std::span<const double> actual, std::span<const double> predicted, double quantile, std::span<const double> weights)
{
    if (actual.size() < 2)
        return undefined(actual.empty() ? kNoRows : kTooFew);
    if (!isQuantile(quantile))
        return undefined(kNoQuantile);
    if (const std::string_view problem = weightProblem(weights); !problem.empty())
        return undefined(problem);
    const double own = weightedQuantile({actual.begin(), actual.end()}, weights, quantile);
    const double base = pinballMean(actual, [&](std::size_t) { return own; }, quantile, weights);
    if (base == 0)
        return undefined("the labels' own quantile has no loss");
    return {1 - pinballMean(actual, [&](std::size_t i) { return predicted[i]; }, quantile, weights) / base};
}

IntervalCoverage intervalCoverage(
    std::span<const double> actual, std::span<const double> low, std::span<const double> high, std::span<const double> weights)
{
    double total = 0;
    double below = 0;
    double above = 0;
    double width = 0;
    bool crossed = false;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const double weight = weightOf(weights, i);
        total += weight;
        below += actual[i] < low[i] ? weight : 0;
        above += actual[i] > high[i] ? weight : 0;
        width += weight * (high[i] - low[i]);
        crossed = crossed || low[i] > high[i];
    }
    const std::string_view problem = weightProblem(weights);
    if (crossed || !problem.empty()) {
        const Metric none = undefined(problem.empty() ? "a lower end lies above its upper end" : problem);
        return {none, none, none, none};
    }
    return {ratio(total - below - above, total, kNoRows), ratio(width, total, kNoRows), ratio(below, total, kNoRows),
        ratio(above, total, kNoRows)};
}

std::vector<double> quantiles(std::span<const double> values, std::span<const double> at, std::span<const double> weights)
{
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    if (values.empty() || !weightProblem(weights).empty())
        return std::vector<double>(at.size(), kNan);
    std::vector<double> sorted(values.begin(), values.end());
    if (weights.empty())
        std::sort(sorted.begin(), sorted.end());
    std::vector<double> out;
    out.reserve(at.size());
    for (const double q : at) {
        if (!isQuantile(q))
            out.push_back(kNan);
        else
            out.push_back(weights.empty() ? quantileOfSorted(sorted, q) : weightedQuantile(sorted, weights, q));
    }
    return out;
}

std::vector<double> residualQuantiles(std::span<const double> actual, std::span<const double> predicted,
    std::span<const double> at, std::span<const double> weights)
{
    std::vector<double> residuals(actual.size());
    for (std::size_t i = 0; i < actual.size(); ++i)
        residuals[i] = predicted[i] - actual[i];
    return quantiles(residuals, at, weights);
}

} // namespace wg::mlmetrics
