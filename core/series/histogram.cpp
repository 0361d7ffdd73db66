#include "core/series/histogram.h"

#include "core/base/number.h"
#include "core/series/value.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

namespace wg::series {
namespace {

using Bounds = HistogramBucket::Bounds;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr int kLeastSchema = -4; ///< Prometheus' exponential schemas: bounds grow by 2^(2^-schema)
constexpr int kMostSchema = 8;

/// The schema whose bounds these are; nullopt when it is none.
std::optional<int> schemaOf(const HistogramBucket& bucket)
{
    const double power = std::abs(std::log2(std::abs(bucket.upper)) - std::log2(std::abs(bucket.lower)));
    const double schema = -std::log2(power);
    const double whole = std::round(schema);
    if (!(std::abs(schema - whole) < 1e-6) || whole < kLeastSchema || whole > kMostSchema)
        return std::nullopt;
    return static_cast<int>(whole);
}

/// Whether the bounds are the user's own and not exponential.
bool hasCustomBounds(const Histogram& histogram)
{
    std::optional<int> common;
    for (const HistogramBucket& bucket : histogram.buckets) {
        if (bucket.bounds == Bounds::ClosedBoth || std::isinf(bucket.lower + bucket.upper)) {
            if (bucket.bounds == Bounds::OpenLeft && bucket.lower == -kInf)
                return true;
            continue; // the zero bucket, or the last exponential one
        }
        const auto schema = schemaOf(bucket);
        if (bucket.lower * bucket.upper <= 0 || !schema || (common && common != schema))
            return true;
        common = schema;
    }
    return false;
}

struct Found {
    HistogramBucket bucket;
    double count = 0; ///< observations up to and with it, from the end the search began at
};

/// The first bucket, from one end, at which at least `rank` observations have been seen; else the last one.
template <class Buckets>
Found walk(const Buckets& buckets, double rank)
{
    Found out;
    for (const HistogramBucket& bucket : buckets) {
        if (bucket.count == 0)
            continue;
        out.bucket = bucket;
        out.count += bucket.count;
        if (out.count >= rank)
            break;
    }
    return out;
}

/// All observations on one side of zero: then the zero bucket ends there.
void clipZeroBucket(HistogramBucket& bucket, const Histogram& histogram)
{
    if (bucket.lower >= 0 || bucket.upper <= 0)
        return;
    const bool negative = std::ranges::any_of(histogram.buckets, [](const auto& one) { return one.upper <= 0; });
    const bool positive = std::ranges::any_of(histogram.buckets, [](const auto& one) { return one.lower >= 0; });
    if (positive && !negative)
        bucket.lower = 0;
    else if (negative && !positive)
        bucket.upper = 0;
}

} // namespace

double histogramQuantile(double q, const Histogram& histogram)
{
    if (q < 0 || q > 1)
        return q < 0 ? -kInf : kInf;
    if (histogram.count == 0 || std::isnan(q) || histogram.buckets.empty())
        return kNan;
    // NaN observations are counted but in no bucket: from the upper end the rank would be wrong.
    const bool forward = std::isnan(histogram.sum) || q < 0.5;
    double rank = (forward ? q : 1 - q) * histogram.count;
    auto [bucket, count] =
        forward ? walk(histogram.buckets, rank) : walk(std::vector(histogram.buckets.rbegin(), histogram.buckets.rend()), rank);
    const bool custom = hasCustomBounds(histogram);
    if (custom && bucket.lower == -kInf)
        return bucket.upper;
    if (custom && bucket.upper == kInf)
        return bucket.lower;
    if (!custom)
        clipZeroBucket(bucket, histogram);
    count = std::min(count, histogram.count);
    if (count < rank)
        return std::isnan(histogram.sum) ? kNan : bucket.upper;
    rank = forward ? rank - (count - bucket.count) : count - rank;
    const double fraction = rank / bucket.count;
    if (custom || (bucket.lower <= 0 && bucket.upper >= 0))
        return bucket.lower + (bucket.upper - bucket.lower) * fraction;
    const double logLower = std::log2(std::abs(bucket.lower));
    const double logUpper = std::log2(std::abs(bucket.upper));
    if (bucket.lower > 0)
        return std::exp2(logLower + (logUpper - logLower) * fraction);
    return -std::exp2(logUpper + (logLower - logUpper) * (1 - fraction));
}

std::string describe(const Histogram& histogram)
{
    std::string out = fmt::format("count {}, sum {}", formatShortest(histogram.count), formatShortest(histogram.sum));
    for (const int percent : {50, 90, 99})
        out += fmt::format(", p{} {:.4g}", percent, histogramQuantile(percent / 100.0, histogram));
    return out;
}

std::size_t histogramSeries(const Value& value)
{
    if (const auto* const matrix = std::get_if<Matrix>(&value))
        return static_cast<std::size_t>(
            std::ranges::count_if(matrix->series, [](const Series& one) { return !one.histograms.empty(); }));
    if (const auto* const vector = std::get_if<Vector>(&value))
        return static_cast<std::size_t>(
            std::ranges::count_if(vector->samples, [](const VectorSample& one) { return one.histogram != nullptr; }));
    return 0;
}

} // namespace wg::series
