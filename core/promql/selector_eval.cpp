#include "core/promql/selector_eval.h"

#include "core/promql/edges.h"
#include "core/promql/windows.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace wg::promql {
namespace {

using series::SeriesView;

std::optional<TimeMs> anchorOf(const Shift& shift, const Evaluation& evaluation)
{
    switch (shift.anchor) {
    case Shift::Anchor::None:
        return std::nullopt;
    case Shift::Anchor::Time:
        return std::clamp(shift.at, -kFarthest, kFarthest);
    case Shift::Anchor::Start:
        return evaluation.query.start;
    case Shift::Anchor::End:
        return evaluation.query.end;
    }
    return std::nullopt;
}

/// The times the selector is evaluated at: first and last over all steps.
TimeRange reference(const Shift& shift, const Evaluation& evaluation, const Grid& grid)
{
    const auto anchor = anchorOf(shift, evaluation);
    const DurationMs offset = shift.offset.value_or(0);
    return {anchor.value_or(grid.start) - offset, anchor.value_or(grid.last()) - offset};
}

/// Reads the series that have samples in (from - back, to + ahead], or [from - back, to + ahead] before 3.0.
Result<std::vector<SeriesView>> read(
    Evaluation& evaluation, const Selector& selector, TimeRange when, DurationMs back, DurationMs ahead = 0)
{
    const std::string_view caller = std::exchange(evaluation.caller, {});
    WG_CHECK(evaluation.checkpoint());
    const TimeMs from = when.from - back + (evaluation.leftOpen() ? 1 : 0);
    WG_TRY(auto views, evaluation.data.select(selector.matchers, from, when.to + ahead, evaluation.cancel));
    std::uint64_t samples = 0;
    for (const SeriesView& view : views) {
        samples += view.t.size();
        if (view.hasHistograms)
            return fail(ErrorCode::Unsupported,
                fmt::format("{} over native histograms is not computed here: metric \"{}\" holds them; ask a server",
                    caller.empty() ? "a selector" : std::string(caller) + "()", view.labels->metricName()));
    }
    evaluation.samplesRead += samples;
    evaluation.seriesMatched += views.size();
    WG_CHECK(evaluation.account(samples));
    return views;
}

struct Columns {
    std::vector<TimeMs> t;
    std::vector<double> v;
    std::vector<TimeMs> start;
};

bool hasStale(std::span<const double> values)
{
    constexpr std::size_t kBlock = 16; // one branch for all
    std::size_t i = 0;
    for (; i + kBlock <= values.size(); i += kBlock) {
        bool any = false;
        for (std::size_t k = i; k < i + kBlock; ++k)
            any |= series::isStale(values[k]);
        if (any)
            return true;
    }
    return std::ranges::any_of(values.subspan(i), series::isStale);
}

RangeSeries withoutStale(SeriesView& view, bool withStart)
{
    const auto start = withStart ? view.start : std::span<const TimeMs>();
    if (!hasStale(view.v))
        return {std::move(view.labels), view.t, view.v, std::move(view.owner), start};
    auto kept = std::make_shared<Columns>();
    for (std::size_t i = 0; i < view.t.size(); ++i) {
        if (series::isStale(view.v[i]))
            continue;
        kept->t.push_back(view.t[i]);
        kept->v.push_back(view.v[i]);
        if (!start.empty())
            kept->start.push_back(start[i]);
    }
    return {std::move(view.labels), kept->t, kept->v, kept, kept->start};
}

/// What is taken of the newest sample at a step.
enum class Taken { Value, Time, Start };

double taken(const SeriesView& view, std::size_t i, Taken what)
{
    if (what == Taken::Value || series::isStale(view.v[i]))
        return view.v[i]; // a staleness marker is what absent() is
    const TimeMs time = what == Taken::Time ? view.t[i] : view.start.empty() ? 0 : view.start[i];
    return static_cast<double>(time) / 1000.0;
}

/// The steps of a selector: when each looks at the data.
struct Looks {
    const Grid& grid;
    std::optional<TimeMs> anchor;
    DurationMs offset = 0;
    DurationMs newerThan = 0; ///< a sample must be younger than this

    /// value(i) for every step i; once for all with an anchor.
    template <class Value>
    void fill(std::vector<double>& out, Pulse& pulse, Value&& value) const
    {
        for (std::size_t i = 0; i < grid.count && pulse.spend(1); ++i) {
            out[i] = value(anchor.value_or(grid.at(i)) - offset);
            if (anchor) {
                std::ranges::fill(out, out[i]);
                return;
            }
        }
    }

    void newest(const SeriesView& view, Taken what, std::vector<double>& out, Pulse& pulse) const
    {
        Cursor cursor(view.t);
        fill(out, pulse, [&](TimeMs when) {
            const std::size_t next = cursor.pass(when);
            return next > 0 && when - view.t[next - 1] < newerThan ? taken(view, next - 1, what) : absent();
        });
    }

