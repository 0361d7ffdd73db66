// The JSON behind a Document. Private to core/dashboard.
#pragma once

#include "core/dashboard/document.h"
#include "core/dashboard/json_access.h"
#include "core/dashboard/rows.h"

#include <functional>

namespace wg::dashboard {

/// Every panel of a list with where it stands ("panels[3].panels[0]"), in reading order, a row's panels behind it.
void visitPanels(Json& list, const std::string& path, const std::function<void(Json&, const std::string&)>& visit);
/// Panels without an id, or with one already taken, get the next free one.
void giveIds(Json& dashboard);
/// A panel as Grafana writes it.
[[nodiscard]] Json writePanel(const Panel& panel);

struct Document::File {
    Json root;
    std::string wrapper; ///< "dashboard", "spec", or empty: the root is the dashboard

    Json& dashboard() { return wrapper.empty() ? root : root[wrapper]; }

    /// Edits of panels write today's form: gridPos instead of rows, and an id for every panel.
    void prepareForEdit()
    {
        if (hasRows(dashboard()))
            rowsToGrid(dashboard());
        if (!member(dashboard(), "panels").is_array())
            dashboard()["panels"] = Json::array();
        giveIds(dashboard());
    }

    Json* panel(int id)
    {
        Json* found = nullptr;
        visitPanels(dashboard()["panels"], "panels", [&](Json& candidate, const std::string&) {
            if (found == nullptr && intOf(member(candidate, "id"), 0) == id)
                found = &candidate;
        });
        return found;
    }
};

} // namespace wg::dashboard
