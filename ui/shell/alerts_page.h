// Alerts: the rules with their states, and of the chosen one its expression, chart, annotations and current alerts.
#pragma once

#include "core/runtime/alerting/alert_service.h"
#include "ui/shell/page.h"

#include <optional>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTimer;

namespace wg::ui::plot {
class TimeSeriesPlot;
}
namespace wg::ui::theme {
class Badge;
}

namespace wg::ui::shell {

class CellTable;
class ExploreQuery;
class PanelBox;
class RuleList;
struct Workspace;

class AlertsPage : public Page {
    Q_OBJECT
public:
    explicit AlertsPage(Workspace& workspace, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("alerts"); }
    [[nodiscard]] QStringList breadcrumb() const override;
    [[nodiscard]] QList<QWidget*> topBarWidgets() override;
    [[nodiscard]] bool showsTimeBar() const override { return true; }
    void activated() override;
    void deactivated() override;
    void refresh() override;

    [[nodiscard]] RuleList& list() { return *m_list; }
    [[nodiscard]] const CellTable& alertTable() const { return *m_alerts; }
    [[nodiscard]] const CellTable& details() const { return *m_details; }
    [[nodiscard]] QString summary() const;
    [[nodiscard]] plot::TimeSeriesPlot& graph() { return *m_graph; }

private:
    void build();
    [[nodiscard]] QWidget* buildLeft();
    [[nodiscard]] QWidget* buildRight();
    void follow(); ///< the service's states
    void showRule();
    void showChart();
    void askChart();
    [[nodiscard]] const alerting::RuleStatus* selected() const;

    Workspace& m_workspace;
    ExploreQuery* m_query;
    std::vector<alerting::RuleStatus> m_rules;
    std::string m_charted; ///< key of the rule whose chart was asked for
    bool m_active = false;

    QStackedWidget* m_stack;
    RuleList* m_list;
    QLineEdit* m_filter;
    QLabel *m_summary, *m_fileProblem, *m_fileWarning, *m_chartProblem;
    QPushButton *m_open, *m_explore;
    theme::Badge* m_state;
    PanelBox *m_ruleBox, *m_chartBox, *m_alertsBox;
    QPlainTextEdit* m_expression;
    plot::TimeSeriesPlot* m_graph;
    CellTable *m_details, *m_alerts;
    QTimer* m_tick; ///< "12 min" goes on without an evaluation
};

} // namespace wg::ui::shell
