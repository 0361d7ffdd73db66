// Finds out what a file, folder or address is (location_kind.h) and brings it into the workspace: a dashboard, an evaluation
// log, training runs, a saved Evaluate page, a rule file, metrics in text, a server. Reads on the thread pool; GUI thread
// otherwise.
#pragma once

#include "core/dashboard/document.h"
#include "core/evaluation/workspace_file.h"
#include "core/runtime/state/state.h"
#include "ui/shell/location_kind.h"
#include "ui/shell/workspace.h"

#include <QObject>
#include <QStringList>

#include <set>
#include <string>
#include <vector>

namespace wg::ui::shell {

class Opener : public QObject {
    Q_OBJECT
public:
    explicit Opener(Workspace& workspace, QObject* parent = nullptr);

    /// Sources and logs first, then rules (which need a source), then dashboards. Ends in one signal for each.
    /// Rules watch the first source that has any series of theirs: those of the same call, the default one, the others. Where
    /// none has, the first of these.
    void open(QStringList locations);
    /// What was opened in this session, in order; for the session file.
    [[nodiscard]] const std::vector<state::Opened>& opened() const { return m_opened; }
    [[nodiscard]] bool busy() const { return m_busy > 0; }
    void remember(const std::string& what, const std::string& place, const std::string& title);

Q_SIGNALS:
    void dashboardOpened(const wg::dashboard::Document& document, const QString& path);
    void logOpened(const QString& name);
    void logUnclear(const QString& path, const QString& why); ///< the user must say which column is what
    void rulesOpened(const QString& path, int rules);
    void sourceOpened(const QString& name);
    void runsOpened(const QString& path);
    void evaluationOpened(const wg::evaluation::SavedWorkspace& saved, const QString& path);
    void failed(const QString& text); ///< what, where, what to do
    void settled(); ///< nothing is being opened any more

private:
    void openAs(LocationKind kind, const QString& location, const QStringList& beside);
    void openDashboard(const QString& path);
    void openEvaluation(const QString& path);
    void openRuns(const QString& path);
    void openLog(const QString& path);
    void openWaitingRules();
    void openRules(const QString& path, const QStringList& beside);
    void watchRules(const QString& path, sources::Source* source);
    void openSource(const QString& location);
    void openSeries(const LogEntry& entry);
    void addSource(std::unique_ptr<sources::Source> source, const QString& location);
    void finished();

    Workspace& m_workspace;
    std::vector<state::Opened> m_opened;
    std::set<std::string> m_unclear; ///< logs the user is asked about, by path
    std::set<std::string> m_runsAsked; ///< paths that were asked for and are on their way
    struct WaitingRules {
        QString path;
        QStringList beside; ///< locations of the same call
    };
    std::vector<WaitingRules> m_rulesWaiting; ///< for sources that are on their way
    int m_busy = 0;
};

} // namespace wg::ui::shell
