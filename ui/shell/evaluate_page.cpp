#include "ui/shell/evaluate_page.h"

#include "core/evaluation/threshold_choice.h"
#include "ui/plot/series_colors.h"
#include "ui/shell/evaluate_charts.h"
#include "ui/shell/evaluate_list.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/evaluate_tables.h"
#include "ui/shell/log_columns.h"
#include "ui/shell/metric_cards.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/threshold_bar.h"
#include "ui/shell/workspace.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

#include <algorithm>

namespace wg::ui::shell {
namespace {

using evaluation::Task;

constexpr int kTopRow = 334, kBottomRow = 302; ///< of a window 900 high; both shrink together
constexpr int kLeastRow = 180;
constexpr int kColumns = theme::size::gridColumns;

/// Where a box stands: row, first column, columns, rows.
struct Place {
    QWidget* box;
    int row, column, columns, rows = 1;
};

bool dependsOnThreshold(const EvaluateSelection& selection, const EvaluatedModel& model, const std::string& key)
{
    const auto threshold = selection.thresholdOf(model);
    if (!threshold)
        return false;
    const auto at = evaluation::atThreshold(model.data(), *threshold);
    return at.metrics.contains(key) || at.undefined.contains(key);
}

} // namespace

EvaluatePage::EvaluatePage(Workspace& workspace, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_selection(new EvaluateSelection(workspace.logs, this))
    , m_charts(new EvaluateCharts(*m_selection, this))
    , m_tables(new EvaluateTables(*m_selection, this))
    , m_threshold(new ThresholdBar)
    , m_add(textButton(tr("Add logs"), "secondary", "plus"))
    , m_stack(new QStackedWidget)
    , m_historyRow(new QWidget)
{
    auto* list = new EvaluateList(workspace.logs, *m_selection);
    auto* rule = new QFrame;
    rule->setFixedWidth(1);
    rule->setFrameShape(QFrame::NoFrame);
    rule->setAutoFillBackground(true);
    const auto tint = [rule] {
        QPalette palette;
        palette.setColor(QPalette::Window, theme::colors().border);
        rule->setPalette(palette);
    };
    tint();
    connect(&theme::Theme::instance(), &theme::Theme::changed, rule, tint);

    auto* content = new QWidget;
    auto* empty = new QWidget;
    buildContent(content);
    buildEmpty(empty);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(content);
    m_stack->addWidget(scroll);
    m_stack->addWidget(empty);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(list);
    layout->addWidget(rule);
    layout->addWidget(m_stack, 1);

    connect(m_add, &QPushButton::clicked, this, &Page::openDialogRequested);
    connect(list, &EvaluateList::addRequested, this, &Page::openDialogRequested);
    connect(list, &EvaluateList::columnsRequested, this, [this](const std::string& name) {
        if (const LogEntry* entry = m_workspace.logs.find(name))
            askLogColumns(m_workspace, entry->path, entry->options, {}, window(),
                [this](const QString& text, bool isError) { Q_EMIT message(text, isError); });
    });
    connect(m_charts, &EvaluateCharts::message, this, &Page::message);
    connect(m_threshold, &ThresholdBar::thresholdChosen, m_selection, &EvaluateSelection::setThreshold);
    connect(m_selection, &EvaluateSelection::modelsChanged, this, &EvaluatePage::followModels);
    connect(m_selection, &EvaluateSelection::thresholdChanged, this, &EvaluatePage::followThreshold);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &EvaluatePage::setCards);
    followModels();
}

void EvaluatePage::buildContent(QWidget* content)
{
    buildHistoryRow();
    m_cardRow = new QHBoxLayout;
    m_cardRow->setSpacing(theme::size::gutter);
    m_grid = new QGridLayout;
    m_grid->setSpacing(theme::size::gutter);
    for (int column = 0; column < kColumns; ++column) {
        m_grid->setColumnStretch(column, 1);
        m_grid->setColumnMinimumWidth(column, 1);
    }
    m_grid->setRowStretch(0, kTopRow);
    m_grid->setRowStretch(1, kBottomRow);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(
        theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin);
    layout->setSpacing(theme::size::gutter);
    layout->addWidget(m_historyRow);
    layout->addLayout(m_cardRow);
    layout->addWidget(m_threshold);
    layout->addLayout(m_grid, 1);
    // Owned by the page from the start, also while they are not placed.
    for (QWidget* box : {static_cast<QWidget*>(m_charts->rocBox()), static_cast<QWidget*>(m_charts->prBox()),
             static_cast<QWidget*>(m_charts->histogramBox()), static_cast<QWidget*>(m_charts->confusionBox()),
             static_cast<QWidget*>(m_tables->metricsBox()), static_cast<QWidget*>(m_tables->classesBox()),
             static_cast<QWidget*>(m_tables->readingBox())}) {
        box->setParent(content);
        box->hide();
        box->setMinimumHeight(kLeastRow);
        box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    }
}

void EvaluatePage::buildHistoryRow()
{
    auto* explore = textButton(tr("Open in Explore"));
    explore->setObjectName(QStringLiteral("exploreHistory"));
    connect(explore, &QPushButton::clicked, this, [this] { Q_EMIT exploreRequested({}, historySource()); });
    auto* layout = new QHBoxLayout(m_historyRow);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::space::m);
    layout->addWidget(plainLabel(tr("Its columns are series: open them in Explore.")));
    layout->addWidget(explore);
    layout->addStretch(1);
    connect(&m_workspace.sources, &SourceList::removed, this, &EvaluatePage::arrange);
    connect(&m_workspace.sources, &SourceList::added, this, &EvaluatePage::arrange);
}

