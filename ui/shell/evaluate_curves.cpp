// The curves of EvaluateCharts: ROC and its kin, precision and recall, calibration.
#include "core/mlmetrics/wilson.h"
#include "ui/plot/calibration_plot.h"
#include "ui/plot/series_colors.h"
#include "ui/plot/xy_curve_plot.h"
#include "ui/shell/evaluate_charts.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/metric_cards.h"
#include "ui/shell/page_parts.h"
#include "ui/theme/text.h"

#include <QActionGroup>
#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <limits>

namespace wg::ui::shell {
namespace {

using Kind = plot::XYCurvePlot::Kind;

/// Curves whose x is no threshold; the others are a metric over it.
struct CurveNames {
    const char* name;
    const char* title;
    const char* x;
    const char* y;
};
constexpr CurveNames kCurves[] = {
    {"det", QT_TRANSLATE_NOOP("EvaluateCharts", "DET"), QT_TRANSLATE_NOOP("EvaluateCharts", "False positive rate"),
        QT_TRANSLATE_NOOP("EvaluateCharts", "False negative rate")},
    {"lift", QT_TRANSLATE_NOOP("EvaluateCharts", "Lift"),
        QT_TRANSLATE_NOOP("EvaluateCharts", "Share of rows, best scores first"), QT_TRANSLATE_NOOP("EvaluateCharts", "Lift")},
    {"gain", QT_TRANSLATE_NOOP("EvaluateCharts", "Gain"),
        QT_TRANSLATE_NOOP("EvaluateCharts", "Share of rows, best scores first"), QT_TRANSLATE_NOOP("EvaluateCharts", "Recall")},
    {"cost", QT_TRANSLATE_NOOP("EvaluateCharts", "Cost"), QT_TRANSLATE_NOOP("EvaluateCharts", "Threshold"),
        QT_TRANSLATE_NOOP("EvaluateCharts", "Cost per row")},
};

const CurveNames* namesOf(const std::string& curve)
{
    const auto* found = std::ranges::find(kCurves, curve, &CurveNames::name);
    return found == std::end(kCurves) ? nullptr : found;
}

QString titleOf(const std::string& curve)
{
    if (curve == "roc")
        return EvaluateCharts::tr("ROC");
    if (const CurveNames* names = namesOf(curve))
        return EvaluateCharts::tr(names->title);
    return EvaluateCharts::tr("%1 over the threshold").arg(metricTitle(curve));
}

std::shared_ptr<const evaluation::Curve> curveOf(const evaluation::Group& group, const std::string& name)
{
    const auto found = std::ranges::find(group.curves, name, &evaluation::NamedCurve::name);
    return found == group.curves.end() ? nullptr : found->points;
}

QString briefValue(const EvaluatedModel& model, const char* metric)
{
    const auto value = model.data().metrics.find(metric);
    return value == model.data().metrics.end() ? QString() : metricText(value->second);
}

/// The extent of what is finite; [0, 1] where it fits into that.
wg::plot::Interval extent(const std::vector<plot::XYCurve>& curves, std::vector<double> evaluation::Curve::* axis)
{
    double low = 0, high = 0;
    for (const auto& curve : curves)
        for (const double value : (*curve.points).*axis)
            if (std::isfinite(value)) {
                low = std::min(low, value);
                high = std::max(high, value);
            }
    return low >= 0 && high <= 1 && high > 0.5 ? wg::plot::Interval{0, 1}
                                               : wg::plot::Interval{low, high > low ? high : low + 1};
}

} // namespace

QString valueWithInterval(const EvaluateSelection& selection, const EvaluatedModel& model, const std::string& metric)
{
    const ModelValues& values = selection.valuesOf(model);
    const auto value = values.metrics.find(metric);
    if (value == values.metrics.end())
        return EvaluateCharts::tr("undefined");
    const auto interval = values.intervals.find(metric);
    if (interval == values.intervals.end())
        return metricText(value->second);
    return QStringLiteral("%1 [%2, %3]")
        .arg(metricText(value->second), metricText(interval->second.low), metricText(interval->second.high));
}

void EvaluateCharts::setCurveMenu()
{
    const EvaluatedModel* candidate = m_selection.candidate();
    m_curveMenu->clear();
    delete m_curveMenu->findChild<QActionGroup*>();
    auto* group = new QActionGroup(m_curveMenu);
    const auto add = [&](const std::string& name) {
        QAction* action = m_curveMenu->addAction(titleOf(name).replace('&', QLatin1String("&&")));
        action->setCheckable(true);
        action->setChecked(name == m_curve);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, name] { showCurve(name); });
    };
    add("roc");
    if (candidate)
        for (const auto& curve : candidate->data().curves)
            add(curve.name);
    m_curveButton->setVisible(m_curveMenu->actions().size() > 1);
    if (m_curve != "roc" && (!candidate || !curveOf(candidate->data(), m_curve)))
        m_curve = "roc";
}

