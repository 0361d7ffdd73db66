// The registry of units: one row per Grafana id. Private to core/units.
#pragma once

#include <span>
#include <string_view>

namespace wg::units {

enum class UnitKind {
    Plain, ///< the number as it is, symbol behind it
    Count, ///< k, M, B, T before the symbol: "12.3 k req/s"
    Si, ///< SI prefixes in both directions, glued to the symbol: "3 mV"
    Data, ///< SI prefixes upward only: there is no millibyte
    Binary, ///< IEC prefixes: "1.5 GiB"
    Seconds, ///< ns to years, chosen by size
    Duration, ///< "2 days, 3 hours"
    Clock, ///< "27:46:40"
    Currency, ///< symbol before the number
    Bool, ///< symbol is "True/False"
    Locale, ///< thousands separated
    Hex,
    Scientific,
    Text, ///< shortest exact text
    Iso, ///< milliseconds since the epoch as a date with time, UTC
};

struct UnitRow {
    std::string_view id;
    std::string_view name;
    UnitKind kind = UnitKind::Plain;
    std::string_view symbol;
    double factor = 1; ///< applied first: percentunit 100, ms 0.001 (to seconds), MBs 1e6
};

[[nodiscard]] std::span<const UnitRow> unitTable();
/// Null when there is no such id.
[[nodiscard]] const UnitRow* findUnit(std::string_view id);

} // namespace wg::units
