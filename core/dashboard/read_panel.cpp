#include "core/dashboard/read_panel.h"

#include "core/dashboard/read_field_config.h"
#include "core/dashboard/read_legacy.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace wg::dashboard {
namespace {

constexpr auto kDrawn = std::to_array<std::string_view>(
    {"timeseries", "stat", "gauge", "table", "text", "piechart", "row", "alertlist", "watchglass-roc", "watchglass-confusion"});

void sayOnce(ReadContext& context, Warning::Severity severity, std::string message)
{
    if (context.said.insert(message).second)
        context.warnings.push_back({severity, std::move(message)});
}

/// "30s", ">10s"; anything with a variable in it or that is no duration is as good as unset.
std::optional<DurationMs> readInterval(const Json& json)
{
    std::string text = stringOf(json);
    if (text.starts_with('>'))
        text.erase(0, 1);
    const auto duration = parseDuration(text);
    return duration && *duration > 0 ? std::optional(*duration) : std::nullopt;
}

Target readTarget(const Json& json, std::size_t index, ReadContext& context)
{
    Target target;
    target.refId = textOf(member(json, "refId"));
    if (target.refId.empty())
        target.refId = index < 26 ? std::string(1, static_cast<char>('A' + index)) : fmt::format("Q{}", index);
    target.expr = stringOf(member(json, "expr"), stringOf(member(json, "query")));
    target.legendFormat = stringOf(member(json, "legendFormat"));
    target.datasource = readDatasource(member(json, "datasource"), context);
    target.format = stringOf(member(json, "format"), target.format);
    target.minStep = readInterval(member(json, "interval"));
    target.intervalFactor = std::clamp(intOf(member(json, "intervalFactor"), 1), 1, 1000);
    target.instant = boolOf(member(json, "instant"));
    // Targets of old files say neither; they are range queries.
    target.range = boolOf(member(json, "range"), !target.instant) || !target.instant;
    target.hidden = boolOf(member(json, "hide"));
    return target;
}

/// `series: [{query: "source:expression"}]`, as people write who have not seen Grafana's files.
std::vector<Target> readHandwritten(const Json& series, const std::string& where, ReadContext& context)
{
    std::vector<Target> out;
    for (std::size_t i = 0; series.is_array() && i < series.size(); ++i) {
        const std::string query = stringOf(member(series[i], "query"));
        if (query.empty())
            continue;
        Target& target = out.emplace_back(readTarget(Json::object(), i, context));
        const std::size_t colon = query.find(':');
        const bool prefixed = colon != std::string::npos && query.find_first_of("({[ ") > colon;
        target.datasource = prefixed ? query.substr(0, colon) : std::string();
        target.expr = prefixed ? query.substr(colon + 1) : query;
        target.legendFormat = stringOf(member(series[i], "name"));
        context.warnings.push_back({Warning::Severity::Info,
            fmt::format("{}: \"series\" is not Grafana's; its query is read as {}", where, target.expr)});
    }
    return out;
}

GridPos readGrid(const Json& json)
{
    GridPos grid;
    grid.w = std::clamp(intOf(member(json, "w"), grid.w), 1, 24);
    grid.h = std::clamp(intOf(member(json, "h"), grid.h), 1, 1000);
    grid.x = std::clamp(intOf(member(json, "x"), 0), 0, 24 - grid.w);
    grid.y = std::clamp(intOf(member(json, "y"), 0), 0, 1'000'000);
    return grid;
}

/// A library panel's own definition travels under __elements; without it only its name is known. Null: the panel's own
/// members count.
const Json* libraryModel(const Json& json, const std::string& where, ReadContext& context)
{
    const Json& library = member(json, "libraryPanel");
    if (!library.is_object())
        return nullptr;
    const Json& model = member(context.dashboard, "__elements", stringOf(member(library, "uid")), "model");
    if (model.is_object())
        return &model;
    if (member(json, "type").is_null())
        context.warnings.push_back({Warning::Severity::Warning,
            fmt::format("{}: the library panel \"{}\" is not in this file; export the dashboard with its library panels", where,
                stringOf(member(library, "name")))});
    return nullptr;
}

void warnAbout(const Json& json, const Panel& panel, const std::string& where, ReadContext& context)
{
    if (const std::string repeat = stringOf(member(json, "repeat")); !repeat.empty())
        context.warnings.push_back({Warning::Severity::Warning,
            fmt::format("{}: \"repeat\" by ${} is kept but not expanded; one panel is shown", where, repeat)});
    if (std::find(kDrawn.begin(), kDrawn.end(), panel.type) == kDrawn.end())
        context.warnings.push_back(
            {Warning::Severity::Warning, fmt::format("{}: panels of kind \"{}\" are kept but not drawn", where, panel.type)});
    if (const std::string type = stringOf(member(json, "type")); type != panel.type && !type.empty())
        context.warnings.push_back(
            {Warning::Severity::Info, fmt::format("{}: \"{}\" is shown as \"{}\"", where, type, panel.type)});
    if (const Json& transformations = member(json, "transformations"); transformations.is_array() && !transformations.empty())
        context.warnings.push_back(
            {Warning::Severity::Info, fmt::format("{}: transformations are kept but not applied", where)});
}

} // namespace

