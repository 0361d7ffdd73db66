// Grafana's relative times: "now", "now-1h", "now/d", "now-1d/d", and absolute ones; zones by IANA name.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <string>
#include <string_view>
#include <vector>

namespace wg::units {

/// "" and "utc" are UTC, "browser" and "local" the system's zone, else an IANA name. Unknown names are an error.
class Zone {
public:
    [[nodiscard]] static Result<Zone> make(std::string_view name);
    [[nodiscard]] static Zone utc();
    [[nodiscard]] DurationMs offsetAt(TimeMs time) const; ///< local minus UTC
    [[nodiscard]] const std::string& name() const { return m_name; }

private:
    std::string m_name = "UTC";
    const void* m_zone = nullptr; ///< date::time_zone, owned by the library's table; null is UTC
};

/// Raw ends as Grafana keeps them in a dashboard ("now-6h", "now", RFC 3339, epoch milliseconds as digits).
struct RawRange {
    std::string from = "now-1h";
    std::string to = "now";
    bool operator==(const RawRange&) const = default;
};

/// `roundUp` makes "/d" mean the end of the day (for `to`).
[[nodiscard]] Result<TimeMs> resolveTime(std::string_view text, TimeMs now, const Zone& zone, bool roundUp);
[[nodiscard]] Result<TimeRange> resolveRange(const RawRange& range, TimeMs now, const Zone& zone);

/// "Last 1 hour", or "14 Aug 2026 13:30 to 14:30".
[[nodiscard]] std::string describeRange(const RawRange& range, TimeMs now, const Zone& zone);
struct QuickRange {
    std::string_view label; ///< "Last 1 hour"
    std::string_view from;
    std::string_view to;
};
[[nodiscard]] std::vector<QuickRange> quickRanges();

/// "14:32:05", "14 Aug 14:32", … : just enough for a range of this length.
[[nodiscard]] std::string formatAxisTime(TimeMs time, DurationMs rangeLength, DurationMs tickStep, const Zone& zone);
/// "2026-08-14 14:32:05" local to the zone, with milliseconds where not zero.
[[nodiscard]] std::string formatLocal(TimeMs time, const Zone& zone);

/// Least step for a range so that Grafana's rules hold and 11,000 points are never exceeded (compat.md "Step").
[[nodiscard]] DurationMs chooseStep(TimeRange range, int maxDataPoints, DurationMs minInterval, int intervalFactor = 1);
/// Floors both ends to a multiple of the step, as panels do before they query.
[[nodiscard]] TimeRange alignToStep(TimeRange range, DurationMs step);

} // namespace wg::units
