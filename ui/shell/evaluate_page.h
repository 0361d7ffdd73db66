// Evaluate: logs and models at the left; cards, the threshold, pictures and tables of what is chosen.
#pragma once

#include "ui/shell/page.h"

#include <vector>

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace wg::ui::shell {

class EvaluateCharts;
class EvaluateSelection;
class EvaluateTables;
class MetricCard;
class ThresholdBar;
struct Workspace;

class EvaluatePage : public Page {
    Q_OBJECT
public:
    explicit EvaluatePage(Workspace& workspace, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("evaluate"); }
    [[nodiscard]] QStringList breadcrumb() const override;
    [[nodiscard]] QList<QWidget*> topBarWidgets() override;

    [[nodiscard]] EvaluateSelection& selection() { return *m_selection; }
    [[nodiscard]] const EvaluateCharts& charts() const { return *m_charts; }
    [[nodiscard]] const EvaluateTables& tables() const { return *m_tables; }
    [[nodiscard]] ThresholdBar& thresholdBar() { return *m_threshold; }
    [[nodiscard]] const std::vector<MetricCard*>& cards() const { return m_cards; }

private:
    void buildContent(QWidget* content);
    void buildEmpty(QWidget* empty);
    void buildHistoryRow();
    /// Of the source that holds a checked history log's series; empty when there is none.
    [[nodiscard]] QString historySource() const;
    void followModels();
    void followThreshold();
    void setCards();
    void setThresholds();
    void arrange();
    /// Whether the candidate has curves.
    [[nodiscard]] bool hasScores() const;

    Workspace& m_workspace;
    EvaluateSelection* m_selection;
    EvaluateCharts* m_charts;
    EvaluateTables* m_tables;
    ThresholdBar* m_threshold;
    QPushButton* m_add;
    QStackedWidget* m_stack;
    QWidget* m_historyRow; ///< where to see what cannot be evaluated
    QHBoxLayout* m_cardRow = nullptr;
    QGridLayout* m_grid = nullptr;
    std::vector<MetricCard*> m_cards;
    std::vector<std::string> m_cardKeys;
};

} // namespace wg::ui::shell
