// Feeds the panels of one dashboard: queries, answers, errors with retries, live refresh, alerts. Knows no widget: whoever
// draws says which panels are in view and how wide they are, and reads panel() when panelChanged() says so. GUI thread.
//
// Latest wins: a new range withdraws the queries under way; a panel's last good data stay until new ones are complete.
// A failed panel that may recover by itself is asked again after 1, 2, 5, then every 10 s.
#pragma once

#include "core/dashboard/document.h"
#include "core/dashboard/interpolate.h"
#include "ui/panels/panel_frame.h"
#include "ui/shell/page.h"
#include "ui/shell/panel_query.h"
#include "ui/shell/workspace.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>
#include <set>

namespace wg::ui::shell {

/// One panel as it stands now.
struct PanelState {
    dashboard::Panel panel; ///< as its widget gets it: variables filled in
    std::shared_ptr<const panels::PanelData> data; ///< the last good answer; nullptr before the first
    panels::AlertSummary alert;
    bool loading = false;
    std::optional<Error> error; ///< of the last try
    std::string failedQuery; ///< refId it came from; empty: not from a query
    TimeMs failedAt = 0;
    std::optional<DurationMs> retryIn; ///< unset: not until something changes
};

class DashboardController : public QObject {
    Q_OBJECT
public:
    explicit DashboardController(Workspace& workspace, QObject* parent = nullptr);
    ~DashboardController() override;

    /// Replaces everything. `given` are values of variables on top of the saved ones (--var). The workspace's time is left
    /// alone: the caller takes it from the document or not.
    void setDocument(const dashboard::Document& document, const std::map<std::string, std::vector<std::string>>& given = {});
    /// Other values of variables: titles and queries follow, old data stay until the new ones are there.
    void setGiven(const std::map<std::string, std::vector<std::string>>& given);
    [[nodiscard]] const dashboard::Document& document() const { return m_document; }
    [[nodiscard]] const dashboard::VariableValues& variables() const { return m_variables; }

    /// What the widgets are like; before the first setInView().
    void setTraits(int id, const PanelTraits& traits);
    /// Panels that are to be kept fresh. One that comes into view with old data is asked for at once.
    void setInView(const std::set<int>& ids);

    void refresh(); ///< everything in view, now; queries under way are withdrawn
    void setActive(bool active); ///< a hidden page asks for nothing

    [[nodiscard]] const PanelState& panel(int id) const; ///< id must be one of the document's
    [[nodiscard]] std::vector<int> panelIds() const;
    /// No query of a panel in view is under way or due.
    [[nodiscard]] bool settled() const;
    [[nodiscard]] std::optional<DurationMs> nextRefresh() const;
    /// Of a panel in error: a short title, then what, where, since when and what happens next.
    [[nodiscard]] std::optional<panels::PanelProblem> problem(int id) const;
    [[nodiscard]] PlanContext planContext() const;

Q_SIGNALS:
    void panelChanged(int id);
    void roundFinished(const wg::ui::shell::RoundStats& stats);

private:
    struct Slot;
    void begin(Slot& slot);
    void withdraw(Slot& slot);
    void answered(Slot& slot, std::size_t index, Result<sources::QueryResult> result);
    void publish(Slot& slot);
    void failed(Slot& slot, const std::string& refId, Error error);
    void countAnswer(const Result<sources::QueryResult>& result);
    void refreshDue(); ///< the interval's tick: leaves alone what is under way or waits for its retry
    void markDirty(const std::function<bool(const Slot&)>& which);
    void beginDirty();
    void updateAlerts();
    void updateTimer();
    void watch(sources::Source* source);
    [[nodiscard]] Slot* find(int id) const;

    Workspace& m_workspace;
    dashboard::VariableValues m_variables;
    dashboard::Document m_document = dashboard::Document::empty({});
    std::map<int, std::unique_ptr<Slot>> m_slots;
    std::set<int> m_inView;
    QTimer m_refresh;
    QTimer m_coalesce; ///< dirty panels begin in one turn of the event loop
    QTimer m_countdown; ///< error texts say "retry in 3 s"
    QElapsedTimer m_roundClock;
    RoundStats m_round;
    int m_underWay = 0;
    bool m_active = true;
};

} // namespace wg::ui::shell
