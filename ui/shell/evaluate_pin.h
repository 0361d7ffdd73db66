// What of the Evaluate page can stand on a dashboard: panels that name the log and its models, and series eval_* of PromQL.
#pragma once

#include "core/dashboard/document.h"

#include <string>
#include <vector>

namespace wg::ui::shell {

enum class Pin { Roc, PrecisionRecall, Confusion, Metrics };

/// A panel without a place; the dashboard gives it one. `metrics`: keys of Pin::Metrics, shown as numbers by eval_<key>.
[[nodiscard]] dashboard::Panel pinnedPanel(
    Pin what, const std::string& logName, const std::vector<std::string>& models, const std::vector<std::string>& metrics);

} // namespace wg::ui::shell
