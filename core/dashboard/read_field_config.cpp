#include "core/dashboard/read_field_config.h"

#include "core/formats/pattern.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace wg::dashboard {
namespace {

ThresholdStyle thresholdStyle(std::string_view mode)
{
    static constexpr auto kModes = std::to_array<std::pair<std::string_view, ThresholdStyle>>(
        {{"line", ThresholdStyle::Line}, {"dashed", ThresholdStyle::Dashed}, {"area", ThresholdStyle::Area},
            {"line+area", ThresholdStyle::LineAndArea}, {"dashed+area", ThresholdStyle::DashedAndArea}});
    for (const auto& [name, style] : kModes) {
        if (name == mode)
            return style;
    }
    return ThresholdStyle::Off; // also "series", which colours lines and draws none
}

/// Setters by Grafana's property ids; the same table reads defaults (custom.x under "custom").
using Setter = void (*)(FieldConfig&, const Json&);
constexpr auto kSetters = std::to_array<std::pair<std::string_view, Setter>>({
    {"unit", [](FieldConfig& c, const Json& v) { c.unit = textOf(v); }},
    {"decimals",
        [](FieldConfig& c, const Json& v) {
            c.decimals = v.is_number() ? std::optional(std::clamp(intOf(v, 0), 0, 15)) : std::nullopt;
        }},
    {"min", [](FieldConfig& c, const Json& v) { c.min = numberOf(v); }},
    {"max", [](FieldConfig& c, const Json& v) { c.max = numberOf(v); }},
    {"displayName", [](FieldConfig& c, const Json& v) { c.displayName = textOf(v); }},
    {"noValue", [](FieldConfig& c, const Json& v) { c.noValue = textOf(v); }},
    {"color",
        [](FieldConfig& c, const Json& v) {
            c.colorMode = stringOf(member(v, "mode"), c.colorMode);
            c.fixedColor = stringOf(member(v, "fixedColor"), c.fixedColor);
        }},
    {"thresholds", [](FieldConfig& c, const Json& v) { c.thresholds = readThresholds(v); }},
    {"mappings", [](FieldConfig& c, const Json& v) { c.mappings = readMappings(v); }},
    {"custom.drawStyle", [](FieldConfig& c, const Json& v) { c.drawStyle = stringOf(v, c.drawStyle); }},
    {"custom.lineInterpolation", [](FieldConfig& c, const Json& v) { c.lineInterpolation = stringOf(v, c.lineInterpolation); }},
    {"custom.lineWidth",
        [](FieldConfig& c, const Json& v) { c.lineWidth = std::clamp(numberOf(v).value_or(c.lineWidth), 0., 20.); }},
    {"custom.fillOpacity",
        [](FieldConfig& c, const Json& v) {
            if (const auto opacity = numberOf(v))
                c.fillOpacity = std::clamp(*opacity, 0., 100.);
        }},
    {"custom.stacking",
        [](FieldConfig& c, const Json& v) { c.stacking = stringOf(v.is_object() ? member(v, "mode") : v, c.stacking); }},
    {"custom.spanNulls", [](FieldConfig& c, const Json& v) { c.spanNulls = v.is_number() || boolOf(v, c.spanNulls); }},
    {"custom.axisLabel", [](FieldConfig& c, const Json& v) { c.axisLabel = textOf(v); }},
    {"custom.axisSoftMin", [](FieldConfig& c, const Json& v) { c.axisSoftMin = numberOf(v); }},
    {"custom.axisSoftMax", [](FieldConfig& c, const Json& v) { c.axisSoftMax = numberOf(v); }},
    {"custom.scaleDistribution", [](FieldConfig& c, const Json& v) { c.logScale = stringOf(member(v, "type")) == "log"; }},
    {"custom.thresholdsStyle",
        [](FieldConfig& c, const Json& v) { c.thresholdStyle = thresholdStyle(stringOf(member(v, "mode"))); }},
    {"custom.transform", [](FieldConfig& c, const Json& v) { c.negativeY = stringOf(v) == "negative-Y"; }},
    {"custom.lineStyle",
        [](FieldConfig& c, const Json& v) {
            const std::string fill = stringOf(member(v, "fill"));
            c.dashed = fill == "dash" || fill == "dot";
        }},
    {"custom.hideFrom", [](FieldConfig& c, const Json& v) { c.hidden = boolOf(member(v, "viz"), boolOf(member(v, "graph"))); }},
    {"custom.cellOptions", [](FieldConfig& c, const Json& v) { c.cellType = stringOf(member(v, "type")); }},
    {"custom.displayMode", [](FieldConfig& c, const Json& v) { c.cellType = stringOf(v); }},
});

const Json& propertyOf(const Json& defaults, std::string_view id)
{
    constexpr std::string_view kCustom = "custom.";
    return id.starts_with(kCustom) ? member(defaults, "custom", id.substr(kCustom.size())) : member(defaults, id);
}

void readNewMapping(const Json& mapping, std::vector<ValueMapping>& out)
{
    const std::string type = stringOf(member(mapping, "type"));
    const Json& options = member(mapping, "options");
    const auto add = [&](ValueMapping::Kind kind, std::string match, const Json& result) {
        ValueMapping& added = out.emplace_back();
        added.kind = kind;
        added.match = std::move(match);
        added.text = textOf(member(result, "text"));
        added.color = stringOf(member(result, "color"));
        return &added;
    };
    if (type == "value" && options.is_object()) {
        for (const auto& [value, result] : options.items())
            add(ValueMapping::Kind::Value, value, result);
    } else if (type == "range") {
        ValueMapping* added = add(ValueMapping::Kind::Range, {}, member(options, "result"));
        added->from = numberOf(member(options, "from"));
        added->to = numberOf(member(options, "to"));
    } else if (type == "special") {
        add(ValueMapping::Kind::Special, stringOf(member(options, "match")), member(options, "result"));
    } else if (type == "regex") {
        add(ValueMapping::Kind::Regex, stringOf(member(options, "pattern")), member(options, "result"));
    }
}

/// {type: 1, value: "0", text: "down"} and {type: 2, from, to, text}, as written before schema version 30.
void readOldMapping(const Json& mapping, std::vector<ValueMapping>& out)
{
    ValueMapping& added = out.emplace_back();
    added.text = textOf(member(mapping, "text"));
    if (intOf(member(mapping, "type"), 1) == 2) {
        added.kind = ValueMapping::Kind::Range;
        added.from = numberOf(member(mapping, "from"));
        added.to = numberOf(member(mapping, "to"));
        return;
    }
    added.match = textOf(member(mapping, "value"));
    if (added.match == "null") {
        added.kind = ValueMapping::Kind::Special;
        added.match = "null";
    }
}

/// Grafana's stringToJsRegex: "/pattern/flags" matches anywhere, bare text the whole name.
bool regexMatches(std::string_view text, std::string_view name)
{
    std::string pattern(text);
    if (const std::size_t end = text.rfind('/'); text.starts_with('/') && end > 0) {
        const bool ignoreCase = text.substr(end).find('i') != std::string_view::npos;
        pattern = fmt::format("{}.*(?:{}).*", ignoreCase ? "(?i)" : "", text.substr(1, end - 1));
    }
    const auto compiled = formats::Re2Pattern::make(pattern);
    return compiled && compiled->fullMatch(name);
}

bool matches(const Override& over, std::string_view seriesName, std::string_view refId)
{
    switch (over.by) {
    case Override::By::Name:
        return over.match == seriesName;
    case Override::By::Regexp:
        return regexMatches(over.match, seriesName);
    case Override::By::Type:
        return over.match == "number";
    case Override::By::Query:
        return over.match == refId;
    }
    return false;
}

} // namespace

