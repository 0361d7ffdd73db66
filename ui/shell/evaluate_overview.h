// The Overview tab: cards, threshold, pictures and tables of what is chosen. Two rows of panels fill the window, the tables of
// all metrics and of how the logs were read lie below them.
#pragma once

#include "core/evaluation/row_choice.h"

#include <QScrollArea>

#include <string>
#include <vector>

class QGridLayout;

namespace wg::ui::shell {

class EvaluateCards;
class EvaluateCharts;
class EvaluateSelection;
class EvaluateSlicesBox;
class EvaluateTables;
class EvaluateTimeBox;
class EvaluateWork;
class MetricCard;
class ThresholdBar;
struct Workspace;

class EvaluateOverview : public QScrollArea {
    Q_OBJECT
public:
    EvaluateOverview(Workspace& workspace, EvaluateSelection& selection, EvaluateWork& work, QWidget* parent = nullptr);

    [[nodiscard]] const EvaluateCharts& charts() const { return *m_charts; }
    [[nodiscard]] const EvaluateTables& tables() const { return *m_tables; }
    [[nodiscard]] EvaluateTimeBox& timeBox() { return *m_time; }
    [[nodiscard]] EvaluateSlicesBox& slicesBox() { return *m_slices; }
    [[nodiscard]] ThresholdBar& thresholdBar() { return *m_threshold; }
    [[nodiscard]] const std::vector<MetricCard*>& cards() const;

Q_SIGNALS:
    void message(const QString& text, bool isError);
    void rowsWanted(const std::string& modelKey, const wg::evaluation::RowChoice& choice, const QString& what);
    void slicesRequested(); ///< the whole table
    void exploreRequested(const QString& source);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildContent();
    void buildHistoryRow();
    void followModels();
    void followThreshold();
    void setThresholds();
    void arrange();
    void fitRows();
    void wantSlice(const evaluation::Slice& slice);
    /// Of the source that holds a checked history log's series; empty when there is none.
    [[nodiscard]] QString historySource() const;
    /// Whether a chosen model has scores.
    [[nodiscard]] bool hasScores() const;

    Workspace& m_workspace;
    EvaluateSelection& m_selection;
    EvaluateCards* m_cards;
    EvaluateCharts* m_charts;
    EvaluateTables* m_tables;
    EvaluateTimeBox* m_time;
    EvaluateSlicesBox* m_slices;
    ThresholdBar* m_threshold;
    QWidget* m_historyRow; ///< where to see what cannot be evaluated
    QGridLayout* m_grid = nullptr;
    int m_rows = 0; ///< of the grid, in use
};

} // namespace wg::ui::shell
