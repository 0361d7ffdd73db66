// Evaluates rule files against sources, live. One per workspace, on the GUI thread; queries run elsewhere.
// A group is evaluated every interval of a steady clock, never while an evaluation of it is under way. Servers are asked for
// the clock's now; local sources for their newest sample. Before a rule's first evaluation its source is asked once for the
// last hour (longer where `for` and `keep_firing_for` need it): the rule stands as if it had been evaluated all along. Where
// that cannot be told it starts from nothing. Recording rules are read and checked, but not evaluated. Files are watched and
// reloaded; rules that did not change keep their state and history.
#pragma once

#include "core/alerts/state.h"
#include "core/rules/rule_file.h"
#include "core/runtime/sources/source.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wg::alerting {

/// A rule as it stands now: a value, safe to hand to widgets.
struct RuleStatus {
    std::string file;
    std::string group;
    rules::Rule rule;
    DurationMs interval = 0;
    std::string source; ///< name of the source it is evaluated on; empty when it is gone
    alerts::State state = alerts::State::Inactive;
    std::vector<alerts::Alert> alerts;
    std::vector<std::map<std::string, std::string>> annotations; ///< expanded, one per alert
    std::optional<Error> error; ///< of the last evaluation; alerts keep their state meanwhile
    TimeMs lastEvaluation = 0; ///< 0: not yet
    DurationMs evaluationTime = 0;
    std::vector<alerts::Span> history; ///< of `state`, over a day at most; ascending, with gaps where nothing was evaluated
};

class AlertService : public QObject {
    Q_OBJECT
public:
    explicit AlertService(QObject* parent = nullptr);
    ~AlertService() override;

    /// Loads or reloads a file; on errors the last good version stays and the errors are returned.
    [[nodiscard]] std::vector<Error> addFile(const std::string& path, sources::Source* source);
    void removeFile(const std::string& path);
    void clear();
    /// The clock, for tests and for a playing demo; default: the system's.
    void setClock(std::function<TimeMs()> clock);
    void start();
    void stop();
    /// Evaluates everything once, now.
    void evaluateNow();

    [[nodiscard]] std::vector<RuleStatus> status() const; ///< alerting rules, in the order of files and groups
    /// Files whose newest version cannot be used; the last good version is evaluated meanwhile.
    [[nodiscard]] std::map<std::string, std::vector<Error>> fileErrors() const;
    /// What was said when files were read: template actions that cannot be expanded.
    [[nodiscard]] std::map<std::string, Warnings> fileWarnings() const;
    [[nodiscard]] int firingCount() const;
    [[nodiscard]] int pendingCount() const;

Q_SIGNALS:
    void changed(); ///< some status changed; coalesced

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace wg::alerting
