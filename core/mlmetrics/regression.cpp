#include "core/mlmetrics/regression.h"

#include <cmath>

namespace wg::mlmetrics {

RegressionMetrics regression(std::span<const double> actual, std::span<const double> predicted, std::span<const double> weights)
{
    const std::size_t n = actual.size();
    if (n == 0) {
        const Metric none = undefined("no rows");
        return {none, none, none, none};
    }
    const auto weight = [&](std::size_t i) { return weights.empty() ? 1.0 : weights[i]; };
    double total = 0;
    double squares = 0;
    double absolutes = 0;
    double labels = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double error = actual[i] - predicted[i];
        total += weight(i);
        squares += weight(i) * error * error;
        absolutes += weight(i) * std::abs(error);
        labels += weight(i) * actual[i];
    }
    const double mean = labels / total;
    double spread = 0;
    bool constant = true;
    for (std::size_t i = 0; i < n; ++i) {
        const double distance = actual[i] - mean;
        spread += weight(i) * distance * distance;
        constant = constant && actual[i] == actual[0];
    }
    RegressionMetrics out{{squares / total}, {std::sqrt(squares / total)}, {absolutes / total}, {}};
    if (n < 2)
        out.r2 = undefined("fewer than two rows");
    else
        out.r2 = constant || spread == 0 ? undefined("all labels are equal") : Metric{1 - squares / spread};
    return out;
}

} // namespace wg::mlmetrics
