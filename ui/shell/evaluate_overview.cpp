#include "ui/shell/evaluate_overview.h"

#include "ui/shell/evaluate_cards.h"
#include "ui/shell/evaluate_charts.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/evaluate_slices_box.h"
#include "ui/shell/evaluate_tables.h"
#include "ui/shell/evaluate_time.h"
#include "ui/shell/evaluate_work.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/threshold_bar.h"
#include "ui/shell/workspace.h"
#include "ui/theme/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace wg::ui::shell {
namespace {

using evaluation::Task;

constexpr int kTopRow = 334, kBottomRow = 302; ///< of a window 900 high; both shrink together
constexpr int kLeastTop = 236, kLeastBottom = 208;
constexpr int kColumns = theme::size::gridColumns;
constexpr double kFalseAlarms = 0.05; ///< the false positive rate a preset keeps to

/// Where a box stands: row, first column, columns.
struct Place {
    QWidget* box;
    int row, column, columns;
};

} // namespace

EvaluateOverview::EvaluateOverview(Workspace& workspace, EvaluateSelection& selection, EvaluateWork& work, QWidget* parent)
    : QScrollArea(parent)
    , m_workspace(workspace)
    , m_selection(selection)
    , m_cards(new EvaluateCards(selection, work))
    , m_charts(new EvaluateCharts(selection, this))
    , m_tables(new EvaluateTables(selection, this))
    , m_time(new EvaluateTimeBox(selection, work, workspace.time))
    , m_slices(new EvaluateSlicesBox(selection, work))
    , m_threshold(new ThresholdBar)
    , m_historyRow(new QWidget)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    buildContent();
    connect(m_charts, &EvaluateCharts::message, this, &EvaluateOverview::message);
    connect(m_charts, &EvaluateCharts::rowsWanted, this, &EvaluateOverview::rowsWanted);
    connect(m_time, &EvaluateTimeBox::message, this, &EvaluateOverview::message);
    connect(m_slices, &EvaluateSlicesBox::message, this, &EvaluateOverview::message);
    connect(m_slices, &EvaluateSlicesBox::sliceChosen, this, &EvaluateOverview::wantSlice);
    connect(m_slices, &EvaluateSlicesBox::moreRequested, this, &EvaluateOverview::slicesRequested);
    connect(m_threshold, &ThresholdBar::thresholdChosen, &selection, &EvaluateSelection::setThreshold);
    connect(&selection, &EvaluateSelection::modelsChanged, this, &EvaluateOverview::followModels);
    connect(&selection, &EvaluateSelection::thresholdChanged, this, &EvaluateOverview::followThreshold);
    connect(&selection, &EvaluateSelection::costsChanged, this, &EvaluateOverview::setThresholds);
    followModels();
}

const std::vector<MetricCard*>& EvaluateOverview::cards() const
{
    return m_cards->cards();
}

void EvaluateOverview::buildContent()
{
    auto* content = new QWidget;
    buildHistoryRow();
    m_grid = new QGridLayout;
    m_grid->setSpacing(theme::size::gutter);
    for (int column = 0; column < kColumns; ++column) {
        m_grid->setColumnStretch(column, 1);
        m_grid->setColumnMinimumWidth(column, 1);
    }
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(
        theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin);
    layout->setSpacing(theme::size::gutter);
    layout->addWidget(m_historyRow);
    layout->addWidget(m_cards);
    layout->addWidget(m_threshold);
    layout->addLayout(m_grid);
    layout->addStretch(1);
    // Owned by the page from the start, also while they are not placed.
    for (QWidget* box : {static_cast<QWidget*>(m_charts->rocBox()), static_cast<QWidget*>(m_charts->prBox()),
             static_cast<QWidget*>(m_charts->calibrationBox()), static_cast<QWidget*>(m_charts->histogramBox()),
             static_cast<QWidget*>(m_charts->confusionBox()), static_cast<QWidget*>(m_charts->densityBox()),
             static_cast<QWidget*>(m_charts->residualBox()), static_cast<QWidget*>(m_time), static_cast<QWidget*>(m_slices),
             static_cast<QWidget*>(m_tables->metricsBox()), static_cast<QWidget*>(m_tables->classesBox()),
             static_cast<QWidget*>(m_tables->readingBox())}) {
        box->setParent(content);
        box->hide();
        box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    }
    setWidget(content);
}

void EvaluateOverview::buildHistoryRow()
{
    auto* explore = textButton(tr("Open in Explore"));
    explore->setObjectName(QStringLiteral("exploreHistory"));
    connect(explore, &QPushButton::clicked, this, [this] { Q_EMIT exploreRequested(historySource()); });
    auto* layout = new QHBoxLayout(m_historyRow);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::space::m);
    layout->addWidget(plainLabel(tr("Its columns are series: open them in Explore.")));
    layout->addWidget(explore);
    layout->addStretch(1);
    connect(&m_workspace.sources, &SourceList::removed, this, &EvaluateOverview::arrange);
    connect(&m_workspace.sources, &SourceList::added, this, &EvaluateOverview::arrange);
}

QString EvaluateOverview::historySource() const
{
    for (const LogEntry& log : m_workspace.logs.all()) {
        if (!log.result || log.result->kind != evaluation::Kind::History || !m_selection.logChecked(log.name))
            continue;
        for (const auto& source : m_workspace.sources.all())
            if (source->location() == log.path)
                return QString::fromStdString(source->name());
    }
    return {};
}

bool EvaluateOverview::hasScores() const
{
    return std::ranges::any_of(
        m_selection.chosen(), [](const EvaluatedModel* model) { return model->data().thresholds != nullptr; });
}

void EvaluateOverview::followModels()
{
    m_threshold->setVisible(hasScores());
    setThresholds();
    arrange();
}

