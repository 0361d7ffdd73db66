// Tests of "no difference". p-values are two-sided; distributions by Boost.Math.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace wg::mlmetrics {

struct TestResult {
    double statistic = std::numeric_limits<double>::quiet_NaN();
    double p = std::numeric_limits<double>::quiet_NaN();
    double degrees = std::numeric_limits<double>::quiet_NaN(); ///< of freedom, where the test has them
    std::string_view test = {}; ///< "McNemar (exact)", "Welch t"; a literal
    std::string_view reason = {}; ///< why it is undefined; empty when defined. A literal

    [[nodiscard]] bool defined() const { return reason.empty(); }
};

/// Two deciders on the same rows: `onlyA` rows that only A has right, `onlyB` only B (McNemar 1947). Under 25 discordant rows
/// exact (binomial, p = 1/2; the statistic is the smaller count), else chi-squared with Edwards' continuity correction,
/// (|b - c| - 1)^2 / (b + c). Without a discordant row p is 1.
[[nodiscard]] TestResult mcNemar(std::uint64_t onlyA, std::uint64_t onlyB);

/// Holm's step-down correction (1979) for as many tests as there are p-values, made monotone, at most 1. In the order given;
/// NaN stays NaN and is not counted.
[[nodiscard]] std::vector<double> holm(std::span<const double> p);

/// Shares successesA / rowsA and successesB / rowsB of independent rows, pooled variance.
[[nodiscard]] TestResult twoProportionZ(double successesA, double rowsA, double successesB, double rowsB);

/// Means of independent rows with unequal variances (Welch 1947); variances with n - 1.
[[nodiscard]] TestResult welchT(double meanA, double varianceA, double rowsA, double meanB, double varianceB, double rowsB);
[[nodiscard]] TestResult welchT(std::span<const double> a, std::span<const double> b);

/// P(X >= statistic) of chi-squared with that many degrees of freedom.
[[nodiscard]] double chiSquaredTail(double statistic, double degrees);

/// estimate / standardError against the normal distribution.
[[nodiscard]] TestResult normalZ(double estimate, double standardError);

} // namespace wg::mlmetrics
