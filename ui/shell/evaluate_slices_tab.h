// The Slices tab: columns to slice by at the left, every slice of them as a table at the right.
#pragma once

#include "core/evaluation/slices.h"

#include <QWidget>

#include <map>
#include <set>
#include <string>

class QComboBox;
class QLabel;
class QVBoxLayout;

namespace wg::ui::shell {

class EvaluateSelection;
class EvaluateWork;
class LogList;
class PanelBox;
class SlicesView;

class EvaluateSlicesTab : public QWidget {
    Q_OBJECT
public:
    EvaluateSlicesTab(LogList& logs, EvaluateSelection& selection, EvaluateWork& work, QWidget* parent = nullptr);

    [[nodiscard]] SlicesView* view() const { return m_view; }

Q_SIGNALS:
    void message(const QString& text, bool isError);
    void sliceChosen(const wg::evaluation::Slice& slice);

private:
    void followModels();
    void rebuildColumns();
    void addColumn(const evaluation::SliceableColumn& column);
    void fillMetrics();
    void takeColumns();
    /// Reads the log again with this column's cells kept.
    void keepColumn(const std::string& column);
    void show();

    LogList& m_logs;
    EvaluateSelection& m_selection;
    EvaluateWork& m_work;
    QComboBox* m_metric;
    QVBoxLayout* m_columns;
    PanelBox* m_box;
    SlicesView* m_view;
    QLabel* m_foot;
    std::set<std::string> m_known; ///< columns that were offered
    std::set<std::string> m_off; ///< of those, what the user does not want
    std::map<std::string, int> m_bins; ///< where the user said how many
    std::string m_log; ///< whose columns are listed
};

} // namespace wg::ui::shell
