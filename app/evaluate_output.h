// What `evaluate` prints for people. (JSON is core/evaluation's: report.h.)
#pragma once

#include "core/evaluation/report.h"

#include <string>
#include <vector>

namespace wg::app {

/// Aligned columns, no control characters. Undefined metrics are shown with their reason. `metrics`: keys to show; empty: the
/// usual ones.
[[nodiscard]] std::string evaluateTable(const evaluation::Report& report, const std::vector<std::string>& metrics);
/// The same as Markdown, fit for a pull request. A text cell that a sheet could take for a formula (= + - @ at its start) gets
/// a leading '. Fingerprints stand at the end.
[[nodiscard]] std::string evaluateMarkdown(const evaluation::Report& report, const std::vector<std::string>& metrics);

/// "[0.92, 0.93]"
[[nodiscard]] std::string intervalText(const evaluation::Interval& interval);

} // namespace wg::app
