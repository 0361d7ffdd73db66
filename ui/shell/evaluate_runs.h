// The Runs tab: runs at the left, how they are looked at above, charts and tables of what is chosen.
#pragma once

#include "core/base/result.h"
#include "ui/shell/runs_gallery.h"

#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QListWidget;
class QSlider;
class QStackedWidget;

namespace wg::ui::theme {
class SegmentedControl;
}

namespace wg::ui::shell {

class RunsScalars;
class RunsSelection;
class RunsTable;
struct Workspace;

class EvaluateRuns : public QWidget {
    Q_OBJECT
public:
    explicit EvaluateRuns(Workspace& workspace, QWidget* parent = nullptr);

    [[nodiscard]] RunsSelection& selection() { return *m_selection; }
    [[nodiscard]] RunsScalars& scalars() { return *m_scalars; }
    [[nodiscard]] QListWidget& list() { return *m_list; }
    [[nodiscard]] bool empty() const; ///< no run is open

Q_SIGNALS:
    void message(const QString& text, bool isError);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    [[nodiscard]] QWidget* buildList();
    [[nodiscard]] QWidget* buildStrip();
    void fillList();
    void followSmoothing(int value);
    void showNotes();

    Workspace& m_workspace;
    RunsSelection* m_selection;
    QListWidget* m_list;
    QLineEdit *m_filter, *m_tags;
    QLabel *m_problem, *m_notes, *m_smoothing;
    QSlider* m_slider;
    theme::SegmentedControl *m_part, *m_axis;
    QStackedWidget* m_stack;
    QStringList m_rows; ///< keys and colours of the list as it is
    RunsScalars* m_scalars;
};

} // namespace wg::ui::shell
