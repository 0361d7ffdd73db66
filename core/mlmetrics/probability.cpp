#include "core/mlmetrics/probability.h"

#include <algorithm>
#include <cmath>

namespace wg::mlmetrics {
namespace {

constexpr std::string_view kOutside = "scores lie outside [0,1], so they are no probabilities";
constexpr double kEps = std::numeric_limits<double>::epsilon();

bool isProbability(double p)
{
    return p >= 0 && p <= 1;
}

double clip(double p)
{
    return std::clamp(p, kEps, 1 - kEps);
}

template <class Loss>
Metric weightedMean(std::size_t n, std::span<const double> weights, Loss loss)
{
    if (n == 0)
        return undefined("no rows");
    double sum = 0;
    double total = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double w = weights.empty() ? 1 : weights[i];
        sum += w * loss(i);
        total += w;
    }
    return {sum / total};
}

} // namespace

Metric logLoss(std::span<const std::uint8_t> actual, std::span<const double> p, std::span<const double> weights)
{
    if (!std::all_of(p.begin(), p.end(), isProbability))
        return undefined(kOutside);
    return weightedMean(actual.size(), weights, [&](std::size_t i) {
        const double yes = clip(p[i]);
        return -std::log(actual[i] != 0 ? yes : 1 - yes);
    });
}

Metric brier(std::span<const std::uint8_t> actual, std::span<const double> p, std::span<const double> weights)
{
    if (!std::all_of(p.begin(), p.end(), isProbability))
        return undefined(kOutside);
    return weightedMean(actual.size(), weights, [&](std::size_t i) {
        const double error = p[i] - actual[i];
        return error * error;
    });
}

Metric logLossMulticlass(
    std::span<const std::uint32_t> actual, std::span<const std::span<const double>> columns, std::span<const double> weights)
{
    for (const auto& column : columns) {
        if (!std::all_of(column.begin(), column.end(), isProbability))
            return undefined(kOutside);
    }
    return weightedMean(actual.size(), weights, [&](std::size_t i) {
        double sum = 0;
        for (const auto& column : columns)
            sum += clip(column[i]);
        return -std::log(clip(columns[actual[i]][i]) / sum);
    });
}

} // namespace wg::mlmetrics
