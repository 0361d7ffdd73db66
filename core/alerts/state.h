// The alert state machine of one rule. Time is an argument: the same code runs live, in backtests and in tests.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/series/value.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wg::alerts {

enum class State { Inactive, Pending, Firing, NoData, Error };
[[nodiscard]] std::string_view stateName(State state); ///< "inactive", "pending", "firing", "no data", "error"

/// What the machine needs of a rule.
struct Condition {
    std::string name;
    DurationMs holdFor = 0;
    DurationMs keepFiringFor = 0;
};

/// One label set that is, or was a moment ago, over the limit.
struct Alert {
    series::Labels labels; ///< of the sample, without the metric name; alertname and rule labels are added by the caller
    State state = State::Inactive;
    TimeMs activeAt = 0; ///< when it became pending
    TimeMs firedAt = 0; ///< when it began to fire
    TimeMs lastSeenAt = 0; ///< last time the expression returned it
    double value = 0;
};

struct Transition {
    series::Labels labels;
    State from = State::Inactive;
    State to = State::Inactive;
    TimeMs at = 0;
    double value = 0;
};

/// Not thread-safe; owned by whoever evaluates the rule. Times must not go back.
class Machine {
public:
    explicit Machine(Condition condition) : m_condition(std::move(condition)) { }

    /// One evaluation. `matched` false: no selector of the expression found any series.
    std::vector<Transition> step(TimeMs at, const series::Vector& samples, bool matched);
    /// The query failed. Alerts keep their state and their clocks.
    void fail(TimeMs at, const Error& error);

    [[nodiscard]] State state() const; ///< the worst of the alerts, else Inactive, NoData or Error
    [[nodiscard]] const std::vector<Alert>& alerts() const { return m_alerts; }
    [[nodiscard]] const std::optional<Error>& lastError() const { return m_error; }
    [[nodiscard]] const Condition& condition() const { return m_condition; }

private:
    Condition m_condition;
    std::vector<Alert> m_alerts;
    std::optional<Error> m_error;
    bool m_matched = true;
    TimeMs m_lastStep = 0;
};

} // namespace wg::alerts
