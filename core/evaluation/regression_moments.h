// Regression metrics as functions of means over rows, which is what makes them cheap to resample; and the median, which is
// none.
#pragma once

#include "core/evaluation/group_data.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace wg::evaluation {

/// Columns whose (weighted) means give the metrics. Labels are taken from their mean, so that squares do not cancel out.
struct ErrorColumns {
    explicit ErrorColumns(const NumberRows& rows);
    ErrorColumns(const ErrorColumns&) = delete; // spans refer to its own columns
    ErrorColumns& operator=(const ErrorColumns&) = delete;

    std::vector<double> square, absolute, signedError, label, labelSquare;
    std::vector<double> relative; ///< empty: MAPE is undefined
    std::vector<double> logSquare; ///< empty: MSLE is undefined

    static constexpr std::array<std::string_view, 12> kKeys = {"mse", "rmse", "mae", "bias", "r2", "explained_variance", "mape",
        "msle", "rmsle", "pinball_50", "pinball_10", "pinball_90"};
    [[nodiscard]] std::array<std::span<const double>, 7> columns() const
    {
        return {square, absolute, signedError, label, labelSquare, m_relativeOrZero, m_logOrZero};
    }
    /// One value for each of kKeys from the means of columns().
    static void values(std::span<const double> means, std::span<double> out);

private:
    std::vector<double> m_zeros;
    std::span<const double> m_relativeOrZero, m_logOrZero;
};

/// The (lower, as scikit-learn's weighted) median of values under multiplicities; sorted once.
class MedianResampler {
public:
    MedianResampler(std::span<const double> values, std::span<const double> weights);
    [[nodiscard]] double value(std::span<const std::uint32_t> multiplicity) const;

private:
    std::vector<std::uint32_t> m_order;
    std::span<const double> m_values, m_weights;
};

} // namespace wg::evaluation
