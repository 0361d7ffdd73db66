// Which alert a panel wears: a rule belongs to a panel when its annotations say so as Grafana's do (__dashboardUid__,
// __panelId__), else when its expression selects a metric that the panel queries.
#pragma once

#include "core/runtime/alerting/alert_service.h"
#include "ui/panels/panel_view.h"

#include <string>
#include <vector>

namespace wg::ui::shell {

[[nodiscard]] bool belongsTo(const alerting::RuleStatus& rule, const dashboard::Panel& panel, const std::string& dashboardUid);

/// The strip of these rules within `range`: at each time the worst of their states, nothing where none is known. What a rule
/// was found in last lasts until `now`, unless it was not evaluated for long.
[[nodiscard]] std::vector<panels::AlertSummary::Span> alertStrip(
    const std::vector<const alerting::RuleStatus*>& rules, TimeRange range, TimeMs now);

/// The worst of the panel's rules, how long it lasts, and the strip of all of them within `range`. State None: no rule belongs.
[[nodiscard]] panels::AlertSummary alertFor(const dashboard::Panel& panel, const std::string& dashboardUid,
    const std::vector<alerting::RuleStatus>& rules, TimeRange range, TimeMs now);

/// Lines of the alert list: one an alert, one for a rule that has none; worst first, then by name.
[[nodiscard]] std::vector<panels::AlertRow> alertRows(const std::vector<alerting::RuleStatus>& rules, TimeMs now);

} // namespace wg::ui::shell
