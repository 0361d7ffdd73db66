// Panels, targets and variables of dashboard JSON into the model. Private to core/dashboard.
#pragma once

#include "core/dashboard/document.h"
#include "core/dashboard/json_access.h"

#include <set>

namespace wg::dashboard {

/// What reading panels needs to know of the whole dashboard, and what it finds.
struct ReadContext {
    const Json& dashboard;
    std::set<std::string> variableNames; ///< "${DS_X}" is a data source only if it is no variable
    Warnings warnings;
    std::set<std::string> said; ///< things worth one warning, not one per panel
};

[[nodiscard]] Panel readPanel(const Json& json, const std::string& path, ReadContext& context);
[[nodiscard]] std::vector<Variable> readVariables(const Json& dashboard);
/// The uid or name of null, a string or {type, uid}; empty stands for the default one.
[[nodiscard]] std::string readDatasource(const Json& json, ReadContext& context);

} // namespace wg::dashboard
