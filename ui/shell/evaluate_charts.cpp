#include "ui/shell/evaluate_charts.h"

#include "core/evaluation/threshold_choice.h"
#include "ui/plot/confusion_view.h"
#include "ui/plot/histogram_plot.h"
#include "ui/plot/series_colors.h"
#include "ui/plot/xy_curve_plot.h"
#include "ui/shell/chart_export.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/page_parts.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <algorithm>
#include <cmath>

namespace wg::ui::shell {
namespace {

constexpr int kBins = 40;
constexpr int kChoiceCharacters = 14; ///< of a model's name in the matrix's switch

template <class Plot>
PanelBox* boxWith(EvaluateCharts* owner, const QString& title, Plot* plot)
{
    auto* box = new PanelBox(title);
    box->setBody(plot, theme::space::s);
    addExport(
        box, title, plot, [plot](QPainter& painter, const QRect& area) { plot->paintTo(painter, area); },
        [owner](const QString& text, bool isError) { Q_EMIT owner->message(text, isError); });
    return box;
}

QString valueOf(const ModelValues& values, const char* key)
{
    const auto found = values.metrics.find(key);
    return found == values.metrics.end() ? EvaluateCharts::tr("undefined") : metricText(found->second);
}

} // namespace

EvaluateCharts::EvaluateCharts(EvaluateSelection& selection, QObject* parent)
    : QObject(parent)
    , m_selection(selection)
    , m_roc(new plot::XYCurvePlot(plot::XYCurvePlot::Kind::Roc))
    , m_pr(new plot::XYCurvePlot(plot::XYCurvePlot::Kind::PrecisionRecall))
    , m_histogram(new plot::HistogramPlot)
    , m_confusion(new plot::ConfusionMatrixView)
    , m_which(new theme::SegmentedControl({}))
{
    m_rocBox = boxWith(this, tr("ROC"), m_roc);
    m_prBox = boxWith(this, tr("Precision and recall"), m_pr);
    auto* scale = new theme::SegmentedControl({tr("Log"), tr("Linear")});
    scale->setCurrent(0);
    m_histogramBox = boxWith(this, tr("Scores by class"), m_histogram);
    m_histogramBox->addControl(scale);
    m_confusionBox = boxWith(this, tr("Confusion matrix"), m_confusion);
    m_confusionBox->setTitle(tr("Confusion"));
    m_confusionBox->addControl(m_which);

    connect(scale, &theme::SegmentedControl::currentChanged, m_histogram,
        [this](int index) { m_histogram->setLogarithmic(index == 0); });
    connect(m_which, &theme::SegmentedControl::currentChanged, this, [this](int index) {
        const auto chosen = m_selection.chosen();
        m_shown = chosen[static_cast<std::size_t>(index)]->key;
        showMatrix();
        showHistogram();
    });
    const auto pick = [this](double threshold) {
        if (std::isfinite(threshold))
            m_selection.setThreshold(threshold);
    };
    connect(m_roc, &plot::XYCurvePlot::thresholdPicked, this, pick);
    connect(m_pr, &plot::XYCurvePlot::thresholdPicked, this, pick);
    connect(m_histogram, &plot::HistogramPlot::thresholdPicked, this, pick);
    connect(&selection, &EvaluateSelection::modelsChanged, this, &EvaluateCharts::rebuild);
    connect(&selection, &EvaluateSelection::thresholdChanged, this, &EvaluateCharts::moveThreshold);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &EvaluateCharts::rebuild);
    rebuild();
}

const EvaluatedModel* EvaluateCharts::shownModel() const
{
    const auto chosen = m_selection.chosen();
    const auto found = std::ranges::find(chosen, m_shown, &EvaluatedModel::key);
    return found != chosen.end() ? *found : m_selection.candidate();
}

void EvaluateCharts::rebuild()
{
    setCurves();
    setMatrixChoices();
    showMatrix();
    showHistogram();
}

void EvaluateCharts::moveThreshold()
{
    if (const auto threshold = m_selection.threshold()) {
        m_roc->setThreshold(*threshold);
        m_pr->setThreshold(*threshold);
    } else {
        setCurves(); // each model has its own again
    }
    showMatrix();
    const EvaluatedModel* model = shownModel();
    m_histogram->setThreshold(model ? m_selection.thresholdOf(*model) : std::nullopt);
}

void EvaluateCharts::setCurves()
{
    std::vector<plot::XYCurve> roc, pr;
    std::optional<double> baseline;
    for (const EvaluatedModel* model : m_selection.chosen()) {
        const evaluation::Group& group = model->data();
        const ModelValues values = m_selection.valuesOf(*model);
        const QString name = theme::shown(model->name, 40);
        const QColor color = plot::seriesColor(model->color);
        const auto threshold = m_selection.thresholdOf(*model);
        if (group.roc)
            roc.push_back({name, valueOf(values, "roc_auc"), color, group.roc, threshold});
        if (group.pr)
            pr.push_back({name, valueOf(values, "average_precision"), color, group.pr, threshold});
        const auto& table = group.thresholds;
        if (!baseline && table && table->positives + table->negatives > 0)
            baseline = static_cast<double>(table->positives) / static_cast<double>(table->positives + table->negatives);
    }
    m_roc->setCurves(std::move(roc), tr("AUC"));
    m_pr->setCurves(std::move(pr), tr("Average precision"));
    m_pr->setBaseline(baseline);
}

void EvaluateCharts::setMatrixChoices()
{
    QStringList names;
    int current = 0;
    for (const EvaluatedModel* model : m_selection.chosen()) {
        if (model->key == m_shown)
            current = static_cast<int>(names.size());
        names.append(theme::shown(model->name, kChoiceCharacters));
    }
    m_which->setVisible(names.size() > 1);
    m_which->setSegments(names);
    m_which->setCurrent(current);
}

void EvaluateCharts::showMatrix()
{
    const EvaluatedModel* model = shownModel();
    if (!model)
        return m_confusion->setConfusion({});
    const evaluation::Confusion confusion = m_selection.valuesOf(*model).confusion;
    for (const EvaluatedModel* other : m_selection.chosen()) {
        if (other == model)
            continue;
        const evaluation::Confusion reference = m_selection.valuesOf(*other).confusion;
        if (reference.labels == confusion.labels)
            return m_confusion->setConfusion(confusion, theme::shown(other->name, kChoiceCharacters), reference);
        break;
    }
    m_confusion->setConfusion(confusion);
}

void EvaluateCharts::showHistogram()
{
    const EvaluatedModel* model = shownModel();
    if (!model || !model->data().thresholds)
        return m_histogram->setBins({}, {}, {});
    const evaluation::Group& group = model->data();
    const auto& labels = group.confusion.labels; // binary: negative, positive
    const auto named = [&](std::size_t index) { return index < labels.size() ? theme::shown(labels[index], 24) : QString(); };
    m_histogram->setBins(plot::binScores(*group.thresholds, kBins), named(0), named(1));
    m_histogram->setThreshold(m_selection.thresholdOf(*model));
    m_histogramBox->setTitle(tr("Scores"));
    m_histogramBox->setSubtitle(theme::shown(model->name, 24));
}

} // namespace wg::ui::shell
