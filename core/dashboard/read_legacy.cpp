#include "core/dashboard/read_legacy.h"

#include "core/dashboard/read_field_config.h"

#include <algorithm>
#include <array>

namespace wg::dashboard {
namespace {

const Json& firstOf(const Json& array)
{
    return array.is_array() && !array.empty() ? array.front() : member(array, "");
}

/// "current" and its like to today's reducer ids.
std::string reducerOf(const std::string& old)
{
    static constexpr auto kNames = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"avg", "mean"}, {"current", "lastNotNull"}, {"total", "sum"}, {"min", "min"}, {"max", "max"},
            {"first", "firstNotNull"}, {"delta", "delta"}, {"diff", "diff"}, {"range", "range"}});
    for (const auto& [from, to] : kNames) {
        if (from == old)
            return std::string(to);
    }
    return "lastNotNull";
}

std::string dumped(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string thresholdColor(const Json& threshold)
{
    const std::string mode = stringOf(member(threshold, "colorMode"));
    if (mode == "custom")
        return stringOf(member(threshold, "lineColor"), stringOf(member(threshold, "fillColor"), "red"));
    if (mode == "ok")
        return "green";
    return mode == "warning" ? "orange" : "red";
}

/// [{value, op: "gt"|"lt", colorMode, fill, line}]: "lt" colours what is below, so its colour begins at minus infinity.
void readGraphThresholds(const Json& thresholds, FieldConfig& config)
{
    if (!thresholds.is_array() || thresholds.empty())
        return;
    bool line = false;
    bool fill = false;
    std::string base = "transparent";
    std::vector<ThresholdStep> steps;
    for (const Json& threshold : thresholds) {
        const auto value = numberOf(member(threshold, "value"));
        if (!value)
            continue;
        line = line || boolOf(member(threshold, "line"));
        fill = fill || boolOf(member(threshold, "fill"));
        if (stringOf(member(threshold, "op")) == "lt") {
            base = thresholdColor(threshold);
            steps.push_back({value, "transparent"});
        } else {
            steps.push_back({value, thresholdColor(threshold)});
        }
    }
    std::stable_sort(steps.begin(), steps.end(), [](const auto& a, const auto& b) { return *a.value < *b.value; });
    steps.insert(steps.begin(), {std::nullopt, base});
    config.thresholds.steps = std::move(steps);
    config.thresholdStyle = line && fill ? ThresholdStyle::LineAndArea
        : fill                           ? ThresholdStyle::Area
        : line                           ? ThresholdStyle::Line
                                         : ThresholdStyle::Off;
}

/// seriesOverrides: {alias: name or /regex/, color, fill, linewidth, transform, …}.
std::vector<Override> readSeriesOverrides(const Json& overrides)
{
    std::vector<Override> out;
    if (!overrides.is_array())
        return out;
    for (const Json& json : overrides) {
        const std::string alias = stringOf(member(json, "alias"));
        if (alias.empty())
            continue;
        Json properties = Json::array();
        const auto add = [&](const char* id, Json value) { properties.push_back({{"id", id}, {"value", std::move(value)}}); };
        if (const std::string color = stringOf(member(json, "color")); !color.empty())
            add("color", {{"mode", "fixed"}, {"fixedColor", color}});
        if (const auto fill = numberOf(member(json, "fill")))
            add("custom.fillOpacity", *fill * 10);
        if (const auto width = numberOf(member(json, "linewidth")))
            add("custom.lineWidth", *width);
        if (boolOf(member(json, "bars")))
            add("custom.drawStyle", "bars");
        if (const Json& stacked = member(json, "stack"); stacked.is_boolean())
            add("custom.stacking", {{"mode", boolOf(stacked) ? "normal" : "none"}});
        if (boolOf(member(json, "dashes")))
            add("custom.lineStyle", {{"fill", "dash"}});
        if (stringOf(member(json, "transform")) == "negative-Y")
            add("custom.transform", "negative-Y");
        out.push_back({alias.starts_with('/') ? Override::By::Regexp : Override::By::Name, alias, dumped(properties)});
    }
    return out;
}

Json legendOptions(const Json& legend)
{
    Json calcs = Json::array();
    for (const char* name : {"current", "min", "avg", "max", "total"}) {
        if (boolOf(member(legend, name)))
            calcs.push_back(reducerOf(name));
    }
    return {{"displayMode", boolOf(member(legend, "alignAsTable")) ? "table" : "list"},
        {"placement", boolOf(member(legend, "rightSide")) ? "right" : "bottom"},
        {"showLegend", boolOf(member(legend, "show"), true)}, {"calcs", std::move(calcs)}};
}

void readGraph(const Json& json, Panel& panel)
{
    FieldConfig& config = panel.defaults;
    const Json& axis = firstOf(member(json, "yaxes").is_null() ? member(json, "yAxes") : member(json, "yaxes"));
    config.unit = textOf(member(axis, "format"));
    config.min = numberOf(member(axis, "min"));
    config.max = numberOf(member(axis, "max"));
    config.axisLabel = textOf(member(axis, "label"));
    config.logScale = intOf(member(axis, "logBase"), 1) > 1;
    if (const Json& decimals = member(json, "decimals"); decimals.is_number())
        config.decimals = std::clamp(intOf(decimals, 0), 0, 15);
    config.lineWidth = std::clamp(numberOf(member(json, "linewidth")).value_or(1), 0., 20.);
    config.fillOpacity = std::clamp(numberOf(member(json, "fill")).value_or(1) * 10, 0., 100.);
    if (boolOf(member(json, "bars")))
        config.drawStyle = "bars";
    else if (boolOf(member(json, "points")) && !boolOf(member(json, "lines"), true))
        config.drawStyle = "points";
    config.lineInterpolation = boolOf(member(json, "steppedLine")) ? "stepAfter" : "linear";
    if (boolOf(member(json, "stack")))
        config.stacking = boolOf(member(json, "percentage")) ? "percent" : "normal";
    config.spanNulls = stringOf(member(json, "nullPointMode")) == "connected";
    readGraphThresholds(member(json, "thresholds"), config);
    panel.overrides = readSeriesOverrides(member(json, "seriesOverrides"));
    Json tooltip = {{"mode", boolOf(member(json, "tooltip", "shared"), true) ? "multi" : "single"}};
    panel.options = dumped({{"legend", legendOptions(member(json, "legend"))}, {"tooltip", std::move(tooltip)}});
}

/// "80,95" with three colours.
Thresholds singlestatThresholds(const Json& json)
{
    Thresholds out;
    const Json& colors = member(json, "colors");
    const auto color = [&](std::size_t i) {
        return colors.is_array() && i < colors.size() ? stringOf(colors[i]) : std::string("green");
    };
    out.steps.push_back({std::nullopt, color(0)});
    std::string text = textOf(member(json, "thresholds"));
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        std::string part = text.substr(begin, end - begin);
        std::erase(part, ' ');
        if (const auto value = numberOf(Json(part)))
            out.steps.push_back({value, color(out.steps.size())});
        begin = end + 1;
    }
    return out;
}

