// What bootstrap draws compute from resampled rows, prepared once: scores are sorted and binned a single time, a draw is one
// walk. Values equal those of core/mlmetrics for the rows as they are. Read-only after construction; thread-safe.
#pragma once

#include "core/evaluation/group_data.h"
#include "core/mlmetrics/bootstrap.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace wg::evaluation {

/// Score metrics of a binary log under row multiplicities. Refers to nothing of its arguments afterwards.
class ScoreResampler {
public:
    static constexpr std::array<std::string_view, 6> kKeys = {"average_precision", "pr_auc", "partial_auc", "ks", "ece", "mce"};

    explicit ScoreResampler(const BinaryRows& rows);
    /// One value for each of kKeys, NaN where undefined.
    void compute(std::span<const std::uint32_t> multiplicity, std::span<double> out) const;

private:
    static constexpr std::size_t kBins = 10;
    struct Bins {
        std::array<double, kBins> weight{}, score{}, positive{};
    };
    [[nodiscard]] double weightOf(std::uint32_t row, std::span<const std::uint32_t> multiplicity) const
    {
        const double times = multiplicity[row];
        return m_weights.empty() ? times : times * m_weights[row];
    }
    void areas(std::span<const std::uint32_t> multiplicity, std::span<double> out) const;
    void calibration(std::span<const std::uint32_t> multiplicity, std::span<double> out) const;

    std::vector<std::uint32_t> m_order; ///< rows by descending score
    std::vector<std::uint8_t> m_actual, m_last; ///< by row; by position: the last of equal scores
    std::vector<double> m_scores, m_weights;
    std::vector<std::uint8_t> m_bin; ///< by row; empty: scores are no probabilities
};

/// Losses per row whose (weighted) means are log loss and Brier score.
[[nodiscard]] std::vector<double> logLosses(const BinaryRows& rows);
[[nodiscard]] std::vector<double> squaredErrors(const BinaryRows& rows);
/// Columns whose means are the shares of TP, FP, TN and FN: for weighted rows, whose cells are no whole numbers.
[[nodiscard]] std::array<std::vector<double>, 4> cellIndicators(const BinaryRows& rows);

/// mean -+ z * standard error of a mean of `rows` values; weighted: of the ratio of sums. Undefined under two rows.
[[nodiscard]] Interval meanInterval(double mean, std::span<const double> values, std::span<const double> weights, double level);

/// Draws for so many rows: fewer than asked for when all of them would take long, at least 200.
[[nodiscard]] mlmetrics::BootstrapOptions bootstrapOptions(
    double level, int draws, std::uint64_t seed, unsigned threads, std::size_t rows);
/// Into the group, where the metric and the interval are defined.
void takeInterval(std::string_view key, const Interval& interval, Group& group);

} // namespace wg::evaluation
