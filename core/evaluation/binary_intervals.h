// Intervals of a binary group's metrics: Wilson where they are proportions, the standard error where they are means, BCa
// bootstrap for the rest: over the four cells, which costs nothing, always; over rows only when asked for.
#pragma once

#include "core/evaluation/group_data.h"

#include <optional>

namespace wg::evaluation {

/// Between the numbers the two classes are called; nullopt when they are words.
[[nodiscard]] std::optional<double> labelDistance(const std::vector<std::string>& classes);
/// Adds to group.intervals for metrics the group has. Fails only with Cancelled.
[[nodiscard]] Result<void> addBinaryIntervals(const BinaryRows& rows, const std::vector<std::string>& classes,
    const EvaluateOptions& options, const CancelToken& cancel, Group& group);

/// Keys of EvaluateOptions::metrics; empty: all.
[[nodiscard]] bool wanted(const EvaluateOptions& options, std::string_view key);
/// All metrics that are functions of the four cells, then cost, mse, rmse, mae where labels are numbers.
[[nodiscard]] std::vector<std::string> cellKeys(const std::optional<double>& distance);
/// Their values in that order, NaN where undefined; `cells`: TP, FP, TN, FN.
void cellValues(
    std::span<const double> cells, const Costs& costs, const std::optional<double>& distance, std::span<double> out);

} // namespace wg::evaluation
