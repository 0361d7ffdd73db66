#include "core/dashboard/document_file.h"

#include <array>

namespace wg::dashboard {
namespace {

Json writeThresholds(const Thresholds& thresholds)
{
    Json steps = Json::array();
    for (const ThresholdStep& step : thresholds.steps)
        steps.push_back({{"color", step.color}, {"value", step.value ? Json(*step.value) : Json()}});
    return {{"mode", thresholds.mode == ThresholdMode::Percentage ? "percentage" : "absolute"}, {"steps", std::move(steps)}};
}

Json writeMapping(const ValueMapping& mapping)
{
    const Json result = {{"text", mapping.text}, {"color", mapping.color}};
    switch (mapping.kind) {
    case ValueMapping::Kind::Value:
        return {{"type", "value"}, {"options", {{mapping.match, result}}}};
    case ValueMapping::Kind::Range:
        return {{"type", "range"},
            {"options",
                {{"from", mapping.from ? Json(*mapping.from) : Json()}, {"to", mapping.to ? Json(*mapping.to) : Json()},
                    {"result", result}}}};
    case ValueMapping::Kind::Special:
        return {{"type", "special"}, {"options", {{"match", mapping.match}, {"result", result}}}};
    case ValueMapping::Kind::Regex:
        break;
    }
    return {{"type", "regex"}, {"options", {{"pattern", mapping.match}, {"result", result}}}};
}

std::string_view styleName(ThresholdStyle style)
{
    static constexpr std::array<std::string_view, 6> kNames{"off", "line", "dashed", "area", "line+area", "dashed+area"};
    return kNames[static_cast<std::size_t>(style)];
}

Json writeCustom(const FieldConfig& config)
{
    Json custom = {{"drawStyle", config.drawStyle}, {"lineInterpolation", config.lineInterpolation},
        {"lineWidth", config.lineWidth}, {"spanNulls", config.spanNulls},
        {"stacking", {{"group", "A"}, {"mode", config.stacking}}}, {"axisLabel", config.axisLabel},
        {"thresholdsStyle", {{"mode", styleName(config.thresholdStyle)}}}};
    if (config.fillOpacity)
        custom["fillOpacity"] = *config.fillOpacity;
    if (config.axisSoftMin)
        custom["axisSoftMin"] = *config.axisSoftMin;
    if (config.axisSoftMax)
        custom["axisSoftMax"] = *config.axisSoftMax;
    if (config.logScale)
        custom["scaleDistribution"] = {{"type", "log"}, {"log", 10}};
    if (config.negativeY)
        custom["transform"] = "negative-Y";
    if (config.dashed)
        custom["lineStyle"] = {{"fill", "dash"}};
    if (config.hidden)
        custom["hideFrom"] = {{"viz", true}, {"legend", false}, {"tooltip", false}};
    if (!config.cellType.empty())
        custom["cellOptions"] = {{"type", config.cellType}};
    return custom;
}

Json writeDefaults(const FieldConfig& config)
{
    Json defaults = {{"color", {{"mode", config.colorMode}}}, {"custom", writeCustom(config)}};
    if (!config.fixedColor.empty())
        defaults["color"]["fixedColor"] = config.fixedColor;
    Json mappings = Json::array();
    for (const ValueMapping& mapping : config.mappings)
        mappings.push_back(writeMapping(mapping));
    defaults["mappings"] = std::move(mappings);
    if (!config.thresholds.steps.empty())
        defaults["thresholds"] = writeThresholds(config.thresholds);
    if (!config.unit.empty())
        defaults["unit"] = config.unit;
    if (config.decimals)
        defaults["decimals"] = *config.decimals;
    if (config.min)
        defaults["min"] = *config.min;
    if (config.max)
        defaults["max"] = *config.max;
    if (!config.displayName.empty())
        defaults["displayName"] = config.displayName;
    if (!config.noValue.empty())
        defaults["noValue"] = config.noValue;
    return defaults;
}

Json writeOverride(const Override& over)
{
    static constexpr std::array<std::string_view, 4> kMatchers{"byName", "byRegexp", "byType", "byFrameRefID"};
    Json properties = Json::parse(over.properties, nullptr, false);
    return {{"matcher", {{"id", kMatchers[static_cast<std::size_t>(over.by)]}, {"options", over.match}}},
        {"properties", properties.is_array() ? std::move(properties) : Json::array()}};
}

Json writeTarget(const Target& target)
{
    Json json = {{"refId", target.refId}, {"expr", target.expr}, {"legendFormat", target.legendFormat},
        {"format", target.format}, {"instant", target.instant}, {"range", target.range}};
    if (!target.datasource.empty())
        json["datasource"] = {{"type", "prometheus"}, {"uid", target.datasource}};
    if (target.minStep)
        json["interval"] = formatDuration(*target.minStep);
    if (target.intervalFactor != 1)
        json["intervalFactor"] = target.intervalFactor;
    if (target.hidden)
        json["hide"] = true;
    return json;
}

} // namespace

Json writePanel(const Panel& panel)
{
    Json json = {{"id", panel.id}, {"type", panel.type}, {"title", panel.title},
        {"gridPos", {{"h", panel.grid.h}, {"w", panel.grid.w}, {"x", panel.grid.x}, {"y", panel.grid.y}}}};
    if (panel.type == "row") {
        json["collapsed"] = panel.collapsed;
        json["panels"] = Json::array();
        return json;
    }
    if (!panel.description.empty())
        json["description"] = panel.description;
    if (!panel.datasource.empty())
        json["datasource"] = {{"type", "prometheus"}, {"uid", panel.datasource}};
    Json overrides = Json::array();
    for (const Override& over : panel.overrides)
        overrides.push_back(writeOverride(over));
    json["fieldConfig"] = {{"defaults", writeDefaults(panel.defaults)}, {"overrides", std::move(overrides)}};
    Json options = Json::parse(panel.options, nullptr, false);
    json["options"] = options.is_object() ? std::move(options) : Json::object();
    Json targets = Json::array();
    for (const Target& target : panel.targets)
        targets.push_back(writeTarget(target));
    json["targets"] = std::move(targets);
    if (panel.maxDataPoints)
        json["maxDataPoints"] = *panel.maxDataPoints;
    if (panel.minInterval)
        json["interval"] = formatDuration(*panel.minInterval);
    return json;
}

} // namespace wg::dashboard
