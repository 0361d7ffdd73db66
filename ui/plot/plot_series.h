// What a time series plot draws: series, thresholds, marks and alert spans, as plain values.
#pragma once

#include "core/base/time.h"

#include <QColor>
#include <QString>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace wg::ui::plot {

enum class DrawStyle { Line, Bars, Points };
enum class Interpolation { Linear, StepBefore, StepAfter };
enum class Stacking { None, Normal, Percent };

struct PlotSeries {
    QString name;
    std::shared_ptr<const void> owner; ///< keeps `t` and `v` alive
    std::span<const TimeMs> t; ///< strictly ascending
    std::span<const double> v; ///< same length; what is not finite is a gap
    QColor color;
    int dash = 0;
    DrawStyle draw = DrawStyle::Line;
    Interpolation interpolation = Interpolation::Linear;
    Stacking stacking = Stacking::None;
    double width = 2;
    std::optional<double> fill; ///< 0..1; unset: the house's own soft fill
    bool spanNulls = false;
    bool hidden = false;
    std::string unit;
    std::optional<int> decimals;
};

struct ValueAxis {
    std::string unit;
    std::optional<int> decimals;
    std::optional<double> min, max, softMin, softMax;
    bool logarithmic = false;
    QString label;
};

/// One step of thresholds; its area reaches up to the next step.
struct PlotThreshold {
    double value = 0;
    QColor color;
    bool line = true;
    bool dashed = true;
    bool area = false;
};

struct PlotMark {
    TimeMs at = 0;
    QString text;
};

enum class AlertLevel { None, Ok, Pending, Firing };
struct AlertSpan {
    TimeMs from = 0;
    TimeMs to = 0;
    AlertLevel level = AlertLevel::Ok;
};

} // namespace wg::ui::plot
