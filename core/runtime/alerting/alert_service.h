// Evaluates rule files against sources, live. One per workspace, on the GUI thread; queries run elsewhere.
#pragma once

#include "core/alerts/state.h"
#include "core/rules/rule_file.h"
#include "core/runtime/sources/source.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <string>
#include <vector>

namespace wg::alerting {

/// A rule as it stands now: a value, safe to hand to widgets.
struct RuleStatus {
    std::string file;
    std::string group;
    rules::Rule rule;
    DurationMs interval = 0;
    std::string source; ///< name of the source it is evaluated on
    alerts::State state = alerts::State::Inactive;
    std::vector<alerts::Alert> alerts;
    std::vector<std::map<std::string, std::string>> annotations; ///< expanded, one per alert
    std::optional<Error> error;
    TimeMs lastEvaluation = 0;
    DurationMs evaluationTime = 0;
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

    [[nodiscard]] std::vector<RuleStatus> status() const;
    [[nodiscard]] int firingCount() const;
    [[nodiscard]] int pendingCount() const;
    [[nodiscard]] TimeMs nextEvaluation() const;

Q_SIGNALS:
    void changed(); ///< some status changed; coalesced

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace wg::alerting
