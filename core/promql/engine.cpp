#include "core/promql/engine.h"

#include "core/promql/aggregation.h"
#include "core/promql/binary_eval.h"
#include "core/promql/functions.h"
#include "core/promql/parser.h"
#include "core/promql/selector_eval.h"

#include <algorithm>

#include <fmt/format.h>

namespace wg::promql {
namespace {

struct Walker {
    Evaluation& evaluation;
    const Expr& expr;
    const Grid& grid;

    Result<StepValue> operator()(const NumberLiteral& n) const { return ScalarSteps(grid.count, n.value); }
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
            for (double& v : s.v)
                v = isAbsent(v) ? v : -v;
        }
        dropMetricNames(vector, evaluation.options);
        WG_CHECK(mergeSameLabels(vector, evaluation.options.compat == Compat::V2_42));
        return value;
    }

    Result<StepValue> operator()(const Call& c) const
    {
        CallContext context{evaluation, expr, c, grid, {}};
        for (const ExprPtr& argument : c.arguments) {
            WG_TRY(StepValue value, evaluate(evaluation, *argument, grid));
            context.arguments.push_back(std::move(value));
        }
        return findImplementation(c.function->name)->run(context);
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

series::Value instantValue(StepValue value, TimeMs at)
{
    if (const auto* scalar = std::get_if<ScalarSteps>(&value))
        return series::Scalar{at, scalar->front()};
    if (auto* text = std::get_if<std::string>(&value))
        return series::Text{at, std::move(*text)};
    if (const auto* vector = std::get_if<StepVector>(&value)) {
        series::Vector out;
        for (const StepSeries& s : *vector) {
            if (!isAbsent(s.v.front()))
                out.samples.push_back({*s.labels, at, s.v.front()});
        }
        return out;
    }
    series::Matrix out;
    for (const RangeSeries& s : std::get<RangeVector>(value).series)
        out.series.push_back({*s.labels, {s.t.begin(), s.t.end()}, {s.v.begin(), s.v.end()}});
    return out;
}

series::Matrix matrixOf(StepValue value, const Grid& grid)
{
    if (auto* scalar = std::get_if<ScalarSteps>(&value))
        value = StepVector{{std::make_shared<const series::Labels>(), std::move(*scalar)}};
    series::Matrix out;
    for (const StepSeries& s : std::get<StepVector>(value)) {
        series::Series column{*s.labels, {}, {}};
        for (std::size_t i = 0; i < grid.count; ++i) {
            if (!isAbsent(s.v[i])) {
                column.t.push_back(grid.at(i));
                column.v.push_back(s.v[i]);
            }
        }
        if (!column.t.empty())
            out.series.push_back(std::move(column));
    }
    std::ranges::stable_sort(out.series, {}, &series::Series::labels);
    return out;
}

Result<void> checkRange(TimeMs start, TimeMs end, DurationMs step, const EngineOptions& options)
{
    if (step <= 0)
        return fail(ErrorCode::Usage, "zero or negative query resolution step widths are not accepted; give a positive step");
    TimeMs length = 0;
    if (end < start)
        return fail(ErrorCode::Usage, "end timestamp must not be before start time");
    if (__builtin_sub_overflow(end, start, &length)
        || static_cast<std::uint64_t>(length) / static_cast<std::uint64_t>(step) > options.maxPoints)
        return fail(ErrorCode::Limit,
            fmt::format("exceeded maximum resolution of {} points per timeseries; use a larger step", options.maxPoints));
    return {};
}

} // namespace

Result<StepValue> evaluate(Evaluation& evaluation, const Expr& expr, const Grid& grid)
{
    auto value = std::visit(Walker{evaluation, expr, grid}, expr.node);
    if (!value && value.error().code == ErrorCode::Execution && !value.error().position)
        value.error().position = evaluation.error(expr.range, {}).position;
    return value;
}

Result<QueryOutput> queryInstant(const series::Queryable& data, std::string_view expression, TimeMs at,
    const CancelToken& cancel, const EngineOptions& options)
{
    WG_TRY(Expr expr, parse(expression, options.compat));
    const QueryTimes times{at, at, 0};
    WG_CHECK(resolveDurations(expr, times, expression));
    Evaluation evaluation = begin(data, expression, times, cancel, options);
    WG_CHECK(evaluation.checkpoint());
    WG_TRY(StepValue value, evaluate(evaluation, expr, Grid{at, 1, 1}));
    return finish(evaluation, instantValue(std::move(value), at));
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
    return finish(evaluation, matrixOf(std::move(value), grid));
}

} // namespace wg::promql
