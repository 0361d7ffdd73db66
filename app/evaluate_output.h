// What `evaluate` prints for people, and the curves it writes. (JSON is core/evaluation's.)
#pragma once

#include "core/base/result.h"
#include "core/evaluation/result.h"

#include <string>
#include <vector>

namespace wg::app {

/// Aligned columns, no control characters. Undefined metrics are shown with their reason.
[[nodiscard]] std::string evaluateTable(const std::vector<evaluation::LogResult>& logs);
/// The same as Markdown tables. A text cell that a sheet could take for a formula (= + - @ at its start) gets a leading '.
[[nodiscard]] std::string evaluateMarkdown(const std::vector<evaluation::LogResult>& logs);

/// Writes <log>[.<group>].roc.csv (threshold,fpr,tpr) and .pr.csv (threshold,precision,recall) of every group that has curves
/// into `folder`, which is made when it is not there. All thresholds, descending. Gives the paths.
[[nodiscard]] Result<std::vector<std::string>> writeCurves(
    const std::vector<evaluation::LogResult>& logs, const std::string& folder);

} // namespace wg::app