void EvaluateOverview::followThreshold()
{
    const EvaluatedModel* candidate = m_selection.candidate();
    const double shown = candidate ? m_selection.thresholdOf(*candidate).value_or(0.5) : 0.5;
    m_threshold->setThreshold(m_selection.threshold(), shown);
}

void EvaluateOverview::setThresholds()
{
    const auto chosen = m_selection.chosen();
    const auto scored =
        std::ranges::find_if(chosen, [](const EvaluatedModel* model) { return model->data().thresholds != nullptr; });
    if (scored == chosen.end())
        return;
    const evaluation::ThresholdTable& table = *(*scored)->data().thresholds;
    std::vector<ThresholdPreset> presets{{tr("As logged"), std::nullopt, tr("What the log's own decisions or 0.5 say")}};
    const auto add = [&](const QString& name, const std::optional<evaluation::ThresholdChoice>& choice, const QString& tip) {
        if (choice)
            presets.push_back({name, choice->threshold, tip});
    };
    add(tr("Youden J"), evaluation::greatestYoudenJ(table), tr("Where recall less false positive rate is greatest"));
    add(tr("Max F1"), evaluation::greatestF1(table), tr("Where F1 is greatest"));
    add(tr("FPR ≤ 5 %"), evaluation::withinFalsePositiveRate(table, kFalseAlarms),
        tr("The lowest threshold with at most 5 % false positives among the negatives"));
    add(tr("Min cost"), evaluation::leastCost(table, m_selection.costs()),
        tr("Where the errors cost least; the weights stand under the confusion matrix"));
    m_threshold->setScores(evaluation::scoreRange(table), std::move(presets));
    m_threshold->setThreshold(m_selection.threshold(), m_selection.thresholdOf(**scored).value_or(0.5));
}

void EvaluateOverview::wantSlice(const evaluation::Slice& slice)
{
    const EvaluatedModel* candidate = m_selection.candidate();
    if (!candidate)
        return;
    evaluation::RowChoice choice;
    choice.slice = slice;
    Q_EMIT rowsWanted(candidate->key, choice, QString::fromStdString(slice.column) + ' ' + QString::fromStdString(slice.value));
}

void EvaluateOverview::arrange()
{
    m_historyRow->setVisible(m_selection.task() == Task::None && !historySource().isEmpty());
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        item->widget()->hide();
        delete item;
    }
    QWidget *metrics = m_tables->metricsBox(), *reading = m_tables->readingBox();
    std::vector<Place> places;
    switch (m_selection.task()) {
    case Task::Binary:
        if (hasScores())
            places = {{m_charts->rocBox(), 0, 0, 6}, {m_charts->prBox(), 0, 6, 6}, {m_charts->calibrationBox(), 0, 12, 6},
                {m_charts->confusionBox(), 0, 18, 6}, {m_charts->histogramBox(), 1, 0, 8}, {m_time, 1, 8, 8},
                {m_slices, 1, 16, 8}, {metrics, 2, 0, 12}, {reading, 2, 12, 12}};
        else
            places = {{m_charts->confusionBox(), 0, 0, 8}, {m_time, 0, 8, 8}, {m_slices, 0, 16, 8}, {metrics, 1, 0, 12},
                {reading, 1, 12, 12}};
        break;
    case Task::Multiclass:
        places = {{m_charts->confusionBox(), 0, 0, 12}, {m_tables->classesBox(), 0, 12, 12}, {m_time, 1, 0, 12},
            {m_slices, 1, 12, 12}, {metrics, 2, 0, 12}, {reading, 2, 12, 12}};
        break;
    case Task::Regression:
        places = {{m_charts->densityBox(), 0, 0, 8}, {m_charts->residualBox(), 0, 8, 8}, {m_slices, 0, 16, 8},
            {m_time, 1, 0, 12}, {metrics, 1, 12, 12}, {reading, 2, 0, 24}};
        break;
    case Task::None:
        places = {{reading, 0, 0, 24}};
        break;
    default:
        places = {{metrics, 0, 0, 12}, {m_slices, 0, 12, 12}, {m_time, 1, 0, 12}, {reading, 1, 12, 12}};
        break;
    }
    m_rows = 0;
    for (const Place& place : places) {
        m_grid->addWidget(place.box, place.row, place.column, 1, place.columns);
        place.box->show();
        m_rows = std::max(m_rows, place.row + 1);
    }
    fitRows();
}

void EvaluateOverview::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    fitRows();
}

/// The first two rows fill what the window leaves them.
void EvaluateOverview::fitRows()
{
    int taken = 2 * theme::size::pageMargin + theme::size::gutter;
    for (const QWidget* above : {static_cast<const QWidget*>(m_historyRow), static_cast<const QWidget*>(m_cards),
             static_cast<const QWidget*>(m_threshold)})
        if (!above->isHidden())
            taken += std::max(above->sizeHint().height(), above->minimumHeight()) + theme::size::gutter;
    const int room = viewport()->height() - taken;
    const int top = std::max(kLeastTop, room * kTopRow / (kTopRow + kBottomRow));
    const int bottom = std::max(kLeastBottom, room - top);
    const int heights[] = {m_rows == 1 ? room : top, bottom, kBottomRow};
    for (int row = 0; row < 3; ++row)
        m_grid->setRowMinimumHeight(row, row < m_rows ? heights[row] : 0);
    // The scroll bar stands in the page's margin.
    const bool scrolls = m_rows > 2;
    widget()->layout()->setContentsMargins(
        theme::size::pageMargin, theme::size::pageMargin, scrolls ? 0 : theme::size::pageMargin, theme::size::pageMargin);
    setVerticalScrollBarPolicy(scrolls ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAsNeeded);
}

} // namespace wg::ui::shell
