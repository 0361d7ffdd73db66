#include "core/evaluation/operating_point.h"

#include "core/mlmetrics/sweep.h"
#include "core/mlmetrics/wilson.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wg::evaluation {
namespace {

std::map<std::string, Interval> intervalsOf(const mlmetrics::BinaryCounts& counts, double level)
{
    std::map<std::string, Interval> out;
    const auto add = [&](const char* key, const Interval& interval) {
        if (interval.defined())
            out.emplace(key, interval);
    };
    const mlmetrics::ProportionIntervals proportions = mlmetrics::proportionIntervals(counts, level);
    add("accuracy", proportions.accuracy);
    add("precision", proportions.precision);
    add("recall", proportions.recall);
    add("specificity", proportions.specificity);
    Interval f1 =
        mlmetrics::wilson(counts.truePositives, counts.truePositives + counts.falsePositives + counts.falseNegatives, level);
    f1.low = 2 * f1.low / (1 + f1.low);
    f1.high = 2 * f1.high / (1 + f1.high);
    add("f1", f1);
    return out;
}

} // namespace

std::map<std::string, Interval> intervalsAt(const Group& group, double threshold, double level)
{
    if (!group.thresholds)
        return {};
    return intervalsOf(mlmetrics::rowsAt(*group.thresholds, threshold), level);
}

std::map<std::string, Interval> intervalsOf(const Confusion& confusion, double level)
{
    if (confusion.matrix.size() != 2)
        return {};
    const auto cell = [&](std::size_t actual, std::size_t predicted) {
        return static_cast<double>(confusion.matrix[actual][predicted]);
    };
    return intervalsOf(mlmetrics::BinaryCounts{cell(1, 1), cell(0, 1), cell(0, 0), cell(1, 0)}, level);
}

double costOf(const Confusion& binary, const CostWeights& weights)
{
    if (binary.matrix.size() != 2)
        return std::numeric_limits<double>::quiet_NaN();
    return weights.falsePositive * static_cast<double>(binary.matrix[0][1])
        + weights.falseNegative * static_cast<double>(binary.matrix[1][0]);
}

std::optional<ThresholdChoice> leastCost(const ThresholdTable& table, const CostWeights& weights)
{
    if (table.score.empty())
        return std::nullopt;
    const auto positives = static_cast<double>(table.positives);
    ThresholdChoice best{
        std::nextafter(table.score.front(), std::numeric_limits<double>::infinity()), weights.falseNegative * positives};
    for (std::size_t i = 0; i < table.score.size(); ++i) {
        const double cost = weights.falsePositive * static_cast<double>(table.falsePositives[i])
            + weights.falseNegative * (positives - static_cast<double>(table.truePositives[i]));
        if (cost < best.value)
            best = {table.score[i], cost};
    }
    return best;
}

std::optional<ThresholdChoice> withinFalsePositiveRate(const ThresholdTable& table, double most)
{
    if (table.negatives == 0)
        return std::nullopt;
    const auto negatives = static_cast<double>(table.negatives);
    const auto rate = [&](std::uint64_t falsePositives) { return static_cast<double>(falsePositives) / negatives; };
    const auto beyond = std::ranges::partition_point(
        table.falsePositives, [&](std::uint64_t falsePositives) { return rate(falsePositives) <= most; });
    if (beyond == table.falsePositives.begin())
        return std::nullopt;
    const auto at = static_cast<std::size_t>(beyond - table.falsePositives.begin()) - 1;
    return ThresholdChoice{table.score[at], rate(table.falsePositives[at])};
}

} // namespace wg::evaluation
