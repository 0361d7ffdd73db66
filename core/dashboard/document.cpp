#include "core/dashboard/document.h"

#include "core/dashboard/document_file.h"
#include "core/dashboard/read_panel.h"
#include "core/dashboard/rows.h"
#include "core/formats/json.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

namespace wg::dashboard {
namespace {

constexpr std::size_t kMaxPanels = 2000;

/// Keys of which a dashboard has at least one; anything else is some other JSON.
constexpr const char* kSigns[] = {"panels", "rows", "templating", "schemaVersion"};

bool looksLikeDashboard(const Json& json)
{
    return json.is_object()
        && std::any_of(std::begin(kSigns), std::end(kSigns), [&](const char* key) { return json.contains(key); });
}

} // namespace

Result<Document> Document::parse(std::string_view json, const std::string& fileName)
{
    WG_TRY(auto root, formats::parseJson(json, fileName));
    Document document;
    document.m_file = std::make_shared<File>();
    const std::string api = stringOf(member(root, "apiVersion"));
    if (looksLikeDashboard(member(root, "dashboard")))
        document.m_file->wrapper = "dashboard";
    else if (api.starts_with("dashboard.grafana.app/") && looksLikeDashboard(member(root, "spec")))
        document.m_file->wrapper = "spec";
    if (member(root, "spec", "elements").is_object() || member(root, "elements").is_object())
        return fail(ErrorCode::Unsupported,
            "this is a dashboard of Grafana's schema v2, which is not supported yet; export it with the classic model",
            Position{fileName});
    document.m_file->root = std::move(root);
    const auto& dashboard = document.m_file->dashboard();
    if (!looksLikeDashboard(dashboard))
        return fail(ErrorCode::Parse, "this JSON is not a Grafana dashboard: it has neither panels, rows nor templating",
            Position{fileName});
    std::size_t panels = 0;
    auto copy = dashboard;
    if (hasRows(copy))
        rowsToGrid(copy);
    visitPanels(copy["panels"], "panels", [&](Json&, const std::string&) { ++panels; });
    if (panels > kMaxPanels)
        return fail(ErrorCode::Limit, fmt::format("the dashboard has {} panels; at most {} are read", panels, kMaxPanels),
            Position{fileName});
    document.reload();
    return document;
}

Document Document::empty(std::string title)
{
    Document document;
    document.m_file = std::make_shared<File>();
    document.m_file->root = {{"annotations", {{"list", Json::array()}}}, {"editable", true}, {"graphTooltip", 1},
        {"id", nullptr}, {"links", Json::array()}, {"panels", Json::array()}, {"refresh", ""}, {"schemaVersion", 39},
        {"tags", Json::array()}, {"templating", {{"list", Json::array()}}}, {"time", {{"from", "now-1h"}, {"to", "now"}}},
        {"timezone", "browser"}, {"title", std::move(title)}, {"uid", ""}, {"version", 1}};
    document.reload();
    return document;
}

void Document::reload()
{
    auto dashboard = m_file->dashboard();
    std::vector<std::string> origins;
    if (hasRows(dashboard))
        origins = rowsToGrid(dashboard);
    if (!member(dashboard, "panels").is_array())
        dashboard["panels"] = Json::array();
    giveIds(dashboard);
    m_title = textOf(member(dashboard, "title"));
    m_uid = textOf(member(dashboard, "uid"));
    m_refresh = stringOf(member(dashboard, "refresh"));
    m_timezone = stringOf(member(dashboard, "timezone"));
    const std::string from = textOf(member(dashboard, "time", "from"));
    const std::string to = textOf(member(dashboard, "time", "to"));
    m_time = from.empty() || to.empty() ? units::RawRange{} : units::RawRange{from, to};
    m_variables = readVariables(dashboard);

    ReadContext context{dashboard, {}, {}, {}};
    for (const Variable& variable : m_variables)
        context.variableNames.insert(variable.name);
    if (const int version = intOf(member(dashboard, "schemaVersion"), 0); version > 42)
        context.warnings.push_back({Warning::Severity::Info,
            fmt::format("schemaVersion {} is newer than the last known (42); what is unknown is kept", version)});
    m_panels.clear();
    std::size_t index = 0;
    visitPanels(dashboard["panels"], "panels", [&](Json& json, const std::string& path) {
        const std::string where = index < origins.size() ? origins[index] : path;
        ++index;
        // Copies that Grafana's repeat left in the file: the original is there too.
        if (!member(json, "repeatPanelId").is_null() && stringOf(member(json, "repeat")).empty())
            return;
        Panel panel = readPanel(json, where, context);
        const bool inRow = path.find(".panels[") != std::string::npos && !m_panels.empty() && m_panels.back().type == "row";
        (inRow ? m_panels.back().panels : m_panels).push_back(std::move(panel));
    });
    m_warnings = std::move(context.warnings);
}

std::string Document::text() const
{
    return m_file->root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

const Panel* Document::panel(int id) const
{
    for (const Panel& panel : m_panels) {
        if (panel.id == id)
            return &panel;
        for (const Panel& inner : panel.panels) {
            if (inner.id == id)
                return &inner;
        }
    }
    return nullptr;
}

} // namespace wg::dashboard