Thresholds readThresholds(const Json& thresholds)
{
    Thresholds out;
    if (stringOf(member(thresholds, "mode")) == "percentage")
        out.mode = ThresholdMode::Percentage;
    const Json& steps = member(thresholds, "steps");
    if (!steps.is_array())
        return out;
    for (const Json& step : steps) {
        // The base is written as null, as "-Infinity", or not at all.
        const auto value = numberOf(member(step, "value"));
        out.steps.push_back({value && *value > -1e308 ? value : std::nullopt, stringOf(member(step, "color"))});
    }
    std::stable_sort(out.steps.begin(), out.steps.end(),
        [](const ThresholdStep& a, const ThresholdStep& b) { return b.value && (!a.value || *a.value < *b.value); });
    return out;
}

std::vector<ValueMapping> readMappings(const Json& mappings)
{
    std::vector<ValueMapping> out;
    if (!mappings.is_array())
        return out;
    for (const Json& mapping : mappings) {
        if (member(mapping, "type").is_string())
            readNewMapping(mapping, out);
        else if (mapping.is_object())
            readOldMapping(mapping, out);
    }
    return out;
}

FieldConfig readDefaults(const Json& defaults)
{
    FieldConfig config;
    for (const auto& [id, set] : kSetters) {
        if (const Json& value = propertyOf(defaults, id); !value.is_null())
            set(config, value);
    }
    return config;
}

void applyProperty(FieldConfig& config, std::string_view id, const Json& value)
{
    for (const auto& [name, set] : kSetters) {
        if (name == id)
            set(config, value);
    }
}

std::vector<Override> readOverrides(const Json& overrides, const std::string& where, Warnings& warnings)
{
    static constexpr auto kMatchers = std::to_array<std::pair<std::string_view, Override::By>>({{"byName", Override::By::Name},
        {"byRegexp", Override::By::Regexp}, {"byType", Override::By::Type}, {"byFrameRefID", Override::By::Query}});
    std::vector<Override> out;
    if (!overrides.is_array())
        return out;
    for (const Json& json : overrides) {
        const std::string id = stringOf(member(json, "matcher", "id"));
        const auto known = std::find_if(kMatchers.begin(), kMatchers.end(), [&](const auto& m) { return m.first == id; });
        if (known == kMatchers.end()) {
            warnings.push_back({Warning::Severity::Info,
                fmt::format("{}: overrides with the matcher \"{}\" are kept but not applied", where, id)});
            continue;
        }
        const Json& properties = member(json, "properties");
        out.push_back({known->second, textOf(member(json, "matcher", "options")),
            properties.is_array() ? properties.dump(-1, ' ', false, Json::error_handler_t::replace) : "[]"});
    }
    return out;
}

FieldConfig fieldConfigFor(const Panel& panel, std::string_view seriesName, std::string_view refId)
{
    FieldConfig config = panel.defaults;
    for (const Override& over : panel.overrides) {
        if (!matches(over, seriesName, refId))
            continue;
        const Json properties = Json::parse(over.properties, nullptr, false);
        if (!properties.is_array())
            continue;
        for (const Json& property : properties)
            applyProperty(config, stringOf(member(property, "id")), member(property, "value"));
    }
    return config;
}

} // namespace wg::dashboard
