// Below the range button: absolute ends at the left, quick ranges at the right. Bad input keeps the popup open and says why.
#pragma once

#include "core/base/time.h"

#include <QFrame>

#include <functional>

class QLabel;
class QLineEdit;
class QListWidget;

namespace wg::ui::shell {

class TimeState;

class TimeRangePopup : public QFrame {
    Q_OBJECT
public:
    TimeRangePopup(TimeState& time, std::function<TimeMs()> clock, QWidget* parent);

    void showBelow(const QWidget* button);

private:
    void apply();
    void checkInput();
    QWidget* makeAbsolute();
    QWidget* makeQuick();

    TimeState& m_time;
    std::function<TimeMs()> m_clock;
    QLineEdit* m_from = nullptr;
    QLineEdit* m_to = nullptr;
    QLabel* m_problem = nullptr;
    QListWidget* m_quick = nullptr;
};

} // namespace wg::ui::shell
