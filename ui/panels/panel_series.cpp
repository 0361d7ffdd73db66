#include "ui/panels/panel_series.h"

#include "core/frames/mapping.h"
#include "core/frames/reduce.h"
#include "core/frames/table.h"
#include "core/units/format.h"
#include "ui/plot/series_colors.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <limits>

namespace wg::ui::panels {
namespace {

void append(std::vector<PanelSeries>& to, const Frame& frame, const series::Labels& labels, std::span<const TimeMs> t,
    std::span<const double> v, const dashboard::Panel& panel)
{
    if (to.size() >= kMaxSeries)
        return;
    const auto legend = frames::legendText(labels, frame.legendFormat);
    PanelSeries one;
    one.refId = frame.refId;
    one.labels = labels;
    one.owner = frame.value;
    one.t = t;
    one.v = v;
    one.config = dashboard::fieldConfigFor(panel, legend, frame.refId);
    const auto& own = one.config.displayName;
    one.name = theme::shown(own.empty() || own.find("${") != std::string::npos ? legend : own);
    to.push_back(std::move(one));
}

void appendFrame(std::vector<PanelSeries>& to, const Frame& frame, const dashboard::Panel& panel)
{
    if (!frame.value)
        return;
    if (const auto* matrix = std::get_if<series::Matrix>(frame.value.get())) {
        for (const auto& one : matrix->series)
            append(to, frame, one.labels, one.t, one.v, panel);
    } else if (const auto* vector = std::get_if<series::Vector>(frame.value.get())) {
        for (const auto& sample : vector->samples)
            append(to, frame, sample.labels, {&sample.t, 1}, {&sample.v, 1}, panel);
    } else if (const auto* scalar = std::get_if<series::Scalar>(frame.value.get())) {
        append(to, frame, {}, {&scalar->t, 1}, {&scalar->v, 1}, panel);
    }
}

/// The first mapping that fits. Dashboards may not include frames, so their mappings are turned into its here.
std::optional<frames::Mapped> mapped(const dashboard::FieldConfig& config, std::optional<double> value)
{
    for (const auto& own : config.mappings) {
        const frames::Mapping mapping{
            static_cast<frames::Mapping::Kind>(own.kind), own.match, own.from, own.to, own.text, own.color};
        if (auto fits = frames::mapValue({&mapping, 1}, value))
            return fits;
    }
    return std::nullopt;
}

} // namespace

std::size_t seriesCount(const PanelData& data)
{
    std::size_t count = 0;
    for (const auto& frame : data.frames) {
        if (!frame.value)
            continue;
        if (const auto* matrix = std::get_if<series::Matrix>(frame.value.get()))
            count += matrix->series.size();
        else if (const auto* vector = std::get_if<series::Vector>(frame.value.get()))
            count += vector->samples.size();
        else
            ++count;
    }
    return count;
}

std::size_t undrawableHistograms(const PanelData& data)
{
    std::size_t histograms = 0;
    for (const auto& frame : data.frames) {
        if (!frame.value)
            continue;
        const auto* matrix = std::get_if<series::Matrix>(frame.value.get());
        if (!matrix || std::ranges::any_of(matrix->series, [](const auto& one) { return !one.t.empty(); }))
            return 0;
        histograms += series::histogramSeries(*frame.value);
    }
    return histograms;
}

std::vector<PanelSeries> seriesOf(const PanelData& data, const dashboard::Panel& panel)
{
    std::vector<PanelSeries> result;
    for (const auto& frame : data.frames)
        appendFrame(result, frame, panel);
    std::vector<plot::SeriesKey> keys;
    keys.reserve(result.size());
    for (const auto& one : result)
        keys.push_back({one.labels, one.name.toStdString()});
    const auto styles = plot::SeriesColors::instance().assign(keys);
    for (std::size_t i = 0; i < result.size(); ++i) {
        auto& one = result[i];
        one.color = plot::seriesColor(styles[i].color);
        one.dash = styles[i].dash;
        if (one.config.colorMode == "fixed" && !one.config.fixedColor.empty()) {
            one.color = theme::fromGrafana(QString::fromStdString(one.config.fixedColor));
            one.dash = 0;
        }
    }
    return result;
}

ValueScale scaleOf(const dashboard::FieldConfig& config, std::span<const double> data)
{
    ValueScale scale;
    double low = 0, high = 0;
    for (const double value : data) {
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    if (config.unit == "percent")
        scale = {0, 100};
    else if (config.unit != "percentunit")
        scale = {low, high > low ? high : low + 1};
    scale.min = config.min.value_or(scale.min);
    scale.max = config.max.value_or(scale.max);
    if (!(scale.max > scale.min))
        scale.max = scale.min + 1;
    return scale;
}

std::vector<Step> stepsOf(const dashboard::FieldConfig& config, const ValueScale& scale)
{
    std::vector<Step> steps;
    for (const auto& step : config.thresholds.steps) {
        double value = step.value.value_or(-std::numeric_limits<double>::infinity());
        if (step.value && config.thresholds.mode == dashboard::ThresholdMode::Percentage)
            value = scale.min + value / 100 * (scale.max - scale.min);
        steps.push_back({value, theme::fromGrafana(QString::fromStdString(step.color))});
    }
    return steps;
}

Shown showValue(std::optional<double> value, const dashboard::FieldConfig& config)
{
    Shown result;
    if (value && std::isnan(*value) && config.mappings.empty())
        value.reset();
    if (const auto mapping = mapped(config, value)) {
        result.number = theme::shown(mapping->text);
        if (!mapping->color.empty())
            result.color = theme::fromGrafana(QString::fromStdString(mapping->color));
        if (!result.number.isEmpty())
            return result;
    }
    if (!value) {
        result.number = config.noValue.empty() ? QObject::tr("No data") : theme::shown(config.noValue);
        return result;
    }
    const auto formatted = units::format(*value, config.unit, config.decimals);
    result.number = theme::shown(formatted.number, 64);
    result.suffix = theme::shown(formatted.suffix, 32);
    const QColor own = result.color; // of a mapping without text: above the threshold's
    const auto steps = stepsOf(config, scaleOf(config, {}));
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (*value >= steps[i].value) {
            result.level = static_cast<int>(i);
            result.color = i > 0 && !own.isValid() ? steps[i].color : own;
        }
    }
    return result;
}

QJsonObject optionsOf(const dashboard::Panel& panel)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(panel.options)).object();
}

std::string reducerOf(const QJsonObject& options)
{
    const auto calcs = options[u"reduceOptions"].toObject()[u"calcs"].toArray();
    return calcs.isEmpty() ? "lastNotNull" : calcs[0].toString().toStdString();
}

std::optional<double> reduced(const PanelSeries& series, const std::string& reducer)
{
    return frames::reduce(series.v, reducer);
}

} // namespace wg::ui::panels
