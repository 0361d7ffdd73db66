// What states a rule was in over the last hours: bounded spans, extended by each evaluation. Time is an argument.
#pragma once

#include "core/base/time.h"

#include <cstddef>
#include <vector>

namespace wg::alerts {

enum class State { Inactive, Pending, Firing, NoData, Error };

/// From the evaluation that found the state first to the one that found another, or to the last one so far.
struct Span {
    TimeMs from = 0;
    TimeMs to = 0;
    State state = State::Inactive;

    bool operator==(const Span&) const = default;
};

/// Spans ascend and do not overlap; what was not evaluated is a gap between them. Not thread-safe.
class History {
public:
    static constexpr DurationMs kKept = kDay;
    static constexpr std::size_t kMaxSpans = 2000; ///< the oldest go first
    static constexpr int kPatience = 3; ///< a state is taken to last over so many intervals without an evaluation

    /// Of the evaluations to come. 0, the default: a state lasts over any silence.
    void setInterval(DurationMs interval) { m_interval = interval; }
    /// The state found by the evaluation at `at`. Where time goes back, what comes after `at` is forgotten.
    void add(TimeMs at, State state);

    [[nodiscard]] const std::vector<Span>& spans() const { return m_spans; }

private:
    void trim();

    std::vector<Span> m_spans;
    DurationMs m_interval = 0;
};

} // namespace wg::alerts
