#include "ui/shell/evaluate_charts.h"

#include "ui/plot/calibration_plot.h"
#include "ui/plot/confusion_view.h"
#include "ui/plot/density_plot.h"
#include "ui/plot/histogram_plot.h"
#include "ui/plot/series_colors.h"
#include "ui/plot/xy_curve_plot.h"
#include "ui/shell/chart_export.h"
#include "ui/shell/evaluate_cost.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/page_parts.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

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
    plot->setAccessibleName(title);
    addExport(
        box, title, plot, [plot](QPainter& painter, const QRect& area) { plot->paintTo(painter, area); },
        [owner](const QString& text, bool isError) { Q_EMIT owner->message(text, isError); });
    return box;
}

} // namespace

EvaluateCharts::EvaluateCharts(EvaluateSelection& selection, QObject* parent)
    : QObject(parent)
    , m_selection(selection)
    , m_roc(new plot::XYCurvePlot(plot::XYCurvePlot::Kind::Roc))
    , m_pr(new plot::XYCurvePlot(plot::XYCurvePlot::Kind::PrecisionRecall))
    , m_calibration(new plot::CalibrationPlot)
    , m_histogram(new plot::HistogramPlot)
    , m_residuals(new plot::HistogramPlot)
    , m_confusion(new plot::ConfusionMatrixView)
    , m_density(new plot::DensityPlot)
    , m_cost(new CostRow(selection))
    , m_which(new theme::SegmentedControl({}))
    , m_scale(new theme::SegmentedControl({tr("Log"), tr("Linear")}))
    , m_curveButton(iconButton("chevron-down", tr("Another curve")))
    , m_curveMenu(new QMenu(m_curveButton))
{
    buildBoxes();
    connectAll();
    rebuild();
}

void EvaluateCharts::buildBoxes()
{
    m_rocBox = boxWith(this, tr("ROC"), m_roc);
    m_curveButton->setMenu(m_curveMenu);
    m_curveButton->setPopupMode(QToolButton::InstantPopup);
    m_rocBox->addControl(m_curveButton);
    m_prBox = boxWith(this, tr("Precision and recall"), m_pr);
    m_calibrationBox = boxWith(this, tr("Calibration"), m_calibration);
    m_histogramBox = boxWith(this, tr("Scores by class"), m_histogram);
    m_histogramBox->addControl(m_scale);
    m_confusionBox = boxWith(this, tr("Confusion matrix"), m_confusion);
    m_confusionBox->addControl(m_which);
    m_confusionBox->setTitle(tr("Confusion"));
    m_confusionBox->body()->addWidget(m_cost);
    m_confusionBox->body()->setStretch(0, 1);
    m_densityBox = boxWith(this, tr("Predicted and actual"), m_density);
    m_residualBox = boxWith(this, tr("Residuals"), m_residuals);
    m_residualBox->setSubtitle(tr("predicted − actual"));
    m_residuals->setLogarithmic(false);
}

void EvaluateCharts::connectAll()
{
    connect(m_scale, &theme::SegmentedControl::currentChanged, m_histogram,
        [this](int index) { m_histogram->setLogarithmic(index == 0); });
    connect(m_which, &theme::SegmentedControl::currentChanged, this, [this](int index) {
        const auto chosen = m_selection.chosen();
        m_shown = chosen[static_cast<std::size_t>(index)]->key;
        showMatrix();
        showHistogram();
        showRegression();
    });
    const auto pick = [this](double threshold) {
        if (std::isfinite(threshold))
            m_selection.setThreshold(threshold);
    };
    connect(m_roc, &plot::XYCurvePlot::thresholdPicked, this, pick);
    connect(m_pr, &plot::XYCurvePlot::thresholdPicked, this, pick);
    connect(m_calibration, &plot::CalibrationPlot::thresholdPicked, this, pick);
    connect(m_histogram, &plot::HistogramPlot::thresholdPicked, this, pick);
    connect(m_histogram, &plot::HistogramPlot::rangeBrushed, this, &EvaluateCharts::wantRange);
    connect(m_residuals, &plot::HistogramPlot::rangeBrushed, this, &EvaluateCharts::wantRange);
    connect(m_confusion, &plot::ConfusionMatrixView::cellChosen, this, &EvaluateCharts::wantCell);
    connect(&m_selection, &EvaluateSelection::modelsChanged, this, &EvaluateCharts::rebuild);
    connect(&m_selection, &EvaluateSelection::thresholdChanged, this, &EvaluateCharts::moveThreshold);
    connect(&m_selection, &EvaluateSelection::intervalsChanged, this, [this] {
        setCurves();
        setCalibration();
    });
    connect(&m_selection, &EvaluateSelection::costsChanged, this, &EvaluateCharts::showMatrix);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &EvaluateCharts::rebuild);
}

