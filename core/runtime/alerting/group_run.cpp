#include "core/runtime/alerting/group_run.h"

#include "core/alerts/replay.h"

#include <algorithm>
#include <utility>

namespace wg::alerting {
namespace {

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
            m_entries.push_back({std::make_unique<rules::AlertRule>(rule, m_group.limit)});
    }
    if (source)
        connect(source, &QObject::destroyed, this, &GroupRun::sourceGone);
}

DurationMs GroupRun::interval() const
{
    return m_group.interval > 0 ? m_group.interval : rules::kDefaultInterval;
}

void GroupRun::adopt(GroupRun& old)
{
    if (old.m_source != m_source || old.m_group.limit != m_group.limit)
        return;
    for (Entry& entry : m_entries) {
        const auto same = std::ranges::find_if(
            old.m_entries, [&](const Entry& known) { return known.rule && isSame(known.rule->rule(), entry.rule->rule()); });
        if (same == old.m_entries.end())
            continue;
        std::swap(entry, *same);
        old.m_entries.erase(same);
    }
}

void GroupRun::evaluate(TimeMs now)
{
    if (evaluating() || m_entries.empty())
        return;
    m_elapsed.start();
    m_open = m_entries.size();
    if (!m_source) {
        for (std::size_t i = 0; i < m_entries.size(); ++i)
            failRule(i, now, {ErrorCode::NotFound, "the source of this rule is gone; open it again"});
        return;
    }
    const bool local = m_source->isLocal();
    const auto extent = local ? m_source->extent() : std::nullopt;
    const TimeMs at = extent ? std::min(extent->to, now) : now;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (local && !m_entries[i].hasPast)
            evaluatePast(i, at);
        else
            evaluateNow(i, at);
    }
}

/// Ticks before `at` that the rule's state depends on, no more than one range query can answer.
std::vector<TimeMs> GroupRun::past(const rules::Rule& rule, TimeMs at) const
{
    constexpr std::size_t kMaxPoints = 11'000;
    auto ticks = alerts::ticksOver({at, at}, interval(), rule.holdFor, rule.keepFiringFor).value_or(std::vector<TimeMs>{at});
    ticks.pop_back();
    if (ticks.size() > kMaxPoints)
        ticks.erase(ticks.begin(), ticks.end() - kMaxPoints);
    return ticks;
}

void GroupRun::evaluatePast(std::size_t index, TimeMs at)
{
    const auto ticks = past(m_entries[index].rule->rule(), at);
    if (ticks.empty())
        return evaluateNow(index, at);
    const TimeMs offset = m_group.queryOffset;
    const sources::RangeQuery query{
        m_entries[index].rule->rule().expr, ticks.front() - offset, ticks.back() - offset, interval()};
    m_source->queryRange(query, this, [this, index, at, ticks, offset](Result<sources::QueryResult> answer) {
        if (!answer)
            return failRule(index, at, answer.error());
        if (const auto* matrix = std::get_if<series::Matrix>(answer->value.get()))
            m_entries[index].rule->stepThrough(ticks, *matrix, offset);
        m_entries[index].hasPast = true;
        if (m_source)
            evaluateNow(index, at);
        else
            sourceGone();
    });
}

void GroupRun::evaluateNow(std::size_t index, TimeMs at)
{
    const sources::InstantQuery query{m_entries[index].rule->rule().expr, at - m_group.queryOffset};
    m_source->query(query, this, [this, index, at](Result<sources::QueryResult> answer) {
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
    ruleDone(index, at);
}

void GroupRun::failRule(std::size_t index, TimeMs at, const Error& error)
{
    m_entries[index].rule->machine().fail(error);
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
        entry.rule->machine().fail({ErrorCode::NotFound, "the source of this rule is gone; open it again"});
    Q_EMIT evaluated();
}

} // namespace wg::alerting
