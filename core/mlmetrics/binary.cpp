#include "core/mlmetrics/binary.h"

#include <array>
#include <cmath>

namespace wg::mlmetrics {
namespace {

constexpr std::string_view kNoRows = "no rows";

} // namespace

BinaryCounts countBinary(
    std::span<const std::uint8_t> actual, std::span<const std::uint8_t> decided, std::span<const double> weights)
{
    std::array<double, 4> sums{}; // [2 * actual + decided]
    if (weights.empty()) {
        std::array<std::uint64_t, 4> counts{};
        for (std::size_t i = 0; i < actual.size(); ++i)
            ++counts[2U * actual[i] + decided[i]];
        for (std::size_t i = 0; i < 4; ++i)
            sums[i] = static_cast<double>(counts[i]);
    } else {
        for (std::size_t i = 0; i < actual.size(); ++i)
            sums[2U * actual[i] + decided[i]] += weights[i];
    }
    return {.truePositives = sums[3], .falsePositives = sums[1], .trueNegatives = sums[0], .falseNegatives = sums[2]};
}

Metric accuracy(const BinaryCounts& c)
{
    return ratio(c.truePositives + c.trueNegatives, c.total(), kNoRows);
}

Metric precision(const BinaryCounts& c)
{
    return ratio(
        c.truePositives, c.truePositives + c.falsePositives, c.total() == 0 ? kNoRows : "nothing was decided positive");
}

Metric recall(const BinaryCounts& c)
{
    return ratio(c.truePositives, c.positives(), c.total() == 0 ? kNoRows : "no positive label");
}

Metric specificity(const BinaryCounts& c)
{
    return ratio(c.trueNegatives, c.negatives(), c.total() == 0 ? kNoRows : "no negative label");
}

Metric f1(const BinaryCounts& c)
{
    return ratio(2 * c.truePositives, 2 * c.truePositives + c.falsePositives + c.falseNegatives,
        c.total() == 0 ? kNoRows : "no positive label and nothing was decided positive");
}

Metric balancedAccuracy(const BinaryCounts& c)
{
    const Metric positive = recall(c);
    const Metric negative = specificity(c);
    if (c.total() == 0)
        return undefined(kNoRows);
    if (!positive.defined() || !negative.defined())
        return positive.defined() ? positive : negative;
    return {(positive.value + negative.value) / 2};
}

Metric mcc(const BinaryCounts& c)
{
    if (c.total() == 0)
        return undefined(kNoRows);
    if (c.positives() == 0 || c.negatives() == 0)
        return undefined("only one class");
    const double found = c.truePositives + c.falsePositives;
    const double left = c.trueNegatives + c.falseNegatives;
    if (found == 0 || left == 0)
        return undefined("every decision is the same class");
    const double scale = std::sqrt(found * left * c.positives() * c.negatives());
    return {(c.truePositives * c.trueNegatives - c.falsePositives * c.falseNegatives) / scale};
}

} // namespace wg::mlmetrics
