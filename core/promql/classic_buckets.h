// Classic histograms: buckets with a le label each, cumulative. promql/quantile.go BucketQuantile and BucketFraction.
#pragma once

#include "core/promql/compat.h"

#include <limits>
#include <vector>

namespace wg::promql {

struct Bucket {
    double upper = 0;
    double count = 0; ///< cumulative
};

/// What had to be changed so that counts do not fall.
struct ForcedMonotonicity {
    bool forced = false;
    double lowest = std::numeric_limits<double>::infinity(); ///< bounds of the buckets that were raised
    double highest = -std::numeric_limits<double>::infinity();
    double most = 0; ///< by which one was raised
};

/// Counts of equal bounds are added up. `buckets` ordered by bound, not empty.
void coalesce(std::vector<Bucket>& buckets);
/// φ-quantile by linear interpolation; `buckets` ordered by bound, not empty. Changes them.
[[nodiscard]] double bucketQuantile(double q, std::vector<Bucket>& buckets, Compat compat, ForcedMonotonicity& forced);
/// Share of the observations in (lower, upper]; `buckets` as above.
[[nodiscard]] double bucketFraction(double lower, double upper, std::vector<Bucket>& buckets);

} // namespace wg::promql
