// Counts at thresholds of a binary score, for one that the user moves: BinaryScores::table (binary_scores.h).
#pragma once

#include "core/mlmetrics/binary.h"

#include <cstdint>
#include <vector>

namespace wg::mlmetrics {

/// Thresholds, descending, with cumulated counts of the rows whose score is >= score[i]. The last has all rows.
struct Sweep {
    std::vector<double> score;
    std::vector<std::uint64_t> truePositives, falsePositives; ///< rows
    std::uint64_t positives = 0, negatives = 0; ///< rows in all
    std::vector<double> weightedTruePositives = {}, weightedFalsePositives = {}; ///< sums of weights; empty without weights
};

/// Sums of weights where the sweep has them, else rows. O(log n). Decided positive: score >= threshold.
[[nodiscard]] BinaryCounts countsAt(const Sweep& sweep, double threshold);
/// The same over rows, whatever the weights.
[[nodiscard]] BinaryCounts rowsAt(const Sweep& sweep, double threshold);

} // namespace wg::mlmetrics
