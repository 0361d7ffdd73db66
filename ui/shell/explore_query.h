// One query of the Explore page: sends it, keeps the last good answer, the latest wins. No widgets. GUI thread.
#pragma once

#include "core/runtime/sources/source.h"
#include "ui/editors/filled_expression.h"
#include "ui/shell/time_state.h"

#include <QObject>
#include <QPointer>

#include <optional>
#include <string>

namespace wg::ui::shell {

struct ExploreRequest {
    std::string expression; ///< as typed; $__interval and its kin are filled in
    bool range = true;
    TimeRange shown; ///< what the graph's axis shows
    std::optional<DurationMs> step; ///< unset: chosen from the width
    int width = 800; ///< pixels of the graph
    bool operator==(const ExploreRequest&) const = default;
};

/// What is on screen.
struct ExploreAnswer {
    ExploreRequest request;
    editors::FilledExpression filled; ///< what was asked; the result's positions are of its text
    DurationMs step = 0; ///< that was used; 0 for instant
    sources::QueryResult result;
    std::uint64_t seriesCount = 0;
};

class ExploreQuery : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Withdraws what is under way and asks again.
    void run(sources::Source* source, const ExploreRequest& request);
    void cancel();
    /// Forgets answer and error, too.
    void clear();
    [[nodiscard]] bool running() const { return m_running; }
    /// What run() sent last, filled in; empty text: nothing yet.
    [[nodiscard]] const editors::FilledExpression& asked() const { return m_asked; }
    [[nodiscard]] TimeMs askedAt() const { return m_askedAt; } ///< the end of its range
    [[nodiscard]] const std::optional<ExploreAnswer>& answer() const { return m_answer; }
    /// Placed in the expression as typed.
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

Q_SIGNALS:
    void changed(); ///< running, answer or error

private:
    void take(const ExploreRequest& request, DurationMs step, Result<sources::QueryResult> result);

    sources::Job m_job;
    editors::FilledExpression m_asked;
    TimeMs m_askedAt = 0;
    bool m_running = false;
    unsigned m_round = 0; ///< of run() and cancel()
    std::optional<ExploreAnswer> m_answer;
    std::optional<Error> m_error;
};

/// What $__interval and its kin stand for in a request with this step.
[[nodiscard]] dashboard::Builtins builtinsFor(TimeRange shown, DurationMs step, const sources::Source& source);
/// The step run() would use.
[[nodiscard]] DurationMs stepFor(const ExploreRequest& request, const sources::Source& source);

} // namespace wg::ui::shell