void readSinglestat(const Json& json, Panel& panel)
{
    FieldConfig& config = panel.defaults;
    config.unit = textOf(member(json, "format"));
    if (const Json& decimals = member(json, "decimals"); decimals.is_number())
        config.decimals = std::clamp(intOf(decimals, 0), 0, 15);
    config.noValue = textOf(member(json, "nullText"));
    config.colorMode = "thresholds";
    config.thresholds = singlestatThresholds(json);
    if (panel.type == "gauge") {
        config.min = numberOf(member(json, "gauge", "minValue")).value_or(0);
        config.max = numberOf(member(json, "gauge", "maxValue")).value_or(100);
    }
    const Json& valueMaps = member(json, "valueMaps");
    for (std::size_t i = 0; valueMaps.is_array() && i < valueMaps.size(); ++i) {
        ValueMapping& mapping = config.mappings.emplace_back();
        mapping.match = textOf(member(valueMaps[i], "value"));
        mapping.kind = mapping.match == "null" ? ValueMapping::Kind::Special : ValueMapping::Kind::Value;
        mapping.text = textOf(member(valueMaps[i], "text"));
    }
    const Json& rangeMaps = member(json, "rangeMaps");
    for (std::size_t i = 0; intOf(member(json, "mappingType"), 1) == 2 && rangeMaps.is_array() && i < rangeMaps.size(); ++i) {
        ValueMapping& mapping = config.mappings.emplace_back();
        mapping.kind = ValueMapping::Kind::Range;
        mapping.from = numberOf(member(rangeMaps[i], "from"));
        mapping.to = numberOf(member(rangeMaps[i], "to"));
        mapping.text = textOf(member(rangeMaps[i], "text"));
    }
    const char* color = boolOf(member(json, "colorBackground")) ? "background"
        : boolOf(member(json, "colorValue"))                    ? "value"
                                                                : "none";
    Json calcs = Json::array({reducerOf(stringOf(member(json, "valueName"), "avg"))});
    panel.options = dumped({{"reduceOptions", {{"calcs", std::move(calcs)}}}, {"colorMode", color},
        {"graphMode", boolOf(member(json, "sparkline", "show")) ? "area" : "none"}});
}

} // namespace

std::string modernType(const Json& panel)
{
    std::string type = stringOf(member(panel, "type"));
    if (type == "graph")
        return "timeseries";
    if (type == "singlestat" || type == "grafana-singlestat-panel")
        return boolOf(member(panel, "gauge", "show")) ? "gauge" : "stat";
    if (type == "table-old")
        return "table";
    if (type == "text2")
        return "text";
    if (type == "grafana-piechart-panel")
        return "piechart";
    return type;
}

void readLegacy(const Json& json, Panel& panel)
{
    const std::string type = stringOf(member(json, "type"));
    if (type == "graph")
        readGraph(json, panel);
    else if (type == "singlestat" || type == "grafana-singlestat-panel")
        readSinglestat(json, panel);
    else if (panel.type == "text" && member(json, "options").is_null())
        panel.options =
            dumped({{"mode", stringOf(member(json, "mode"), "markdown")}, {"content", stringOf(member(json, "content"))}});
    else if (type == "grafana-piechart-panel")
        panel.defaults.unit = textOf(member(json, "format"));
}

} // namespace wg::dashboard
