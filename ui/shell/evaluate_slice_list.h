// The list's slices: all rows, then columns that open into their values. One of them is looked at.
#pragma once

#include <QWidget>

#include <set>
#include <string>

class QVBoxLayout;

namespace wg::ui::shell {

class EvaluateSelection;
class EvaluateWork;

class EvaluateSliceList : public QWidget {
    Q_OBJECT
public:
    EvaluateSliceList(EvaluateSelection& selection, EvaluateWork& work, QWidget* parent = nullptr);

Q_SIGNALS:
    void columnsRequested(); ///< the Slices tab

private:
    void rebuild();
    void scheduleRebuild();
    void addColumn(const std::string& column);

    EvaluateSelection& m_selection;
    EvaluateWork& m_work;
    QVBoxLayout* m_layout;
    std::set<std::string> m_open;
    bool m_scheduled = false;
};

} // namespace wg::ui::shell
