// Pearson and Spearman of regression.h.
#include "core/mlmetrics/regression.h"
#include "core/mlmetrics/weights.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

namespace wg::mlmetrics {
namespace {

/// Weight below plus half of the weight that ties: n equal rows and one row of weight n rank alike.
std::vector<double> midRanks(std::span<const double> values, std::span<const double> weights)
{
    std::vector<std::pair<double, std::uint32_t>> order;
    order.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        order.emplace_back(values[i], static_cast<std::uint32_t>(i));
    std::sort(order.begin(), order.end());
    std::vector<double> ranks(values.size());
    double below = 0;
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        double tied = 0;
        for (; end < order.size() && order[end].first == order[begin].first; ++end)
            tied += weightOf(weights, order[end].second);
        for (; begin < end; ++begin)
            ranks[order[begin].second] = below + tied / 2;
        below += tied;
    }
    return ranks;
}

bool constant(std::span<const double> values)
{
    return std::all_of(values.begin(), values.end(), [&](double value) { return value == values.front(); });
}

} // namespace

Metric pearson(std::span<const double> a, std::span<const double> b, std::span<const double> weights)
{
    if (a.size() < 2)
        return undefined(a.empty() ? "no rows" : "fewer than two rows");
    if (const std::string_view problem = weightProblem(weights); !problem.empty())
        return undefined(problem);
    if (constant(a) || constant(b))
        return undefined("one side is constant");
    double total = 0;
    double sumA = 0;
    double sumB = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        total += weightOf(weights, i);
        sumA += weightOf(weights, i) * a[i];
        sumB += weightOf(weights, i) * b[i];
    }
    double squareA = 0;
    double squareB = 0;
    double product = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double distanceA = a[i] - sumA / total;
        const double distanceB = b[i] - sumB / total;
        squareA += weightOf(weights, i) * distanceA * distanceA;
        squareB += weightOf(weights, i) * distanceB * distanceB;
        product += weightOf(weights, i) * distanceA * distanceB;
    }
    if (squareA == 0 || squareB == 0)
        return undefined("one side is constant");
    return {std::clamp(product / (std::sqrt(squareA) * std::sqrt(squareB)), -1.0, 1.0)};
}

Metric spearman(std::span<const double> a, std::span<const double> b, std::span<const double> weights)
{
    return pearson(midRanks(a, weights), midRanks(b, weights), weights);
}

} // namespace wg::mlmetrics
