#include "core/units/unit_table.h"

#include <algorithm>
#include <array>

namespace wg::units {
namespace {

using enum UnitKind;
constexpr double kKi = 1024;
constexpr double kMi = kKi * 1024;
constexpr double kGi = kMi * 1024;
constexpr double kTi = kGi * 1024;
constexpr double kPi = kTi * 1024;

// Order and names as in Grafana's unit picker (packages/grafana-data/src/valueFormats/categories.ts).
constexpr auto kUnits = std::to_array<UnitRow>({
    {"none", "Number", Plain, ""},
    {"string", "String", Text, ""},
    {"percent", "Percent (0-100)", Plain, "%"},
    {"percentunit", "Percent (0.0-1.0)", Plain, "%", 100},
    {"short", "Short", Count, ""},
    {"sishort", "SI short", Si, ""},
    {"humidity", "Humidity (%H)", Plain, "%H"},
    {"dB", "Decibel", Plain, "dB"},
    {"candela", "Candela (cd)", Si, "cd"},
    {"hex0x", "Hexadecimal (0x)", Hex, "0x"},
    {"hex", "Hexadecimal", Hex, ""},
    {"sci", "Scientific notation", Scientific, ""},
    {"locale", "Locale format", Locale, ""},
    {"pixel", "Pixels", Plain, "px"},
    {"accMS2", "Meters/sec²", Plain, "m/sec²"},
    {"accG", "G unit", Plain, "g"},
    {"degree", "Degrees (°)", Plain, "°"},
    {"radian", "Radians", Plain, "rad"},
    {"grad", "Gradian", Plain, "grad"},
    {"flops", "FLOPS", Si, "FLOPS"},
    {"ppm", "parts-per-million (ppm)", Plain, "ppm"},
    {"conppb", "parts-per-billion (ppb)", Plain, "ppb"},
    {"currencyUSD", "Dollars ($)", Currency, "$"},
    {"currencyGBP", "Pounds (£)", Currency, "£"},
    {"currencyEUR", "Euro (€)", Currency, "€"},
    {"currencyJPY", "Yen (¥)", Currency, "¥"},
    {"currencyCNY", "Yuan (¥)", Currency, "¥"},
    {"currencyINR", "Indian Rupee (₹)", Currency, "₹"},
    {"currencyKRW", "South Korean Won (₩)", Currency, "₩"},
    {"currencyBTC", "Bitcoin (฿)", Currency, "฿"},
    {"bytes", "bytes(IEC)", Binary, "B"},
    {"decbytes", "bytes(SI)", Data, "B"},
    {"bits", "bits(IEC)", Binary, "b"},
    {"decbits", "bits(SI)", Data, "b"},
    {"kbytes", "kibibytes", Binary, "B", kKi},
    {"deckbytes", "kilobytes", Data, "B", 1e3},
    {"mbytes", "mebibytes", Binary, "B", kMi},
    {"decmbytes", "megabytes", Data, "B", 1e6},
    {"gbytes", "gibibytes", Binary, "B", kGi},
    {"decgbytes", "gigabytes", Data, "B", 1e9},
    {"tbytes", "tebibytes", Binary, "B", kTi},
    {"dectbytes", "terabytes", Data, "B", 1e12},
    {"pbytes", "pebibytes", Binary, "B", kPi},
    {"decpbytes", "petabytes", Data, "B", 1e15},
    {"pps", "packets/sec", Count, "p/s"},
    {"binBps", "bytes/sec(IEC)", Binary, "B/s"},
    {"Bps", "bytes/sec(SI)", Data, "B/s"},
    {"binbps", "bits/sec(IEC)", Binary, "b/s"},
    {"bps", "bits/sec(SI)", Data, "b/s"},
    {"KiBs", "kibibytes/sec", Binary, "B/s", kKi},
    {"Kibits", "kibibits/sec", Binary, "b/s", kKi},
    {"KBs", "kilobytes/sec", Data, "B/s", 1e3},
    {"Kbits", "kilobits/sec", Data, "b/s", 1e3},
    {"MiBs", "mebibytes/sec", Binary, "B/s", kMi},
    {"Mibits", "mebibits/sec", Binary, "b/s", kMi},
    {"MBs", "megabytes/sec", Data, "B/s", 1e6},
    {"Mbits", "megabits/sec", Data, "b/s", 1e6},
    {"GiBs", "gibibytes/sec", Binary, "B/s", kGi},
    {"Gibits", "gibibits/sec", Binary, "b/s", kGi},
    {"GBs", "gigabytes/sec", Data, "B/s", 1e9},
    {"Gbits", "gigabits/sec", Data, "b/s", 1e9},
    {"TiBs", "tebibytes/sec", Binary, "B/s", kTi},
    {"TBs", "terabytes/sec", Data, "B/s", 1e12},
    {"Tbits", "terabits/sec", Data, "b/s", 1e12},
    {"dateTimeAsIso", "Datetime ISO", Iso, ""},
    {"dateTimeAsIsoNoDateIfToday", "Datetime ISO (No date if today)", Iso, ""},
    {"dateTimeAsUS", "Datetime US", Iso, ""},
    {"dateTimeAsLocal", "Datetime local", Iso, ""},
    {"dateTimeFromNow", "From Now", Iso, ""},
    {"joule", "Joule (J)", Si, "J"},
    {"watt", "Watt (W)", Si, "W"},
    {"kwatt", "Kilowatt (kW)", Si, "W", 1e3},
    {"megwatt", "Megawatt (MW)", Si, "W", 1e6},
    {"mwatt", "Milliwatt (mW)", Si, "W", 1e-3},
    {"voltamp", "Volt-Ampere (VA)", Si, "VA"},
    {"watth", "Watt-hour (Wh)", Si, "Wh"},
    {"kwatth", "Kilowatt-hour (kWh)", Si, "Wh", 1e3},
    {"amp", "Ampere (A)", Si, "A"},
    {"mamp", "Milliampere (mA)", Si, "A", 1e-3},
    {"volt", "Volt (V)", Si, "V"},
    {"mvolt", "Millivolt (mV)", Si, "V", 1e-3},
    {"kvolt", "Kilovolt (kV)", Si, "V", 1e3},
    {"dBm", "Decibel-milliwatt (dBm)", Plain, "dBm"},
    {"ohm", "Ohm (Ω)", Si, "Ω"},
    {"farad", "Farad (F)", Si, "F"},
    {"henry", "Henry (H)", Si, "H"},
    {"lumens", "Lumens (Lm)", Si, "Lm"},
    {"massg", "gram (g)", Si, "g"},
    {"masskg", "kilogram (kg)", Si, "g", 1e3},
    {"lengthm", "meter (m)", Si, "m"},
    {"lengthmm", "millimeter (mm)", Si, "m", 1e-3},
    {"lengthkm", "kilometer (km)", Si, "m", 1e3},
    {"pressurebar", "Bars", Si, "bar"},
    {"pressurepa", "Pascals", Si, "Pa"},
    {"velocityms", "meters/second (m/s)", Plain, "m/s"},
    {"velocitykmh", "kilometers/hour (km/h)", Plain, "km/h"},
    {"celsius", "Celsius (°C)", Plain, "°C"},
    {"fahrenheit", "Fahrenheit (°F)", Plain, "°F"},
    {"kelvin", "Kelvin (K)", Plain, "K"},
    {"hertz", "Hertz (1/s)", Si, "Hz"},
    {"ns", "nanoseconds (ns)", Seconds, "", 1e-9},
    {"µs", "microseconds (µs)", Seconds, "", 1e-6},
    {"ms", "milliseconds (ms)", Seconds, "", 1e-3},
    {"s", "seconds (s)", Seconds, "", 1},
    {"m", "minutes (m)", Seconds, "", 60},
    {"h", "hours (h)", Seconds, "", 3600},
    {"d", "days (d)", Seconds, "", 86400},
    {"dtdurationms", "duration (ms)", Duration, "", 1e-3},
    {"dtdurations", "duration (s)", Duration, "", 1},
    {"dthms", "duration (hh:mm:ss)", Clock, "", 1},
    {"dtdhms", "duration (d hh:mm:ss)", Clock, "d", 1},
    {"timeticks", "Timeticks (s/100)", Seconds, "", 0.01},
    {"clockms", "clock (ms)", Clock, "", 1e-3},
    {"clocks", "clock (s)", Clock, "", 1},
    {"cps", "counts/sec (cps)", Count, "c/s"},
    {"ops", "ops/sec (ops)", Count, "ops/s"},
    {"reqps", "requests/sec (rps)", Count, "req/s"},
    {"rps", "reads/sec (rps)", Count, "rd/s"},
    {"wps", "writes/sec (wps)", Count, "wr/s"},
    {"iops", "I/O ops/sec (iops)", Count, "io/s"},
    {"eps", "events/sec (eps)", Count, "evt/s"},
    {"mps", "messages/sec (mps)", Count, "msg/s"},
    {"recps", "records/sec (rps)", Count, "rec/s"},
    {"rowsps", "rows/sec (rps)", Count, "rows/s"},
    {"cpm", "counts/min (cpm)", Count, "c/m"},
    {"opm", "ops/min (opm)", Count, "ops/m"},
    {"reqpm", "requests/min (rpm)", Count, "req/m"},
    {"rpm", "reads/min (rpm)", Count, "rd/m"},
    {"wpm", "writes/min (wpm)", Count, "wr/m"},
    {"epm", "events/min (epm)", Count, "evt/m"},
    {"mpm", "messages/min (mpm)", Count, "msg/m"},
    {"rotrpm", "Revolutions per minute (rpm)", Plain, "rpm"},
    {"rothz", "Hertz (Hz)", Si, "Hz"},
    {"bool", "True / False", Bool, "True/False"},
    {"bool_yes_no", "Yes / No", Bool, "Yes/No"},
    {"bool_on_off", "On / Off", Bool, "On/Off"},
});

} // namespace

std::span<const UnitRow> unitTable()
{
    return kUnits;
}

const UnitRow* findUnit(std::string_view id)
{
    if (id == "us" || id == "μs") // ASCII and Greek mu beside Grafana's micro sign
        id = "µs";
    const auto row = std::find_if(kUnits.begin(), kUnits.end(), [&](const UnitRow& unit) { return unit.id == id; });
    return row == kUnits.end() ? nullptr : row;
}

} // namespace wg::units
