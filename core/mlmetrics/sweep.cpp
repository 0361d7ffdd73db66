#include "core/mlmetrics/sweep.h"

#include <algorithm>
#include <functional>

namespace wg::mlmetrics {
namespace {

/// Cumulated counts as one type, whether the sweep has weights or not.
struct Cumulated {
    const Sweep& s;

    [[nodiscard]] bool weighted() const { return !s.weightedTruePositives.empty(); }
    [[nodiscard]] double tp(std::size_t i) const
    {
        return weighted() ? s.weightedTruePositives[i] : static_cast<double>(s.truePositives[i]);
    }
    [[nodiscard]] double fp(std::size_t i) const
    {
        return weighted() ? s.weightedFalsePositives[i] : static_cast<double>(s.falsePositives[i]);
    }
    [[nodiscard]] double positives() const { return s.score.empty() ? 0 : tp(s.score.size() - 1); }
    [[nodiscard]] double negatives() const { return s.score.empty() ? 0 : fp(s.score.size() - 1); }
};

std::size_t countAtLeast(const Sweep& sweep, double threshold)
{
    const auto end = std::upper_bound(sweep.score.begin(), sweep.score.end(), threshold, std::greater<>());
    return static_cast<std::size_t>(end - sweep.score.begin());
}

} // namespace

BinaryCounts countsAt(const Sweep& sweep, double threshold)
{
    const Cumulated sums{sweep};
    const std::size_t n = countAtLeast(sweep, threshold);
    const double tp = n == 0 ? 0 : sums.tp(n - 1);
    const double fp = n == 0 ? 0 : sums.fp(n - 1);
    return {.truePositives = tp,
        .falsePositives = fp,
        .trueNegatives = sums.negatives() - fp,
        .falseNegatives = sums.positives() - tp};
}

BinaryCounts rowsAt(const Sweep& sweep, double threshold)
{
    const std::size_t n = countAtLeast(sweep, threshold);
    const std::uint64_t tp = n == 0 ? 0 : sweep.truePositives[n - 1];
    const std::uint64_t fp = n == 0 ? 0 : sweep.falsePositives[n - 1];
    return {.truePositives = static_cast<double>(tp),
        .falsePositives = static_cast<double>(fp),
        .trueNegatives = static_cast<double>(sweep.negatives - fp),
        .falseNegatives = static_cast<double>(sweep.positives - tp)};
}

} // namespace wg::mlmetrics
