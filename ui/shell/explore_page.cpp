#include "ui/shell/explore_page.h"

#include "ui/editors/promql_editor.h"
#include "ui/plot/time_series_plot.h"
#include "ui/shell/cell_table.h"
#include "ui/shell/explore_graph.h"
#include "ui/shell/explore_history.h"
#include "ui/shell/explore_row.h"
#include "ui/shell/explore_side.h"
#include "ui/shell/explore_table.h"
#include "ui/shell/explore_tree_view.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/source_chooser.h"
#include "ui/shell/workspace.h"
#include "ui/theme/theme.h"

#include <QFrame>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace wg::ui::shell {
namespace {

constexpr int kDataQuietMs = 250; ///< a growing log or a playing demo is not asked more often

} // namespace

ExplorePage::ExplorePage(Workspace& workspace, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_history(new QueryHistory(workspace.state, this))
    , m_names(new editors::CompletionNames(this))
    , m_tree(new ExploreTreeQuery(this))
    , m_source(new SourceChooser(workspace.sources))
    , m_run(textButton(tr("Run"), "primary"))
    , m_add(textButton(tr("Query"), "secondary", QStringLiteral("plus")))
    , m_queryBox(new QFrame)
    , m_tableBox(new PanelBox(tr("Table")))
    , m_graph(new ExploreGraph)
    , m_side(new ExploreSide(m_tree, m_history, workspace))
    , m_table(new CellTable(this))
    , m_sorter(new CellSorter(m_table, this))
    , m_live(new QTimer(this))
    , m_dataTimer(new QTimer(this))
{
    m_run->setToolTip(tr("Run all queries (Ctrl+Enter)"));
    buildQueries();
    buildTable();
    layOut();
    connect(m_run, &QPushButton::clicked, this, &ExplorePage::run);
    connect(m_add, &QPushButton::clicked, this, [this] {
        if (ExploreRow* row = addRow())
            row->editor()->setFocus();
    });
    connect(m_graph, &ExploreGraph::exampleChosen, this, [this](const QString& example) { explore(example, {}); });
    connect(m_graph, &ExploreGraph::told, this, &ExplorePage::message);
    connect(m_history, &QueryHistory::failed, this, [this](const QString& why) { Q_EMIT message(why, true); });
    connect(m_side->history(), &ExploreHistory::restoreRequested, this, &ExplorePage::restore);
    connect(m_side->treeView(), &ExploreTreeView::nodeChosen, this, &ExplorePage::chooseNode);
    connect(m_side, &ExploreSide::tabChanged, this, &ExplorePage::runTree);
    connect(m_side, &ExploreSide::noteChosen, this, [this](int row, const Position& position) {
        if (row < static_cast<int>(m_rows.size())) {
            editors::PromqlEditor* shown = m_rows[static_cast<std::size_t>(row)]->editor();
            shown->selectBytes({position.offset, position.offset + position.length});
            shown->setFocus();
        }
    });
    connectWorkspace();
    setCurrentRow(addRow());
    m_names->setSource(m_source->source(), [this] { return m_workspace.time.resolve(m_workspace.clock()); });
    showAnswers();
}

void ExplorePage::connectWorkspace()
{
    connect(m_source, &SourceChooser::chosen, this, [this] {
        forgetAnswers();
        sourceChanged();
        setBuiltins();
        rerun();
        showState();
    });
    connect(m_source, &SourceChooser::aboutToLeave, this, [this] {
        forgetAnswers();
        m_names->setSource(nullptr, {});
    });
    connect(m_source, &SourceChooser::dataChanged, this, [this] {
        if (m_active && !m_dataTimer->isActive())
            m_dataTimer->start(kDataQuietMs);
    });
    plot::TimeSeriesPlot* shown = graph();
    connect(shown, &plot::TimeSeriesPlot::hovered, this, [this, shown](std::optional<TimeMs> at) {
        m_hovered = at;
        shown->setCrosshair(at);
        showTable();
    });
    connect(shown, &plot::TimeSeriesPlot::zoomRequested, this, [this](TimeRange range) { m_workspace.time.zoomTo(range); });
    connect(shown, &plot::TimeSeriesPlot::zoomOutRequested, this, [this] { m_workspace.time.zoomOut(m_workspace.clock()); });
    connect(&m_workspace.time, &TimeState::rangeChanged, this, [this] {
        setBuiltins();
        rerun();
    });
    connect(&m_workspace.time, &TimeState::zoneChanged, this, &ExplorePage::showAnswers);
    connect(&m_workspace.time, &TimeState::refreshChanged, this, &ExplorePage::restartTimer);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &ExplorePage::showAnswers);
    connect(m_live, &QTimer::timeout, this, &ExplorePage::rerun);
    m_dataTimer->setSingleShot(true);
    connect(m_dataTimer, &QTimer::timeout, this, &ExplorePage::rerun);
}

QList<QWidget*> ExplorePage::topBarWidgets()
{
    return {m_source, m_run};
}

void ExplorePage::activated()
{
    m_active = true;
    askNames();
    setBuiltins();
    restartTimer();
    rerun();
    editor()->setFocus();
}

