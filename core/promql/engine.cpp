#include "core/promql/engine.h"

#include "core/promql/aggregation.h"
#include "core/promql/binary_eval.h"
#include "core/promql/edges.h"
#include "core/promql/functions.h"
#include "core/promql/parser.h"
#include "core/promql/selector_eval.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace wg::promql {
namespace {

/// These look at more of a selector's samples than their values.
bool readsTimesItself(std::string_view function)
{
    return function == "timestamp" || function == "start_timestamp";
}

struct Walker {
    Evaluation& evaluation;
    const Expr& expr;
    const Grid& grid;

    Result<StepValue> operator()(const NumberLiteral& n) const
    {
        WG_CHECK(evaluation.account(grid.count));
        return ScalarSteps(grid.count, n.value);
    }
    Result<StepValue> operator()(const StringLiteral& s) const { return s.value; }
    Result<StepValue> operator()(const Paren& p) const { return evaluate(evaluation, *p.expr, grid); }
    Result<StepValue> operator()(const Binary& b) const { return evaluateBinary(evaluation, b, grid); }
    Result<StepValue> operator()(const Aggregate& a) const { return evaluateAggregate(evaluation, a, grid); }
    Result<StepValue> operator()(const Subquery& s) const { return evaluateSubquery(evaluation, s, grid); }
    Result<StepValue> operator()(const Selector& s) const
    {
        if (s.range)
            return evaluateRangeSelector(evaluation, s, grid);
        return evaluateInstantSelector(evaluation, s, grid);
    }

    Result<StepValue> operator()(const Unary& u) const
    {
        WG_TRY(StepValue value, evaluate(evaluation, *u.expr, grid));
        if (!u.minus)
            return value;
        if (auto* scalar = std::get_if<ScalarSteps>(&value)) {
            for (double& v : *scalar)
                v = -v;
            return value;
        }
        auto& vector = std::get<StepVector>(value);
        for (StepSeries& s : vector) {
            WG_CHECK(evaluation.checkpoint());
            for (double& v : s.v)
                v = isAbsent(v) ? v : -v;
        }
        WG_CHECK(dropMetricNames(vector, evaluation));
        if (!evaluation.options.delayedNameRemoval)
            WG_CHECK(mergeSameLabels(evaluation, vector, negationRefusesEqualSeries(evaluation.options.compat)));
        return value;
    }

    Result<StepValue> operator()(const Call& c) const
    {
        CallContext context{evaluation, expr, c, grid, {}};
        const FunctionRow& row = *findImplementation(c.function->name);
        for (const ExprPtr& argument : c.arguments) {
            if (context.arguments.size() == row.evaluated)
                break; // the function looks at the rest itself
            const auto* selector = std::get_if<Selector>(&withoutParens(*argument).node);
            if (selector != nullptr) {
                if (std::string refused = edgesRefused(c.function->name, selector->edges); selector->range && !refused.empty())
                    return std::unexpected(evaluation.error(argument->range, std::move(refused)));
                if (readsTimesItself(c.function->name)) {
                    context.arguments.emplace_back(StepVector{});
                    continue;
                }
                evaluation.caller = c.function->name;
            }
            WG_TRY(StepValue value, evaluate(evaluation, *argument, grid));
            context.arguments.push_back(std::move(value));
        }
        return row.run(context);
    }
};

Evaluation begin(const series::Queryable& data, std::string_view expression, const QueryTimes& times, const CancelToken& cancel,
    const EngineOptions& options)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(options.timeout);
    return {data, expression, options, cancel, times, deadline};
}

QueryOutput finish(const Evaluation& evaluation, series::Value value)
{
    return {std::move(value), evaluation.warnings, evaluation.samplesRead, evaluation.seriesMatched};
}

Result<series::Value> instantVector(const Evaluation& evaluation, const StepVector& vector, TimeMs at)
{
    series::Vector out;
    out.samples.reserve(vector.size());
    for (const StepSeries& s : vector) {
        WG_CHECK(evaluation.checkpoint());
        if (!isAbsent(s.v.front()))
            out.samples.push_back({*s.labels, at, s.v.front()});
    }
    return out;
}

/// A range vector as the answer to an instant query: its samples.
Result<series::Value> samplesOf(const Evaluation& evaluation, const RangeVector& range, TimeMs at)
{
    series::Matrix out;
    std::set<series::Labels> seen;
    for (const RangeSeries& s : range.series) {
        WG_CHECK(evaluation.checkpoint());
        series::Series column{s.dropName ? withoutName(*s.labels, evaluation.options.compat) : *s.labels, {}, {}};
        if (range.edges == Selector::Edges::Samples) {
            column.t.assign(s.t.begin(), s.t.end());
            column.v.assign(s.v.begin(), s.v.end());
        } else if (!s.t.empty()) {
            const TimeMs to = range.windowEnd(at);
            const Step step{0, s.t.size(), to - range.range, to, at, 0};
            auto samples = edgedSamples(s, step, range.edges == Selector::Edges::Smoothed);
            column.t = std::move(samples.t);
            column.v = std::move(samples.v);
        }
        if (evaluation.options.delayedNameRemoval && !seen.insert(column.labels).second)
            return fail(ErrorCode::Execution, "vector cannot contain metrics with the same labelset");
        if (!column.t.empty())
            out.series.push_back(std::move(column));
    }
    return out;
}

