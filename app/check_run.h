// Evaluates rule files over sources for `watchglass check`. Blocking; needs a QCoreApplication.
#pragma once

#include "app/check_report.h"
#include "core/runtime/sources/source.h"

#include <memory>
#include <vector>

namespace wg::app {

/// Every alerting rule of every file on every source. A rule that has data in one source is not listed as "no data" for the
/// others. Failed queries are outcomes, not errors of the call; an error is a time that asks for too many evaluations.
[[nodiscard]] Result<CheckReport> runCheck(
    const std::vector<rules::RuleFile>& files, const std::vector<std::unique_ptr<sources::Source>>& sources, TimeRange range);

} // namespace wg::app
