#include "core/base/number.h"
#include "core/promql/classic_buckets.h"
#include "core/promql/functions.h"
#include "core/promql/go_float.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace wg::promql {
namespace {

struct BucketSeries {
    double upper = 0;
    std::size_t series = 0;
};

struct Histogram {
    LabelsPtr labels; ///< without le
    std::string name; ///< of the metric
    std::vector<BucketSeries> members; ///< ordered by bound
};

/// What the histograms of a metric had to suffer over all steps; said once.
struct Forced {
    ForcedMonotonicity what;
    TimeMs first = 0;
    TimeMs last = 0;
    std::size_t samples = 0;

    void add(const ForcedMonotonicity& at, TimeMs when)
    {
        first = samples == 0 ? when : std::min(first, when);
        last = samples == 0 ? when : std::max(last, when);
        ++samples;
        what = {true, std::min(what.lowest, at.lowest), std::max(what.highest, at.highest), std::max(what.most, at.most)};
    }
};
using ForcedByMetric = std::map<std::string, Forced>; ///< by what ofMetric() says

void say(CallContext& context, Warning::Severity severity, std::size_t argument, std::string_view message)
{
    if (hasAnnotations(context.compat()))
        context.evaluation.say(severity, context.place(argument), message);
}

std::string ofMetric(const CallContext& context, std::string_view name)
{
    const EngineOptions& options = context.evaluation.options;
    if (!histogramWarningsNameTheMetric(options.compat, options.delayedNameRemoval))
        return {};
    return name.empty() && !namesAreSaidEmpty(options.compat) ? "" : fmt::format(" for metric name \"{}\"", name);
}

/// Groups by all labels but le; bounds are read once. Names count: two of them in one answer are a collision, not a sum.
Result<std::vector<Histogram>> histogramsOf(CallContext& context, std::size_t argument)
{
    static const LabelChoice kNotLe = LabelChoice::except({"le"}, false);
    const StepVector& input = context.vector(argument);
    KeyIndex index;
    std::vector<Histogram> out;
    std::string key;
    for (std::size_t i = 0; i < input.size(); ++i) {
        WG_CHECK(context.evaluation.checkpoint());
        const series::Labels& labels = *input[i].labels;
        const std::string_view le = labels.get("le");
        const auto upper = parsePromFloat(le);
        if (!upper) {
            say(context, Warning::Severity::Warning, argument,
                fmt::format("bucket label \"le\" is missing or has a malformed value of \"{}\"{}", le,
                    ofMetric(context, labels.metricName())));
            continue;
        }
        kNotLe.key(labels, key);
        const std::size_t at = index.add(key);
        if (at == out.size())
            out.push_back({std::make_shared<const series::Labels>(kNotLe.apply(labels)), std::string(labels.metricName()), {}});
        out[at].members.push_back({*upper, i});
    }
    for (Histogram& histogram : out)
        std::ranges::stable_sort(histogram.members, {}, &BucketSeries::upper);
    return out;
}

/// The buckets that are there at a step.
void bucketsAt(const Histogram& histogram, const StepVector& input, std::size_t step, std::vector<Bucket>& out)
{
    out.clear();
    for (const BucketSeries& member : histogram.members) {
        const double count = input[member.series].v[step];
        if (!isAbsent(count))
            out.push_back({member.upper, count});
    }
}

std::string utcTime(TimeMs at)
{
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(at / 1000)));
}

void sayForced(CallContext& context, std::size_t argument, const ForcedByMetric& all)
{
    for (const auto& [metric, forced] : all) {
        std::string message = "input to histogram_quantile needed to be fixed for monotonicity (see "
                              "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)"
            + metric;
        if (monotonicityIsDescribed(context.compat()))
            message += fmt::format(", from buckets {} to {}, with a max diff of {:.2g}, over {} samples from {} to {}",
                goFloat(forced.what.lowest), goFloat(forced.what.highest), forced.what.most, forced.samples,
                utcTime(forced.first), utcTime(forced.last));
        say(context, Warning::Severity::Info, argument, message);
    }
}

/// The φ-quantiles of one histogram at every step.
std::vector<double> quantilesOf(
    CallContext& context, std::size_t argument, const Histogram& histogram, const ScalarSteps& phi, ForcedByMetric& forced)
{
    const StepVector& input = context.vector(argument);
    std::vector<double> out(context.grid.count, absent());
    std::vector<Bucket> buckets;
    for (std::size_t i = 0; i < out.size(); ++i) {
        bucketsAt(histogram, input, i, buckets);
        if (buckets.empty())
            continue;
        ForcedMonotonicity changed;
        out[i] = bucketQuantile(phi[i], buckets, context.compat(), changed);
        if (changed.forced)
            forced[ofMetric(context, histogram.name)].add(changed, context.grid.at(i));
    }
    return out;
}

