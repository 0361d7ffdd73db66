// Panels of older Grafanas read as today's: graph as time series, singlestat as stat or gauge. Private to core/dashboard.
#pragma once

#include "core/dashboard/document.h"
#include "core/dashboard/json_access.h"

namespace wg::dashboard {

/// The kind of panel a type is read as: itself for today's.
[[nodiscard]] std::string modernType(const Json& panel);
/// Fills defaults, overrides and options of a panel whose type modernType() changed. The JSON stays as it is.
void readLegacy(const Json& json, Panel& panel);

} // namespace wg::dashboard
