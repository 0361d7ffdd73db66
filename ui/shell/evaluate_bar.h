// The Evaluate page's controls in the top bar: which tab, who is compared with whom, the level of the intervals, export.
#pragma once

#include <QList>
#include <QObject>
#include <QString>

class QMenu;
class QToolButton;
class QWidget;

namespace wg::ui::theme {
class SegmentedControl;
}

namespace wg::ui::shell {

class EvaluateSelection;

class EvaluateBar : public QObject {
    Q_OBJECT
public:
    /// `owner` owns the widgets until the window shows them.
    EvaluateBar(EvaluateSelection& selection, QWidget* owner);

    [[nodiscard]] QList<QWidget*> widgets() const;
    void setTabs(const QStringList& names);
    void setTab(int index);
    [[nodiscard]] QToolButton* pinButton() const { return m_pin; }

Q_SIGNALS:
    void tabChosen(int index);
    void addRequested();
    void pinRequested();
    void pictureRequested();
    void reportRequested();

private:
    void fillCompare();
    void showCompare();
    void showLevel();

    EvaluateSelection& m_selection;
    theme::SegmentedControl* m_tabs;
    QToolButton *m_compare, *m_level, *m_add, *m_pin, *m_export;
    QMenu* m_compareMenu;
};

} // namespace wg::ui::shell
