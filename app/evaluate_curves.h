// The curves of `evaluate --curves DIR`: points as CSV, pictures as PNG.
#pragma once

#include "app/command.h"
#include "core/base/result.h"
#include "core/evaluation/result.h"

#include <string>
#include <vector>

namespace wg::app {

/// Writes <log>[.<group>].roc.csv (threshold,fpr,tpr) and .pr.csv (threshold,precision,recall), all thresholds, descending; and
/// .det.csv, .gain.csv, .lift.csv, .f1.csv, … of the further curves and .calibration.csv of the bins, of every group that has
/// them, into `folder`, which is made when it is not there. Gives the paths.
[[nodiscard]] Result<std::vector<std::string>> writeCurves(
    const std::vector<evaluation::LogResult>& logs, const std::string& folder);

/// Writes <log>.roc.png, .pr.png, .calibration.png, .det.png, .gain.png and .lift.png, 800 x 600, with the curves of all groups
/// in one picture. Makes a QApplication without a display. Gives the paths.
[[nodiscard]] Result<std::vector<std::string>> drawCurves(
    const std::vector<evaluation::LogResult>& logs, const std::string& folder, Runner& runner);

/// "two" of "data/two.csv", as one harmless file name; a second "two" becomes "two-2" as long as `logs` has one before it.
[[nodiscard]] std::vector<std::string> fileStems(const std::vector<evaluation::LogResult>& logs);

} // namespace wg::app
