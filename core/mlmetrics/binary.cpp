#include "core/mlmetrics/binary.h"

#include <array>
#include <cmath>

namespace wg::mlmetrics {
namespace {

constexpr std::string_view kNoRows = "no rows";
constexpr std::string_view kNoPositive = "no positive label";
constexpr std::string_view kNoNegative = "no negative label";
constexpr std::string_view kNothingThere = "no positive label and nothing was decided positive";

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
    return ratio(c.truePositives, c.positives(), c.total() == 0 ? kNoRows : kNoPositive);
}

Metric specificity(const BinaryCounts& c)
{
    return ratio(c.trueNegatives, c.negatives(), c.total() == 0 ? kNoRows : kNoNegative);
}

Metric f1(const BinaryCounts& c)
{
    return ratio(2 * c.truePositives, 2 * c.truePositives + c.falsePositives + c.falseNegatives,
        c.total() == 0 ? kNoRows : kNothingThere);
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

Metric fBeta(const BinaryCounts& c, double beta)
{
    const double b2 = beta * beta;
    return ratio((1 + b2) * c.truePositives, (1 + b2) * c.truePositives + b2 * c.falseNegatives + c.falsePositives,
        c.total() == 0 ? kNoRows : kNothingThere);
}

Metric kappa(const BinaryCounts& c)
{
    const double found = c.truePositives + c.falsePositives;
    const double left = c.trueNegatives + c.falseNegatives;
    return ratio(2 * (c.truePositives * c.trueNegatives - c.falsePositives * c.falseNegatives),
        found * c.negatives() + c.positives() * left,
        c.total() == 0 ? kNoRows : "every label and every decision is the same class");
}

Metric youdenJ(const BinaryCounts& c)
{
    const Metric positive = recall(c);
    const Metric negative = specificity(c);
    if (!positive.defined() || !negative.defined())
        return positive.defined() ? negative : positive;
    return {positive.value + negative.value - 1};
}

Metric falsePositiveRate(const BinaryCounts& c)
{
    return ratio(c.falsePositives, c.negatives(), c.total() == 0 ? kNoRows : kNoNegative);
}

Metric falseNegativeRate(const BinaryCounts& c)
{
    return ratio(c.falseNegatives, c.positives(), c.total() == 0 ? kNoRows : kNoPositive);
}

Metric negativePredictiveValue(const BinaryCounts& c)
{
    return ratio(
        c.trueNegatives, c.trueNegatives + c.falseNegatives, c.total() == 0 ? kNoRows : "nothing was decided negative");
}

Metric prevalence(const BinaryCounts& c)
{
    return ratio(c.positives(), c.total(), kNoRows);
}

Metric jaccard(const BinaryCounts& c)
{
    return ratio(
        c.truePositives, c.truePositives + c.falsePositives + c.falseNegatives, c.total() == 0 ? kNoRows : kNothingThere);
}

Metric positiveLikelihoodRatio(const BinaryCounts& c)
{
    const Metric positive = recall(c);
    const Metric negative = falsePositiveRate(c);
    if (!positive.defined() || !negative.defined())
        return positive.defined() ? negative : positive;
    return ratio(positive.value, negative.value, "no negative was decided positive");
}

Metric negativeLikelihoodRatio(const BinaryCounts& c)
{
    const Metric positive = falseNegativeRate(c);
    const Metric negative = specificity(c);
    if (!positive.defined() || !negative.defined())
        return positive.defined() ? negative : positive;
    return ratio(positive.value, negative.value, "no negative was decided negative");
}

Metric diagnosticOddsRatio(const BinaryCounts& c)
{
    return ratio(c.truePositives * c.trueNegatives, c.falsePositives * c.falseNegatives,
        c.total() == 0 ? kNoRows : "no decision of one kind is wrong");
}

Metric fowlkesMallows(const BinaryCounts& c)
{
    const Metric found = precision(c);
    const Metric positive = recall(c);
    if (!found.defined() || !positive.defined())
        return positive.defined() ? found : positive;
    return {std::sqrt(found.value * positive.value)};
}

Metric lift(const BinaryCounts& c)
{
    const Metric found = precision(c);
    if (!found.defined())
        return found;
    return ratio(found.value, prevalence(c).value, kNoPositive);
}

Metric cost(const BinaryCounts& c, double falsePositive, double falseNegative)
{
    return ratio(c.falsePositives * falsePositive + c.falseNegatives * falseNegative, c.total(), kNoRows);
}

} // namespace wg::mlmetrics
