#include "core/mlmetrics/wilson.h"

#include <algorithm>
#include <cmath>

namespace wg::mlmetrics {

Interval wilson(double successes, double trials, double level)
{
    Interval out{.level = level, .method = "Wilson"};
    if (!(trials > 0))
        return out;
    const double p = successes / trials;
    const double z = normalDeviate(level);
    const double centre = 2 * successes + z * z;
    const double reach = z * std::sqrt(z * z + 4 * successes * (1 - p));
    const double scale = 2 * (trials + z * z);
    out.low = successes <= 0 ? 0 : (centre - reach) / scale;
    out.high = successes >= trials ? 1 : (centre + reach) / scale;
    return out;
}

Interval newcombeDifference(double successes1, double trials1, double successes2, double trials2, double level)
{
    const Interval first = wilson(successes1, trials1, level);
    const Interval second = wilson(successes2, trials2, level);
    Interval out{.level = level, .method = "Newcombe"};
    if (!first.defined() || !second.defined())
        return out;
    const double p1 = successes1 / trials1;
    const double p2 = successes2 / trials2;
    out.low = p1 - p2 - std::hypot(p1 - first.low, second.high - p2);
    out.high = p1 - p2 + std::hypot(first.high - p1, p2 - second.low);
    return out;
}

double effectiveShare(std::span<const double> weights)
{
    double sum = 0;
    double squares = 0;
    for (const double weight : weights) {
        sum += weight;
        squares += weight * weight;
    }
    return weights.empty() ? 1 : sum / squares;
}

ProportionIntervals proportionIntervals(const BinaryCounts& counts, double level, double share)
{
    const auto of = [&](double successes, double failures) {
        return wilson(successes * share, (successes + failures) * share, level);
    };
    const BinaryCounts& c = counts;
    return {.accuracy = of(c.truePositives + c.trueNegatives, c.falsePositives + c.falseNegatives),
        .precision = of(c.truePositives, c.falsePositives),
        .recall = of(c.truePositives, c.falseNegatives),
        .specificity = of(c.trueNegatives, c.falsePositives),
        .negativePredictiveValue = of(c.trueNegatives, c.falseNegatives),
        .falsePositiveRate = of(c.falsePositives, c.trueNegatives),
        .falseNegativeRate = of(c.falseNegatives, c.truePositives),
        .prevalence = of(c.positives(), c.negatives())};
}

} // namespace wg::mlmetrics
