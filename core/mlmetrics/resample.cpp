#include "core/mlmetrics/resample.h"

#include <algorithm>
#include <cmath>

namespace wg::mlmetrics {
namespace {

/// log(k!) - (log sqrt(2 pi) + (k + 1/2) log(k + 1) - (k + 1)), the correction of Stirling's formula.
double stirlingTail(double k)
{
    static constexpr double kFirst[] = {0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.0207906721037650,
        0.0166446911898211, 0.0138761288230707, 0.0118967099458917, 0.0104112652619720, 0.00925546218271273,
        0.00833056343336287};
    if (k < 10)
        return kFirst[static_cast<int>(k)];
    const double square = (k + 1) * (k + 1);
    return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (k + 1);
}

/// Sequential search from 0; p <= 1/2 and trials * p small.
std::uint64_t invertBinomial(SplitMix& random, std::uint64_t trials, double p)
{
    const double odds = p / (1 - p);
    double chance = std::pow(1 - p, static_cast<double>(trials));
    double left = random.uniform();
    std::uint64_t k = 0;
    while (left > chance && k < trials) {
        left -= chance;
        ++k;
        chance *= odds * static_cast<double>(trials - k + 1) / static_cast<double>(k);
    }
    return k;
}

/// Transformed rejection with squeeze; p <= 1/2 and trials * p >= 10.
std::uint64_t rejectBinomial(SplitMix& random, std::uint64_t trials, double p)
{
    const auto n = static_cast<double>(trials);
    const double spread = std::sqrt(n * p * (1 - p));
    const double b = 1.15 + 2.53 * spread;
    const double a = -0.0873 + 0.0248 * b + 0.01 * p;
    const double c = n * p + 0.5;
    const double alpha = (2.83 + 5.1 / b) * spread;
    const double vr = 0.92 - 4.2 / b;
    const double mode = std::floor((n + 1) * p);
    for (;;) {
        const double u = random.uniform() - 0.5;
        double v = random.uniform();
        const double us = 0.5 - std::abs(u);
        const double k = std::floor((2 * a / us + b) * u + c);
        if (k < 0 || k > n)
            continue;
        if (us >= 0.07 && v <= vr)
            return static_cast<std::uint64_t>(k);
        v = std::log(v * alpha / (a / (us * us) + b));
        const double bound = (mode + 0.5) * std::log((mode + 1) / (p / (1 - p) * (n - mode + 1)))
            + (n + 1) * std::log((n - mode + 1) / (n - k + 1)) + (k + 0.5) * std::log(p / (1 - p) * (n - k + 1) / (k + 1))
            + stirlingTail(mode) + stirlingTail(n - mode) - stirlingTail(k) - stirlingTail(n - k);
        if (v <= bound)
            return static_cast<std::uint64_t>(k);
    }
}

constexpr std::size_t kBlock = 32768; // counters of a block stay in a level 2 cache

void drawBlock(SplitMix& random, std::uint64_t draws, std::span<std::uint32_t> out)
{
    const std::uint64_t size = out.size();
    for (; draws >= 2; draws -= 2) {
        const std::uint64_t bits = random.next();
        ++out[((bits & 0xffffffffU) * size) >> 32];
        ++out[((bits >> 32) * size) >> 32];
    }
    if (draws == 1)
        ++out[((random.next() >> 32) * size) >> 32];
}

} // namespace

std::uint64_t drawBinomial(SplitMix& random, std::uint64_t trials, double p)
{
    if (trials == 0 || p <= 0)
        return 0;
    if (p >= 1)
        return trials;
    if (p > 0.5)
        return trials - drawBinomial(random, trials, 1 - p);
    return static_cast<double>(trials) * p < 10 ? invertBinomial(random, trials, p) : rejectBinomial(random, trials, p);
}

void drawMultinomial(SplitMix& random, std::span<const double> cells, std::span<double> out)
{
    double rest = 0;
    for (const double cell : cells)
        rest += cell;
    auto left = static_cast<std::uint64_t>(rest);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::uint64_t drawn = rest > 0 ? drawBinomial(random, left, std::min(1.0, cells[i] / rest)) : 0;
        out[i] = static_cast<double>(drawn);
        left -= drawn;
        rest -= cells[i];
    }
}

void drawMultiplicities(SplitMix& random, std::span<std::uint32_t> out)
{
    std::fill(out.begin(), out.end(), 0U);
    std::uint64_t left = out.size();
    for (std::size_t begin = 0; begin < out.size(); begin += kBlock) {
        const std::size_t size = std::min(kBlock, out.size() - begin);
        const std::size_t rest = out.size() - begin;
        const std::uint64_t draws =
            size == rest ? left : drawBinomial(random, left, static_cast<double>(size) / static_cast<double>(rest));
        drawBlock(random, draws, out.subspan(begin, size));
        left -= draws;
    }
}

} // namespace wg::mlmetrics
