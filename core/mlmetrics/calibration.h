// Are probabilities what they say? Reliability diagram, expected and maximum calibration error, Brier's decomposition.
// ECE = sum_k (w_k/W) |o_k - f_k|, MCE = max_k |o_k - f_k| (Naeini, Cooper and Hauskrecht 2015), with f_k the mean probability
// and o_k the share of positives of bin k. Equally wide bins are [low, high), the last with its end; equally full ones are
// (low, high], the first with its beginning, as in scikit-learn's calibration_curve.
// Murphy, "A new vector partition of the probability score" (1973): Brier = reliability - resolution + uncertainty, with
// reliability = sum (w_k/W) (f_k - o_k)^2, resolution = sum (w_k/W) (o_k - o)^2, uncertainty = o (1 - o). That is exact only
// when all probabilities of a bin are equal; Stephenson, Coelho and Jolliffe (2008) add the within-bin variance
// sum (w/W) (p - f_k)^2 and subtract the within-bin covariance 2 sum (w/W) (y - o_k)(p - f_k), and then it is always.
#pragma once

#include "core/mlmetrics/interval.h"
#include "core/mlmetrics/metric.h"

#include <cstdint>
#include <span>
#include <vector>

namespace wg::mlmetrics {

enum class BinRule {
    EqualWidth, ///< of [0,1]
    EqualCount ///< edges at quantiles (linear interpolation, as numpy.percentile; of rows, not weights)
};

struct ReliabilityBin {
    double low = 0, high = 1;
    double meanScore = 0; ///< weighted mean probability
    double observed = 0; ///< weighted share of positives
    Interval interval; ///< of `observed`, Wilson; weighted by Kish's effective size of the bin
    std::uint64_t rows = 0;
    double weight = 0; ///< sum of weights
};

struct Calibration {
    std::vector<ReliabilityBin> bins; ///< only those with rows, ascending
    Metric expectedError, maximumError; ///< ECE, MCE
    Metric brier, reliability, resolution, uncertainty, withinVariance, withinCovariance;
};

/// `bins` > 0. `p` are probabilities of the positive class (actual 1), none NaN; outside [0,1] all is undefined and there are
/// no bins.
[[nodiscard]] Calibration calibrate(std::span<const std::uint8_t> actual, std::span<const double> p,
    std::span<const double> weights = {}, std::size_t bins = 10, BinRule rule = BinRule::EqualWidth, double level = 0.95);

} // namespace wg::mlmetrics
