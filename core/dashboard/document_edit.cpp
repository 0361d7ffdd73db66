#include "core/dashboard/document_file.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace wg::dashboard {
namespace {

Json gridJson(const GridPos& grid)
{
    return {{"h", grid.h}, {"w", grid.w}, {"x", grid.x}, {"y", grid.y}};
}

/// Text as the list or the single string Grafana writes.
Json listOrOne(const std::vector<std::string>& values, bool list)
{
    if (list)
        return values;
    return values.empty() ? std::string() : values.front();
}

/// Removes the panel with this id from a list or from a row in it.
bool removeFrom(Json& list, int id)
{
    if (!list.is_array())
        return false;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (!list[i].is_object())
            continue;
        if (intOf(member(list[i], "id"), 0) == id) {
            list.erase(i);
            return true;
        }
        if (list[i].contains("panels") && removeFrom(list[i]["panels"], id))
            return true;
    }
    return false;
}

} // namespace

void visitPanels(Json& list, const std::string& path, const std::function<void(Json&, const std::string&)>& visit)
{
    if (!list.is_array())
        return;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (!list[i].is_object())
            continue;
        const std::string here = fmt::format("{}[{}]", path, i);
        visit(list[i], here);
        if (list[i].contains("panels") && stringOf(member(list[i], "type")) == "row")
            visitPanels(list[i]["panels"], here + ".panels", visit);
    }
}

void giveIds(Json& dashboard)
{
    int largest = 0;
    visitPanels(dashboard["panels"], "panels",
        [&](Json& panel, const std::string&) { largest = std::max(largest, intOf(member(panel, "id"), 0)); });
    std::set<int> taken;
    visitPanels(dashboard["panels"], "panels", [&](Json& panel, const std::string&) {
        const int id = intOf(member(panel, "id"), 0);
        if (id <= 0 || !taken.insert(id).second) {
            // Ids near the largest int leave no room above.
            while (taken.contains(largest = largest >= 2'000'000'000 ? 1 : largest + 1)) { }
            panel["id"] = largest;
            taken.insert(largest);
        }
    });
}

Document::File& Document::edit()
{
    if (m_file.use_count() > 1)
        m_file = std::make_shared<File>(*m_file);
    return *m_file;
}

void Document::setTitle(const std::string& title)
{
    edit().dashboard()["title"] = title;
    reload();
}

void Document::setTime(const units::RawRange& range)
{
    Json& time = edit().dashboard()["time"];
    if (!time.is_object())
        time = Json::object();
    time["from"] = range.from;
    time["to"] = range.to;
    reload();
}

void Document::setRefresh(const std::string& refresh)
{
    edit().dashboard()["refresh"] = refresh;
    reload();
}

void Document::setGrid(int panelId, const GridPos& grid)
{
    if (panel(panelId) == nullptr)
        return;
    File& file = edit();
    file.prepareForEdit();
    Json& json = (*file.panel(panelId))["gridPos"];
    if (!json.is_object())
        json = gridJson(grid);
    json.update(gridJson(grid)); // other keys stay
    reload();
}

void Document::setPanelTitle(int panelId, const std::string& title)
{
    if (panel(panelId) == nullptr)
        return;
    File& file = edit();
    file.prepareForEdit();
    (*file.panel(panelId))["title"] = title;
    reload();
}

void Document::setPanelExpr(int panelId, const std::string& refId, const std::string& expr)
{
    const Panel* edited = panel(panelId);
    if (edited == nullptr)
        return;
    const auto target = std::find_if(
        edited->targets.begin(), edited->targets.end(), [&](const Target& candidate) { return candidate.refId == refId; });
    const auto index = static_cast<std::size_t>(target - edited->targets.begin());
    File& file = edit();
    file.prepareForEdit();
    Json& targets = (*file.panel(panelId))["targets"];
    if (!targets.is_array())
        targets = Json::array();
    if (target == edited->targets.end() || index >= targets.size())
        targets.push_back({{"refId", refId}});
    Json& json = target == edited->targets.end() || index >= targets.size() ? targets.back() : targets[index];
    json["expr"] = expr;
    reload();
}

void Document::setVariableCurrent(const std::string& name, const std::vector<std::string>& values)
{
    if (std::none_of(m_variables.begin(), m_variables.end(), [&](const Variable& known) { return known.name == name; }))
        return;
    for (Json& json : edit().dashboard()["templating"]["list"]) {
        if (textOf(member(json, "name")) != name)
            continue;
        std::vector<std::string> texts = values;
        std::replace(texts.begin(), texts.end(), std::string("$__all"), std::string("All"));
        if (member(json, "options").is_array()) {
            for (Json& option : json["options"]) {
                if (!option.is_object())
                    continue;
                const std::string value = textOf(member(option, "value"));
                const auto chosen = std::find(values.begin(), values.end(), value);
                option["selected"] = chosen != values.end();
                if (chosen != values.end() && member(option, "text").is_string())
                    texts[static_cast<std::size_t>(chosen - values.begin())] = stringOf(member(option, "text"));
            }
        }
        Json& current = json["current"];
        if (!current.is_object())
            current = Json::object();
        const bool list = boolOf(member(json, "multi")) || values.size() > 1;
        current["text"] = listOrOne(texts, list);
        current["value"] = listOrOne(values, list);
        // A text box or constant keeps its value in the query.
        if (const std::string type = stringOf(member(json, "type")); type == "textbox" || type == "constant")
            json["query"] = values.empty() ? std::string() : values.front();
    }
    reload();
}

int Document::addPanel(const Panel& panel)
{
    File& file = edit();
    file.prepareForEdit();
    Json json = writePanel(panel);
    json["id"] = 0; // giveIds() knows the next free one
    file.dashboard()["panels"].push_back(std::move(json));
    giveIds(file.dashboard());
    const int id = intOf(member(file.dashboard()["panels"].back(), "id"), 0);
    reload();
    return id;
}

void Document::removePanel(int panelId)
{
    if (panel(panelId) == nullptr)
        return;
    File& file = edit();
    file.prepareForEdit();
    removeFrom(file.dashboard()["panels"], panelId);
    reload();
}

} // namespace wg::dashboard
