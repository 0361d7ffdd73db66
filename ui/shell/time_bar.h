// The time bar: shift, range with its popup of quick and absolute ranges, zoom out; refresh, interval, Live. Shows and changes
// a TimeState, nothing else.
#pragma once

#include <QWidget>

#include <functional>

#include "core/base/time.h"

class QToolButton;

namespace wg::ui::shell {

class TimeRangePopup;
class TimeState;

class TimeBar : public QWidget {
    Q_OBJECT
public:
    TimeBar(TimeState& time, std::function<TimeMs()> clock, QWidget* parent);

    /// The last round was late or failed: the dot beside Live turns amber.
    void setBehind(bool behind);

Q_SIGNALS:
    void refreshRequested();

private:
    void showState();
    void showPopup();
    void makeIntervalMenu();

    TimeState& m_time;
    std::function<TimeMs()> m_clock;
    QToolButton* m_range;
    QToolButton* m_interval;
    QToolButton* m_live;
    TimeRangePopup* m_popup = nullptr;
    bool m_behind = false;
};

/// Off, 1 s … 5 min as Grafana offers them. 0: "Off".
[[nodiscard]] QString intervalText(DurationMs interval);

} // namespace wg::ui::shell
