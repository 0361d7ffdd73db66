// What scorers gave to the samples of a language model's log.
#pragma once

#include "core/evaluation/opened_log.h"

#include <vector>

namespace wg::evaluation {

/// Values of the rows, NaN where there is none; verdicts as numbers.
[[nodiscard]] std::vector<double> sampleScores(const OpenedLog& log, ColumnIndex column, const Rows& rows);

} // namespace wg::evaluation
