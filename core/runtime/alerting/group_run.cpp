#include "core/runtime/alerting/group_run.h"

#include "core/alerts/replay.h"

#include <algorithm>
#include <utility>

namespace wg::alerting {
namespace {

constexpr DurationMs kPast = kHour; ///< a rule begins as if it had been evaluated for that long
constexpr std::size_t kMaxPoints = 11'000; ///< of one range query, as Prometheus allows

struct Past {
    std::vector<TimeMs> ticks; ///< ascending, before the evaluation to come
    DurationMs step = 0; ///< the interval, or as many of them as keep the ticks within kMaxPoints
};

Past pastOf(const rules::Rule& rule, TimeMs at, DurationMs interval)
{
    const DurationMs length = std::max(kPast, rule.holdFor + rule.keepFiringFor);
    const DurationMs step = interval * (length / interval / static_cast<DurationMs>(kMaxPoints) + 1);
    Past past{alerts::ticksOver({at, at}, step, length, 0).value_or(std::vector<TimeMs>{at}), step};
    past.ticks.pop_back();
    return past;
}

/// Equal but for where it stands in the file.
bool isSame(const rules::Rule& a, const rules::Rule& b)
{
    return a.name == b.name && a.expr == b.expr && a.holdFor == b.holdFor && a.keepFiringFor == b.keepFiringFor
        && a.labels == b.labels && a.annotations == b.annotations;
}

} // namespace

GroupRun::GroupRun(rules::Group group, sources::Source* source, QObject* parent)
    : QObject(parent)
    , m_group(std::move(group))
    , m_source(source)
{
    for (const rules::Rule& rule : m_group.rules) {
        if (!rule.recording)
            m_entries.push_back({.rule = std::make_unique<rules::AlertRule>(rule, m_group.limit), .job = {}});
    }
    for (Entry& entry : m_entries)
        entry.rule->machine().setInterval(interval());
    if (source)
        connect(source, &QObject::destroyed, this, &GroupRun::sourceGone);
}

GroupRun::~GroupRun()
{
    withdraw();
}

void GroupRun::withdraw()
{
    for (const Entry& entry : m_entries)
        entry.job.cancel();
    m_open = 0;
}

DurationMs GroupRun::interval() const
{
    return m_group.interval > 0 ? m_group.interval : rules::kDefaultInterval;
}

void GroupRun::adopt(GroupRun& old)
{
    if (old.m_source != m_source || old.m_group.limit != m_group.limit)
        return;
    old.withdraw();
    for (Entry& entry : m_entries) {
        const auto same = std::ranges::find_if(
            old.m_entries, [&](const Entry& known) { return known.rule && isSame(known.rule->rule(), entry.rule->rule()); });
        if (same == old.m_entries.end())
            continue;
        std::swap(entry, *same);
        old.m_entries.erase(same);
        entry.rule->machine().setInterval(interval());
    }
}

void GroupRun::evaluate(TimeMs now)
{
    if (evaluating() || m_entries.empty())
        return;
    m_elapsed.start();
    m_open = m_entries.size();
    m_at = now;
    if (!m_source) {
        for (std::size_t i = 0; i < m_entries.size(); ++i)
            failRule(i, now, {ErrorCode::NotFound, "the source of this rule is gone; open it again"});
        return;
    }
    const auto extent = m_source->isLocal() ? m_source->extent() : std::nullopt;
    m_at = extent ? std::min(extent->to, now) : now;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (m_entries[i].hasPast)
            evaluateNow(i, m_at);
        else
            evaluatePast(i, m_at);
    }
}

/// Before a local source's first sample there is no past. Where the past cannot be told, the rule starts from nothing now; a
/// server that cannot be reached is asked for it again.
void GroupRun::evaluatePast(std::size_t index, TimeMs at)
{
    const rules::Rule& rule = m_entries[index].rule->rule();
    Past past = pastOf(rule, at, interval());
    if (const auto extent = m_source->isLocal() ? m_source->extent() : std::nullopt)
        std::erase_if(past.ticks, [&](TimeMs tick) { return tick < extent->from; });
    if (past.ticks.empty())
        return evaluateNow(index, at);
    const TimeMs offset = m_group.queryOffset;
    const sources::RangeQuery query{rule.expr, past.ticks.front() - offset, past.ticks.back() - offset, past.step};
    m_entries[index].job = m_source->queryRange(query, this, [=, this](Result<sources::QueryResult> answer) {
        Entry& entry = m_entries[index];
        entry.hasPast = answer || answer.error().code != ErrorCode::Network;
        const auto* matrix = answer ? std::get_if<series::Matrix>(answer->value.get()) : nullptr;
        if (matrix)
            entry.rule->stepThrough(past.ticks, *matrix, offset, answer->matchedSeries.value_or(true));
        if (m_source)
            evaluateNow(index, at);
        else
            sourceGone();
    });
}

void GroupRun::evaluateNow(std::size_t index, TimeMs at)
{
    const sources::InstantQuery query{m_entries[index].rule->rule().expr, at - m_group.queryOffset};
    m_entries[index].job = m_source->query(query, this, [this, index, at](Result<sources::QueryResult> answer) {
        if (!answer)
            return failRule(index, at, answer.error());
        const auto vector = rules::ruleVector(*answer->value);
        if (!vector)
            return failRule(index, at, vector.error());
        if (answer->matchedSeries || !vector->samples.empty())
            return finish(index, at, *vector, answer->matchedSeries.value_or(true));
        probe(index, at, *vector, rules::presenceQueries(m_entries[index].rule->rule().expr));
    });
}

/// The source does not say whether a selector matched: asks it for one selector after the other until one does.
void GroupRun::probe(std::size_t index, TimeMs at, const series::Vector& result, std::vector<std::string> queries)
{
    if (queries.empty() || !m_source)
        return finish(index, at, result, rules::presenceQueries(m_entries[index].rule->rule().expr).empty());
    const sources::InstantQuery query{queries.back(), at - m_group.queryOffset};
    queries.pop_back();
    m_entries[index].job =
        m_source->query(query, this, [this, index, at, result, queries](Result<sources::QueryResult> answer) {
            if (!answer)
                return failRule(index, at, answer.error());
            const auto vector = rules::ruleVector(*answer->value);
            if (vector && !vector->samples.empty())
                return finish(index, at, result, true);
            probe(index, at, result, queries);
        });
}

void GroupRun::finish(std::size_t index, TimeMs at, const series::Vector& result, bool matched)
{
    m_entries[index].rule->step(at, result, matched);
    m_entries[index].hasPast = true;
    ruleDone(index, at);
}

void GroupRun::failRule(std::size_t index, TimeMs at, const Error& error)
{
    m_entries[index].rule->machine().fail(at, error);
    ruleDone(index, at);
}

void GroupRun::ruleDone(std::size_t index, TimeMs at)
{
    m_entries[index].lastEvaluation = at;
    m_entries[index].evaluationTime = m_elapsed.elapsed();
    if (m_open > 0)
        --m_open;
    Q_EMIT evaluated();
}

/// Its answers will never come.
void GroupRun::sourceGone()
{
    m_open = 0;
    for (Entry& entry : m_entries)
        entry.rule->machine().fail(m_at, {ErrorCode::NotFound, "the source of this rule is gone; open it again"});
    Q_EMIT evaluated();
}

} // namespace wg::alerting
