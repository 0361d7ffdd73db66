// Sample weights as most functions of the module take them: an empty span is a weight of 1 each. Internal to the module.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>

namespace wg::mlmetrics {

[[nodiscard]] inline double weightOf(std::span<const double> weights, std::size_t row)
{
    return weights.empty() ? 1 : weights[row];
}

/// Why these weights give no figure; empty when they do.
[[nodiscard]] inline std::string_view weightProblem(std::span<const double> weights)
{
    const bool usable =
        std::all_of(weights.begin(), weights.end(), [](double weight) { return weight > 0 && std::isfinite(weight); });
    return usable ? std::string_view() : "a weight is not above 0";
}

} // namespace wg::mlmetrics
