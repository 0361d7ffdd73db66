// Where axis ticks stand and what they say: 1, 2, 5; powers of two for bytes; whole seconds, minutes, hours, local days and
// months.
#pragma once

#include "core/base/time.h"
#include "core/plot/geometry.h"
#include "core/units/format.h"
#include "core/units/time_range.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wg::plot {

struct Ticks {
    std::vector<double> at; ///< ascending, all inside the interval
    double step = 0; ///< distance of neighbours (of most of them, on logarithmic and calendar axes)
};

/// At most `maxCount` ticks (at least 2 are aimed for). `factor`: what one of the data is in bytes or seconds, so that
/// minutes tick at whole minutes although the data count in milliseconds (units::unitFactor).
[[nodiscard]] Ticks valueTicks(Interval data, int maxCount, units::TickBase base = units::TickBase::Decimal, double factor = 1);
/// Powers of ten (every n-th where there are too many); 1, 2, 5 between them where there is room; linear ticks below one
/// decade.
[[nodiscard]] Ticks logTicks(Interval data, int maxCount);

struct TimeTicks {
    std::vector<TimeMs> at; ///< ascending, inside the range
    DurationMs step = 0; ///< months count as 30 days, years as 365
};
/// Whole units of the zone's wall clock, also across its changes.
[[nodiscard]] TimeTicks timeTicks(TimeRange range, int maxCount, const units::Zone& zone);

struct Tick {
    double at = 0; ///< data value, or milliseconds since the epoch
    std::string label;
};
/// Ticks of a value axis with their texts ("25 ms", "1.5 GiB"). `decimals` is the field's setting, if there is one.
[[nodiscard]] std::vector<Tick> labelledTicks(
    Interval data, int maxCount, std::string_view unit, std::optional<int> decimals = std::nullopt, bool logarithmic = false);
[[nodiscard]] std::vector<Tick> labelledTimeTicks(TimeRange range, int maxCount, const units::Zone& zone);

} // namespace wg::plot
