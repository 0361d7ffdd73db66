// A panel's frames as a flat list of named, coloured series with their field settings; and how one value of them is shown.
#pragma once

#include "core/dashboard/document.h"
#include "core/series/labels.h"
#include "ui/panels/panel_view.h"

#include <QColor>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <span>
#include <vector>

namespace wg::ui::panels {

inline constexpr std::size_t kMaxSeries = 1000; ///< drawn per panel; the legend says how many are left out

struct PanelSeries {
    QString name; ///< made fit to be shown
    std::string refId;
    series::Labels labels;
    std::shared_ptr<const void> owner; ///< keeps `t` and `v` alive
    std::span<const TimeMs> t;
    std::span<const double> v;
    dashboard::FieldConfig config;
    QColor color;
    int dash = 0;
};

/// In the order of targets and answers, at most kMaxSeries. Instant answers are series of one sample.
[[nodiscard]] std::vector<PanelSeries> seriesOf(const PanelData& data, const dashboard::Panel& panel);
[[nodiscard]] std::size_t seriesCount(const PanelData& data);
/// Series that hold native histograms, when there is nothing else that a chart over time could draw; else 0.
[[nodiscard]] std::size_t undrawableHistograms(const PanelData& data);

/// A value with mappings, unit and threshold colour applied.
struct Shown {
    QString number;
    QString suffix;
    QColor color; ///< of a mapping or a crossed threshold; invalid: none
    int level = 0; ///< index of the threshold step it is in; 0 is the base
    [[nodiscard]] QString text() const { return suffix.isEmpty() ? number : number + QChar(0xa0) + suffix; }
};
/// nullopt shows the field's noValue, else "No data".
[[nodiscard]] Shown showValue(std::optional<double> value, const dashboard::FieldConfig& config);

/// The ends of the field's scale: its own min and max, else 0..100 for percent, 0..1 for percentunit, else `data` from zero.
struct ValueScale {
    double min = 0, max = 1;
};
[[nodiscard]] ValueScale scaleOf(const dashboard::FieldConfig& config, std::span<const double> data);
/// Threshold steps in values, percentages of the scale resolved; the base comes with minus infinity.
struct Step {
    double value;
    QColor color;
};
[[nodiscard]] std::vector<Step> stepsOf(const dashboard::FieldConfig& config, const ValueScale& scale);

/// The panel's options object; empty when it is none.
[[nodiscard]] QJsonObject optionsOf(const dashboard::Panel& panel);
/// options.reduceOptions.calcs[0], else "lastNotNull".
[[nodiscard]] std::string reducerOf(const QJsonObject& options);
[[nodiscard]] std::optional<double> reduced(const PanelSeries& series, const std::string& reducer);

} // namespace wg::ui::panels
