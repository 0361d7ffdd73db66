// What every part of an evaluation shares: the steps, the data, the limits, and what is said on the way.
#pragma once

#include "core/promql/ast.h"
#include "core/promql/engine.h"
#include "core/promql/step_vector.h"

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <unordered_set>
#include <variant>

namespace wg::promql {

/// Times further from 1970 do not take part: ranges and offsets can be added to these, as often as expressions nest.
inline constexpr TimeMs kFarthest = TimeMs{1} << 62;

/// The instants of a query: start, start + step, …
struct Grid {
    TimeMs start = 0;
    DurationMs step = 1;
    std::size_t count = 1;

    [[nodiscard]] TimeMs at(std::size_t i) const { return start + static_cast<DurationMs>(i) * step; }
    [[nodiscard]] TimeMs last() const { return at(count - 1); }
};

/// Lives as long as one query. Belongs to one thread, except for checkpoint().
struct Evaluation {
    const series::Queryable& data;
    std::string_view expression;
    const EngineOptions& options;
    const CancelToken& cancel;
    QueryTimes query; ///< what start(), end(), range() and step() mean
    std::chrono::steady_clock::time_point deadline;
    Warnings warnings = {};
    std::unordered_set<std::string> said = {}; ///< texts of the warnings
    std::uint64_t samplesRead = 0;
    std::uint64_t seriesMatched = 0;
    std::uint64_t pointsHeld = 0; ///< made so far; bounds memory together with what was read
    std::string_view caller = {}; ///< function whose argument is about to be evaluated, for what a selector has to say

    /// Ask in every loop over series; errors are Cancelled and Timeout.
    [[nodiscard]] Result<void> checkpoint() const;
    /// Counts against maxSamples; ask before the memory is taken.
    [[nodiscard]] Result<void> account(std::uint64_t samples);
    /// body(begin, end) over parts of [0, count), on several threads where `work` (samples and points) is worth it.
    [[nodiscard]] Result<void> inParallel(std::size_t count, std::uint64_t work,
        const std::function<Result<void>(std::size_t begin, std::size_t end)>& body) const;
    [[nodiscard]] Error error(SourceRange range, std::string message) const;
    /// Each text once, worded "PromQL warning: … (1:7)".
    void say(Warning::Severity severity, SourceRange range, std::string_view message);
    [[nodiscard]] bool leftOpen() const { return rangesAreLeftOpen(options.compat); }
};

/// Asks checkpoint() once in a while, for loops too hot to ask each time. One thread each.
class Pulse {
public:
    explicit Pulse(const Evaluation& evaluation) : m_evaluation(evaluation) { }

    /// False when the query must end; work is counted in samples. Once false, always false.
    bool spend(std::size_t work)
    {
        m_work += work;
        return m_work < kBetweenChecks || ask();
    }
    [[nodiscard]] const Result<void>& result() const { return m_result; }

private:
    static constexpr std::size_t kBetweenChecks = 1 << 16; // well under a millisecond

    bool ask();

    const Evaluation& m_evaluation;
    std::size_t m_work = 0;
    Result<void> m_result;
};

/// Samples of one series for a window function; time-ordered, without staleness markers.
struct RangeSeries {
    LabelsPtr labels;
    std::span<const TimeMs> t;
    std::span<const double> v;
    std::shared_ptr<const void> owner;
    std::span<const TimeMs> start = {}; ///< as in SeriesView; none for a subquery
    bool dropName = false; ///< as in StepSeries
};

/// A range vector, before it is walked step by step: at step i the window ends at grid.at(i) - offset, or at `at` - offset.
/// With other edges than Samples the series reach further, by the look-back, to what the edges need.
struct RangeVector {
    std::vector<RangeSeries> series;
    DurationMs range = 0;
    DurationMs offset = 0;
    std::optional<TimeMs> at;
    Selector::Edges edges = Selector::Edges::Samples;

    [[nodiscard]] TimeMs windowEnd(TimeMs step) const { return at.value_or(step) - offset; }
};

using ScalarSteps = std::vector<double>; ///< one per step
using StepValue = std::variant<ScalarSteps, std::string, StepVector, RangeVector>;

/// The engine itself, as functions that evaluate their own arguments see it.
[[nodiscard]] Result<StepValue> evaluate(Evaluation& evaluation, const Expr& expr, const Grid& grid);

} // namespace wg::promql
