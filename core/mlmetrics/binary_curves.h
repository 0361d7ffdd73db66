// Curves from counts at thresholds; binary_scores.h names them. For summarise().
#pragma once

#include "core/mlmetrics/curves.h"
#include "core/mlmetrics/score_pass.h"

#include <span>
#include <vector>

namespace wg::mlmetrics {

struct BinaryCurves {
    CurvePoints roc, pr;
    std::vector<NamedCurvePoints> others;
};

/// `points` descend and end with all rows. `error` as of simplify(), 0 or less: all points.
[[nodiscard]] BinaryCurves binaryCurves(
    std::span<const ScorePoint> points, const PassOptions& totals, double error, unsigned threads);

} // namespace wg::mlmetrics
