// The alert state machine of one rule, step for step as Prometheus 2.42 evaluates an alerting rule, with two states of our own:
// "no data" (no selector found any series) and "error". Time is an argument: the same code runs live, in backtests and in
// tests.
#pragma once

#include "core/alerts/history.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/series/value.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wg::alerts {

[[nodiscard]] std::string_view stateName(State state); ///< "inactive", "pending", "firing", "no data", "error"

/// What the machine needs of a rule.
struct Condition {
    std::string name;
    DurationMs holdFor = 0;
    DurationMs keepFiringFor = 0;
    std::size_t limit = 0; ///< more alerts than this are an error and none is kept; 0: any number
};

/// One label set that is pending or firing.
struct Alert {
    series::Labels
        labels; ///< its identity, as the caller gave it: with alertname and the rule's labels, without the metric name
    State state = State::Inactive;
    TimeMs activeAt = 0; ///< when the expression first returned it
    TimeMs firedAt = 0; ///< when it began to fire
    TimeMs lastSeenAt = 0; ///< last time the expression returned it
    double value = 0; ///< of that time
    std::optional<TimeMs> goneSince = std::nullopt; ///< kept firing by keep_firing_for since then
};

/// A change of one alert. Pending, firing and resolved (to Inactive) come exactly once each; with `for: 0` it fires at once.
struct Transition {
    series::Labels labels;
    State from = State::Inactive;
    State to = State::Inactive;
    TimeMs at = 0;
    double value = 0;
};

/// Not thread-safe; owned by whoever evaluates the rule. Where time goes back, clocks start again from there.
class Machine {
public:
    explicit Machine(Condition condition) : m_condition(std::move(condition)) { }

    /// One evaluation. `matched` false: no selector of the expression found any series. Any value counts, NaN too: an alert is
    /// there when the expression returns its label set.
    /// Two equal label sets in `samples`, or more alerts than the limit, are an error of the rule (lastError()).
    std::vector<Transition> step(TimeMs at, const series::Vector& samples, bool matched);
    /// The query failed. Alerts keep their state and their clocks.
    void fail(TimeMs at, const Error& error);
    /// Of the evaluations to come, for the history's gaps.
    void setInterval(DurationMs interval) { m_history.setInterval(interval); }

    [[nodiscard]] State state() const; ///< the worst of the alerts; without any: Error, NoData or Inactive
    [[nodiscard]] const std::vector<Alert>& alerts() const { return m_alerts; } ///< ordered by labels
    [[nodiscard]] const std::optional<Error>& lastError() const { return m_error; }
    [[nodiscard]] const Condition& condition() const { return m_condition; }
    [[nodiscard]] const std::vector<Span>& history() const { return m_history.spans(); } ///< of state()

private:
    std::vector<Transition> advance(TimeMs at, const series::Vector& samples);
    void enforceLimit(TimeMs at, std::vector<Transition>& out);

    Condition m_condition;
    std::vector<Alert> m_alerts;
    std::optional<Error> m_error;
    bool m_matched = true;
    History m_history;
};

} // namespace wg::alerts
