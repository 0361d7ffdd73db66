#include "ui/shell/explore_page.h"

#include "ui/editors/promql_editor.h"
#include "ui/plot/time_series_plot.h"
#include "ui/shell/cell_table.h"
#include "ui/shell/chart_export.h"
#include "ui/shell/explore_table.h"
#include "ui/shell/matrix_lines.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/source_chooser.h"
#include "ui/shell/workspace.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSplitter>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace wg::ui::shell {
namespace {

constexpr int kEditorHeight = 220;
constexpr int kStepWidth = 12 * theme::space::s;
constexpr int kExampleCharacters = 110;
constexpr std::array kCountedEndings{"_total", "_bucket", "_count", "_sum", "_created", "_info"};
constexpr int kDataQuietMs = 250; ///< a growing log or a playing demo is not asked more often

/// As it stands in an expression: names of other characters must be quoted.
QString promqlName(const QString& name)
{
    static const QRegularExpression plain(QStringLiteral("^[a-zA-Z_:][a-zA-Z0-9_:]*$"));
    if (plain.match(name).hasMatch())
        return name;
    QString quoted = name;
    quoted.replace('\\', QStringLiteral("\\\\")).replace('"', QStringLiteral("\\\""));
    return QStringLiteral("{\"%1\"}").arg(quoted);
}

QStringList toQt(const std::vector<std::string>& names)
{
    QStringList out;
    for (const std::string& name : names)
        out.append(QString::fromStdString(name));
    return out;
}

} // namespace

ExplorePage::ExplorePage(Workspace& workspace, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_query(new ExploreQuery(this))
    , m_source(new SourceChooser(workspace.sources))
    , m_run(textButton(tr("Run"), "primary"))
    , m_queryBox(new PanelBox(tr("Query A")))
    , m_graphBox(new PanelBox(tr("Graph")))
    , m_tableBox(new PanelBox(tr("Table")))
    , m_editor(new editors::PromqlEditor)
    , m_kind(new theme::SegmentedControl({tr("Range"), tr("Instant")}))
    , m_step(new QLineEdit)
    , m_status(plainLabel({}, "small", "secondary"))
    , m_problem(plainLabel({}, "small", "critical"))
    , m_hint(plainLabel({}, nullptr, "secondary"))
    , m_examples(new QWidget)
    , m_graph(new plot::TimeSeriesPlot)
    , m_table(new CellTable(this))
    , m_live(new QTimer(this))
    , m_dataTimer(new QTimer(this))
{
    buildQueryBox();
    buildResults();

    connect(m_run, &QPushButton::clicked, this, &ExplorePage::run);
    connect(m_editor, &editors::PromqlEditor::runRequested, this, &ExplorePage::run);
    connect(m_editor, &editors::PromqlEditor::problemChanged, this, &ExplorePage::showState);
    connect(m_step, &QLineEdit::returnPressed, this, &ExplorePage::run);
    connect(m_step, &QLineEdit::textChanged, this, &ExplorePage::showState);
    connect(m_kind, &theme::SegmentedControl::currentChanged, this, &ExplorePage::rerun);
    connect(m_source, &SourceChooser::chosen, this, [this] {
        offerExamples({});
        askNames();
        m_query->clear();
        rerun();
        showState();
    });
    connect(m_source, &SourceChooser::aboutToLeave, m_query, &ExploreQuery::clear);
    connect(m_source, &SourceChooser::dataChanged, this, [this] {
        if (m_active && !m_dataTimer->isActive())
            m_dataTimer->start(kDataQuietMs);
    });
    connect(m_query, &ExploreQuery::changed, this, [this] {
        showAnswer();
        reportRound();
    });
    connect(m_graph, &plot::TimeSeriesPlot::hovered, this, [this](std::optional<TimeMs> at) {
        m_hovered = at;
        m_graph->setCrosshair(at);
        showTable();
    });
    connect(m_graph, &plot::TimeSeriesPlot::zoomRequested, this, [this](TimeRange range) { m_workspace.time.zoomTo(range); });
    connect(m_graph, &plot::TimeSeriesPlot::zoomOutRequested, this, [this] { m_workspace.time.zoomOut(m_workspace.clock()); });
    connect(&workspace.time, &TimeState::rangeChanged, this, &ExplorePage::rerun);
    connect(&workspace.time, &TimeState::zoneChanged, this, &ExplorePage::showAnswer);
    connect(&workspace.time, &TimeState::refreshChanged, this, &ExplorePage::restartTimer);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &ExplorePage::showAnswer);
    connect(m_live, &QTimer::timeout, this, &ExplorePage::rerun);
    m_dataTimer->setSingleShot(true);
    connect(m_dataTimer, &QTimer::timeout, this, &ExplorePage::rerun);
    showAnswer();
}