std::string readDatasource(const Json& json, ReadContext& context)
{
    std::string name = json.is_object() ? textOf(member(json, "uid")) : stringOf(json);
    const std::string type = json.is_object() ? stringOf(member(json, "type")) : std::string();
    if (!type.empty() && type != "prometheus" && type != "datasource" && type != "grafana" && !type.starts_with('$')
        && type.find("prometheus") == std::string::npos)
        sayOnce(context, Warning::Severity::Warning,
            fmt::format("data sources of type \"{}\" are not supported; their queries are kept but not run", type));
    if (name.empty() || name == "default" || name == "-- Mixed --")
        return {};
    if (name == "-- Dashboard --" || name == "__expr__") {
        sayOnce(context, Warning::Severity::Warning, fmt::format("queries to \"{}\" are kept but not run", name));
        return name;
    }
    if (name.starts_with("${") && name.ends_with('}')) {
        const std::string inside = name.substr(2, name.size() - 3);
        if (context.variableNames.contains(inside.substr(0, inside.find(':'))))
            return name;
        sayOnce(context, Warning::Severity::Info,
            fmt::format("the data source {} is not in this file; the default Prometheus source is used", name));
        return {};
    }
    return name;
}

Panel readPanel(const Json& json, const std::string& path, ReadContext& context)
{
    Panel panel;
    panel.jsonPath = path;
    panel.id = intOf(member(json, "id"), 0);
    panel.grid = readGrid(member(json, "gridPos"));
    const Json* const library = libraryModel(json, path, context);
    const Json& source = library ? *library : json;
    panel.type = modernType(source);
    if (panel.type.empty())
        panel.type = member(json, "libraryPanel").is_object() ? "library" : "timeseries";
    panel.title = textOf(member(source, "title"));
    if (panel.title.empty())
        panel.title = textOf(member(json, "title"));
    panel.description = stringOf(member(source, "description"));
    panel.collapsed = boolOf(member(json, "collapsed"));
    const std::string where = panel.title.empty() ? path : fmt::format("{} \"{}\"", path, panel.title);
    panel.datasource = readDatasource(member(source, "datasource"), context);
    const Json& targets = member(source, "targets");
    for (std::size_t i = 0; targets.is_array() && i < targets.size(); ++i) {
        if (targets[i].is_object())
            panel.targets.push_back(readTarget(targets[i], i, context));
    }
    if (panel.targets.empty())
        panel.targets = readHandwritten(member(source, "series"), where, context);
    panel.defaults = readDefaults(member(source, "fieldConfig", "defaults"));
    panel.overrides = readOverrides(member(source, "fieldConfig", "overrides"), where, context.warnings);
    if (const int points = intOf(member(source, "maxDataPoints"), 0); points > 0)
        panel.maxDataPoints = points;
    panel.minInterval = readInterval(member(source, "interval"));
    if (const Json& options = member(source, "options"); options.is_object())
        panel.options = options.dump(-1, ' ', false, Json::error_handler_t::replace);
    readLegacy(source, panel);
    warnAbout(source, panel, where, context);
    return panel;
}

} // namespace wg::dashboard
