#include "core/evaluation/regression_moments.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace wg::evaluation {

ErrorColumns::ErrorColumns(const NumberRows& rows)
{
    const std::size_t n = rows.actual.size();
    const double mean = n == 0 ? 0 : std::accumulate(rows.actual.begin(), rows.actual.end(), 0.0) / static_cast<double>(n);
    const bool ratios = std::ranges::none_of(rows.actual, [](double y) { return y == 0; });
    const auto negative = [](double v) { return v < 0; };
    const bool logs = std::ranges::none_of(rows.actual, negative) && std::ranges::none_of(rows.predicted, negative);
    for (auto* column : {&square, &absolute, &signedError, &label, &labelSquare})
        column->reserve(n);
    for (std::size_t i = 0; i < n; ++i) {
        const double error = rows.predicted[i] - rows.actual[i];
        const double centred = rows.actual[i] - mean;
        square.push_back(error * error);
        absolute.push_back(std::abs(error));
        signedError.push_back(error);
        label.push_back(centred);
        labelSquare.push_back(centred * centred);
        if (ratios)
            relative.push_back(std::abs(error / rows.actual[i]));
        if (logs) {
            const double off = std::log1p(rows.actual[i]) - std::log1p(rows.predicted[i]);
            logSquare.push_back(off * off);
        }
    }
    if (!ratios || !logs)
        m_zeros.assign(n, 0.0);
    m_relativeOrZero = ratios ? relative : m_zeros;
    m_logOrZero = logs ? logSquare : m_zeros;
}

void ErrorColumns::values(std::span<const double> means, std::span<double> out)
{
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    const double spread = means[4] - means[3] * means[3];
    out[0] = means[0];
    out[1] = std::sqrt(means[0]);
    out[2] = means[1];
    out[3] = means[2];
    out[4] = spread > 0 ? 1 - means[0] / spread : kNan;
    out[5] = spread > 0 ? 1 - (means[0] - means[2] * means[2]) / spread : kNan;
    out[6] = means[5];
    out[7] = means[6];
    out[8] = std::sqrt(means[6]);
    // max(a e, (a - 1) e) = |e| / 2 + (a - 1/2) e with e = label - prediction
    out[9] = means[1] / 2;
    out[10] = means[1] / 2 + 0.4 * means[2];
    out[11] = means[1] / 2 - 0.4 * means[2];
}

MedianResampler::MedianResampler(std::span<const double> values, std::span<const double> weights)
    : m_order(values.size())
    , m_values(values)
    , m_weights(weights)
{
    std::iota(m_order.begin(), m_order.end(), 0U);
    std::sort(m_order.begin(), m_order.end(), [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
}

double MedianResampler::value(std::span<const std::uint32_t> multiplicity) const
{
    const auto weightOf = [&](std::uint32_t row) { return multiplicity[row] * (m_weights.empty() ? 1.0 : m_weights[row]); };
    double total = 0;
    for (std::uint32_t row = 0; row < m_values.size(); ++row)
        total += weightOf(row);
    double below = 0;
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        below += weightOf(m_order[i]);
        if (below < total / 2)
            continue;
        if (!m_weights.empty() || below > total / 2)
            return m_values[m_order[i]];
        // half of the rows lie below: the mean of the two in the middle
        for (std::size_t j = i + 1; j < m_order.size(); ++j) {
            if (multiplicity[m_order[j]] > 0)
                return (m_values[m_order[i]] + m_values[m_order[j]]) / 2;
        }
        return m_values[m_order[i]];
    }
    return std::numeric_limits<double>::quiet_NaN();
}

} // namespace wg::evaluation