void ExplorePage::buildQueryBox()
{
    m_run->setToolTip(tr("Run the query (Ctrl+Enter)"));
    m_kind->setCurrent(0);
    m_step->setProperty("small", true);
    m_step->setFixedSize(kStepWidth, theme::size::controlSmall);
    m_step->setPlaceholderText(tr("auto"));
    m_step->setAccessibleName(tr("Step"));
    m_step->setToolTip(tr("A duration such as 30s; empty: as many points as the graph has pixels"));
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_problem->setWordWrap(true);
    m_problem->setContentsMargins(theme::size::panelInset, theme::space::xs, theme::size::panelInset, theme::space::s);
    m_queryBox->addControl(m_status);
    m_queryBox->addControl(m_kind);
    m_queryBox->addControl(plainLabel(tr("Step"), "small", "secondary"));
    m_queryBox->addControl(m_step);
    m_queryBox->body()->setContentsMargins(0, 0, 0, 0);
    m_queryBox->body()->addWidget(m_editor, 1);
    m_queryBox->body()->addWidget(m_problem);
}

void ExplorePage::buildResults()
{
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_graphBox->body()->setContentsMargins(theme::space::s, 0, theme::space::s, theme::space::s);
    m_graphBox->body()->addWidget(m_graph, 1);
    auto* none = new QVBoxLayout;
    none->setSpacing(theme::space::m);
    none->addStretch(1);
    none->addWidget(m_hint);
    none->addWidget(m_examples, 0, Qt::AlignCenter);
    none->addStretch(1);
    m_graphBox->body()->addLayout(none);
    (new QVBoxLayout(m_examples))->setSpacing(theme::space::s);
    addExport(
        m_graphBox, tr("Graph"), m_graph, [this](QPainter& painter, const QRect& area) { m_graph->paintTo(painter, area); },
        [this](const QString& text, bool isError) { Q_EMIT message(text, isError); });
    auto* view = makeTableView(m_table, false, 0);
    view->setAccessibleName(tr("Values"));
    m_tableBox->setBody(view, theme::space::s);
    connect(view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& row) {
        m_graph->setEmphasised(row.isValid() ? std::optional(static_cast<std::size_t>(row.row())) : std::nullopt);
    });

    auto* results = new QSplitter(Qt::Horizontal);
    auto* halves = new QSplitter(Qt::Vertical);
    for (QSplitter* splitter : {results, halves}) {
        splitter->setHandleWidth(theme::size::gutter);
        splitter->setChildrenCollapsible(false);
    }
    results->addWidget(m_graphBox);
    results->addWidget(m_tableBox);
    results->setSizes({937, 559});
    results->setStretchFactor(0, 5);
    results->setStretchFactor(1, 3);
    halves->addWidget(m_queryBox);
    halves->addWidget(results);
    halves->setSizes({kEditorHeight, 3 * kEditorHeight});
    halves->setStretchFactor(0, 0);
    halves->setStretchFactor(1, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(
        theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin);
    layout->addWidget(halves);
}

QList<QWidget*> ExplorePage::topBarWidgets()
{
    return {m_source, m_run};
}

void ExplorePage::activated()
{
    m_active = true;
    askNames();
    restartTimer();
    rerun();
    m_editor->setFocus();
}

void ExplorePage::deactivated()
{
    m_active = false;
    m_query->cancel();
    restartTimer();
}

void ExplorePage::refresh()
{
    rerun();
}

void ExplorePage::explore(const QString& expression, const QString& name)
{
    m_source->choose(name.toStdString());
    m_query->clear();
    if (expression.isEmpty())
        return;
    m_editor->setExpression(expression);
    run();
}

