#include "core/promql/aggregation.h"
#include "core/promql/go_float.h"
#include "core/promql/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace wg::promql {
namespace {

// Accumulators of one step: start() takes the first value, add() the others. As the cases of aggregation() in
// promql/engine.go.

struct PlainSum {
    double sum = 0;
    void start(double v) { sum = v; }
    void add(double v) { sum += v; }
    [[nodiscard]] double value() const { return sum; }
};

/// Neumaier's variant of Kahan's sum, as KahanSum, without branches for the sake of long columns.
struct CompensatedSum {
    double sum = 0;
    double lost = 0;
    void start(double v) { sum = v; }
    void add(double v)
    {
        const double total = sum + v;
        const bool sumIsLarger = std::abs(sum) >= std::abs(v);
        const double larger = sumIsLarger ? sum : v;
        const double smaller = sumIsLarger ? v : sum;
        lost = std::isinf(total) ? 0 : lost + ((larger - total) + smaller);
        sum = total;
    }
    [[nodiscard]] double value() const { return sum + lost; }
};

/// 2.42: the mean is carried along; an infinite one stays unless its opposite or NaN comes.
struct RunningMean {
    double mean = 0;
    double count = 0;
    void start(double v)
    {
        mean = v;
        count = 1;
    }
    void add(double v)
    {
        ++count;
        if (std::isinf(mean) && (std::isinf(v) ? (mean > 0) == (v > 0) : !std::isnan(v)))
            return;
        mean += v / count - mean / count;
    }
    [[nodiscard]] double value() const { return mean; }
};

/// Until 3.8: Kahan's sum, and from where it would overflow a mean that is carried along.
struct OlderMean {
    KahanMean mean;
    void start(double v) { mean.add(v); }
    void add(double v) { mean.add(v); }
    [[nodiscard]] double value() const { return mean.value(); }
};

/// A compensated sum; from where it would overflow, the old mean and the new value are weighed.
struct WeighedMean {
    CompensatedSum sum; ///< or the mean
    double count = 0;
    bool isMean = false;
    void start(double v)
    {
        sum.start(v);
        count = 1;
    }
    void add(double v)
    {
        ++count;
        if (!isMean) {
            CompensatedSum next = sum;
            next.add(v);
            if (!std::isinf(next.sum)) {
                sum = next;
                return;
            }
            isMean = true;
            sum.sum /= count - 1;
            sum.lost /= count - 1;
        }
        const double weight = (count - 1) / count;
        sum.sum *= weight;
        sum.lost *= weight;
        sum.add(v / count);
    }
    [[nodiscard]] double value() const { return isMean ? sum.value() : sum.sum / count + sum.lost / count; }
};

struct Minimum {
    double least = 0;
    void start(double v) { least = v; }
    void add(double v) { least = least > v || std::isnan(least) ? v : least; }
    [[nodiscard]] double value() const { return least; }
};
struct Maximum {
    double most = 0;
    void start(double v) { most = v; }
    void add(double v) { most = most < v || std::isnan(most) ? v : most; }
    [[nodiscard]] double value() const { return most; }
};
struct Counter {
    double count = 0;
    void start(double) { count = 1; }
    void add(double) { ++count; }
    [[nodiscard]] double value() const { return count; }
};
struct One {
    void start(double) { }
    void add(double) { }
    [[nodiscard]] double value() const { return 1; }
};

/// Welford's variance of a population.
template <bool LooksAtTheFirst>
struct Variance {
    double count = 0;
    double mean = 0;
    double squares = 0;
    void start(double v)
    {
        count = 1;
        mean = v;
        squares = LooksAtTheFirst && !std::isfinite(v) ? std::numeric_limits<double>::quiet_NaN() : 0;
    }
    void add(double v)
    {
        ++count;
        const double delta = v - mean;
        mean += delta / count;
        squares += delta * (v - mean);
    }
    [[nodiscard]] double value() const { return squares / count; }
};
template <class Base>
struct Deviation : Base {
    [[nodiscard]] double value() const { return std::sqrt(Base::value()); }
};

bool anyDropsName(const AggregationInput& input, const AggregationGroup& group)
{
    return std::ranges::any_of(group.members, [&](std::size_t member) { return input.series[member].dropName; });
}

template <class Accumulator>
Result<StepVector> fold(AggregationInput& input)
{
    StepVector out;
    out.reserve(input.groups.size());
    std::vector<Accumulator> state(input.steps);
    std::vector<char> any(input.steps);
    for (const AggregationGroup& group : input.groups) {
        std::ranges::fill(state, Accumulator{});
        std::ranges::fill(any, 0);
        for (const std::size_t member : group.members) {
            WG_CHECK(input.evaluation.checkpoint());
            const double* v = input.series[member].v.data();
            for (std::size_t i = 0; i < input.steps; ++i) {
                if (isAbsent(v[i]))
                    continue;
                if (any[i])
                    state[i].add(v[i]);
                else
                    state[i].start(v[i]);
                any[i] = 1;
            }
        }
        WG_CHECK(input.evaluation.account(input.steps));
        StepSeries s{group.labels, std::vector<double>(input.steps), anyDropsName(input, group)};
        for (std::size_t i = 0; i < input.steps; ++i)
            s.v[i] = any[i] ? state[i].value() : absent();
        out.push_back(std::move(s));
    }
    return out;
}

void warnOfQuantiles(AggregationInput& input)
{
    Evaluation& evaluation = input.evaluation;
    if (!hasAnnotations(evaluation.options.compat))
        return;
    const auto say = [&](double q) {
        evaluation.say(Warning::Severity::Warning, withoutParens(*input.aggregate.parameter).range,
            fmt::format("quantile value should be between 0 and 1, got {}", goFloat(q)));
    };
    double most = 0;
    double least = 0;
    bool anyNaN = false;
    for (const double q : input.parameter) {
        anyNaN = anyNaN || std::isnan(q);
        most = std::max(most, q);
        least = std::min(least, q);
    }
    if (anyNaN)
        say(std::numeric_limits<double>::quiet_NaN());
    if (most > 1)
        say(most);
    if (least < 0)
        say(least);
}

Result<StepVector> quantile(AggregationInput& input)
{
    warnOfQuantiles(input);
    StepVector out;
    std::vector<double> values;
    for (const AggregationGroup& group : input.groups) {
        WG_CHECK(input.evaluation.account(input.steps));
        StepSeries s{group.labels, std::vector<double>(input.steps, absent()), anyDropsName(input, group)};
        for (std::size_t i = 0; i < input.steps; ++i) {
            WG_CHECK(input.evaluation.checkpoint());
            values.clear();
            for (const std::size_t member : group.members) {
                if (!isAbsent(input.series[member].v[i]))
                    values.push_back(input.series[member].v[i]);
            }
            if (!values.empty())
                s.v[i] = quantileOf(input.parameter[i], values);
        }
        out.push_back(std::move(s));
    }
    return out;
}

Result<StepVector> mean(AggregationInput& input)
{
    const Compat compat = input.evaluation.options.compat;
    if (!aggregationsCompensate(compat))
        return fold<RunningMean>(input);
    return meanIsWeighted(compat) ? fold<WeighedMean>(input) : fold<OlderMean>(input);
}

} // namespace

Result<StepVector> foldGroups(AggregationInput& input)
{
    const Compat compat = input.evaluation.options.compat;
    const bool first = varianceLooksAtTheFirst(compat);
    switch (input.aggregate.op) {
    case AggregateOp::Sum:
        return aggregationsCompensate(compat) ? fold<CompensatedSum>(input) : fold<PlainSum>(input);
    case AggregateOp::Avg:
        return mean(input);
    case AggregateOp::Min:
        return fold<Minimum>(input);
    case AggregateOp::Max:
        return fold<Maximum>(input);
    case AggregateOp::Count:
        return fold<Counter>(input);
    case AggregateOp::Stddev:
        return first ? fold<Deviation<Variance<true>>>(input) : fold<Deviation<Variance<false>>>(input);
    case AggregateOp::Stdvar:
        return first ? fold<Variance<true>>(input) : fold<Variance<false>>(input);
    case AggregateOp::Group:
        return fold<One>(input);
    case AggregateOp::Quantile:
        return quantile(input);
    default:
        return fail(ErrorCode::Unsupported, "an aggregation that makes no number of a group");
    }
}

} // namespace wg::promql
