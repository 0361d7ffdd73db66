#include "core/evaluation/threshold_choice.h"

#include <algorithm>
#include <utility>

namespace wg::evaluation {
namespace {

template <class Measure>
std::optional<ThresholdChoice> greatest(const ThresholdTable& table, Measure measure)
{
    std::optional<ThresholdChoice> best;
    for (std::size_t i = 0; i < table.score.size(); ++i) {
        const double value = measure(static_cast<double>(table.truePositives[i]), static_cast<double>(table.falsePositives[i]));
        if (!best || value > best->value)
            best = ThresholdChoice{table.score[i], value};
    }
    return best;
}

} // namespace

std::optional<ThresholdChoice> greatestYoudenJ(const ThresholdTable& table)
{
    if (table.positives == 0 || table.negatives == 0)
        return std::nullopt;
    const auto positives = static_cast<double>(table.positives);
    const auto negatives = static_cast<double>(table.negatives);
    return greatest(table, [=](double tp, double fp) { return tp / positives - fp / negatives; });
}

std::optional<ThresholdChoice> greatestF1(const ThresholdTable& table)
{
    if (table.positives == 0)
        return std::nullopt;
    // TP + FN is the number of positives.
    const auto positives = static_cast<double>(table.positives);
    return greatest(table, [=](double tp, double fp) { return 2 * tp / (tp + fp + positives); });
}

ScoreRange scoreRange(const ThresholdTable& table)
{
    if (table.score.empty())
        return {};
    const double greatestScore = table.score.front();
    const double leastScore = table.score.back();
    if (leastScore >= 0 && greatestScore <= 1)
        return {};
    return {leastScore, greatestScore > leastScore ? greatestScore : leastScore + 1};
}

ScoreBins binScores(const ThresholdTable& table, std::size_t bins)
{
    ScoreBins out{scoreRange(table), std::vector<std::uint64_t>(bins), std::vector<std::uint64_t>(bins)};
    if (bins == 0)
        return out;
    // Halves first: the width of a range from -1e308 to 1e308 is not a double.
    const double halfWidth = out.range.to / 2 - out.range.from / 2;
    std::uint64_t truePositives = 0;
    std::uint64_t falsePositives = 0;
    for (std::size_t i = 0; i < table.score.size(); ++i) {
        const double share = (table.score[i] / 2 - out.range.from / 2) / halfWidth;
        const auto bin = std::min(static_cast<std::size_t>(std::max(0.0, share * static_cast<double>(bins))), bins - 1);
        out.positives[bin] += table.truePositives[i] - std::exchange(truePositives, table.truePositives[i]);
        out.negatives[bin] += table.falsePositives[i] - std::exchange(falsePositives, table.falsePositives[i]);
    }
    return out;
}

} // namespace wg::evaluation