QStringList ExplorePage::examplesFor(const QStringList& metrics)
{
    constexpr qsizetype kMost = 4;
    const auto ending = [&](QLatin1String end) {
        const auto found = std::ranges::find_if(metrics, [&](const QString& name) { return name.endsWith(end); });
        return found == metrics.end() ? QString() : promqlName(*found);
    };
    QStringList examples;
    if (const QString buckets = ending(QLatin1String("_bucket")); !buckets.isEmpty())
        examples << QStringLiteral("histogram_quantile(0.99, sum by (le) (rate(%1)))").arg(buckets + "[$__rate_interval]");
    if (const QString counter = ending(QLatin1String("_total")); !counter.isEmpty())
        examples << QStringLiteral("sum(rate(%1))").arg(counter + "[$__rate_interval]");
    for (const QString& name : metrics) {
        const bool counted =
            std::ranges::any_of(kCountedEndings, [&](const char* end) { return name.endsWith(QLatin1String(end)); });
        if (!counted && examples.size() < kMost)
            examples << promqlName(name);
    }
    return examples;
}

void ExplorePage::offerExamples(const QStringList& metrics)
{
    qDeleteAll(m_examples->findChildren<QPushButton*>());
    for (const QString& example : examplesFor(metrics)) {
        auto* button = textButton(theme::shown(example, kExampleCharacters).replace('&', QStringLiteral("&&")));
        button->setFont(theme::fixedFont());
        button->setToolTip(tr("Run this query"));
        connect(button, &QPushButton::clicked, this, [this, example] { explore(example, {}); });
        m_examples->layout()->addWidget(button);
    }
}

void ExplorePage::askNames()
{
    sources::Source* asked = m_source->source();
    if (!asked)
        return;
    const TimeRange range = m_workspace.time.resolve(m_workspace.clock());
    asked->labelValues(
        std::string(series::kMetricName), {}, range, this, [this, asked, range](Result<std::vector<std::string>> metrics) {
            if (!metrics || asked != m_source->source())
                return; // the query itself will say what is wrong
            offerExamples(toQt(*metrics));
            showState();
            asked->labelNames({}, range, this, [this, metrics = toQt(*metrics)](Result<std::vector<std::string>> labels) {
                m_editor->setNames(metrics, labels ? toQt(*labels) : QStringList());
            });
        });
}

void ExplorePage::restartTimer()
{
    const DurationMs interval = m_workspace.time.refreshInterval();
    if (m_active && interval > 0 && !m_workspace.time.paused())
        m_live->start(static_cast<int>(interval));
    else
        m_live->stop();
}

std::optional<DurationMs> ExplorePage::typedStep() const
{
    const auto step = parseDuration(m_step->text().trimmed().toStdString());
    return step && *step > 0 ? std::optional(*step) : std::nullopt;
}

void ExplorePage::setInstant(bool instant)
{
    m_kind->setCurrent(instant ? 1 : 0);
    rerun();
}

void ExplorePage::run()
{
    m_ran = m_editor->expression().toStdString();
    if (m_ran.empty())
        m_query->clear();
    rerun();
}

void ExplorePage::rerun()
{
    sources::Source* asked = m_source->source();
    if (m_ran.empty() || !asked)
        return;
    ExploreRequest request;
    request.expression = m_ran;
    request.range = m_kind->current() == 0;
    request.shown = m_workspace.time.resolve(m_workspace.clock());
    request.step = typedStep();
    request.width = m_graph->width();
    m_query->run(asked, request);
}

void ExplorePage::showAnswer()
{
    const auto& answer = m_query->answer();
    if (answer && answer->request.range)
        showGraph();
    else
        m_graph->setSeries({});
    showTable();
    showState();
}

void ExplorePage::reportRound()
{
    const auto& answer = m_query->answer();
    const auto& error = m_query->error();
    if (m_query->running() || (!answer && !error))
        return;
    // Positions are those of the text that was sent, so they fit only while it stands there unchanged.
    if (error && error->position && m_ran == m_editor->toPlainText().toStdString())
        m_editor->showProblem(*error);
    RoundStats stats;
    stats.queries = 1;
    stats.failed = error ? 1 : 0;
    stats.samples = error ? 0 : answer->result.samples;
    stats.elapsed = error ? 0 : answer->result.elapsed;
    Q_EMIT roundFinished(stats);
}

