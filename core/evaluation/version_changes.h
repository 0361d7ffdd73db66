// Where the version of a model changes, and whether the metric changed with it. Internal to over_time.
#pragma once

#include "core/evaluation/over_time.h"
#include "core/evaluation/windows.h"

#include "core/evaluation/group_metrics.h"

namespace wg::evaluation {

/// `rows` in order of time; `at`: the time of each position.
[[nodiscard]] Result<std::vector<VersionChange>> versionChanges(const ModelData& data, const OrderedRows& rows,
    const std::vector<TimeMs>& at, const std::string& metric, const OverTimeOptions& options, Warnings& notes,
    const CancelToken& cancel);

} // namespace wg::evaluation
