#include "ui/shell/time_state.h"

#include <algorithm>

namespace wg::ui::shell {

namespace {

constexpr std::size_t kMostSteps = 100; ///< ranges back() remembers
// What a dashboard file may ask for: neither a storm of queries nor more than a timer's int can hold.
constexpr DurationMs kLeastRefresh = kSecond;
constexpr DurationMs kMostRefresh = 24 * kHour;

} // namespace

units::RawRange rawRange(TimeRange range)
{
    return {std::to_string(range.from), std::to_string(range.to)};
}

Result<std::string> rawTime(const std::string& typed, const units::Zone& zone, TimeMs now)
{
    if (typed.size() >= 10 && typed[4] == '-' && typed.find_first_of("Zz+") == std::string::npos) {
        std::string utc = typed;
        if (utc.size() == 10)
            utc += "T00:00:00";
        else
            utc[10] = 'T';
        if (utc.size() == 16)
            utc += ":00";
        if (const auto local = parseTime(utc + "Z")) {
            const TimeMs guess = *local - zone.offsetAt(*local);
            return std::to_string(*local - zone.offsetAt(guess));
        }
    } else if (const auto resolved = units::resolveTime(typed, now, zone, false)) {
        return typed;
    }
    return fail(ErrorCode::Usage, "\"" + typed + "\" is no time. Write now-6h or 2026-08-14 14:30.");
}

std::string typedTime(const std::string& raw, const units::Zone& zone, TimeMs now)
{
    if (raw.starts_with("now"))
        return raw;
    const auto time = units::resolveTime(raw, now, zone, false);
    return time ? units::formatLocal(*time / kSecond * kSecond, zone) : raw;
}

bool TimeState::endsNow() const
{
    return m_range.to.starts_with("now") && m_range.to.find('/') == std::string::npos;
}

TimeRange TimeState::resolve(TimeMs now) const
{
    const auto range = units::resolveRange(m_range, now, m_zone);
    return range && range->length() > 0 ? *range : TimeRange{now - kHour, now};
}

Result<void> TimeState::setRange(const units::RawRange& range, TimeMs now)
{
    WG_TRY(const TimeMs from, units::resolveTime(range.from, now, m_zone, false));
    WG_TRY(const TimeMs to, units::resolveTime(range.to, now, m_zone, true));
    if (to <= from)
        return fail(ErrorCode::Usage, "The range ends before it begins: swap From and To.");
    replace(range, true);
    return {};
}

void TimeState::reset(const units::RawRange& range)
{
    m_back.clear();
    replace(range, false);
}

void TimeState::zoomTo(TimeRange range)
{
    if (range.from > range.to)
        std::swap(range.from, range.to);
    if (range.length() < kSecond) {
        range.from -= kSecond / 2;
        range.to = range.from + kSecond;
    }
    replace(rawRange(range), true);
}

void TimeState::zoomOut(TimeMs now)
{
    const TimeRange range = resolve(now);
    const DurationMs half = range.length() / 2;
    TimeRange wide{range.from - half, range.to + half};
    if (range.to <= now && wide.to > now)
        wide = {now - 2 * range.length(), now};
    // A live range stays live: twice as long, still ending now.
    if (endsNow() && m_range.to == "now")
        replace({"now-" + formatDuration(2 * range.length()), "now"}, true);
    else
        replace(rawRange(wide), true);
}

void TimeState::shift(int direction, TimeMs now)
{
    const TimeRange range = resolve(now);
    const DurationMs half = range.length() / 2 * direction;
    TimeRange moved{range.from + half, range.to + half};
    if (direction > 0 && moved.to > now && range.to <= now)
        moved = {now - range.length(), now};
    replace(rawRange(moved), true);
}

bool TimeState::back()
{
    if (m_back.empty())
        return false;
    const units::RawRange before = m_back.back();
    m_back.pop_back();
    replace(before, false);
    return true;
}

void TimeState::replace(units::RawRange range, bool remember)
{
    if (range == m_range)
        return;
    if (remember) {
        m_back.push_back(m_range);
        if (m_back.size() > kMostSteps)
            m_back.erase(m_back.begin());
    }
    m_range = std::move(range);
    Q_EMIT rangeChanged();
}

void TimeState::setZone(units::Zone zone)
{
    m_zone = std::move(zone);
    Q_EMIT zoneChanged();
}

void TimeState::setRefreshInterval(DurationMs interval)
{
    interval = interval <= 0 ? 0 : std::clamp(interval, kLeastRefresh, kMostRefresh);
    if (interval == m_refresh)
        return;
    m_refresh = interval;
    Q_EMIT refreshChanged();
}

void TimeState::setPaused(bool paused)
{
    if (paused == m_paused)
        return;
    m_paused = paused;
    Q_EMIT refreshChanged();
}

} // namespace wg::ui::shell
