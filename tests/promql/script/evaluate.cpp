#include "tests/promql/script/evaluate.h"

#include "tests/promql/script/at_variants.h"
#include "tests/promql/script/compare.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace wg::test::script {
namespace {

using promql::QueryOutput;

bool isAboutHistograms(const Error& error)
{
    return error.code == ErrorCode::Unsupported && error.message.find("native histogram") != std::string::npos;
}

bool expectsHistograms(const Expectations& expected)
{
    return std::ranges::any_of(expected.series.rows(), [](const LoadedSeries& series) {
        return std::ranges::any_of(series.points, [](const Point& p) { return p.kind == Point::Kind::Histogram; });
    });
}

/// They mean something else in the range query around an instant query.
bool asksForQueryTimes(const std::string& expression)
{
    return std::ranges::any_of(std::array{"start()", "end()", "range()", "step()"},
        [&](const char* call) { return expression.find(call) != std::string::npos; });
}

class Evaluator {
public:
    Evaluator(const Eval& eval, const series::Queryable& data, const promql::EngineOptions& options)
        : m_eval(eval)
        , m_data(data)
        , m_options(options)
    {
    }

    Outcome run()
    {
        if (expectsHistograms(m_eval.expected))
            return {Outcome::Kind::LeftOut, "a native histogram is expected"};
        if (m_eval.isRange) {
            const auto got =
                promql::queryRange(m_data, m_eval.expression, m_eval.start, m_eval.end, m_eval.step, {}, m_options);
            return check(got, "");
        }
        return runInstants();
    }

private:
    Outcome runInstants()
    {
        std::vector<InstantQuery> queries = atVariants(m_eval.expression, m_eval.end, m_options.compat);
        queries.insert(queries.begin(), {m_eval.expression, m_eval.end});
        for (std::size_t i = 0; i < queries.size(); ++i) {
            const InstantQuery& query = queries[i];
            const std::string place = i == 0 ? "" : fmt::format(", asked at {} ms as {}", query.at, query.expression);
            const auto got = promql::queryInstant(m_data, query.expression, query.at, {}, m_options);
            if (Outcome outcome = check(got, place); outcome.kind != Outcome::Kind::Passed)
                return outcome;
            if (!got || m_eval.expected.rangeVector || m_eval.expected.text || asksForQueryTimes(query.expression))
                continue;
            if (Outcome outcome = checkAround(query, *got, place); outcome.kind != Outcome::Kind::Passed)
                return outcome;
        }
        return {};
    }

    Outcome check(const Result<QueryOutput>& got, const std::string& place) const
    {
        const Expectations& expected = m_eval.expected;
        if (!got && isAboutHistograms(got.error()))
            return {Outcome::Kind::LeftOut, got.error().message};
        if (!got) {
            const Mismatch mismatch = compareError(expected, got.error());
            return mismatch ? failed(*mismatch + place) : Outcome();
        }
        if (expected.fails)
            return failed("did not fail" + place, &got->value);
        if (const Mismatch mismatch = compareValue(m_eval, got->value))
            return failed(*mismatch + place, &got->value);
        const bool plainIsSilent = promql::scriptsAreSilentUnlessTold(m_options.compat);
        if (const Mismatch mismatch = compareWarnings(expected, got->warnings, plainIsSilent))
            return failed(*mismatch + place);
        return {};
    }

    /// The middle step of a range query must be what the instant query gave.
    Outcome checkAround(const InstantQuery& query, const QueryOutput& instant, const std::string& place) const
    {
        const auto got =
            promql::queryRange(m_data, query.expression, query.at - kMinute, query.at + kMinute, kMinute, {}, m_options);
        if (!got && isAboutHistograms(got.error()))
            return {}; // those are at the steps beside; the instant itself is right
        if (!got)
            return failed("as a range query: " + got.error().text() + place);
        if (m_eval.expected.ordered)
            return {}; // a matrix has no order
        const auto* matrix = std::get_if<series::Matrix>(&got->value);
        if (matrix == nullptr)
            return failed("as a range query: not a matrix" + place);
        if (!std::ranges::is_sorted(matrix->series, {}, &series::Series::labels))
            return failed("as a range query: not sorted by labels" + place, &got->value);
        const series::Value middle = middleOf(*matrix, query.at, std::holds_alternative<series::Scalar>(instant.value));
        if (const Mismatch mismatch = compareValue(m_eval, middle))
            return failed("as a range query: " + *mismatch + place, &middle);
        return {};
    }

    static series::Value middleOf(const series::Matrix& matrix, TimeMs at, bool scalar)
    {
        series::Vector out;
        for (const series::Series& s : matrix.series) {
            const auto found = std::ranges::lower_bound(s.t, at);
            if (found != s.t.end() && *found == at)
                out.samples.push_back({s.labels, at, s.v[static_cast<std::size_t>(found - s.t.begin())]});
        }
        if (scalar && out.samples.size() == 1)
            return series::Scalar{at, out.samples.front().v};
        return out;
    }

    [[nodiscard]] Outcome failed(const std::string& why, const series::Value* got = nullptr) const
    {
        std::string text = why;
        if (got != nullptr)
            text += fmt::format("\n    got  {}\n    want {}", describe(*got), describe(m_eval.expected));
        return {Outcome::Kind::Failed, std::move(text)};
    }

    const Eval& m_eval;
    const series::Queryable& m_data;
    const promql::EngineOptions& m_options;
};

} // namespace

Outcome evaluate(const Eval& eval, const series::Queryable& data, const promql::EngineOptions& options)
{
    return Evaluator(eval, data, options).run();
}

promql::EngineOptions testEngine(promql::Compat compat)
{
    promql::EngineOptions options;
    options.compat = compat;
    options.lookback = 5 * kMinute;
    options.subqueryStep = kMinute;
    options.delayedNameRemoval = promql::canDelayNameRemoval(compat);
    return options;
}

} // namespace wg::test::script
