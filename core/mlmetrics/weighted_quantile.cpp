#include "core/mlmetrics/weighted_quantile.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace wg::mlmetrics {
namespace {

double between(double low, double high, double share)
{
    return low == high ? low : low + (high - low) * share;
}

double plainQuantile(std::vector<double>& values, double q)
{
    const double at = q * static_cast<double>(values.size() - 1);
    const auto index = static_cast<std::ptrdiff_t>(at);
    const auto middle = values.begin() + index;
    std::nth_element(values.begin(), middle, values.end());
    const double share = at - static_cast<double>(index);
    return share == 0 ? *middle : between(*middle, *std::min_element(middle + 1, values.end()), share);
}

} // namespace

double quantileOfSorted(std::span<const double> sorted, double q)
{
    const double at = q * static_cast<double>(sorted.size() - 1);
    const auto index = static_cast<std::size_t>(at);
    return index + 1 < sorted.size() ? between(sorted[index], sorted[index + 1], at - static_cast<double>(index))
                                     : sorted.back();
}

double weightedQuantile(std::vector<double> values, std::span<const double> weights, double q)
{
    if (weights.empty())
        return plainQuantile(values, q);
    std::vector<std::pair<double, double>> rows;
    rows.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        rows.emplace_back(values[i], weights[i]);
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    double total = 0;
    for (const auto& row : rows)
        total += row.second;
    const double wanted = q == 0 ? std::numeric_limits<double>::denorm_min() : q * total;
    double sum = 0;
    for (const auto& [value, weight] : rows) {
        sum += weight;
        if (sum >= wanted)
            return value;
    }
    return rows.back().first;
}

} // namespace wg::mlmetrics
