// Sums and quantiles, as Prometheus computes them.
#pragma once

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

/// Mean without overflow: Kahan's sum, and an incremental mean from where that becomes infinite.
class KahanMean {
public:
    void add(double v);
    [[nodiscard]] double value() const;

private:
    KahanSum m_sum;
    double m_count = 0;
    bool m_incremental = false;
};

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

/// φ-quantile by linear interpolation between ranks; NaN sorts first. Empty: NaN; φ < 0: -Inf; φ > 1: +Inf.
/// Reorders `values`.
[[nodiscard]] double quantileOf(double phi, std::span<double> values);

} // namespace wg::promql
