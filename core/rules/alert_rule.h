// An alerting rule with its state: what stands between a query's answer and the alert state machine. Applies the rule's labels,
// as Prometheus does: they and `alertname` are part of an alert's identity. Not thread-safe.
#pragma once

#include "core/alerts/replay.h"
#include "core/alerts/state.h"
#include "core/rules/rule_file.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wg::rules {

class AlertRule {
public:
    explicit AlertRule(Rule rule, std::size_t limit = 0);

    /// The samples with the labels that identify their alerts; remembers the originals for the annotations.
    [[nodiscard]] alerts::Observation observe(const series::Vector& result, bool matched);
    std::vector<alerts::Transition> step(TimeMs at, const series::Vector& result, bool matched);

    /// Steps through `ticks`, ascending, with the answer of a range query that has its points there (less `queryOffset`).
    /// `matched` false: no selector of the expression found any series at any of them.
    std::vector<alerts::Transition> stepThrough(
        std::span<const TimeMs> ticks, const series::Matrix& answers, DurationMs queryOffset, bool matched = true);

    [[nodiscard]] alerts::Machine& machine() { return m_machine; }
    [[nodiscard]] const alerts::Machine& machine() const { return m_machine; }
    [[nodiscard]] const Rule& rule() const { return m_rule; }
    /// Expanded over the sample that the alert was last seen with; the raw text where a template cannot be expanded.
    [[nodiscard]] std::map<std::string, std::string> annotations(const alerts::Alert& alert) const;

private:
    Rule m_rule;
    alerts::Machine m_machine;
    std::map<series::Labels, series::VectorSample>
        m_seen; ///< by identity, of the last evaluation and of alerts kept from before
};

/// A vector, or a scalar as one sample without labels; anything else is an Execution error.
[[nodiscard]] Result<series::Vector> ruleVector(const series::Value& value);

/// Queries that return something exactly when a selector of `expression` matches a sample, for sources that do not say so
/// themselves. Empty when the expression has no selector or does not parse.
[[nodiscard]] std::vector<std::string> presenceQueries(std::string_view expression);

} // namespace wg::rules
