// Dashboards before schema version 16 place panels in rows of twelve spans: here they get gridPos. Private to core/dashboard.
#pragma once

#include "core/dashboard/json_access.h"

#include <string>
#include <vector>

namespace wg::dashboard {

/// Has `rows` and no `panels` of its own.
[[nodiscard]] bool hasRows(const Json& dashboard);

/// Grafana's DashboardMigrator.upgradeToGridLayout: `rows` become `panels` with gridPos (and row panels where a row is
/// collapsed, repeated or shows its title), in place; the schema version becomes 16. Returns where each panel of the result
/// stood, in reading order with the panels of collapsed rows behind their row ("rows[0].panels[2]").
std::vector<std::string> rowsToGrid(Json& dashboard);

} // namespace wg::dashboard
