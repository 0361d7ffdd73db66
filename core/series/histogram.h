// Native histogram samples as the Prometheus API carries them: buckets with both bounds, sparse and exponential or with bounds
// of the user's own. They are carried and shown; no engine here computes on them.
#pragma once

#include "core/base/time.h"

#include <string>
#include <vector>

namespace wg::series {

struct HistogramBucket {
    /// Which bounds belong to the bucket; the numbers are the API's.
    enum class Bounds { OpenLeft = 0, OpenRight = 1, OpenBoth = 2, ClosedBoth = 3 };

    Bounds bounds = Bounds::OpenLeft;
    double lower = 0;
    double upper = 0;
    double count = 0; ///< not cumulative
    bool operator==(const HistogramBucket&) const = default;
};

struct Histogram {
    double count = 0;
    double sum = 0;
    std::vector<HistogramBucket> buckets; ///< ascending; empty ones are left out
    bool operator==(const Histogram&) const = default;
};

struct HistogramSample {
    TimeMs t = 0;
    Histogram histogram;
    bool operator==(const HistogramSample&) const = default;
};

/// As Prometheus' histogram_quantile() over a native histogram (promql/quantile.go, HistogramQuantile): linear in the zero
/// bucket and where bounds are the user's own, exponential elsewhere. The API does not say whose the bounds are: they are
/// taken for the user's own unless the bounds of all buckets have the same ratio 2^(2^-n). NaN when there is no observation.
[[nodiscard]] double histogramQuantile(double q, const Histogram& histogram);

/// One line for a table cell: "count 12, sum 3.5, p50 0.25, p90 0.5, p99 1".
[[nodiscard]] std::string describe(const Histogram& histogram);

} // namespace wg::series
