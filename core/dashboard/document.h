// A dashboard file is Grafana dashboard JSON. Read into this; the JSON stays the truth, so unknown fields survive.
#pragma once

#include "core/base/result.h"
#include "core/base/warning.h"
#include "core/units/time_range.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wg::dashboard {

/// Grid cells of Grafana's gridPos: 24 columns, 30 px rows.
struct GridPos {
    int x = 0;
    int y = 0;
    int w = 12;
    int h = 8;
    bool operator==(const GridPos&) const = default;
};

struct Target {
    std::string refId;
    std::string expr;
    std::string legendFormat; ///< "{{instance}}", "__auto" or empty
    std::string datasource; ///< uid or name; empty: the panel's, else the dashboard's default
    std::string format = "time_series"; ///< time_series | table | heatmap
    std::optional<DurationMs> minStep;
    int intervalFactor = 1;
    bool instant = false;
    bool range = true;
    bool hidden = false;
};

enum class ThresholdMode { Absolute, Percentage };
struct ThresholdStep {
    std::optional<double> value; ///< nullopt: the base, from minus infinity
    std::string color; ///< Grafana colour name ("red", "semi-dark-green") or #RRGGBB
};
struct Thresholds {
    ThresholdMode mode = ThresholdMode::Absolute;
    std::vector<ThresholdStep> steps; ///< ascending; the first is the base
};
enum class ThresholdStyle { Off, Line, Dashed, Area, LineAndArea, DashedAndArea };

struct ValueMapping {
    enum class Kind { Value, Range, Special, Regex } kind = Kind::Value;
    std::string match; ///< value text, regex, or special ("null", "nan", "true", "empty"…)
    std::optional<double> from, to; ///< Range, inclusive
    std::string text;
    std::string color;
};

/// fieldConfig.defaults, and one override's changes applied on top.
struct FieldConfig {
    std::string unit;
    std::optional<int> decimals;
    std::optional<double> min, max;
    std::string displayName;
    std::string noValue;
    std::string colorMode = "palette-classic"; ///< fieldConfig.defaults.color.mode
    std::string fixedColor;
    Thresholds thresholds;
    std::vector<ValueMapping> mappings;
    // custom (time series)
    std::string drawStyle = "line"; ///< line | bars | points
    std::string lineInterpolation = "linear"; ///< linear | smooth | stepBefore | stepAfter
    double lineWidth = 2;
    std::optional<double> fillOpacity; ///< 0..100
    std::string stacking = "none"; ///< none | normal | percent
    bool spanNulls = false;
    std::string axisLabel;
    std::optional<double> axisSoftMin, axisSoftMax;
    bool logScale = false;
    ThresholdStyle thresholdStyle = ThresholdStyle::Off;
    bool negativeY = false; ///< custom.transform negative-Y: drawn below zero
    bool dashed = false; ///< custom.lineStyle
    bool hidden = false; ///< custom.hideFrom.viz
    std::string cellType; ///< table: custom.cellOptions.type ("color-background", "gauge", …); empty: auto
};

struct Override {
    enum class By { Name, Regexp, Type, Query } by = By::Name;
    std::string match;
    std::string properties; ///< JSON array of {id, value}, applied by applyOverride()
};

struct Panel {
    int id = 0;
    std::string type; ///< "timeseries", "stat", "gauge", "table", "text", "piechart", "row", "alertlist",
                      ///< "watchglass-roc", "watchglass-confusion", or anything else (kept, shown as a placeholder)
    std::string title;
    std::string description;
    GridPos grid;
    bool collapsed = false; ///< rows
    std::vector<Panel> panels; ///< of a collapsed row
    std::string datasource;
    std::vector<Target> targets;
    FieldConfig defaults;
    std::vector<Override> overrides;
    std::optional<int> maxDataPoints;
    std::optional<DurationMs> minInterval;
    std::string options; ///< the panel's "options" object as JSON text; each panel kind reads its own
    std::string jsonPath; ///< where it stands in the document, for reports
};

struct Variable {
    std::string name;
    std::string label;
    std::string type; ///< query, custom, constant, interval, datasource, textbox, adhoc
    std::vector<std::string> currentValues; ///< saved current value(s); "$__all" when All
    std::vector<std::string> currentTexts;
    std::vector<std::string> options; ///< values offered by the file
    std::string query;
    std::string allValue;
    bool multi = false;
    bool includeAll = false;
    int hide = 0; ///< 0 shown, 1 no label, 2 hidden
};

/// A value; the underlying JSON travels with it. Copy is cheap (shared JSON, copied on write).
class Document {
public:
    /// Accepts classic dashboards and {dashboard, meta} wrappers. Errors carry line and column.
    [[nodiscard]] static Result<Document> parse(std::string_view json, const std::string& fileName);
    /// A new, empty dashboard.
    [[nodiscard]] static Document empty(std::string title);

    /// The file's text: unknown fields and the order of keys are kept; parse(text()) gives an equal document.
    [[nodiscard]] std::string text() const;

    [[nodiscard]] const std::string& title() const { return m_title; }
    [[nodiscard]] const std::string& uid() const { return m_uid; }
    [[nodiscard]] const std::vector<Panel>& panels() const { return m_panels; }
    [[nodiscard]] const std::vector<Variable>& variables() const { return m_variables; }
    [[nodiscard]] const units::RawRange& time() const { return m_time; }
    [[nodiscard]] const std::string& refresh() const { return m_refresh; } ///< "5s", "" for off
    [[nodiscard]] const std::string& timezone() const { return m_timezone; }
    [[nodiscard]] const Warnings& warnings() const { return m_warnings; } ///< what could not be kept or understood
    [[nodiscard]] const Panel* panel(int id) const;

    // Edits write through to the JSON; unknown ids and names change nothing. The first edit of a panel brings a file with rows
    // (schema version < 16) to gridPos.
    void setTitle(const std::string& title);
    void setTime(const units::RawRange& range);
    void setRefresh(const std::string& refresh);
    void setGrid(int panelId, const GridPos& grid);
    void setPanelTitle(int panelId, const std::string& title);
    void setPanelExpr(int panelId, const std::string& refId, const std::string& expr);
    void setVariableCurrent(const std::string& name, const std::vector<std::string>& values);
    int addPanel(const Panel& panel); ///< returns the new id; written are all fields of Panel but panels and jsonPath
    void removePanel(int panelId); ///< a row goes with the panels it holds when it is collapsed

private:
    struct File;
    File& edit(); ///< unshares the JSON
    void reload(); ///< the model from the JSON, after every edit
    std::shared_ptr<File> m_file;
    std::string m_title, m_uid, m_refresh, m_timezone;
    std::vector<Panel> m_panels;
    std::vector<Variable> m_variables;
    units::RawRange m_time;
    Warnings m_warnings;
};

/// Defaults with every matching override applied. `seriesName` is the legend text, `refId` the query's letter.
[[nodiscard]] FieldConfig fieldConfigFor(const Panel& panel, std::string_view seriesName, std::string_view refId);

} // namespace wg::dashboard
