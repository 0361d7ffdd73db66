// What a threshold slider offers beside its value: where Youden's J and F1 are greatest, and scores binned by class.
#pragma once

#include "core/evaluation/result.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace wg::evaluation {

struct ThresholdChoice {
    double threshold = 0; ///< one of the table's scores: predicted positive is score >= threshold
    double value = 0; ///< of J or F1 there
};

/// Greatest TPR - FPR; the highest threshold of equal ones. nullopt with one class only.
[[nodiscard]] std::optional<ThresholdChoice> greatestYoudenJ(const ThresholdTable& table);
/// Greatest 2TP / (2TP + FP + FN); the highest threshold of equal ones. nullopt without positives.
[[nodiscard]] std::optional<ThresholdChoice> greatestF1(const ThresholdTable& table);

/// [0, 1] when every score lies there, else least to greatest score. `to` > `from` always.
struct ScoreRange {
    double from = 0;
    double to = 1;
};
[[nodiscard]] ScoreRange scoreRange(const ThresholdTable& table);

/// Counts per class in bins of equal width over scoreRange(); [from, to) but the last, which holds its end.
struct ScoreBins {
    ScoreRange range;
    std::vector<std::uint64_t> positives;
    std::vector<std::uint64_t> negatives;
};
[[nodiscard]] ScoreBins binScores(const ThresholdTable& table, std::size_t bins);

} // namespace wg::evaluation
