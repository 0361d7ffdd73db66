#include "core/base/number.h"
#include "core/promql/functions.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace wg::promql {
namespace {

struct Bucket {
    double upper = 0;
    double count = 0; ///< cumulative
};

struct BucketSeries {
    double upper = 0;
    std::size_t series = 0;
};

/// math/big's almost.Equal of Prometheus, for finite counts.
bool nearlyEqual(double a, double b)
{
    constexpr double kTolerance = 1e-12;
    if (a == b || (std::isnan(a) && std::isnan(b)))
        return true;
    const double total = std::abs(a) + std::abs(b);
    return std::abs(a - b) / std::min(total, std::numeric_limits<double>::max()) < kTolerance;
}

/// Counts of equal bounds are added up.
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

/// Cumulative counts must not fall. True: one had to be raised by more than rounding.
bool makeMonotonic(std::vector<Bucket>& buckets, Compat compat)
{
    bool forced = false;
    double previous = buckets.front().count;
    for (Bucket& bucket : buckets) {
        if (compat == Compat::V3 && nearlyEqual(previous, bucket.count)) {
            bucket.count = previous;
        } else if (bucket.count < previous) {
            bucket.count = previous;
            forced = true;
        }
        previous = bucket.count;
    }
    return forced;
}

/// promql/quantile.go bucketQuantile; `buckets` ordered by bound and not empty.
double bucketQuantile(double q, std::vector<Bucket>& buckets, Compat compat, bool& forced)
{
    const double inf = std::numeric_limits<double>::infinity();
    const double nan = std::numeric_limits<double>::quiet_NaN();
    if (std::isnan(q))
        return nan;
    if (q < 0 || q > 1)
        return q < 0 ? -inf : inf;
    if (buckets.back().upper != inf)
        return nan;
    coalesce(buckets);
    forced = makeMonotonic(buckets, compat) || forced;
    if (buckets.size() < 2 || buckets.back().count == 0 || std::isnan(buckets.back().count))
        return nan;
    double rank = q * buckets.back().count;
    std::size_t b = 0;
    while (b + 1 < buckets.size() && !(buckets[b].count >= rank))
        ++b;
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

void say(CallContext& context, Warning::Severity severity, std::size_t argument, std::string_view message)
{
    if (context.evaluation.options.compat == Compat::V3)
        context.evaluation.say(severity, context.call.arguments[argument]->range, message);
}

struct Histograms {
    LabelIndex index;
    std::vector<std::vector<BucketSeries>> members; ///< by group, ordered by bound
};

/// Groups by all labels but le; bounds are read once. Names count: two of them in one answer are a collision, not a sum.
void collect(CallContext& context, const StepVector& input, Histograms& out)
{
    static const std::vector<std::string> kLe{"le"};
    for (std::size_t i = 0; i < input.size(); ++i) {
        const std::string_view le = input[i].labels->get("le");
        const auto upper = parsePromFloat(le);
        if (!upper) {
            say(context, Warning::Severity::Warning, 1,
                fmt::format("bucket label \"le\" is missing or has a malformed value of \"{}\" for metric name \"{}\"", le,
                    input[i].labels->metricName()));
            continue;
        }
        const std::size_t g = out.index.add(input[i].labels->without(kLe, false));
        out.members.resize(out.index.size());
        out.members[g].push_back({*upper, i});
    }
    for (auto& group : out.members)
        std::ranges::stable_sort(group, {}, &BucketSeries::upper);
}

Result<StepValue> histogramQuantile(CallContext& context)
{
    const ScalarSteps& phi = context.scalar(0);
    const StepVector& input = context.vector(1);
    for (const double q : phi) {
        if (!(q >= 0 && q <= 1))
            say(context, Warning::Severity::Warning, 0,
                fmt::format("quantile value should be between 0 and 1, got {}", formatShortest(q)));
    }
    Histograms histograms;
    collect(context, input, histograms);
    StepVector out;
    std::vector<Bucket> buckets;
    for (std::size_t g = 0; g < histograms.members.size(); ++g) {
        WG_CHECK(context.evaluation.checkpoint());
        StepSeries s{histograms.index.labels(g), std::vector<double>(context.grid.count, absent())};
        bool forced = false;
        for (std::size_t i = 0; i < context.grid.count; ++i) {
            buckets.clear();
            for (const BucketSeries& member : histograms.members[g]) {
                if (!isAbsent(input[member.series].v[i]))
                    buckets.push_back({member.upper, input[member.series].v[i]});
            }
            if (!buckets.empty())
                s.v[i] = bucketQuantile(phi[i], buckets, context.evaluation.options.compat, forced);
        }
        if (forced)
            say(context, Warning::Severity::Info, 1,
                fmt::format("input to histogram_quantile needed to be fixed for monotonicity (see "
                            "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile) for metric "
                            "name \"{}\"",
                    input[histograms.members[g].front().series].labels->metricName()));
        out.push_back(std::move(s));
    }
    dropAbsent(out);
    WG_CHECK(removeNames(out, context.evaluation.options));
    return out;
}

constexpr FunctionRow kRows[] = {{"histogram_quantile", histogramQuantile}};

} // namespace

std::span<const FunctionRow> histogramFunctions()
{
    return kRows;
}

} // namespace wg::promql