Result<void> checkQuantiles(CallContext& context, std::size_t argument)
{
    Pulse pulse(context.evaluation);
    constexpr std::size_t kText = 256; // costs as much as so many samples
    for (const double q : context.scalar(argument)) {
        if (!pulse.spend(kText))
            break;
        if (!(q >= 0 && q <= 1))
            say(context, Warning::Severity::Warning, argument,
                fmt::format("quantile value should be between 0 and 1, got {}", goFloat(q)));
    }
    return pulse.result();
}

Result<StepValue> histogramQuantile(CallContext& context)
{
    WG_CHECK(checkQuantiles(context, 0));
    StepVector out;
    ForcedByMetric forced;
    WG_TRY(auto histograms, histogramsOf(context, 1));
    for (Histogram& histogram : histograms) {
        WG_CHECK(context.evaluation.checkpoint());
        std::vector<double> values = quantilesOf(context, 1, histogram, context.scalar(0), forced);
        out.push_back({std::move(histogram.labels), std::move(values)});
    }
    sayForced(context, 1, forced);
    dropAbsent(out);
    WG_CHECK(removeNames(out, context.evaluation));
    return out;
}

/// As OpenMetrics writes a number that is a label: "1.0".
std::string openMetricsFloat(double v)
{
    std::string out = goFloat(v);
    if (std::isfinite(v) && out.find_first_of("e.") == std::string::npos)
        out += ".0";
    return out;
}

/// histogram_quantiles(v, "label", φ, …): a series for each φ, which is in the label.
Result<StepValue> histogramQuantiles(CallContext& context)
{
    constexpr std::size_t kFirstPhi = 2;
    for (std::size_t p = kFirstPhi; p < context.arguments.size(); ++p)
        WG_CHECK(checkQuantiles(context, p));
    StepVector out;
    ForcedByMetric forced;
    WG_TRY(const auto histograms, histogramsOf(context, 0));
    for (const Histogram& histogram : histograms) {
        for (std::size_t p = kFirstPhi; p < context.arguments.size(); ++p) {
            WG_CHECK(context.evaluation.checkpoint());
            const ScalarSteps& phi = context.scalar(p);
            const std::vector<double> values = quantilesOf(context, 0, histogram, phi, forced);
            std::map<std::string, std::size_t> series; // φ need not be the same at every step
            for (std::size_t i = 0; i < values.size(); ++i) {
                if (isAbsent(values[i]))
                    continue;
                const auto [entry, isNew] = series.try_emplace(openMetricsFloat(phi[i]), out.size());
                if (isNew) {
                    WG_CHECK(context.evaluation.account(values.size()));
                    out.push_back(
                        {std::make_shared<const series::Labels>(histogram.labels->with(context.text(1), entry->first)),
                            std::vector<double>(values.size(), absent())});
                }
                out[entry->second].v[i] = values[i];
            }
        }
    }
    sayForced(context, 0, forced);
    WG_CHECK(removeNames(out, context.evaluation));
    return out;
}

Result<StepValue> histogramFraction(CallContext& context)
{
    StepVector out;
    if (!fractionsOfClassicHistograms(context.compat()))
        return out;
    std::vector<Bucket> buckets;
    WG_TRY(auto histograms, histogramsOf(context, 2));
    for (Histogram& histogram : histograms) {
        WG_CHECK(context.evaluation.checkpoint());
        StepSeries s{std::move(histogram.labels), std::vector<double>(context.grid.count, absent())};
        for (std::size_t i = 0; i < s.v.size(); ++i) {
            bucketsAt(histogram, context.vector(2), i, buckets);
            if (!buckets.empty())
                s.v[i] = bucketFraction(context.scalar(0)[i], context.scalar(1)[i], buckets);
        }
        out.push_back(std::move(s));
    }
    dropAbsent(out);
    WG_CHECK(removeNames(out, context.evaluation));
    return out;
}

/// These look at native histograms only, which do not come this far: of floats there is nothing to say.
Result<StepValue> ofNativeHistograms(CallContext&)
{
    return StepVector{};
}

constexpr FunctionRow kRows[] = {
    {"histogram_avg", ofNativeHistograms},
    {"histogram_count", ofNativeHistograms},
    {"histogram_fraction", histogramFraction},
    {"histogram_quantile", histogramQuantile},
    {"histogram_quantiles", histogramQuantiles},
    {"histogram_stddev", ofNativeHistograms},
    {"histogram_stdvar", ofNativeHistograms},
    {"histogram_sum", ofNativeHistograms},
};

} // namespace

std::span<const FunctionRow> histogramFunctions()
{
    return kRows;
}

} // namespace wg::promql
