// A binary group at one threshold: intervals of its metrics, its cost, and thresholds that keep to a limit. All of a slider's
// step is O(log n); the choices are one pass over the table.
#pragma once

#include "core/evaluation/threshold_choice.h"

#include <map>
#include <optional>
#include <string>

namespace wg::evaluation {

/// Intervals that follow from the counts at the threshold: Wilson for accuracy, precision, recall, specificity; for F1 that of
/// TP / (TP + FP + FN), carried over by F1 = 2J / (1 + J). Keys as in Group::metrics. Empty without a table.
[[nodiscard]] std::map<std::string, Interval> intervalsAt(const Group& group, double threshold, double level);
/// The same from the group's confusion matrix: where a prediction column decided. Binary groups only.
[[nodiscard]] std::map<std::string, Interval> intervalsOf(const Confusion& confusion, double level);

struct CostWeights {
    double falsePositive = 1, falseNegative = 1; ///< of one row
    bool operator==(const CostWeights&) const = default;
};
/// falsePositive * FP + falseNegative * FN, over rows.
[[nodiscard]] double costOf(const Confusion& binary, const CostWeights& weights);
/// Least cost; the highest threshold of equal ones, above all scores when "none" is cheapest. nullopt without scores.
[[nodiscard]] std::optional<ThresholdChoice> leastCost(const ThresholdTable& table, const CostWeights& weights);
/// The lowest threshold whose false positive rate is at most `most`; `value` is that rate. nullopt without negatives, or when
/// the highest score is above the limit already.
[[nodiscard]] std::optional<ThresholdChoice> withinFalsePositiveRate(const ThresholdTable& table, double most);

} // namespace wg::evaluation
