// Time points and durations as Prometheus counts them: whole milliseconds, UTC, since 1970.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace wg {

using TimeMs = std::int64_t; ///< milliseconds since the epoch, UTC
using DurationMs = std::int64_t; ///< milliseconds, may be negative

inline constexpr DurationMs kSecond = 1000;
inline constexpr DurationMs kMinute = 60 * kSecond;
inline constexpr DurationMs kHour = 60 * kMinute;
inline constexpr DurationMs kDay = 24 * kHour;
inline constexpr DurationMs kWeek = 7 * kDay;
inline constexpr DurationMs kYear = 365 * kDay;

/// A closed interval [from, to].
struct TimeRange {
    TimeMs from = 0;
    TimeMs to = 0;

    [[nodiscard]] DurationMs length() const { return to - from; }
    bool operator==(const TimeRange&) const = default;
};

/// "1h30m", "15s", "250ms", "0": units y w d h m s ms, each at most once, largest first
/// (prometheus/common model.ParseDuration). Overflow and empty text are errors.
[[nodiscard]] Result<DurationMs> parseDuration(std::string_view text);
/// The inverse: 5400000 -> "1h30m", 0 -> "0s".
[[nodiscard]] std::string formatDuration(DurationMs duration);

/// RFC 3339 ("2026-08-14T14:32:00Z", offset and fraction allowed) or Unix seconds with fraction.
[[nodiscard]] Result<TimeMs> parseTime(std::string_view text);
/// RFC 3339 in UTC with milliseconds only where they are not zero: "2026-08-14T14:32:00Z".
[[nodiscard]] std::string formatTime(TimeMs time);

} // namespace wg
