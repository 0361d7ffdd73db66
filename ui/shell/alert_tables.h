// The Alerts page's tables: what the chosen rule says, and its alerts as they stand now.
#pragma once

#include "core/runtime/alerting/alert_service.h"
#include "core/units/time_range.h"

namespace wg::ui::shell {

class CellTable;

void setRuleDetails(CellTable& table, const alerting::RuleStatus& rule, const units::Zone& zone, TimeMs now);
void setAlerts(CellTable& table, const alerting::RuleStatus& rule, const units::Zone& zone, TimeMs now);

} // namespace wg::ui::shell