    void smoothed(const RangeSeries& series, DurationMs lookback, std::vector<double>& out, Pulse& pulse) const
    {
        Cursor first(series.t);
        Cursor end(series.t);
        fill(out, pulse, [&](TimeMs when) {
            Step step;
            step.first = first.pass(when - lookback);
            step.end = end.pass(when + lookback);
            return smoothedAt(series, step, when);
        });
    }
};

Result<StepVector> evaluateNewest(Evaluation& evaluation, const Selector& selector, const Grid& grid, Taken what)
{
    const DurationMs lookback = evaluation.options.lookback;
    const bool isSmoothed = selector.edges == Selector::Edges::Smoothed && what == Taken::Value;
    WG_TRY(auto views,
        read(evaluation, selector, reference(selector.shift, evaluation, grid), lookback, isSmoothed ? lookback : 0));
    WG_CHECK(evaluation.account(views.size() * grid.count));
    const Looks looks{grid, anchorOf(selector.shift, evaluation), selector.shift.offset.value_or(0),
        evaluation.leftOpen() ? lookback : lookback + 1};
    StepVector out(views.size());
    const auto part = [&](std::size_t begin, std::size_t end) -> Result<void> {
        Pulse pulse(evaluation);
        for (std::size_t i = begin; i < end; ++i) {
            WG_CHECK(evaluation.checkpoint());
            out[i] = {views[i].labels, std::vector<double>(grid.count, absent())};
            if (isSmoothed)
                looks.smoothed(withoutStale(views[i], false), lookback, out[i].v, pulse);
            else
                looks.newest(views[i], what, out[i].v, pulse);
            WG_CHECK(pulse.result());
        }
        return {};
    };
    WG_CHECK(evaluation.inParallel(out.size(), views.size() * grid.count, part));
    dropAbsent(out);
    return out;
}

/// A subquery's steps as samples. Where a series has all of them, all such series share the times.
RangeSeries asSamples(StepSeries& series, const Grid& grid, std::shared_ptr<const std::vector<TimeMs>>& allTimes)
{
    if (!hasStale(series.v)) {
        if (!allTimes) {
            auto times = std::make_shared<std::vector<TimeMs>>(grid.count);
            for (std::size_t i = 0; i < grid.count; ++i)
                (*times)[i] = grid.at(i);
            allTimes = std::move(times);
        }
        struct Dense {
            std::shared_ptr<const std::vector<TimeMs>> t;
            std::vector<double> v;
        };
        auto dense = std::make_shared<Dense>(allTimes, std::move(series.v));
        return {std::move(series.labels), *dense->t, dense->v, dense, {}, series.dropName};
    }
    auto columns = std::make_shared<Columns>();
    for (std::size_t i = 0; i < grid.count; ++i) {
        if (!isAbsent(series.v[i])) {
            columns->t.push_back(grid.at(i));
            columns->v.push_back(series.v[i]);
        }
    }
    return {std::move(series.labels), columns->t, columns->v, columns, {}, series.dropName};
}

} // namespace

Result<StepVector> evaluateInstantSelector(Evaluation& evaluation, const Selector& selector, const Grid& grid, bool times)
{
    return evaluateNewest(evaluation, selector, grid, times ? Taken::Time : Taken::Value);
}

Result<StepVector> evaluateStartTimes(Evaluation& evaluation, const Selector& selector, const Grid& grid)
{
    return evaluateNewest(evaluation, selector, grid, Taken::Start);
}

Result<RangeVector> evaluateRangeSelector(Evaluation& evaluation, const Selector& selector, const Grid& grid)
{
    RangeVector out;
    out.range = *selector.range;
    out.offset = selector.shift.offset.value_or(0);
    out.at = anchorOf(selector.shift, evaluation);
    out.edges = selector.edges;
    const DurationMs lookback = evaluation.options.lookback;
    WG_TRY(auto views,
        read(evaluation, selector, reference(selector.shift, evaluation, grid),
            out.range + (out.edges == Selector::Edges::Samples ? 0 : lookback),
            out.edges == Selector::Edges::Smoothed ? lookback : 0));
    std::uint64_t samples = 0;
    for (const SeriesView& view : views)
        samples += view.t.size();
    const bool withStart = startTimesCount(evaluation.options.compat);
    out.series.resize(views.size());
    const auto part = [&](std::size_t begin, std::size_t end) -> Result<void> {
        for (std::size_t i = begin; i < end; ++i) {
            WG_CHECK(evaluation.checkpoint());
            out.series[i] = withoutStale(views[i], withStart);
        }
        return {};
    };
    WG_CHECK(evaluation.inParallel(views.size(), samples, part));
    return out;
}

Result<RangeVector> evaluateSubquery(Evaluation& evaluation, const Subquery& subquery, const Grid& grid)
{
    const TimeRange when = reference(subquery.shift, evaluation, grid);
    const DurationMs step = subquery.step.value_or(evaluation.options.subqueryStep);
    if (step <= 0)
        return fail(ErrorCode::Execution, "the step of a subquery is shorter than a millisecond; give a longer one");
    TimeMs start = when.from - subquery.range;
    const TimeMs remainder = ((start % step) + step) % step;
    if (remainder != 0)
        start += step - remainder;
    else if (evaluation.leftOpen())
        start += step;
    RangeVector out;
    out.range = subquery.range;
    out.offset = subquery.shift.offset.value_or(0);
    out.at = anchorOf(subquery.shift, evaluation);
    if (start > when.to)
        return out;
    const Grid inner{start, step, static_cast<std::size_t>((when.to - start) / step) + 1};
    WG_CHECK(evaluation.account(inner.count));
    WG_TRY(StepValue value, evaluate(evaluation, *subquery.expr, inner));
    std::shared_ptr<const std::vector<TimeMs>> allTimes;
    auto& steps = std::get<StepVector>(value);
    out.series.reserve(steps.size());
    for (StepSeries& series : steps) {
        WG_CHECK(evaluation.checkpoint());
        out.series.push_back(asSamples(series, inner, allTimes));
    }
    return out;
}

} // namespace wg::promql
