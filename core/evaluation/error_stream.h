// How wrong each row is: what change detectors watch. Internal to over_time.
#pragma once

#include "core/evaluation/group_metrics.h"

namespace wg::evaluation {

struct ErrorStream {
    std::vector<double> errors; ///< one per row, in the order of the rows; empty: the log does not say what is wrong
    bool decisions = false; ///< every error is 0 or 1
};
/// Wrong decisions; |predicted - actual| of regressions; 1 - score of language models with scores in [0,1].
[[nodiscard]] ErrorStream errorsOf(const ModelData& data, const Rows& rows);

} // namespace wg::evaluation
