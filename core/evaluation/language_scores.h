// What scorers gave to the samples of a language model's log.
#pragma once

#include "core/evaluation/opened_log.h"

#include <vector>

namespace wg::evaluation {

/// Scores of the rows, NaN where there is none. Words are marks: Inspect's C, P, I and N, and true and false.
[[nodiscard]] std::vector<double> sampleScores(const OpenedLog& log, ColumnIndex column, const Rows& rows);

} // namespace wg::evaluation
