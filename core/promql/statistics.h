// Sums and quantiles, as Prometheus computes them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace wg::promql {

/// Kahan's summation in Neumaier's variant (promql/functions.go kahanSumInc).
struct KahanSum {
    double sum = 0;
    double compensation = 0;

    void add(double v);
    [[nodiscard]] double value() const;
};

/// Mean without overflow: Kahan's sum, and from where that becomes infinite a mean that is carried along. Weighs: the old mean
/// and the new value are weighed, else their difference is added (compat.h meanIsWeighted).
template <bool Weighs>
class KahanMeanOf {
public:
    void add(double v);
    [[nodiscard]] double value() const;

private:
    void carry(double v);

    KahanSum m_sum; ///< or the mean
    double m_count = 0;
    bool m_isMean = false;
};
using KahanMean = KahanMeanOf<false>;
using WeighingMean = KahanMeanOf<true>;

/// Welford's variance of a population.
struct Welford {
    double count = 0;
    double mean = 0;
    double aux = 0;
    double meanCompensation = 0;
    double auxCompensation = 0;

    void add(double v); ///< compensated, as the *_over_time functions do it
    void addPlain(double v); ///< as the aggregations do it
    [[nodiscard]] double variance() const;
};

/// φ-quantile by linear interpolation between ranks, of `size` values that at(i) gives in order. Empty: NaN; φ < 0: -Inf;
/// φ > 1: +Inf.
template <class At>
[[nodiscard]] double quantileOfOrdered(double phi, std::size_t size, At&& at)
{
    if (size == 0 || std::isnan(phi))
        return std::numeric_limits<double>::quiet_NaN();
    if (phi < 0)
        return -std::numeric_limits<double>::infinity();
    if (phi > 1)
        return std::numeric_limits<double>::infinity();
    const auto n = static_cast<double>(size);
    const double rank = phi * (n - 1);
    const double lower = std::max(0.0, std::floor(rank));
    const double upper = std::min(n - 1, lower + 1);
    const double weight = rank - std::floor(rank);
    return at(static_cast<std::size_t>(lower)) * (1 - weight) + at(static_cast<std::size_t>(upper)) * weight;
}

/// The same of values in any order, which it puts in order; NaN sorts first.
[[nodiscard]] double quantileOf(double phi, std::span<double> values);

} // namespace wg::promql
