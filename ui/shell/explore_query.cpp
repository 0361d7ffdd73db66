#include "ui/shell/explore_query.h"

#include <algorithm>

namespace wg::ui::shell {
namespace {

constexpr int kLeastPoints = 100;

std::uint64_t countSeries(const series::Value& value)
{
    if (const auto* matrix = std::get_if<series::Matrix>(&value))
        return matrix->series.size();
    if (const auto* vector = std::get_if<series::Vector>(&value))
        return vector->samples.size();
    return 1;
}

} // namespace

DurationMs stepFor(const ExploreRequest& request, const sources::Source& source)
{
    const DurationMs chosen = units::chooseStep(request.shown, std::max(request.width, kLeastPoints), source.scrapeInterval());
    if (!request.step)
        return chosen;
    // The server refuses more than 11,000 points, so a smaller step is widened.
    return std::max(*request.step, request.shown.length() / 11'000 + (request.shown.length() % 11'000 ? 1 : 0));
}

dashboard::Builtins builtinsFor(TimeRange shown, DurationMs step, const sources::Source& source)
{
    dashboard::Builtins builtins;
    builtins.range = shown;
    builtins.interval = step;
    builtins.scrapeInterval = source.scrapeInterval();
    return builtins;
}

void ExploreQuery::run(sources::Source* source, const ExploreRequest& request)
{
    cancel();
    m_running = true;
    const DurationMs step = stepFor(request, *source);
    m_asked = editors::FilledExpression::fill(request.expression, builtinsFor(request.shown, step, *source));
    m_askedAt = request.shown.to;
    const auto done = [this, request, step, round = m_round](Result<sources::QueryResult> result) {
        if (round == m_round) // a careless source may answer what was withdrawn
            take(request, request.range ? step : 0, std::move(result));
    };
    if (request.range) {
        const TimeRange aligned = units::alignToStep(request.shown, step);
        m_job = source->queryRange({m_asked.text, aligned.from, aligned.to, step}, this, done);
    } else {
        m_job = source->query({m_asked.text, request.shown.to}, this, done);
    }
    Q_EMIT changed();
}

void ExploreQuery::cancel()
{
    m_job.cancel();
    m_job = {};
    m_running = false;
    ++m_round;
}

void ExploreQuery::clear()
{
    cancel();
    m_answer.reset();
    m_error.reset();
    m_asked = {};
    Q_EMIT changed();
}

void ExploreQuery::take(const ExploreRequest& request, DurationMs step, Result<sources::QueryResult> result)
{
    m_running = false;
    if (result) {
        const std::uint64_t count = result->value ? countSeries(*result->value) : 0;
        m_answer = ExploreAnswer{request, m_asked, step, std::move(*result), count};
        m_error.reset();
    } else if (result.error().code != ErrorCode::Cancelled) {
        m_error = std::move(result).error();
        if (m_error->position)
            m_error->position = m_asked.typedPosition(*m_error->position);
    }
    Q_EMIT changed();
}

} // namespace wg::ui::shell
