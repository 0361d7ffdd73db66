#include "core/promql/aggregation.h"
#include "core/promql/go_float.h"
#include "core/promql/statistics.h"

#include <algorithm>
#include <cmath>
#include <functional>
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

template <bool Weighs>
struct CompensatedMean {
    KahanMeanOf<Weighs> mean;
    void start(double v) { mean.add(v); }
    void add(double v) { mean.add(v); }
    [[nodiscard]] double value() const { return mean.value(); }
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

template <bool LooksAtTheFirst>
struct Variance {
    Welford welford;
    void start(double v)
    {
        welford.addPlain(0);
        welford.mean = v;
        if (LooksAtTheFirst && !std::isfinite(v))
            welford.aux = std::numeric_limits<double>::quiet_NaN();
    }
    void add(double v) { welford.addPlain(v); }
    [[nodiscard]] double value() const { return welford.variance(); }
};
template <class Base>
struct Deviation : Base {
    [[nodiscard]] double value() const { return std::sqrt(Base::value()); }
};

bool anyDropsName(const AggregationInput& input, const AggregationGroup& group)
{
    return std::ranges::any_of(group.members, [&](std::size_t member) { return input.series[member].dropName; });
}

/// One column for each group, without values yet.
Result<StepVector> columnsOf(AggregationInput& input)
{
    WG_CHECK(input.evaluation.account(input.groups.size() * input.steps));
    StepVector out;
    out.reserve(input.groups.size());
    for (const AggregationGroup& group : input.groups)
        out.push_back({group.labels, std::vector<double>(input.steps, absent()), anyDropsName(input, group)});
    return out;
}

/// body(begin, end) over parts of the steps: the order of the series stays, and with it every rounding.
Result<void> overSteps(const AggregationInput& input, const std::function<Result<void>(std::size_t, std::size_t)>& body)
{
    return input.evaluation.inParallel(input.steps, input.series.size() * input.steps, body);
}

template <class Accumulator>
Result<StepVector> fold(AggregationInput& input)
{
    WG_TRY(StepVector out, columnsOf(input));
    const auto part = [&](std::size_t begin, std::size_t end) -> Result<void> {
        std::vector<Accumulator> state(end - begin);
        std::vector<char> any(end - begin);
        for (std::size_t g = 0; g < out.size(); ++g) {
            std::ranges::fill(state, Accumulator{});
            std::ranges::fill(any, 0);
            for (const std::size_t member : input.groups[g].members) {
                WG_CHECK(input.evaluation.checkpoint());
                const double* v = input.series[member].v.data() + begin;
                for (std::size_t i = 0; i < state.size(); ++i) {
                    if (isAbsent(v[i]))
                        continue;
                    if (any[i])
                        state[i].add(v[i]);
                    else
                        state[i].start(v[i]);
                    any[i] = 1;
                }
            }
            for (std::size_t i = 0; i < state.size(); ++i)
                out[g].v[begin + i] = any[i] ? state[i].value() : absent();
        }
        return {};
    };
    WG_CHECK(overSteps(input, part));
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

/// Puts no more values in order than are looked at.
double quantileBySelection(double phi, std::vector<double>& values)
{
    auto sorted = values.begin();
    return quantileOfOrdered(phi, values.size(), [&](std::size_t i) {
        const auto at = values.begin() + static_cast<std::ptrdiff_t>(i);
        std::nth_element(sorted, at, values.end(), [](double a, double b) { return std::isnan(a) ? !std::isnan(b) : a < b; });
        sorted = at; // ranks are asked for in ascending order
        return *at;
    });
}

Result<StepVector> quantile(AggregationInput& input)
{
    warnOfQuantiles(input);
    WG_TRY(StepVector out, columnsOf(input));
    const auto part = [&](std::size_t begin, std::size_t end) -> Result<void> {
        std::vector<double> values;
        for (std::size_t g = 0; g < out.size(); ++g) {
            for (std::size_t i = begin; i < end; ++i) {
                WG_CHECK(input.evaluation.checkpoint());
                values.clear();
                for (const std::size_t member : input.groups[g].members) {
                    if (!isAbsent(input.series[member].v[i]))
                        values.push_back(input.series[member].v[i]);
                }
                if (!values.empty())
                    out[g].v[i] = quantileBySelection(input.parameter[i], values);
            }
        }
        return {};
    };
    WG_CHECK(overSteps(input, part));
    return out;
}

Result<StepVector> mean(AggregationInput& input)
{
    const Compat compat = input.evaluation.options.compat;
    if (!aggregationsCompensate(compat))
        return fold<RunningMean>(input);
    return meanIsWeighted(compat) ? fold<CompensatedMean<true>>(input) : fold<CompensatedMean<false>>(input);
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
