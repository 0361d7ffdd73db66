// From draws and jackknife values to an interval and a p-value.
#include "core/mlmetrics/bootstrap.h"
#include "core/mlmetrics/interval.h"
#include "core/mlmetrics/weighted_quantile.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <boost/math/special_functions/erf.hpp>

namespace wg::mlmetrics {
namespace {

double normalQuantile(double p) // p in (0,1)
{
    return -std::sqrt(2.0) * boost::math::erfc_inv(2 * p);
}

double normalShare(double z)
{
    return std::erfc(-z / std::sqrt(2.0)) / 2;
}

/// Share of ascending draws below a value, equal ones counted half.
double shareBelow(std::span<const double> draws, double value)
{
    const auto [low, high] = std::equal_range(draws.begin(), draws.end(), value);
    return static_cast<double>((low - draws.begin()) + (high - draws.begin())) / (2 * static_cast<double>(draws.size()));
}

double meanOf(std::span<const double> values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double spreadOf(std::span<const double> values)
{
    const double mean = meanOf(values);
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

/// sum d^3 / (6 (sum d^2)^1.5), d = mean of the jackknife values - value; 0 for constant ones. `counts`: how often each of
/// them stands; empty: once.
double accelerationOf(std::span<const double> jackknife, std::span<const double> counts)
{
    const auto countOf = [&](std::size_t i) { return counts.empty() ? 1 : counts[i]; };
    double sum = 0;
    double total = 0;
    for (std::size_t i = 0; i < jackknife.size(); ++i) {
        sum += countOf(i) * jackknife[i];
        total += countOf(i);
    }
    double squares = 0;
    double cubes = 0;
    for (std::size_t i = 0; i < jackknife.size(); ++i) {
        const double distance = sum / total - jackknife[i];
        squares += countOf(i) * distance * distance;
        cubes += countOf(i) * distance * distance * distance;
    }
    return squares > 0 ? cubes / (6 * std::pow(squares, 1.5)) : 0;
}

/// The reason why BCa cannot be had; else z0 and the acceleration are set.
std::string_view correct(Bootstrap& out, std::span<const double> jackknife, std::span<const double> counts)
{
    if (out.draws.front() == out.draws.back())
        return "all draws are equal";
    const double share = shareBelow(out.draws, out.estimate);
    if (share <= 0 || share >= 1)
        return "all draws lie on one side of the estimate";
    if (jackknife.empty() || !std::all_of(jackknife.begin(), jackknife.end(), [](double v) { return std::isfinite(v); }))
        return "undefined without one of the rows";
    out.bias = normalQuantile(share);
    out.acceleration = accelerationOf(jackknife, counts);
    return {};
}

} // namespace

Bootstrap undefinedBootstrap(std::string_view reason, double level)
{
    Bootstrap out;
    out.interval.level = level;
    out.fallback = reason;
    return out;
}

Bootstrap bcaFromDraws(
    double estimate, std::vector<double> draws, std::span<const double> jackknife, double level, std::span<const double> counts)
{
    Bootstrap out;
    out.estimate = estimate;
    out.interval.level = level;
    const auto defined = std::remove_if(draws.begin(), draws.end(), [](double value) { return !std::isfinite(value); });
    out.undefinedDraws = static_cast<std::size_t>(draws.end() - defined);
    draws.erase(defined, draws.end());
    std::sort(draws.begin(), draws.end());
    out.draws = std::move(draws);
    if (!std::isfinite(estimate) || out.draws.size() < 2) {
        out.fallback = std::isfinite(estimate) ? "undefined in all draws" : "undefined on the rows themselves";
        return out;
    }
    out.standardError = spreadOf(out.draws);
    out.fallback = correct(out, jackknife, counts);
    const double z = normalDeviate(level);
    double low = normalShare(-z);
    double high = normalShare(z);
    if (out.fallback.empty()) {
        const auto moved = [&](double at) { return out.bias + (out.bias + at) / (1 - out.acceleration * (out.bias + at)); };
        if (out.acceleration * (out.bias + z) < 1 && out.acceleration * (out.bias - z) < 1) {
            low = normalShare(moved(-z));
            high = normalShare(moved(z));
        } else {
            out.fallback = "the acceleration is too great";
        }
    }
    if (!out.fallback.empty())
        out.bias = out.acceleration = 0;
    out.interval = {quantileOfSorted(out.draws, low), quantileOfSorted(out.draws, high), level,
        out.fallback.empty() ? "BCa bootstrap" : "percentile bootstrap"};
    return out;
}

double bootstrapP(const Bootstrap& bootstrap, double value)
{
    if (!bootstrap.interval.defined())
        return std::numeric_limits<double>::quiet_NaN();
    const double least = 1 / (static_cast<double>(bootstrap.draws.size()) + 1);
    const double share = std::clamp(shareBelow(bootstrap.draws, value), least, 1 - least);
    const double moved = normalQuantile(share) - bootstrap.bias;
    const double divisor = 1 + bootstrap.acceleration * moved;
    if (divisor <= 0)
        return 2 * least;
    const double tail = normalShare(-std::abs(moved / divisor - bootstrap.bias));
    return std::clamp(2 * tail, 2 * least, 1.0);
}

} // namespace wg::mlmetrics