QString EvaluatePage::historySource() const
{
    for (const LogEntry& log : m_workspace.logs.all()) {
        if (!log.result || log.result->kind != evaluation::Kind::History || !m_selection->logChecked(log.name))
            continue;
        for (const auto& source : m_workspace.sources.all())
            if (source->location() == log.path)
                return QString::fromStdString(source->name());
    }
    return {};
}

void EvaluatePage::buildEmpty(QWidget* empty)
{
    auto* open = textButton(tr("Open logs…"), "primary");
    connect(open, &QPushButton::clicked, this, &Page::openDialogRequested);
    auto* layout = new QVBoxLayout(empty);
    layout->setSpacing(theme::space::s);
    layout->addStretch(1);
    layout->addWidget(plainLabel(tr("No evaluation log is open"), "title"), 0, Qt::AlignCenter);
    layout->addWidget(
        plainLabel(tr("A CSV with labels beside scores or predictions gives its metrics, curves and confusion matrix."),
            nullptr, "secondary"),
        0, Qt::AlignCenter);
    layout->addSpacing(theme::space::s);
    layout->addWidget(open, 0, Qt::AlignCenter);
    layout->addStretch(1);
}

QStringList EvaluatePage::breadcrumb() const
{
    const auto logs = m_selection->checkedLogs();
    if (logs.empty())
        return {tr("Evaluate")};
    QString name = theme::shown(QString::fromStdString(logs.front()->file).section('/', -1), 60);
    if (logs.size() > 1)
        name += tr(" and %1 more").arg(logs.size() - 1);
    return {tr("Evaluate"), name};
}

QList<QWidget*> EvaluatePage::topBarWidgets()
{
    return {m_add};
}

bool EvaluatePage::hasScores() const
{
    return std::ranges::any_of(
        m_selection->chosen(), [](const EvaluatedModel* model) { return model->data().thresholds != nullptr; });
}

void EvaluatePage::followModels()
{
    m_stack->setCurrentIndex(m_selection->checkedLogs().empty() ? 1 : 0);
    m_threshold->setVisible(hasScores());
    setThresholds();
    setCards();
    arrange();
    Q_EMIT breadcrumbChanged();
}

void EvaluatePage::followThreshold()
{
    const EvaluatedModel* candidate = m_selection->candidate();
    const double shown = candidate ? m_selection->thresholdOf(*candidate).value_or(0.5) : 0.5;
    m_threshold->setThreshold(m_selection->threshold(), shown);
    setCards();
}

