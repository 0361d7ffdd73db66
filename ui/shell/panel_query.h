// From a panel to the queries it sends: variables filled in, step chosen, range floored, source found. Pure.
#pragma once

#include "core/dashboard/interpolate.h"

#include <functional>
#include <string>
#include <vector>

namespace wg::ui::shell {

/// What the widget of a panel tells whoever queries for it.
struct PanelTraits {
    bool wantsRange = true; ///< false: the value at the range's end is enough
    int width = 800; ///< pixels: more points than that cannot be seen
};

struct PlannedQuery {
    std::string refId;
    std::string legendFormat; ///< variables filled in
    std::string expression;
    std::string datasource; ///< as the file says, variables filled in
    bool instant = false; ///< asked for at range.to, as given
    TimeRange range; ///< floored to the step when not instant
    DurationMs step = 0;
};

struct PlanContext {
    TimeRange range; ///< what the panel shows
    const dashboard::VariableValues* variables = nullptr;
    std::string dashboardTitle;
    std::function<DurationMs(const std::string& datasource)> scrapeInterval;
};

/// Hidden targets and targets without an expression send nothing.
[[nodiscard]] std::vector<PlannedQuery> planQueries(
    const dashboard::Panel& panel, const PanelTraits& traits, const PlanContext& context);

/// The panel as its widget gets it: variables filled in in the title, the description and a text panel's content.
[[nodiscard]] dashboard::Panel panelForView(const dashboard::Panel& panel, const PlanContext& context);

/// Names of the metrics that a PromQL expression selects, found by its words alone: also in expressions that are broken or
/// that our engine does not know yet.
[[nodiscard]] std::vector<std::string> metricNames(std::string_view expression);

} // namespace wg::ui::shell
