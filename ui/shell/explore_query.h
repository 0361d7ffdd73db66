// One query of the Explore page: sends it, keeps the last good answer, the latest wins. No widgets. GUI thread.
#pragma once

#include "core/runtime/sources/source.h"
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
};

/// What is on screen.
struct ExploreAnswer {
    ExploreRequest request;
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
    [[nodiscard]] const std::optional<ExploreAnswer>& answer() const { return m_answer; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

Q_SIGNALS:
    void changed(); ///< running, answer or error

private:
    void take(const ExploreRequest& request, DurationMs step, Result<sources::QueryResult> result);

    sources::Job m_job;
    bool m_running = false;
    std::optional<ExploreAnswer> m_answer;
    std::optional<Error> m_error;
};

/// The step run() would use.
[[nodiscard]] DurationMs stepFor(const ExploreRequest& request, const sources::Source& source);

} // namespace wg::ui::shell