const EvaluatedModel* EvaluateCharts::shownModel() const
{
    const auto chosen = m_selection.chosen();
    const auto found = std::ranges::find(chosen, m_shown, &EvaluatedModel::key);
    return found != chosen.end() ? *found : m_selection.candidate();
}

void EvaluateCharts::rebuild()
{
    setCurveMenu();
    setCurves();
    setCalibration();
    setMatrixChoices();
    showMatrix();
    showHistogram();
    showRegression();
}

void EvaluateCharts::moveThreshold()
{
    const EvaluatedModel* candidate = m_selection.candidate();
    if (const auto threshold = m_selection.threshold()) {
        std::vector<std::optional<QPointF>> roc, pr;
        for (const EvaluatedModel* model : m_selection.chosen()) {
            if (model->data().roc)
                roc.push_back(rocPoint(*model));
            if (model->data().pr)
                pr.push_back(prPoint(*model));
        }
        m_roc->setThreshold(*threshold, m_curve == "roc" ? roc : std::vector<std::optional<QPointF>>());
        m_pr->setThreshold(*threshold, pr);
    } else {
        setCurves(); // each model has its own again
    }
    m_calibration->setThreshold(candidate ? m_selection.thresholdOf(*candidate) : std::nullopt);
    showMatrix();
    const EvaluatedModel* model = shownModel();
    m_histogram->setThreshold(model ? m_selection.thresholdOf(*model) : std::nullopt);
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
    if (!model) {
        m_cost->show(nullptr, nullptr);
        return m_confusion->setConfusion({});
    }
    const EvaluatedModel* other = model == m_selection.candidate() ? m_selection.reference() : m_selection.candidate();
    m_cost->show(model, other);
    const evaluation::Confusion& confusion = m_selection.valuesOf(*model).confusion;
    if (other)
        m_confusion->setConfusion(
            confusion, theme::shown(other->name, kChoiceCharacters), m_selection.valuesOf(*other).confusion);
    else
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
    m_histogram->setBins(group.histogram ? *group.histogram : plot::binScores(*group.thresholds, kBins), named(0), named(1));
    m_histogram->setThreshold(m_selection.thresholdOf(*model));
    m_histogramBox->setSubtitle(tr("%1, %2 rows")
            .arg(theme::shown(model->name, 24), countText(group.thresholds->positives + group.thresholds->negatives)));
}

void EvaluateCharts::showRegression()
{
    const EvaluatedModel* model = shownModel();
    m_density->setDensity(model ? model->data().density : nullptr);
    m_densityBox->setSubtitle(model ? theme::shown(model->name, 24) : QString());
    if (!model || !model->data().residuals)
        return m_residuals->setBins({}, {}, {});
    m_residuals->setBins(*model->data().residuals, {}, {});
    m_residuals->setColor(plot::seriesColor(model->color));
}

void EvaluateCharts::wantCell(int actual, int predicted)
{
    const EvaluatedModel* model = shownModel();
    if (!model)
        return;
    const auto& labels = m_confusion->confusion().labels;
    const auto name = [&](int at) { return theme::shown(labels[static_cast<std::size_t>(at)], 32); };
    evaluation::RowChoice choice;
    choice.actual = static_cast<std::uint32_t>(actual);
    choice.predicted = static_cast<std::uint32_t>(predicted);
    Q_EMIT rowsWanted(model->key, choice,
        tr("actual %1, predicted %2 by %3").arg(name(actual), name(predicted), theme::shown(model->name, 40)));
}

void EvaluateCharts::wantRange(double low, double high)
{
    const EvaluatedModel* model = shownModel();
    if (!model)
        return;
    evaluation::RowChoice choice;
    choice.range = {low, high};
    const QString what = m_selection.task() == evaluation::Task::Regression ? tr("residuals of %1 from %2 to %3")
                                                                            : tr("scores of %1 from %2 to %3");
    Q_EMIT rowsWanted(model->key, choice,
        what.arg(theme::shown(model->name, 40), QString::number(low, 'g', 3), QString::number(high, 'g', 3)));
}

} // namespace wg::ui::shell