void ExplorePage::showGraph()
{
    const ExploreAnswer& answer = *m_query->answer();
    auto lines = linesOf(answer.result.value, kMostRows);
    m_colors.clear();
    for (const plot::PlotSeries& line : lines)
        m_colors.push_back(line.color);
    m_graph->setRange(answer.request.shown, m_workspace.time.zone());
    m_graph->setSeries(std::move(lines));
}

void ExplorePage::showTable()
{
    const auto& answer = m_query->answer();
    if (!answer || !answer->result.value)
        return m_table->set({}, {});
    const units::Zone& zone = m_workspace.time.zone();
    const bool range = answer->request.range;
    auto table =
        exploreTable(*answer->result.value, range ? m_hovered : std::nullopt, zone, range ? m_colors : std::vector<QColor>());
    m_table->set(std::move(table.columns), std::move(table.rows));
    m_tableBox->setSubtitle(!range ? tr("at %1").arg(momentText(answer->request.shown.to, m_workspace.clock(), zone))
            : m_hovered            ? tr("at %1").arg(momentText(*m_hovered, m_workspace.clock(), zone))
                                   : tr("last values"));
    m_graphBox->setSubtitle(table.common);
}

void ExplorePage::showState()
{
    const auto& answer = m_query->answer();
    const auto& error = m_query->error();
    m_run->setEnabled(m_source->source() != nullptr);
    QString problem;
    const char* tone = "critical";
    if (!m_step->text().trimmed().isEmpty() && !typedStep())
        problem = tr("The step must be a duration such as 30s or 5m");
    else if (error)
        problem = errorText(*error);
    else if (m_editor->problem())
        problem = errorText(*m_editor->problem());
    else if (answer && !answer->result.warnings.empty()) {
        tone = "warning";
        problem = theme::shownLines(QString::fromStdString(answer->result.warnings.front().message));
        if (answer->result.warnings.size() > 1)
            problem += tr(" (and %1 more)").arg(answer->result.warnings.size() - 1);
    } else if (answer && answer->seriesCount > kMostRows) {
        tone = "warning";
        problem = tr("%1 series; the first %2 are shown").arg(countText(answer->seriesCount), countText(kMostRows));
    }
    setTone(m_problem, tone);
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());

    if (m_query->running() && !answer)
        m_status->setText(tr("asking…"));
    else if (answer)
        m_status->setText(tr("%1 series, %2 samples in %3 ms")
                .arg(countText(answer->seriesCount), countText(answer->result.samples))
                .arg(answer->result.elapsed));
    else
        m_status->setText({});

    const bool examples = !answer && !error && !m_query->running() && m_examples->layout()->count() > 0;
    QString hint;
    if (!m_source->source())
        hint = tr("No source is connected. Connect a server or open logs first.");
    else if (!answer && !error)
        hint = m_query->running() ? QString()
            : examples            ? tr("Write an expression and press Ctrl+Enter, or begin with one of these.")
                                  : tr("Write an expression and press Ctrl+Enter.");
    else if (!answer)
        hint = tr("There is no answer yet to show.");
    else if (answer->seriesCount == 0)
        hint = answer->result.matchedSeries == false
            ? tr("No data: no series matches %1").arg(theme::shown(answer->request.expression))
            : tr("No data: %1 gives no series in this range").arg(theme::shown(answer->request.expression));
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_examples->setVisible(examples && m_source->source());
    m_graph->setVisible(hint.isEmpty());
    m_graphBox->setVisible(m_kind->current() == 0 || !hint.isEmpty());
    m_tableBox->setVisible(hint.isEmpty());
    if (answer && answer->step > 0)
        m_step->setPlaceholderText(tr("auto, %1").arg(QString::fromStdString(formatDuration(answer->step))));
}

QString ExplorePage::problemText() const
{
    return m_problem->text();
}

QString ExplorePage::statusText() const
{
    return m_status->text();
}

} // namespace wg::ui::shell
