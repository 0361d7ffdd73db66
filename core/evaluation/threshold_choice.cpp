#include "core/evaluation/threshold_choice.h"

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

} // namespace wg::evaluation
