// The Drift tab: a reference and a window, the columns that changed between them, and the bins of the one that is chosen.
#pragma once

#include "core/base/time.h"
#include "core/evaluation/drift.h"

#include <QTimer>
#include <QWidget>

#include <optional>
#include <string>

class QComboBox;
class QLabel;
class QSlider;
class QTableView;

namespace wg::ui::plot {
class DriftBars;
}

namespace wg::ui::shell {

class CellTable;
class EvaluateSelection;
class EvaluateWork;
class PanelBox;
struct DriftRequest;
struct Workspace;

class EvaluateDriftTab : public QWidget {
    Q_OBJECT
public:
    EvaluateDriftTab(Workspace& workspace, EvaluateSelection& selection, EvaluateWork& work, QWidget* parent = nullptr);

    [[nodiscard]] const CellTable& columns() const { return *m_columns; }
    [[nodiscard]] const CellTable& bins() const { return *m_bins; }

Q_SIGNALS:
    void message(const QString& text, bool isError);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildSides();
    void buildTables();
    void followModels();
    void showEnds();
    void ask();
    void show();
    void showColumn(int row);
    /// Where the thousandth `at` of the log lies: a time, or a row.
    [[nodiscard]] QString placeText(int at) const;
    [[nodiscard]] DriftRequest request() const;
    [[nodiscard]] std::optional<TimeRange> extent() const; ///< of the log's times

    Workspace& m_workspace;
    EvaluateSelection& m_selection;
    EvaluateWork& m_work;
    QComboBox* m_reference; ///< "This log, its first part", other logs
    QSlider *m_referenceEnd, *m_windowStart; ///< thousandths
    QLabel *m_referenceText, *m_windowText, *m_problem;
    CellTable *m_columns, *m_bins;
    QTableView *m_columnView, *m_binView;
    PanelBox *m_columnBox, *m_binBox;
    plot::DriftBars* m_bars;
    QTimer m_rest; ///< since a slider moved last
    std::string m_chosen; ///< column
    bool m_stale = true; ///< asked when it is seen
};

} // namespace wg::ui::shell
