// The bar at the foot: the default source with its state, the last round's cost; firing alerts, next refresh, zone.
#pragma once

#include "core/units/time_range.h"
#include "ui/shell/page.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QToolButton;

namespace wg::ui::theme {
class StatusDot;
}

namespace wg::ui::shell {

struct Workspace;

class StatusLine : public QWidget {
    Q_OBJECT
public:
    StatusLine(Workspace& workspace, QWidget* parent);

    void setRound(const RoundStats& stats);
    void setNextRefresh(std::optional<DurationMs> left);
    void setPageStatus(const PageStatus& status);
    /// A line for the user instead of the round, for a while.
    void showMessage(const QString& text, bool isError);

Q_SIGNALS:
    void alertsClicked();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void showSource();
    void showRound();
    void showAlerts();
    void askProduct();

    Workspace& m_workspace;
    theme::StatusDot* m_dot;
    QLabel* m_source;
    QLabel* m_round;
    QToolButton* m_alerts;
    QLabel* m_next;
    QLabel* m_notes; ///< of the page
    QLabel* m_zone;
    QTimer m_messageOver;
    QString m_roundText;
    PageStatus m_page;
    QString m_product; ///< of the default source; empty until it answered
    bool m_failing = false;
};

/// "CEST (UTC+02:00)": name of the zone and its offset now.
[[nodiscard]] QString zoneText(const units::Zone& zone, TimeMs now);

} // namespace wg::ui::shell