Result<series::Value> instantValue(const Evaluation& evaluation, StepValue value, TimeMs at)
{
    if (const auto* scalar = std::get_if<ScalarSteps>(&value))
        return series::Scalar{at, scalar->front()};
    if (auto* text = std::get_if<std::string>(&value))
        return series::Text{at, std::move(*text)};
    if (auto* vector = std::get_if<StepVector>(&value)) {
        WG_CHECK(finishNames(*vector, evaluation));
        return instantVector(evaluation, *vector, at);
    }
    return samplesOf(evaluation, std::get<RangeVector>(value), at);
}

/// The steps where the series is there; its values are moved out where it is there all the time.
series::Series columnOf(StepSeries& s, std::span<const TimeMs> times)
{
    series::Series out{*s.labels, {}, {}};
    const auto gaps = static_cast<std::size_t>(std::ranges::count_if(s.v, isAbsent));
    if (gaps == 0) {
        out.t.assign(times.begin(), times.end());
        out.v = std::move(s.v);
        return out;
    }
    out.t.reserve(times.size() - gaps);
    out.v.reserve(times.size() - gaps);
    for (std::size_t i = 0; i < times.size(); ++i) {
        if (!isAbsent(s.v[i])) {
            out.t.push_back(times[i]);
            out.v.push_back(s.v[i]);
        }
    }
    return out;
}

Result<series::Value> matrixOf(const Evaluation& evaluation, StepValue value, const Grid& grid)
{
    if (auto* scalar = std::get_if<ScalarSteps>(&value))
        value = StepVector{{std::make_shared<const series::Labels>(), std::move(*scalar)}};
    auto& vector = std::get<StepVector>(value);
    WG_CHECK(finishNames(vector, evaluation));
    std::vector<TimeMs> times(grid.count);
    for (std::size_t i = 0; i < grid.count; ++i)
        times[i] = grid.at(i);
    series::Matrix out;
    out.series.resize(vector.size());
    const auto part = [&](std::size_t begin, std::size_t end) -> Result<void> {
        for (std::size_t i = begin; i < end; ++i) {
            WG_CHECK(evaluation.checkpoint());
            out.series[i] = columnOf(vector[i], times);
        }
        return {};
    };
    WG_CHECK(evaluation.inParallel(vector.size(), vector.size() * grid.count, part));
    std::erase_if(out.series, [](const series::Series& s) { return s.t.empty(); });
    if (!std::ranges::is_sorted(out.series, {}, &series::Series::labels))
        std::ranges::stable_sort(out.series, {}, &series::Series::labels);
    return out;
}

Result<void> checkTimes(TimeMs start, TimeMs end)
{
    if (start < -kFarthest || end > kFarthest)
        return fail(ErrorCode::Usage, "the time of the query is out of range; give one within a hundred million years of 1970");
    return {};
}

Result<void> checkRange(TimeMs start, TimeMs end, DurationMs step, const EngineOptions& options)
{
    if (step <= 0)
        return fail(ErrorCode::Usage, "zero or negative query resolution step widths are not accepted; give a positive step");
    if (end < start)
        return fail(ErrorCode::Usage, "end timestamp must not be before start time");
    WG_CHECK(checkTimes(start, end));
    if (static_cast<std::uint64_t>(end - start) / static_cast<std::uint64_t>(step) > options.maxPoints)
        return fail(ErrorCode::Limit,
            fmt::format("exceeded maximum resolution of {} points per timeseries; use a larger step", options.maxPoints));
    return {};
}

} // namespace

Result<StepValue> evaluate(Evaluation& evaluation, const Expr& expr, const Grid& grid)
{
    auto value = std::visit(Walker{evaluation, expr, grid}, expr.node);
    if (!value && !value.error().position
        && (value.error().code == ErrorCode::Execution || value.error().code == ErrorCode::Unsupported))
        value.error().position = evaluation.error(expr.range, {}).position;
    return value;
}

Result<QueryOutput> queryInstant(const series::Queryable& data, std::string_view expression, TimeMs at,
    const CancelToken& cancel, const EngineOptions& options)
{
    WG_CHECK(checkTimes(at, at));
    WG_TRY(Expr expr, parse(expression, options.compat));
    const QueryTimes times{at, at, 0};
    WG_CHECK(resolveDurations(expr, times, expression));
    Evaluation evaluation = begin(data, expression, times, cancel, options);
    WG_CHECK(evaluation.checkpoint());
    WG_TRY(StepValue value, evaluate(evaluation, expr, Grid{at, 1, 1}));
    WG_TRY(series::Value answer, instantValue(evaluation, std::move(value), at));
    return finish(evaluation, std::move(answer));
}

Result<QueryOutput> queryRange(const series::Queryable& data, std::string_view expression, TimeMs start, TimeMs end,
    DurationMs step, const CancelToken& cancel, const EngineOptions& options)
{
    WG_CHECK(checkRange(start, end, step, options));
    WG_TRY(Expr expr, parse(expression, options.compat));
    if (const ValueType type = expr.type(); type != ValueType::Scalar && type != ValueType::InstantVector)
        return std::unexpected(errorAt(ErrorCode::Parse, expression, expr.range,
            fmt::format("invalid expression type \"{}\" for range query, must be Scalar or instant Vector", typeName(type))));
    const QueryTimes times{start, end, step};
    WG_CHECK(resolveDurations(expr, times, expression));
    Evaluation evaluation = begin(data, expression, times, cancel, options);
    WG_CHECK(evaluation.checkpoint());
    const Grid grid{start, step, static_cast<std::size_t>((end - start) / step) + 1};
    WG_TRY(StepValue value, evaluate(evaluation, expr, grid));
    WG_TRY(series::Value answer, matrixOf(evaluation, std::move(value), grid));
    return finish(evaluation, std::move(answer));
}

} // namespace wg::promql
