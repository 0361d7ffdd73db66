// What a threshold slider offers beside its value: where Youden's J and F1 are greatest, and its range.
#pragma once

#include "core/evaluation/result.h"

#include <optional>

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

} // namespace wg::evaluation
