// Which rows are behind a figure: a cell of a confusion matrix, a range of scores or residuals.
#pragma once

#include "core/evaluation/compare.h"
#include "core/evaluation/slices.h"

#include <optional>
#include <utility>
#include <vector>

namespace wg::evaluation {

struct RowChoice {
    std::optional<std::uint32_t> actual, predicted; ///< classes, as indices into Confusion::labels
    std::optional<std::pair<double, double>> range; ///< both ends belong to it; of scores, or, in a regression, of residuals
    std::optional<double> threshold; ///< binary: decides; unset: as logged
    std::optional<Slice> slice; ///< within these rows only
};

/// Indices into OpenedLog::table, ascending.
[[nodiscard]] Result<std::vector<std::uint32_t>> chooseRows(
    const Contender& contender, const RowChoice& choice, const CancelToken& cancel);

} // namespace wg::evaluation
