#include "core/promql/selector_eval.h"

#include <algorithm>

namespace wg::promql {
namespace {

using series::SeriesView;

std::optional<TimeMs> anchorOf(const Shift& shift, const Evaluation& evaluation)
{
    switch (shift.anchor) {
    case Shift::Anchor::None:
        return std::nullopt;
    case Shift::Anchor::Time:
        return shift.at;
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

/// Reads the series that have samples in (from - back, to], or [from - back, to] where 2.42 is asked for.
Result<std::vector<SeriesView>> read(Evaluation& evaluation, const Selector& selector, TimeRange when, DurationMs back)
{
    WG_CHECK(evaluation.checkpoint());
    const TimeMs from = when.from - back + (evaluation.leftOpen() ? 1 : 0);
    WG_TRY(auto views, evaluation.data.select(selector.matchers, from, when.to, evaluation.cancel));
    std::uint64_t samples = 0;
    for (const SeriesView& view : views)
        samples += view.t.size();
    evaluation.samplesRead += samples;
    evaluation.seriesMatched += views.size();
    WG_CHECK(evaluation.account(samples));
    return views;
}

struct Columns {
    std::vector<TimeMs> t;
    std::vector<double> v;
};

RangeSeries withoutStale(SeriesView& view)
{
    if (std::ranges::none_of(view.v, series::isStale))
        return {std::move(view.labels), view.t, view.v, std::move(view.owner)};
    auto kept = std::make_shared<Columns>();
    for (std::size_t i = 0; i < view.t.size(); ++i) {
        if (!series::isStale(view.v[i])) {
            kept->t.push_back(view.t[i]);
            kept->v.push_back(view.v[i]);
        }
    }
    return {std::move(view.labels), kept->t, kept->v, kept};
}

} // namespace

Result<StepVector> evaluateInstantSelector(Evaluation& evaluation, const Selector& selector, const Grid& grid, bool times)
{
    const DurationMs lookback = evaluation.options.lookback;
    WG_TRY(auto views, read(evaluation, selector, reference(selector.shift, evaluation, grid), lookback));
    WG_CHECK(evaluation.account(views.size() * grid.count));
    const auto anchor = anchorOf(selector.shift, evaluation);
    const DurationMs offset = selector.shift.offset.value_or(0);
    StepVector out;
    out.reserve(views.size());
    for (const SeriesView& view : views) {
        WG_CHECK(evaluation.checkpoint());
        StepSeries series{view.labels, std::vector<double>(grid.count, absent())};
        std::size_t next = 0; // first sample after the step
        for (std::size_t i = 0; i < grid.count; ++i) {
            const TimeMs when = anchor.value_or(grid.at(i)) - offset;
            while (next < view.t.size() && view.t[next] <= when)
                ++next;
            if (next == 0)
                continue;
            const DurationMs age = when - view.t[next - 1];
            const bool seen = evaluation.leftOpen() ? age < lookback : age <= lookback;
            if (seen && !series::isStale(view.v[next - 1]))
                series.v[i] = times ? static_cast<double>(view.t[next - 1]) / 1000.0 : view.v[next - 1];
        }
        if (series.anyPresent())
            out.push_back(std::move(series));
    }
    return out;
}

Result<RangeVector> evaluateRangeSelector(Evaluation& evaluation, const Selector& selector, const Grid& grid)
{
    RangeVector out;
    out.range = *selector.range;
    out.offset = selector.shift.offset.value_or(0);
    out.at = anchorOf(selector.shift, evaluation);
    WG_TRY(auto views, read(evaluation, selector, reference(selector.shift, evaluation, grid), out.range));
    out.series.reserve(views.size());
    for (SeriesView& view : views)
        out.series.push_back(withoutStale(view));
    return out;
}

Result<RangeVector> evaluateSubquery(Evaluation& evaluation, const Subquery& subquery, const Grid& grid)
{
    const TimeRange when = reference(subquery.shift, evaluation, grid);
    const DurationMs step = subquery.step.value_or(evaluation.options.subqueryStep);
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
    for (const StepSeries& s : std::get<StepVector>(value)) {
        auto columns = std::make_shared<Columns>();
        for (std::size_t i = 0; i < inner.count; ++i) {
            if (!isAbsent(s.v[i])) {
                columns->t.push_back(inner.at(i));
                columns->v.push_back(s.v[i]);
            }
        }
        out.series.push_back({s.labels, columns->t, columns->v, columns});
    }
    return out;
}

} // namespace wg::promql
