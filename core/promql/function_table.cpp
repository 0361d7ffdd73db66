#include "core/promql/function_table.h"

#include <algorithm>

namespace wg::promql {
namespace {

constexpr ValueType S = ValueType::Scalar;
constexpr ValueType T = ValueType::String;
constexpr ValueType V = ValueType::InstantVector;
constexpr ValueType R = ValueType::RangeVector;

constexpr std::array kFunctions{
    FunctionInfo{"abs", {V}, 1, 0, V, "abs(v instant-vector)", "Absolute value of every sample."},
    FunctionInfo{"absent", {V}, 1, 0, V, "absent(v instant-vector)",
        "1 with the labels of equality matchers when v is empty, else nothing."},
    FunctionInfo{"absent_over_time", {R}, 1, 0, V, "absent_over_time(v range-vector)",
        "1 with the labels of equality matchers when v has no sample in the range, else nothing."},
    FunctionInfo{"acos", {V}, 1, 0, V, "acos(v instant-vector)", "Arccosine in radians."},
    FunctionInfo{"acosh", {V}, 1, 0, V, "acosh(v instant-vector)", "Inverse hyperbolic cosine."},
    FunctionInfo{"asin", {V}, 1, 0, V, "asin(v instant-vector)", "Arcsine in radians."},
    FunctionInfo{"asinh", {V}, 1, 0, V, "asinh(v instant-vector)", "Inverse hyperbolic sine."},
    FunctionInfo{"atan", {V}, 1, 0, V, "atan(v instant-vector)", "Arctangent in radians."},
    FunctionInfo{"atanh", {V}, 1, 0, V, "atanh(v instant-vector)", "Inverse hyperbolic tangent."},
    FunctionInfo{"avg_over_time", {R}, 1, 0, V, "avg_over_time(v range-vector)", "Mean of the samples in the range."},
    FunctionInfo{"ceil", {V}, 1, 0, V, "ceil(v instant-vector)", "Rounds every sample up to the next integer."},
    FunctionInfo{"changes", {R}, 1, 0, V, "changes(v range-vector)", "How often the value changed within the range."},
    FunctionInfo{"clamp", {V, S, S}, 3, 0, V, "clamp(v instant-vector, min scalar, max scalar)",
        "Limits samples to [min, max]; empty when min > max."},
    FunctionInfo{"clamp_max", {V, S}, 2, 0, V, "clamp_max(v instant-vector, max scalar)", "Limits samples from above."},
    FunctionInfo{"clamp_min", {V, S}, 2, 0, V, "clamp_min(v instant-vector, min scalar)", "Limits samples from below."},
    FunctionInfo{"cos", {V}, 1, 0, V, "cos(v instant-vector)", "Cosine of radians."},
    FunctionInfo{"cosh", {V}, 1, 0, V, "cosh(v instant-vector)", "Hyperbolic cosine."},
    FunctionInfo{"count_over_time", {R}, 1, 0, V, "count_over_time(v range-vector)", "Number of samples in the range."},
    FunctionInfo{
        "day_of_month", {V}, 1, 1, V, "day_of_month(v instant-vector = vector(time()))", "Day of the month, 1 to 31, in UTC."},
    FunctionInfo{
        "day_of_week", {V}, 1, 1, V, "day_of_week(v instant-vector = vector(time()))", "Day of the week in UTC; 0 is Sunday."},
    FunctionInfo{
        "day_of_year", {V}, 1, 1, V, "day_of_year(v instant-vector = vector(time()))", "Day of the year, 1 to 366, in UTC."},
    FunctionInfo{"days_in_month", {V}, 1, 1, V, "days_in_month(v instant-vector = vector(time()))",
        "Number of days of the month, in UTC."},
    FunctionInfo{"deg", {V}, 1, 0, V, "deg(v instant-vector)", "Radians to degrees."},
    FunctionInfo{
        "delta", {R}, 1, 0, V, "delta(v range-vector)", "Difference over the range, extrapolated to its ends; for gauges."},
    FunctionInfo{"deriv", {R}, 1, 0, V, "deriv(v range-vector)", "Slope per second by linear regression; for gauges."},
    FunctionInfo{"double_exponential_smoothing", {R, S, S}, 3, 0, V,
        "double_exponential_smoothing(v range-vector, sf scalar, tf scalar)",
        "Smoothed value of the range by smoothing factor sf and trend factor tf, both within [0, 1]; for gauges.",
        Versions::From3},
    FunctionInfo{"end", {}, 0, 0, S, "end()", "End of the query in seconds since 1970.", Versions::From3},
    FunctionInfo{"exp", {V}, 1, 0, V, "exp(v instant-vector)", "Exponential function."},
    FunctionInfo{
        "first_over_time", {R}, 1, 0, V, "first_over_time(v range-vector)", "Oldest sample in the range.", Versions::From3},
    FunctionInfo{"floor", {V}, 1, 0, V, "floor(v instant-vector)", "Rounds every sample down to the next integer."},
    FunctionInfo{"histogram_avg", {V}, 1, 0, V, "histogram_avg(v instant-vector)",
        "Mean of the observations of native histograms.", Versions::From2_55},
    FunctionInfo{
        "histogram_count", {V}, 1, 0, V, "histogram_count(v instant-vector)", "Number of observations of native histograms."},
    FunctionInfo{"histogram_fraction", {S, S, V}, 3, 0, V, "histogram_fraction(lower scalar, upper scalar, b instant-vector)",
        "Share of the observations between lower and upper."},
    FunctionInfo{"histogram_quantile", {S, V}, 2, 0, V, "histogram_quantile(φ scalar, b instant-vector)",
        "φ-quantile of classic buckets, by their le label."},
    FunctionInfo{"histogram_quantiles", {V, T, S, S}, 4, 9, V,
        "histogram_quantiles(b instant-vector, label string, φ scalar, ...)",
        "Up to 10 quantiles at once, each with its φ in the label.", Versions::From3},
    FunctionInfo{"histogram_stddev", {V}, 1, 0, V, "histogram_stddev(v instant-vector)",
        "Estimated standard deviation of the observations of native histograms.", Versions::From2_55},
    FunctionInfo{"histogram_stdvar", {V}, 1, 0, V, "histogram_stdvar(v instant-vector)",
        "Estimated variance of the observations of native histograms.", Versions::From2_55},
    FunctionInfo{
        "histogram_sum", {V}, 1, 0, V, "histogram_sum(v instant-vector)", "Sum of the observations of native histograms."},
    FunctionInfo{"holt_winters", {R, S, S}, 3, 0, V, "holt_winters(v range-vector, sf scalar, tf scalar)",
        "Older name of double_exponential_smoothing.", Versions::Until2_55},
    FunctionInfo{"hour", {V}, 1, 1, V, "hour(v instant-vector = vector(time()))", "Hour of the day, 0 to 23, in UTC."},
    FunctionInfo{
        "idelta", {R}, 1, 0, V, "idelta(v range-vector)", "Difference of the last two samples in the range; for gauges."},
    FunctionInfo{
        "increase", {R}, 1, 0, V, "increase(v range-vector)", "Growth of a counter over the range, resets taken into account."},
    FunctionInfo{"info", {V, V}, 2, 1, V, "info(v instant-vector, data-label-selector = {})",
        "Adds the data labels of the matching info series (target_info by default).", Versions::From3},
    FunctionInfo{"irate", {R}, 1, 0, V, "irate(v range-vector)", "Per-second growth of a counter by its last two samples."},
    FunctionInfo{"label_join", {V, T, T, T}, 4, -1, V,
        "label_join(v instant-vector, dst string, separator string, src string, ...)",
        "Sets label dst to the values of the src labels, joined."},
    FunctionInfo{"label_replace", {V, T, T, T, T}, 5, 0, V,
        "label_replace(v instant-vector, dst string, replacement string, src string, regex string)",
        "Sets label dst to replacement where regex matches all of label src."},
    FunctionInfo{"last_over_time", {R}, 1, 0, V, "last_over_time(v range-vector)", "Newest sample in the range."},
    FunctionInfo{"ln", {V}, 1, 0, V, "ln(v instant-vector)", "Natural logarithm."},
    FunctionInfo{"log10", {V}, 1, 0, V, "log10(v instant-vector)", "Decimal logarithm."},
    FunctionInfo{"log2", {V}, 1, 0, V, "log2(v instant-vector)", "Binary logarithm."},
    FunctionInfo{"mad_over_time", {R}, 1, 0, V, "mad_over_time(v range-vector)",
        "Median absolute deviation of the samples in the range.", Versions::From2_55},
    FunctionInfo{"max_of", {S, S}, 2, 0, S, "max_of(a scalar, b scalar)", "The larger of two scalars.", Versions::From3},
    FunctionInfo{"max_over_time", {R}, 1, 0, V, "max_over_time(v range-vector)", "Largest sample in the range."},
    FunctionInfo{"min_of", {S, S}, 2, 0, S, "min_of(a scalar, b scalar)", "The smaller of two scalars.", Versions::From3},
    FunctionInfo{"min_over_time", {R}, 1, 0, V, "min_over_time(v range-vector)", "Smallest sample in the range."},
    FunctionInfo{"minute", {V}, 1, 1, V, "minute(v instant-vector = vector(time()))", "Minute of the hour, 0 to 59, in UTC."},
    FunctionInfo{"month", {V}, 1, 1, V, "month(v instant-vector = vector(time()))", "Month of the year, 1 to 12, in UTC."},
    FunctionInfo{"pi", {}, 0, 0, S, "pi()", "The number π."},
    FunctionInfo{"predict_linear", {R, S}, 2, 0, V, "predict_linear(v range-vector, t scalar)",
        "Value t seconds from now by linear regression; for gauges."},
    FunctionInfo{"present_over_time", {R}, 1, 0, V, "present_over_time(v range-vector)",
        "1 for every series with a sample in the range."},
    FunctionInfo{"quantile_over_time", {S, R}, 2, 0, V, "quantile_over_time(φ scalar, v range-vector)",
        "φ-quantile of the samples in the range."},
    FunctionInfo{"rad", {V}, 1, 0, V, "rad(v instant-vector)", "Degrees to radians."},
    FunctionInfo{"range", {}, 0, 0, S, "range()", "Seconds from the start to the end of the query.", Versions::From3},
    FunctionInfo{"rate", {R}, 1, 0, V, "rate(v range-vector)",
        "Per-second growth of a counter, resets taken into account, extrapolated to the range."},
    FunctionInfo{"resets", {R}, 1, 0, V, "resets(v range-vector)", "How often a counter fell within the range."},
    FunctionInfo{"round", {V, S}, 2, 1, V, "round(v instant-vector, to scalar = 1)",
        "Rounds to the nearest multiple of to; ties go up."},
    FunctionInfo{"scalar", {V}, 1, 0, S, "scalar(v instant-vector)", "The value of a vector of one element, else NaN."},
    FunctionInfo{"sgn", {V}, 1, 0, V, "sgn(v instant-vector)", "-1, 0 or 1 by the sign of every sample."},
    FunctionInfo{"sin", {V}, 1, 0, V, "sin(v instant-vector)", "Sine of radians."},
    FunctionInfo{"sinh", {V}, 1, 0, V, "sinh(v instant-vector)", "Hyperbolic sine."},
    FunctionInfo{"sort", {V}, 1, 0, V, "sort(v instant-vector)", "Ascending by value; instant queries only."},
    FunctionInfo{"sort_by_label", {V, T}, 2, -1, V, "sort_by_label(v instant-vector, label string, ...)",
        "Ascending by the labels, in natural order; instant queries only.", Versions::From2_55},
    FunctionInfo{"sort_by_label_desc", {V, T}, 2, -1, V, "sort_by_label_desc(v instant-vector, label string, ...)",
        "Descending by the labels, in natural order; instant queries only.", Versions::From2_55},
    FunctionInfo{"sort_desc", {V}, 1, 0, V, "sort_desc(v instant-vector)", "Descending by value; instant queries only."},
    FunctionInfo{"sqrt", {V}, 1, 0, V, "sqrt(v instant-vector)", "Square root."},
    FunctionInfo{"start", {}, 0, 0, S, "start()", "Start of the query in seconds since 1970.", Versions::From3},
    FunctionInfo{"start_timestamp", {V}, 1, 0, V, "start_timestamp(v instant-vector)",
        "When every sample's counter began, in seconds since 1970; 0 where unknown.", Versions::From3},
    FunctionInfo{"stddev_over_time", {R}, 1, 0, V, "stddev_over_time(v range-vector)",
        "Population standard deviation of the samples in the range."},
    FunctionInfo{"stdvar_over_time", {R}, 1, 0, V, "stdvar_over_time(v range-vector)",
        "Population variance of the samples in the range."},
    FunctionInfo{
        "step", {}, 0, 0, S, "step()", "Seconds between the steps of the query; 0 for an instant query.", Versions::From3},
    FunctionInfo{"sum_over_time", {R}, 1, 0, V, "sum_over_time(v range-vector)", "Sum of the samples in the range."},
    FunctionInfo{"tan", {V}, 1, 0, V, "tan(v instant-vector)", "Tangent of radians."},
    FunctionInfo{"tanh", {V}, 1, 0, V, "tanh(v instant-vector)", "Hyperbolic tangent."},
    FunctionInfo{"time", {}, 0, 0, S, "time()", "Seconds since 1970 at which the expression is evaluated."},
    FunctionInfo{"timestamp", {V}, 1, 0, V, "timestamp(v instant-vector)", "Time of every sample in seconds since 1970."},
    FunctionInfo{"ts_of_first_over_time", {R}, 1, 0, V, "ts_of_first_over_time(v range-vector)",
        "Time of the oldest sample in the range, in seconds since 1970.", Versions::From3},
    FunctionInfo{"ts_of_last_over_time", {R}, 1, 0, V, "ts_of_last_over_time(v range-vector)",
        "Time of the newest sample in the range, in seconds since 1970.", Versions::From3},
    FunctionInfo{"ts_of_max_over_time", {R}, 1, 0, V, "ts_of_max_over_time(v range-vector)",
        "Time of the last largest sample in the range, in seconds since 1970.", Versions::From3},
    FunctionInfo{"ts_of_min_over_time", {R}, 1, 0, V, "ts_of_min_over_time(v range-vector)",
        "Time of the last smallest sample in the range, in seconds since 1970.", Versions::From3},
    FunctionInfo{"vector", {S}, 1, 0, V, "vector(s scalar)", "The scalar as a vector without labels."},
    FunctionInfo{"year", {V}, 1, 1, V, "year(v instant-vector = vector(time()))", "Year in UTC."},
};
static_assert(std::ranges::is_sorted(kFunctions, {}, &FunctionInfo::name));

constexpr std::array kAggregates{
    AggregateInfo{"avg", "avg by (labels) (v instant-vector)", "Mean over the group."},
    AggregateInfo{
        "bottomk", "bottomk(k scalar, v instant-vector)", "The k smallest elements of each group, with their own labels."},
    AggregateInfo{"count", "count by (labels) (v instant-vector)", "Number of elements in the group."},
    AggregateInfo{
        "count_values", "count_values(label string, v instant-vector)", "How often each value occurs, the value as a label."},
    AggregateInfo{"group", "group by (labels) (v instant-vector)", "1 for every group."},
    AggregateInfo{"limit_ratio", "limit_ratio(r scalar, v instant-vector)",
        "About the share r of the elements of each group, always the same ones; -r is the rest.", Versions::From2_55},
    AggregateInfo{
        "limitk", "limitk(k scalar, v instant-vector)", "k elements of each group, always the same ones.", Versions::From2_55},
    AggregateInfo{"max", "max by (labels) (v instant-vector)", "Largest value of the group."},
    AggregateInfo{"min", "min by (labels) (v instant-vector)", "Smallest value of the group."},
    AggregateInfo{"quantile", "quantile(φ scalar, v instant-vector)", "φ-quantile over the group."},
    AggregateInfo{"stddev", "stddev by (labels) (v instant-vector)", "Population standard deviation over the group."},
    AggregateInfo{"stdvar", "stdvar by (labels) (v instant-vector)", "Population variance over the group."},
    AggregateInfo{"sum", "sum by (labels) (v instant-vector)", "Sum over the group."},
    AggregateInfo{"topk", "topk(k scalar, v instant-vector)", "The k largest elements of each group, with their own labels."},
};

} // namespace

std::span<const FunctionInfo> functionTable()
{
    return kFunctions;
}

const FunctionInfo* findFunction(std::string_view name)
{
    const auto found = std::ranges::lower_bound(kFunctions, name, {}, &FunctionInfo::name);
    return found != kFunctions.end() && found->name == name ? &*found : nullptr;
}

const FunctionInfo* findFunction(std::string_view name, Compat compat)
{
    const FunctionInfo* found = findFunction(name);
    return found != nullptr && isIn(found->versions, compat) ? found : nullptr;
}

const AggregateInfo* findAggregate(std::string_view name, Compat compat)
{
    const auto same = [&](const AggregateInfo& row) { return equalsNoCase(name, row.name) && isIn(row.versions, compat); };
    const auto found = std::ranges::find_if(kAggregates, same);
    return found != kAggregates.end() ? &*found : nullptr;
}

std::span<const AggregateInfo> aggregateTable()
{
    return kAggregates;
}

} // namespace wg::promql
