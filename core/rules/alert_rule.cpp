#include "core/rules/alert_rule.h"

#include "core/promql/parser.h"
#include "core/rules/template.h"

#include <fmt/format.h>

namespace wg::rules {
namespace {

alerts::Condition conditionOf(const Rule& rule, std::size_t limit)
{
    return {rule.name, rule.holdFor, rule.keepFiringFor, limit};
}

std::string_view textOf(std::string_view expression, const promql::Expr& part)
{
    return expression.substr(part.range.begin, part.range.end - part.range.begin);
}

/// `tail` is what follows the innermost subquery's expression ("[1h:1m] offset 5m"), or empty.
void collect(std::string_view expression, const promql::Expr& part, std::string_view tail, std::vector<std::string>& out)
{
    if (const auto* selector = std::get_if<promql::Selector>(&part.node)) {
        std::string text(textOf(expression, part));
        if (selector->range)
            text = fmt::format("count_over_time({})", text);
        out.push_back(tail.empty() ? fmt::format("count({})", text) : fmt::format("count(count_over_time({}{}))", text, tail));
        return;
    }
    if (const auto* subquery = std::get_if<promql::Subquery>(&part.node)) {
        const std::size_t innerEnd = subquery->expr->range.end;
        tail = expression.substr(innerEnd, part.range.end - innerEnd);
    }
    promql::forEachChild(part, [&](const promql::Expr& child) { collect(expression, child, tail, out); });
}

} // namespace

AlertRule::AlertRule(Rule rule, std::size_t limit) : m_rule(std::move(rule)), m_machine(conditionOf(m_rule, limit)) { }

alerts::Observation AlertRule::observe(const series::Vector& result, bool matched)
{
    std::map<series::Labels, series::VectorSample> seen;
    alerts::Observation out{{}, matched};
    for (const series::VectorSample& sample : result.samples) {
        series::Labels labels = sample.labels.withoutMetricName();
        for (const auto& [name, text] : m_rule.labels)
            labels = labels.with(name, expandOrRaw(text, sample.labels, sample.v));
        labels = labels.with("alertname", m_rule.name);
        seen[labels] = sample;
        out.samples.samples.push_back({std::move(labels), sample.t, sample.v});
    }
    for (const alerts::Alert& alert : m_machine.alerts()) {
        if (const auto before = m_seen.find(alert.labels); before != m_seen.end())
            seen.insert(*before);
    }
    m_seen = std::move(seen);
    return out;
}

std::vector<alerts::Transition> AlertRule::step(TimeMs at, const series::Vector& result, bool matched)
{
    const alerts::Observation observed = observe(result, matched);
    return m_machine.step(at, observed.samples, observed.matched);
}

std::vector<alerts::Transition> AlertRule::stepThrough(
    std::span<const TimeMs> ticks, const series::Matrix& answers, DurationMs queryOffset, bool matched)
{
    std::vector<std::size_t> next(answers.series.size(), 0);
    return alerts::replay(m_machine, ticks, [&](TimeMs at) -> Result<alerts::Observation> {
        series::Vector vector;
        for (std::size_t i = 0; i < answers.series.size(); ++i) {
            const series::Series& one = answers.series[i];
            while (next[i] < one.t.size() && one.t[next[i]] < at - queryOffset)
                ++next[i];
            if (next[i] < one.t.size() && one.t[next[i]] == at - queryOffset)
                vector.samples.push_back({one.labels, at, one.v[next[i]]});
        }
        return observe(vector, matched);
    });
}

std::map<std::string, std::string> AlertRule::annotations(const alerts::Alert& alert) const
{
    std::map<std::string, std::string> out;
    const auto sample = m_seen.find(alert.labels);
    for (const auto& [name, text] : m_rule.annotations)
        out[name] = sample == m_seen.end() ? text : expandOrRaw(text, sample->second.labels, sample->second.v);
    return out;
}

Result<series::Vector> ruleVector(const series::Value& value)
{
    if (const auto* vector = std::get_if<series::Vector>(&value))
        return *vector;
    if (const auto* scalar = std::get_if<series::Scalar>(&value))
        return series::Vector{{{series::Labels(), scalar->t, scalar->v}}};
    return fail(ErrorCode::Execution, "rule result is not a vector or scalar");
}

std::vector<std::string> presenceQueries(std::string_view expression)
{
    std::vector<std::string> out;
    if (const auto parsed = promql::parse(expression))
        collect(expression, *parsed, "", out);
    return out;
}

} // namespace wg::rules
