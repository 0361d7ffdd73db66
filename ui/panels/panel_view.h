// One panel's widget: what the grid places, the dashboard feeds and export draws. One kind = one pair of files, registered in
// kinds.cpp.
#pragma once

#include "core/base/time.h"
#include "core/base/warning.h"
#include "core/dashboard/document.h"
#include "core/evaluation/result.h"
#include "core/series/value.h"
#include "core/units/time_range.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <vector>

namespace wg::ui::panels {

/// The answer to one target. Immutable, shared.
struct Frame {
    std::string refId;
    std::string legendFormat;
    std::shared_ptr<const series::Value> value;
};

struct AlertSummary {
    enum class State { None, Ok, Pending, Firing } state = State::None;
    QString text; ///< "Firing 12 min"
    struct Span {
        TimeMs from, to;
        State state;
    };
    std::vector<Span> spans; ///< for the strip under the axis
};

/// A line of the alert list.
struct AlertRow {
    AlertSummary::State state = AlertSummary::State::None;
    QString stateText; ///< "Firing 12 min", "no data", "error"
    QString name;
    QString summary;
    bool trouble = false; ///< the rule could not be evaluated, or has no data
};

/// Everything a panel shows, in one value.
struct PanelData {
    std::vector<Frame> frames;
    TimeRange range; ///< what the x axis shows
    TimeMs queriedAt = 0;
    Warnings warnings;
    std::vector<std::shared_ptr<const evaluation::LogResult>> logs; ///< for the ROC, confusion and evaluation kinds
    std::vector<AlertRow> alerts; ///< for the alert list, worst first
    std::vector<QString> emptyQueries; ///< expressions that returned no series
};

/// A threshold that a value of the panel has crossed; shown as an icon in the frame's header.
struct ViewState {
    bool critical = false;
    QString text; ///< for the tooltip
};

/// Base of all kinds. Content only: the frame with title, badges and menu is PanelFrame.
class PanelView : public QWidget {
    Q_OBJECT
public:
    explicit PanelView(QWidget* parent = nullptr) : QWidget(parent) { }

    virtual void setPanel(const dashboard::Panel& panel, const units::Zone& zone) = 0;
    /// Replaces what is shown; coalesces into one repaint.
    virtual void setData(std::shared_ptr<const PanelData> data) = 0;
    virtual void setAlert(const AlertSummary& alert) { Q_UNUSED(alert); }
    /// Shared crosshair; nullopt hides it.
    virtual void setCrosshair(std::optional<TimeMs> at) { Q_UNUSED(at); }
    /// True when time series data are drawn, so that zoom and crosshair make sense.
    [[nodiscard]] virtual bool hasTimeAxis() const { return false; }
    /// Whether targets are asked for as range (true) or at the range's end (false).
    [[nodiscard]] virtual bool wantsRange() const { return true; }
    /// False for kinds that show no answers of queries, so that "No data" makes no sense.
    [[nodiscard]] virtual bool wantsData() const { return true; }
    /// What the frame's header should warn of; asked after setData().
    [[nodiscard]] virtual std::optional<ViewState> state() const { return std::nullopt; }
    /// Paints the content for export at its current size with whatever painter; vector where possible.
    virtual void paintTo(QPainter& painter, const QRect& area) = 0;
    /// The data as a table, for "view as table", copying and CSV.
    [[nodiscard]] virtual QString asText() const { return {}; }

Q_SIGNALS:
    void hovered(std::optional<wg::TimeMs> at);
    void zoomRequested(wg::TimeRange range);
    void zoomOutRequested();
};

/// A row of the one table of kinds.
struct Kind {
    const char* type; ///< Grafana's panel type, or watchglass-*
    const char* name; ///< "Time series"
    PanelView* (*make)(QWidget* parent);
};
[[nodiscard]] const std::vector<Kind>& kinds();
/// Unknown types give the placeholder kind, which names the type and keeps its JSON untouched.
[[nodiscard]] PanelView* makeView(const std::string& type, QWidget* parent);

} // namespace wg::ui::panels

Q_DECLARE_METATYPE(std::optional<wg::TimeMs>)
Q_DECLARE_METATYPE(wg::TimeRange)
