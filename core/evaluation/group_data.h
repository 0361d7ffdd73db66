// The rows of a group as flat arrays, as core/mlmetrics takes them. Order: that of the rows.
#pragma once

#include "core/evaluation/group_metrics.h"

#include <string>
#include <vector>

namespace wg::evaluation {

/// `column`'s numbers of these rows, NaN where missing.
[[nodiscard]] std::vector<double> gather(const logs::Numbers& column, const Rows& rows);
[[nodiscard]] std::vector<ClassCode> gather(const std::vector<ClassCode>& codes, const Rows& rows);
/// Weights of these rows; empty without --weights.
[[nodiscard]] std::vector<double> gatherWeights(const OpenedLog& log, const Rows& rows);

struct BinaryRows {
    std::vector<std::uint8_t> actual; ///< 1: positive
    std::vector<double> scores; ///< of the positive class; empty: there is no score column
    std::vector<double> weights; ///< empty: all 1
    bool probabilities = false; ///< every score lies in [0,1]
    std::optional<double> threshold; ///< decided positive is score >= threshold; unset: `decided` says
    std::vector<std::uint8_t> decided; ///< empty with a threshold, and when nothing decides
    std::string undecided; ///< why nothing decides; empty when something does

    [[nodiscard]] bool isDecided(std::size_t row) const { return threshold ? scores[row] >= *threshold : decided[row] != 0; }
    [[nodiscard]] mlmetrics::BinaryCounts counts(bool weighted) const;
};
[[nodiscard]] BinaryRows binaryRows(const ModelData& data, const Rows& rows);

struct ClassRows {
    std::vector<std::uint32_t> actual; ///< index into OpenedLog::classes
    std::vector<std::uint32_t> decided; ///< empty: nothing decides
    std::vector<std::vector<double>> probabilities; ///< one for each of OpenedLog::classes; empty: not known
    std::string noProbabilities; ///< why; empty when known
    std::vector<double> weights;

    [[nodiscard]] std::vector<std::span<const double>> columns() const { return {probabilities.begin(), probabilities.end()}; }
};
[[nodiscard]] ClassRows classRows(const ModelData& data, const Rows& rows);

struct NumberRows {
    std::vector<double> actual, predicted, weights;
    std::vector<double> low, high; ///< a predicted interval, where the log has columns of that name
};
/// Needs a prediction column.
[[nodiscard]] NumberRows numberRows(const ModelData& data, const Rows& rows);

} // namespace wg::evaluation