void EvaluatePage::setThresholds()
{
    const auto chosen = m_selection->chosen();
    const auto scored =
        std::ranges::find_if(chosen, [](const EvaluatedModel* model) { return model->data().thresholds != nullptr; });
    if (scored == chosen.end())
        return;
    const evaluation::ThresholdTable& table = *(*scored)->data().thresholds;
    std::vector<ThresholdPreset> presets{{tr("As logged"), std::nullopt}};
    if (const auto j = evaluation::greatestYoudenJ(table))
        presets.push_back({tr("Youden J"), j->threshold});
    if (const auto f1 = evaluation::greatestF1(table))
        presets.push_back({tr("Max F1"), f1->threshold});
    m_threshold->setScores(evaluation::scoreRange(table), std::move(presets));
    m_threshold->setThreshold(m_selection->threshold(), m_selection->thresholdOf(**scored).value_or(0.5));
}

void EvaluatePage::setCards()
{
    const auto keys = cardMetrics(m_selection->task(), hasScores());
    if (keys != m_cardKeys) {
        qDeleteAll(m_cards);
        m_cards.clear();
        for (std::size_t i = 0; i < keys.size(); ++i) {
            m_cards.push_back(new MetricCard);
            m_cardRow->addWidget(m_cards.back(), 1);
        }
        m_cardKeys = keys;
    }
    const auto chosen = m_selection->chosen();
    std::vector<ModelValues> values;
    values.reserve(chosen.size());
    for (const EvaluatedModel* model : chosen)
        values.push_back(m_selection->valuesOf(*model));
    for (std::size_t i = 0; i < keys.size(); ++i) {
        std::vector<CardValue> shown;
        for (std::size_t m = 0; m < chosen.size(); ++m) {
            CardValue value{plot::seriesColor(chosen[m]->color), std::nullopt, {}};
            if (const auto found = values[m].metrics.find(keys[i]); found != values[m].metrics.end())
                value.value = found->second;
            else if (const auto why = values[m].undefined.find(keys[i]); why != values[m].undefined.end())
                value.reason = theme::shown(why->second);
            shown.push_back(std::move(value));
        }
        QString note;
        if (!chosen.empty() && dependsOnThreshold(*m_selection, *chosen.front(), keys[i]))
            note = tr("at %1").arg(QString::number(*m_selection->thresholdOf(*chosen.front()), 'g', 3));
        m_cards[i]->set(metricTitle(keys[i]), note, std::move(shown));
    }
}

void EvaluatePage::arrange()
{
    m_historyRow->setVisible(m_selection->task() == Task::None && !historySource().isEmpty());
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        item->widget()->hide();
        delete item;
    }
    QWidget* metrics = m_tables->metricsBox();
    QWidget* reading = m_tables->readingBox();
    std::vector<Place> places;
    switch (m_selection->task()) {
    case Task::Binary:
        if (hasScores())
            places = {{m_charts->rocBox(), 0, 0, 6}, {m_charts->prBox(), 0, 6, 6}, {m_charts->histogramBox(), 0, 12, 6},
                {m_charts->confusionBox(), 0, 18, 6}, {metrics, 1, 0, 12}, {reading, 1, 12, 12}};
        else
            places = {{m_charts->confusionBox(), 0, 0, 10}, {metrics, 0, 10, 14}, {reading, 1, 0, 24}};
        break;
    case Task::Multiclass:
        places = {{m_charts->confusionBox(), 0, 0, 12}, {m_tables->classesBox(), 0, 12, 12}, {metrics, 1, 0, 12},
            {reading, 1, 12, 12}};
        break;
    case Task::Regression:
        places = {{metrics, 0, 0, 10, 2}, {reading, 0, 10, 14, 2}};
        break;
    default:
        places = {{reading, 0, 0, 24, 2}};
        break;
    }
    for (const Place& place : places) {
        m_grid->addWidget(place.box, place.row, place.column, place.rows, place.columns);
        place.box->show();
    }
}

} // namespace wg::ui::shell
