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
    FunctionInfo{"exp", {V}, 1, 0, V, "exp(v instant-vector)", "Exponential function."},
    FunctionInfo{"floor", {V}, 1, 0, V, "floor(v instant-vector)", "Rounds every sample down to the next integer."},
    FunctionInfo{"histogram_quantile", {S, V}, 2, 0, V, "histogram_quantile(φ scalar, b instant-vector)",
        "φ-quantile of classic buckets, by their le label."},
    FunctionInfo{"hour", {V}, 1, 1, V, "hour(v instant-vector = vector(time()))", "Hour of the day, 0 to 23, in UTC."},
    FunctionInfo{
        "idelta", {R}, 1, 0, V, "idelta(v range-vector)", "Difference of the last two samples in the range; for gauges."},
    FunctionInfo{
        "increase", {R}, 1, 0, V, "increase(v range-vector)", "Growth of a counter over the range, resets taken into account."},
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
    FunctionInfo{"max_over_time", {R}, 1, 0, V, "max_over_time(v range-vector)", "Largest sample in the range."},
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
    FunctionInfo{"sort_desc", {V}, 1, 0, V, "sort_desc(v instant-vector)", "Descending by value; instant queries only."},
    FunctionInfo{"sqrt", {V}, 1, 0, V, "sqrt(v instant-vector)", "Square root."},
    FunctionInfo{"stddev_over_time", {R}, 1, 0, V, "stddev_over_time(v range-vector)",
        "Population standard deviation of the samples in the range."},
    FunctionInfo{"stdvar_over_time", {R}, 1, 0, V, "stdvar_over_time(v range-vector)",
        "Population variance of the samples in the range."},
    FunctionInfo{"sum_over_time", {R}, 1, 0, V, "sum_over_time(v range-vector)", "Sum of the samples in the range."},
    FunctionInfo{"tan", {V}, 1, 0, V, "tan(v instant-vector)", "Tangent of radians."},
    FunctionInfo{"tanh", {V}, 1, 0, V, "tanh(v instant-vector)", "Hyperbolic tangent."},
    FunctionInfo{"time", {}, 0, 0, S, "time()", "Seconds since 1970 at which the expression is evaluated."},
    FunctionInfo{"timestamp", {V}, 1, 0, V, "timestamp(v instant-vector)", "Time of every sample in seconds since 1970."},
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

std::span<const AggregateInfo> aggregateTable()
{
    return kAggregates;
}

} // namespace wg::promql