void ExplorePage::deactivated()
{
    m_active = false;
    for (ExploreRow* row : m_rows)
        row->cancel();
    restartTimer();
}

void ExplorePage::refresh()
{
    rerun();
}

void ExplorePage::turnTo(const QString& name)
{
    const sources::Source* before = m_source->source();
    m_source->choose(name.toStdString());
    if (m_source->source() != before)
        sourceChanged();
    forgetAnswers();
    setBuiltins();
}

void ExplorePage::sourceChanged()
{
    m_examples.clear();
    m_names->setSource(m_source->source(), [this] { return m_workspace.time.resolve(m_workspace.clock()); });
    askNames();
}

void ExplorePage::explore(const QString& expression, const QString& name)
{
    turnTo(name);
    if (expression.isEmpty())
        return;
    editor()->setExpression(expression);
    run();
}

void ExplorePage::restore(const QString& expression, const QString& source)
{
    explore(expression, source);
    editor()->setFocus();
}

void ExplorePage::askNames()
{
    sources::Source* asked = m_source->source();
    if (!asked)
        return;
    const TimeRange range = m_workspace.time.resolve(m_workspace.clock());
    asked->labelValues(
        std::string(series::kMetricName), {}, range, this, [this, asked](const Result<std::vector<std::string>>& metrics) {
            if (!metrics || asked != m_source->source())
                return; // the query itself will say what is wrong
            QStringList names;
            for (const std::string& name : *metrics)
                names << QString::fromStdString(name);
            m_examples = exampleQueries(names);
            showState();
        });
}

void ExplorePage::setBuiltins()
{
    const sources::Source* source = m_source->source();
    if (!source)
        return;
    ExploreRequest request;
    request.shown = m_workspace.time.resolve(m_workspace.clock());
    request.width = graph()->width();
    for (ExploreRow* row : m_rows)
        row->setBuiltins(builtinsFor(request.shown, stepFor(request, *source), *source));
}

void ExplorePage::restartTimer()
{
    const DurationMs interval = m_workspace.time.refreshInterval();
    if (m_active && interval > 0 && !m_workspace.time.paused())
        m_live->start(static_cast<int>(interval));
    else
        m_live->stop();
}

void ExplorePage::setInstant(bool instant)
{
    m_current->setInstant(instant);
    ask(m_current);
}

void ExplorePage::run()
{
    for (ExploreRow* row : m_rows) {
        row->commit();
        if (!row->ran().empty() && m_source->source())
            m_history->remember(
                row->editor()->expression().toStdString(), m_source->source()->name(), m_workspace.clock(), !m_workspace.demo);
    }
    rerun();
}

void ExplorePage::rerun()
{
    for (ExploreRow* row : m_rows)
        ask(row);
}

void ExplorePage::ask(ExploreRow* row)
{
    row->ask(m_source->source(), m_workspace.time.resolve(m_workspace.clock()), graph()->width());
}

void ExplorePage::forgetAnswers()
{
    for (ExploreRow* row : m_rows)
        row->clear();
    m_tree->clear();
}

void ExplorePage::rowAnswered(ExploreRow* row)
{
    showAnswers();
    reportRound();
    if (row == m_current && !row->query().running())
        runTree();
}

void ExplorePage::reportRound()
{
    RoundStats stats;
    for (const ExploreRow* row : m_rows) {
        const auto& answer = row->query().answer();
        const auto& error = row->query().error();
        if (row->query().running())
            return;
        if (!row->shown() || (!answer && !error))
            continue;
        ++stats.queries;
        stats.failed += error ? 1 : 0;
        stats.samples += error ? 0 : answer->result.samples;
        stats.elapsed = std::max(stats.elapsed, error ? 0 : answer->result.elapsed);
    }
    if (stats.queries > 0)
        Q_EMIT roundFinished(stats);
}

/// Only while it is looked at; after the query itself, so that that comes first.
void ExplorePage::runTree()
{
    if (m_side->tab() == ExploreSide::Tree && m_current) {
        const ExploreQuery& query = m_current->query();
        if (query.asked().text.empty() || !m_current->shown())
            m_tree->clear();
        else if (!query.running())
            m_tree->run(m_source->source(), query.asked().text, query.askedAt());
    }
    showTreeTitle();
}

void ExplorePage::chooseNode(promql::SourceRange range)
{
    const auto& asked = m_current->query().asked();
    if (asked.typed != m_current->editor()->toPlainText().toStdString())
        return Q_EMIT message(tr("The expression was edited since; run it to see its tree."), false);
    editor()->selectBytes(asked.typedRange(range));
}

editors::PromqlEditor* ExplorePage::editor() const
{
    return m_current->editor();
}

plot::TimeSeriesPlot* ExplorePage::graph() const
{
    return m_graph->plot();
}

QString ExplorePage::hintText() const
{
    return m_graph->hint();
}

QString ExplorePage::problemText() const
{
    return m_current->problemText();
}

QString ExplorePage::statusText() const
{
    return m_current->statusText();
}

} // namespace wg::ui::shell