void EvaluateCharts::showCurve(const std::string& name)
{
    m_curve = name;
    setCurveMenu();
    setCurves();
}

void EvaluateCharts::setCurves()
{
    m_rocBox->setTitle(titleOf(m_curve));
    if (m_curve == "roc") {
        std::vector<plot::XYCurve> roc;
        for (const EvaluatedModel* model : m_selection.chosen())
            if (model->data().roc)
                roc.push_back({theme::shown(model->name, 40), valueWithInterval(m_selection, *model, "roc_auc"),
                    plot::seriesColor(model->color), model->data().roc, m_selection.thresholdOf(*model), rocPoint(*model),
                    briefValue(*model, "roc_auc")});
        m_roc->setKind(Kind::Roc);
        m_roc->setCurves(std::move(roc), tr("AUC, %1 % interval").arg(m_selection.level() * 100));
    } else {
        setOtherCurves();
    }
    setPrCurves();
}

void EvaluateCharts::setOtherCurves()
{
    std::vector<plot::XYCurve> curves;
    for (const EvaluatedModel* model : m_selection.chosen())
        if (auto points = curveOf(model->data(), m_curve))
            curves.push_back({theme::shown(model->name, 40), {}, plot::seriesColor(model->color), std::move(points),
                m_selection.thresholdOf(*model)});
    const CurveNames* names = namesOf(m_curve);
    m_roc->setKind(Kind::Other, names ? tr(names->x) : tr("Threshold"), names ? tr(names->y) : metricTitle(m_curve),
        extent(curves, &evaluation::Curve::x), extent(curves, &evaluation::Curve::y));
    m_roc->setCurves(std::move(curves));
}

std::optional<QPointF> EvaluateCharts::rocPoint(const EvaluatedModel& model) const
{
    const auto& at = m_selection.valuesOf(model).at;
    return at ? std::optional(QPointF(at->falsePositiveRate, at->truePositiveRate)) : std::nullopt;
}

std::optional<QPointF> EvaluateCharts::prPoint(const EvaluatedModel& model) const
{
    const auto& at = m_selection.valuesOf(model).at;
    return at ? std::optional(QPointF(at->truePositiveRate, at->precision)) : std::nullopt;
}

void EvaluateCharts::setPrCurves()
{
    std::vector<plot::XYCurve> pr;
    std::optional<double> baseline;
    for (const EvaluatedModel* model : m_selection.chosen()) {
        const evaluation::Group& group = model->data();
        if (!group.pr)
            continue;
        const ModelValues& values = m_selection.valuesOf(*model);
        QString note = tr("undefined");
        if (const auto value = values.metrics.find("average_precision"); value != values.metrics.end()) {
            note = metricText(value->second);
            if (const auto interval = values.intervals.find("average_precision"); interval != values.intervals.end())
                note += ' ' + marginText(value->second, interval->second);
        }
        pr.push_back({theme::shown(model->name, 40), note, plot::seriesColor(model->color), group.pr,
            m_selection.thresholdOf(*model), prPoint(*model), briefValue(*model, "average_precision")});
        const auto& table = group.thresholds;
        if (!baseline && table && table->positives + table->negatives > 0)
            baseline = static_cast<double>(table->positives) / static_cast<double>(table->positives + table->negatives);
    }
    m_pr->setCurves(std::move(pr), tr("Average precision"));
    m_pr->setBaseline(baseline);
}

void EvaluateCharts::setCalibration()
{
    std::vector<plot::CalibrationLine> lines;
    std::size_t bins = 0;
    for (const EvaluatedModel* model : m_selection.chosen()) {
        plot::CalibrationLine line{
            theme::shown(model->name, 40), {}, plot::seriesColor(model->color), model->data().calibration};
        if (line.bins.empty())
            continue;
        bins = std::max(bins, line.bins.size());
        for (auto& bin : line.bins)
            if (bin.interval.defined() && bin.interval.level != m_selection.level())
                bin.interval = mlmetrics::wilson(
                    bin.observed * static_cast<double>(bin.rows), static_cast<double>(bin.rows), m_selection.level());
        for (const char* key : {"ece", "expected_calibration_error"})
            if (const auto error = model->data().metrics.find(key); error != model->data().metrics.end())
                line.note = metricText(error->second);
        lines.push_back(std::move(line));
    }
    m_calibrationBox->setSubtitle(bins ? tr("%1 bins").arg(bins) : QString());
    m_calibration->setLines(std::move(lines), tr("Calibration error"));
    const EvaluatedModel* candidate = m_selection.candidate();
    m_calibration->setThreshold(candidate ? m_selection.thresholdOf(*candidate) : std::nullopt);
}

} // namespace wg::ui::shell
