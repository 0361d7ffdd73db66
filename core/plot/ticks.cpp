#include "core/plot/ticks.h"

#include <array>
#include <cmath>

namespace wg::plot {
namespace {

constexpr std::array kDecimalSteps{1.0, 2.0, 5.0, 10.0};

/// Least of 1, 2, 5 times a power of ten that is not below `least`.
double decimalStep(double least)
{
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double step : kDecimalSteps) {
        if (step * power >= least * (1 - 1e-9))
            return step * power;
    }
    return 10 * power;
}

double binaryStep(double least)
{
    return least <= 1 ? decimalStep(least) : std::exp2(std::ceil(std::log2(least) - 1e-9));
}

/// In seconds.
double clockStep(double least)
{
    static constexpr std::array kSteps{1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0,
        7200.0, 10800.0, 21600.0, 43200.0, 86400.0, 172800.0, 604800.0, 1209600.0, 2592000.0};
    if (least <= 0.5)
        return decimalStep(least);
    for (const double step : kSteps) {
        if (step >= least * (1 - 1e-9))
            return step;
    }
    return 31536000 * decimalStep(least / 31536000);
}

double chooseStep(double least, units::TickBase base, double factor)
{
    switch (base) {
    case units::TickBase::Binary:
        return binaryStep(least * factor) / factor;
    case units::TickBase::Time:
        return clockStep(least * factor) / factor;
    case units::TickBase::Decimal:
        break;
    }
    return decimalStep(least);
}

std::vector<double> multiples(Interval data, double step)
{
    std::vector<double> out;
    // A billionth of a step of slack: 0.3 is a multiple of 0.1.
    const double first = std::ceil(data.low / step - 1e-9);
    const double last = std::floor(data.high / step + 1e-9);
    for (double k = first; k <= last; ++k) {
        out.push_back(k == 0 ? 0.0 : k * step);
        if (k + 1 == k)
            break;
    }
    return out;
}

bool usable(Interval data, int maxCount)
{
    return maxCount > 0 && std::isfinite(data.low) && std::isfinite(data.high) && data.low < data.high
        && data.length() > std::max(std::abs(data.low), std::abs(data.high)) * 1e-13;
}

} // namespace

Ticks valueTicks(Interval data, int maxCount, units::TickBase base, double factor)
{
    if (!usable(data, maxCount))
        return {};
    double step = chooseStep(data.length() / maxCount, base, factor);
    std::vector<double> at = multiples(data, step);
    while (static_cast<int>(at.size()) > maxCount) {
        // n + 1 ticks fit into n steps.
        step = chooseStep(step * 1.01, base, factor);
        at = multiples(data, step);
    }
    return {std::move(at), step};
}

Ticks logTicks(Interval data, int maxCount)
{
    if (!usable(data, maxCount) || data.low <= 0)
        return {};
    const double first = std::ceil(std::log10(data.low) - 1e-9);
    const double last = std::floor(std::log10(data.high) + 1e-9);
    if (last - first < 1)
        return valueTicks(data, maxCount);
    const double every = std::max(1.0, std::ceil((last - first + 1) / maxCount));
    Ticks out;
    out.step = std::pow(10.0, first);
    for (double power = first; power <= last; power += every)
        out.at.push_back(std::pow(10.0, power));
    if (every > 1)
        return out;
    std::vector<double> fine;
    for (double power = first - 1; power <= last; ++power) {
        for (const double digit : {1.0, 2.0, 5.0}) {
            const double value = digit * std::pow(10.0, power);
            if (value >= data.low * (1 - 1e-9) && value <= data.high * (1 + 1e-9))
                fine.push_back(value);
        }
    }
    if (static_cast<int>(fine.size()) <= maxCount)
        out.at = std::move(fine);
    return out;
}

std::vector<Tick> labelledTicks(
    Interval data, int maxCount, std::string_view unit, std::optional<int> decimals, bool logarithmic)
{
    const Ticks ticks =
        logarithmic ? logTicks(data, maxCount) : valueTicks(data, maxCount, units::tickBase(unit), units::unitFactor(unit));
    std::vector<Tick> out;
    out.reserve(ticks.at.size());
    const bool plain = decimals || logarithmic;
    for (const double at : ticks.at)
        out.push_back({at, (plain ? units::format(at, unit, decimals) : units::formatTick(at, ticks.step, unit)).text()});
    return out;
}

} // namespace wg::plot
