// The time range everything on the time pages shows: raw ends as Grafana keeps them, zone, refresh interval, way back.
// GUI thread. Whoever shows it listens to the signals; nothing here reads the clock.
#pragma once

#include "core/units/time_range.h"

#include <QObject>

#include <vector>

namespace wg::ui::shell {

class TimeState : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] const units::RawRange& range() const { return m_range; }
    [[nodiscard]] const units::Zone& zone() const { return m_zone; }
    [[nodiscard]] DurationMs refreshInterval() const { return m_refresh; } ///< 0: off
    [[nodiscard]] bool paused() const { return m_paused; }
    /// The range's end moves with the clock ("now", "now-5m").
    [[nodiscard]] bool endsNow() const;
    /// The ends at this moment; a range that does not resolve (a broken file) gives the last hour.
    [[nodiscard]] TimeRange resolve(TimeMs now) const;

    /// A range the user chose; the one before can be reached by back(). Fails when it does not resolve or is empty.
    [[nodiscard]] Result<void> setRange(const units::RawRange& range, TimeMs now);
    /// What a dashboard file says: forgets the way back.
    void reset(const units::RawRange& range);
    /// A drag over a chart. Ranges under a second are widened to one.
    void zoomTo(TimeRange range);
    /// Twice as long about the same middle; ends that would pass `now` stop there.
    void zoomOut(TimeMs now);
    /// Half a range to the left (-1) or right (+1).
    void shift(int direction, TimeMs now);
    /// False when there is nothing to go back to.
    bool back();

    void setZone(units::Zone zone);
    /// Kept within a second and a day; 0 or less is off.
    void setRefreshInterval(DurationMs interval);
    void setPaused(bool paused);

Q_SIGNALS:
    void rangeChanged();
    void zoneChanged();
    void refreshChanged(); ///< interval or paused

private:
    void replace(units::RawRange range, bool remember);

    units::RawRange m_range;
    units::Zone m_zone = units::Zone::utc();
    DurationMs m_refresh = 0;
    bool m_paused = false;
    std::vector<units::RawRange> m_back;
};

/// Absolute ends as RawRange keeps them: epoch milliseconds as digits.
[[nodiscard]] units::RawRange rawRange(TimeRange range);

/// What a person types for an end of a range: "now-6h", "2026-08-14 14:30[:05]" or a day in the zone, RFC 3339.
[[nodiscard]] Result<std::string> rawTime(const std::string& typed, const units::Zone& zone, TimeMs now);
/// An end as it is offered for editing: "now-1h" stays, a moment is written local to the zone.
[[nodiscard]] std::string typedTime(const std::string& raw, const units::Zone& zone, TimeMs now);

} // namespace wg::ui::shell
