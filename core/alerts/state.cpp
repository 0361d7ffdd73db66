#include "core/alerts/state.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace wg::alerts {
namespace {

/// Pending becomes firing when it has been active for `holdFor`, the bound included.
bool isDue(const Alert& alert, TimeMs at, DurationMs holdFor)
{
    return alert.state == State::Pending && at - alert.activeAt >= holdFor;
}

/// A firing alert whose label set is gone fires on until keep_firing_for has passed, the bound excluded.
bool isKept(Alert& alert, TimeMs at, DurationMs keepFiringFor)
{
    if (alert.state != State::Firing || keepFiringFor <= 0)
        return false;
    alert.goneSince = std::min(alert.goneSince.value_or(at), at);
    return at - *alert.goneSince < keepFiringFor;
}

} // namespace

std::string_view stateName(State state)
{
    static constexpr std::array<std::string_view, 5> kNames{"inactive", "pending", "firing", "no data", "error"};
    return kNames.at(static_cast<std::size_t>(state));
}

std::vector<Transition> Machine::step(TimeMs at, const series::Vector& samples, bool matched)
{
    m_error.reset();
    m_matched = matched;
    std::vector<Transition> out = advance(at, samples);
    m_history.add(at, state());
    return out;
}

std::vector<Transition> Machine::advance(TimeMs at, const series::Vector& samples)
{
    std::vector<Alert> next;
    for (const series::VectorSample& sample : samples.samples) {
        const auto known = std::ranges::lower_bound(m_alerts, sample.labels, {}, &Alert::labels);
        Alert alert =
            known != m_alerts.end() && known->labels == sample.labels ? *known : Alert{sample.labels, State::Inactive, at};
        alert.activeAt = std::min(alert.activeAt, at); // a clock that was set back
        alert.lastSeenAt = at;
        alert.value = sample.v;
        alert.goneSince.reset();
        next.push_back(std::move(alert));
    }
    std::ranges::sort(next, {}, &Alert::labels);
    if (std::ranges::adjacent_find(next, {}, &Alert::labels) != next.end()) {
        m_error = Error{ErrorCode::Execution, "vector contains metrics with the same labelset after applying alert labels"};
        return {};
    }

    std::vector<Transition> out;
    for (Alert& alert : next) {
        const State before = alert.state;
        if (before == State::Inactive)
            alert.state = State::Pending;
        if (isDue(alert, at, m_condition.holdFor)) {
            alert.state = State::Firing;
            alert.firedAt = at;
        }
        if (alert.state != before)
            out.push_back({alert.labels, before, alert.state, at, alert.value});
    }
    const auto here = static_cast<std::ptrdiff_t>(next.size());
    for (Alert& alert : m_alerts) {
        if (std::ranges::binary_search(next.begin(), next.begin() + here, alert.labels, {}, &Alert::labels))
            continue;
        if (isKept(alert, at, m_condition.keepFiringFor))
            next.push_back(alert);
        else
            out.push_back({alert.labels, alert.state, State::Inactive, at, alert.value});
    }
    std::ranges::sort(next, {}, &Alert::labels);
    m_alerts = std::move(next);
    enforceLimit(at, out);
    return out;
}

/// What Prometheus does: too many alerts are none, and the rule's error.
void Machine::enforceLimit(TimeMs at, std::vector<Transition>& out)
{
    if (m_condition.limit == 0 || m_alerts.size() <= m_condition.limit)
        return;
    m_error = Error{ErrorCode::Limit,
        fmt::format("exceeded limit of {} with {} alerts; raise the group's limit", m_condition.limit, m_alerts.size())};
    std::erase_if(out, [](const Transition& change) { return change.from == State::Inactive; });
    for (const Alert& alert : m_alerts) {
        const auto changed = std::ranges::find(out, alert.labels, &Transition::labels);
        if (changed != out.end())
            changed->to = State::Inactive;
        else if (alert.activeAt != at)
            out.push_back({alert.labels, alert.state, State::Inactive, at, alert.value});
    }
    m_alerts.clear();
}

void Machine::fail(TimeMs at, const Error& error)
{
    m_error = error;
    m_history.add(at, state());
}

State Machine::state() const
{
    if (std::ranges::find(m_alerts, State::Firing, &Alert::state) != m_alerts.end())
        return State::Firing;
    if (!m_alerts.empty())
        return State::Pending;
    if (m_error)
        return State::Error;
    return m_matched ? State::Inactive : State::NoData;
}

} // namespace wg::alerts
