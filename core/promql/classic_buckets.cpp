#include "core/promql/classic_buckets.h"

#include <algorithm>
#include <cmath>

namespace wg::promql {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// util/almost.Equal of Prometheus.
bool nearlyEqual(double a, double b)
{
    constexpr double kTolerance = 1e-12;
    if (a == b || (std::isnan(a) && std::isnan(b)))
        return true;
    const double total = std::abs(a) + std::abs(b);
    const double difference = std::abs(a - b);
    if (a == 0 || b == 0 || total < std::numeric_limits<double>::min())
        return difference < kTolerance * std::numeric_limits<double>::min();
    return difference / std::min(total, std::numeric_limits<double>::max()) < kTolerance;
}

void makeMonotonic(std::vector<Bucket>& buckets, Compat compat, ForcedMonotonicity& out)
{
    double previous = buckets.front().count;
    for (Bucket& bucket : buckets) {
        if (bucketsMayDifferByRounding(compat) && nearlyEqual(previous, bucket.count)) {
            bucket.count = previous;
        } else if (bucket.count < previous) {
            out.forced = true;
            out.lowest = std::min(out.lowest, bucket.upper);
            out.highest = std::max(out.highest, bucket.upper);
            out.most = std::max(out.most, previous - bucket.count);
            bucket.count = previous;
        }
        previous = bucket.count;
    }
}

/// How many observations lie at or below `v`, in the bucket (from, bucket.upper] that v falls into.
double interpolate(double v, double from, double below, const Bucket& bucket)
{
    if (from == -kInf)
        return bucket.count;
    return below + (bucket.count - below) * (v - from) / (bucket.upper - from);
}

/// Observations up to `v`: those of full buckets, and a part of the one that v falls into.
double rankOf(double v, const std::vector<Bucket>& buckets)
{
    double from = buckets.front().upper <= 0 ? -kInf : 0;
    double below = 0;
    for (const Bucket& bucket : buckets) {
        if (from >= v)
            return below;
        if (bucket.upper > v)
            return interpolate(v, from, below, bucket);
        below = bucket.count;
        from = bucket.upper;
    }
    return buckets.back().count;
}

} // namespace

void coalesce(std::vector<Bucket>& buckets)
{
    std::size_t last = 0;
    for (std::size_t i = 1; i < buckets.size(); ++i) {
        if (buckets[i].upper == buckets[last].upper)
            buckets[last].count += buckets[i].count;
        else
            buckets[++last] = buckets[i];
    }
    buckets.resize(last + 1);
}

double bucketQuantile(double q, std::vector<Bucket>& buckets, Compat compat, ForcedMonotonicity& forced)
{
    if (std::isnan(q))
        return kNaN;
    if (q < 0 || q > 1)
        return q < 0 ? -kInf : kInf;
    if (buckets.back().upper != kInf)
        return kNaN;
    coalesce(buckets);
    makeMonotonic(buckets, compat, forced);
    if (buckets.size() < 2 || buckets.back().count == 0)
        return kNaN;
    double rank = q * buckets.back().count;
    // Halving, as Go's sort.Search does it: where counts are NaN the way decides. No count reaches a rank that is NaN.
    std::size_t b = 0;
    for (std::size_t end = buckets.size() - 1; b < end;) {
        const std::size_t middle = b + (end - b) / 2;
        if (buckets[middle].count >= rank)
            end = middle;
        else
            b = middle + 1;
    }
    if (b + 1 == buckets.size())
        return buckets[buckets.size() - 2].upper;
    if (b == 0 && buckets[0].upper <= 0)
        return buckets[0].upper;
    double start = 0;
    double count = buckets[b].count;
    if (b > 0) {
        start = buckets[b - 1].upper;
        count -= buckets[b - 1].count;
        rank -= buckets[b - 1].count;
    }
    return start + (buckets[b].upper - start) * (rank / count);
}

double bucketFraction(double lower, double upper, std::vector<Bucket>& buckets)
{
    if (buckets.back().upper != kInf)
        return kNaN;
    coalesce(buckets);
    const double all = buckets.back().count;
    if (all == 0 || std::isnan(lower) || std::isnan(upper))
        return kNaN;
    if (lower >= upper)
        return 0;
    return (std::min(rankOf(upper, buckets), all) - std::min(rankOf(lower, buckets), all)) / all;
}

} // namespace wg::promql
