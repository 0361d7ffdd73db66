#include "ui/shell/main_window.h"

#include "ui/shell/alerts_page.h"
#include "ui/shell/dashboard_page.h"
#include "ui/shell/evaluate_cards.h"
#include "ui/shell/evaluate_file.h"
#include "ui/shell/evaluate_page.h"
#include "ui/shell/evaluate_pin.h"
#include "ui/shell/evaluate_runs.h"
#include "ui/shell/explore_page.h"
#include "ui/shell/help_overlay.h"
#include "ui/shell/log_columns.h"
#include "ui/shell/notice.h"
#include "ui/shell/opener.h"
#include "ui/shell/rail.h"
#include "ui/shell/sources_page.h"
#include "ui/shell/status_line.h"
#include "ui/shell/time_bar.h"
#include "ui/shell/top_bar.h"
#include "ui/shell/welcome_page.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCloseEvent>
#include <QCursor>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace wg::ui::shell {

namespace {

constexpr QSize kSmallest{960, 600};

/// Files, folders and addresses of a drop; text is taken where it is one address.
QStringList locationsOf(const QMimeData* data)
{
    QStringList locations;
    for (const QUrl& url : data->urls())
        locations << (url.isLocalFile() ? url.toLocalFile() : url.toString());
    const QString text = data->text().trimmed();
    if (locations.isEmpty() && (text.startsWith(QLatin1String("http://")) || text.startsWith(QLatin1String("https://"))))
        locations << text;
    return locations;
}

} // namespace

MainWindow::MainWindow(Workspace& workspace, StartDemo startDemo)
    : m_workspace(workspace)
    , m_startDemo(std::move(startDemo))
    , m_rail(new Rail(this))
    , m_timeBar(new TimeBar(workspace.time, workspace.clock, this))
    , m_stack(new QStackedWidget(this))
    , m_opener(new Opener(workspace, this))
{
    setWindowTitle(QStringLiteral("Watchglass"));
    setMinimumSize(kSmallest);
    setAcceptDrops(true);
    auto* centre = new QWidget(this);
    auto* row = new QHBoxLayout(centre);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    m_topBar = new TopBar(m_timeBar, centre);
    m_status = new StatusLine(workspace, centre);
    column->addWidget(m_topBar);
    column->addWidget(m_stack, 1);
    column->addWidget(m_status);
    row->addWidget(m_rail);
    row->addLayout(column, 1);
    setCentralWidget(centre);
    m_notice = new Notice(this);
    makePages();
    m_help = new HelpOverlay(this);
    makeShortcuts();
    wireOpener();

    connect(m_rail, &Rail::pageChosen, this, &MainWindow::showPage);
    connect(m_rail, &Rail::helpRequested, this, [this] { m_help->toggle(); });
    connect(m_rail, &Rail::themeToggled, this, &MainWindow::toggleTheme);
    connect(m_status, &StatusLine::alertsClicked, this, [this] { showPage(QStringLiteral("alerts")); });
    connect(m_timeBar, &TimeBar::refreshRequested, this, [this] { run(Command::Refresh); });
    connect(&workspace.alerts, &alerting::AlertService::changed, this,
        [this] { m_rail->setBadge(QStringLiteral("alerts"), m_workspace.alerts.firingCount()); });
    connect(&m_tick, &QTimer::timeout, this, &MainWindow::tick);
    m_tick.start(1000);
    m_rail->setBadge(QStringLiteral("alerts"), workspace.alerts.firingCount());
    showPage(m_dashboards->id());
}

MainWindow::~MainWindow() = default;

void MainWindow::addPage(Page* page, const QString& icon, const QString& label)
{
    m_stack->addWidget(page);
    m_pages[page->id()] = page;
    if (!icon.isEmpty())
        m_rail->addPage(page->id(), icon, label);
    connect(page, &Page::showPageRequested, this, &MainWindow::showPage);
    connect(page, &Page::openRequested, this, &MainWindow::open);
    connect(page, &Page::openDialogRequested, this, &MainWindow::chooseFiles);
    connect(page, &Page::roundFinished, this, [this](const RoundStats& stats) {
        m_status->setRound(stats);
        m_timeBar->setBehind(stats.failed > 0);
    });
    connect(page, &Page::message, this, [this](const QString& text, bool isError) {
        if (isError)
            showNotice(text, true);
        else
            m_status->showMessage(text, false);
    });
    connect(page, &Page::statusChanged, this, [this, page] {
        if (page == m_current)
            m_status->setPageStatus(page->status());
    });
    connect(page, &Page::demoRequested, this, [this] {
        if (m_startDemo)
            m_startDemo(*this);
    });
}

void MainWindow::makePages()
{
    m_dashboards = new DashboardPage(m_workspace, this);
    auto* explore = new ExplorePage(m_workspace, this);
    addPage(m_dashboards, QStringLiteral("dashboards"), tr("Dashboards"));
    addPage(explore, QStringLiteral("explore"), tr("Explore"));
    makeEvaluatePage();
    addPage(new AlertsPage(m_workspace, this), QStringLiteral("alerts"), tr("Alerts"));
    addPage(new SourcesPage(m_workspace, this), QStringLiteral("sources"), tr("Sources"));
    addPage(new WelcomePage(m_workspace, this), {}, {});
    for (const auto& [id, page] : m_pages)
        connect(page, &Page::exploreRequested, this, [this, explore](const QString& expression, const QString& source) {
            showPage(explore->id());
            explore->explore(expression, source);
        });
}

void MainWindow::makeEvaluatePage()
{
    m_evaluate = new EvaluatePage(m_workspace, this);
    auto* runs = new EvaluateRuns(m_workspace);
    m_evaluate->addTab(tr("Runs"), runs, true);
    addPage(m_evaluate, QStringLiteral("evaluate"), tr("Evaluate"));
    connect(runs, &EvaluateRuns::message, m_evaluate, &Page::message);
    connect(m_evaluate, &EvaluatePage::rowsRequested, this,
        [this](const RowsRequest& request) { (new RowsDialog(request, this))->open(); });
    connect(m_evaluate, &EvaluatePage::pinRequested, this, &MainWindow::choosePin);
}

/// What of the candidate's log is to stand on the dashboard.
void MainWindow::choosePin()
{
    const EvaluatedModel* candidate = m_evaluate->selection().candidate();
    if (candidate == nullptr)
        return m_status->showMessage(tr("Open a log to pin its curves and metrics."), false);
    const std::string log = candidate->logName;
    std::vector<std::string> models;
    for (const EvaluatedModel* model : m_evaluate->selection().chosen()) {
        if (const auto name = model->data().by.find("model"); model->logName == log && name != model->data().by.end())
            models.push_back(name->second);
    }
    QMenu menu(this);
    const auto offer = [&](const QString& text, Pin what, bool possible) {
        QAction* action = menu.addAction(text);
        action->setEnabled(possible);
        connect(action, &QAction::triggered, this, [=, this] {
            const auto metrics = cardMetrics(m_evaluate->selection().task(), candidate->data());
            m_dashboards->pin(pinnedPanel(what, log, models, metrics));
            m_status->showMessage(tr("Pinned to %1").arg(QString::fromStdString(m_dashboards->document()->title())), false);
        });
    };
    offer(tr("ROC curve"), Pin::Roc, candidate->data().roc != nullptr);
    offer(tr("Precision-recall curve"), Pin::PrecisionRecall, candidate->data().pr != nullptr);
    offer(tr("Confusion matrix"), Pin::Confusion, !candidate->data().confusion.labels.empty());
    offer(tr("Metrics as numbers"), Pin::Metrics, !candidate->data().metrics.empty());
    menu.exec(QCursor::pos());
}

void MainWindow::wireOpener()
{
    connect(m_opener, &Opener::dashboardOpened, this, [this](const dashboard::Document& document, const QString& path) {
        if (!m_dashboards->mayReplace())
            return;
        m_dashboards->setDocument(document, path);
        showPage(m_dashboards->id());
    });
    connect(m_opener, &Opener::logOpened, this, [this] { showPage(QStringLiteral("evaluate")); });
    connect(m_opener, &Opener::runsOpened, this, [this] {
        if (m_workspace.logs.all().empty())
            m_evaluate->showTab("runs");
        showPage(QStringLiteral("evaluate"));
    });
    connect(m_opener, &Opener::evaluationOpened, this, [this](const evaluation::SavedWorkspace& saved, const QString& path) {
        m_evaluate->file().restore(saved, path);
        showPage(QStringLiteral("evaluate"));
    });
    connect(m_opener, &Opener::logUnclear, this, [this](const QString& path, const QString& why) {
        const std::string place = path.toStdString();
        askLogColumns(m_workspace, place, m_workspace.logs.refusedOptions(place), why, this,
            [this](const QString& text, bool isError) { showNotice(text, isError); });
    });
    connect(m_opener, &Opener::rulesOpened, this, [this](const QString& path, int rules) {
        m_status->showMessage(tr("%1: %n rule(s) watched", nullptr, rules).arg(path), false);
        showPage(QStringLiteral("alerts"));
    });
    connect(m_opener, &Opener::sourceOpened, this, [this](const QString& name) {
        m_status->showMessage(tr("%1 is open").arg(name), false);
        if (currentPage() == QLatin1String("welcome"))
            showPage(QStringLiteral("explore"));
    });
    connect(m_opener, &Opener::failed, this, [this](const QString& text) { showNotice(text, true); });
}

void MainWindow::makeShortcuts()
{
    for (const Shortcut& entry : shortcuts()) {
        auto* shortcut = new QShortcut(QKeySequence::fromString(QString::fromLatin1(entry.keys)), this);
        shortcut->setContext(Qt::WindowShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, command = entry.command] { run(command); });
    }
}

void MainWindow::run(Command command)
{
    Page* current = m_current;
    TimeState& time = m_workspace.time;
    const TimeMs now = m_workspace.clock();
    switch (command) {
    case Command::Open:
        return chooseFiles();
    case Command::Save:
        if (!current->save())
            m_status->showMessage(tr("There is nothing to save here."), false);
        return;
    case Command::Refresh:
        return current->refresh();
    case Command::ZoomOut:
        return time.zoomOut(now);
    case Command::ShiftBack:
        return time.shift(-1, now);
    case Command::ShiftForward:
        return time.shift(1, now);
    case Command::MakeAbsolute:
        return time.zoomTo(time.resolve(now));
    case Command::Back:
        return goBack();
    case Command::ViewPanel:
        return m_dashboards == current ? m_dashboards->viewPanel() : void();
    case Command::ExplorePanel:
        return m_dashboards == current ? m_dashboards->explorePanel() : void();
    case Command::Undo:
        return m_dashboards == current ? m_dashboards->undo() : void();
    case Command::Help:
        return m_help->toggle();
    case Command::Quit:
        close();
        return;
    }
}

void MainWindow::goBack()
{
    if (m_help->isVisible())
        return m_help->hide();
    if (m_notice->isVisible())
        return m_notice->hide();
    if (!m_current->back() && m_current->showsTimeBar())
        m_workspace.time.back();
}

void MainWindow::open(const QStringList& locations)
{
    m_opener->open(locations);
}

void MainWindow::chooseFiles()
{
    const QStringList files = QFileDialog::getOpenFileNames(this, tr("Open"), {},
        tr("All files (*);;Dashboards (*.json);;Logs (*.csv *.tsv *.jsonl *.json *.log *.txt *.gz *.zst *tfevents*);;"
           "Rule files (*.yml *.yaml);;Metrics in text (*.txt *.prom *.om)"));
    if (!files.isEmpty())
        open(files);
}

void MainWindow::showPage(const QString& id)
{
    Page* page = this->page(id);
    if (page == nullptr || page == m_current)
        return;
    if (m_current != nullptr)
        m_current->deactivated();
    m_current = page;
    m_stack->setCurrentWidget(page);
    m_topBar->showPage(page);
    m_status->setPageStatus(page->status());
    m_rail->setCurrent(id);
    page->activated();
    page->setFocus(); // keys work, and no control looks chosen that nobody chose
}

QString MainWindow::currentPage() const
{
    return m_current->id();
}

Page* MainWindow::page(const QString& id) const
{
    const auto found = m_pages.find(id);
    return found == m_pages.end() ? nullptr : found->second;
}

void MainWindow::showNotice(const QString& text, bool isError)
{
    m_notice->showText(text, isError);
}

void MainWindow::tick()
{
    m_status->setNextRefresh(m_current == m_dashboards ? m_dashboards->nextRefresh() : std::nullopt);
}

void MainWindow::toggleTheme()
{
    auto& current = theme::Theme::instance();
    const bool dark = current.mode() == theme::Mode::Dark;
    current.apply(*qApp, dark ? theme::Mode::Light : theme::Mode::Dark);
    if (m_workspace.state == nullptr)
        return;
    state::Settings settings = m_workspace.state->settings();
    settings.theme = dark ? "light" : "dark";
    if (const auto kept = m_workspace.state->setSettings(settings); !kept)
        showNotice(QString::fromStdString(kept.error().text()), true);
}

void MainWindow::saveSession()
{
    if (m_workspace.state == nullptr || m_workspace.demo)
        return;
    if (const auto kept = m_workspace.state->setSession({currentPage().toStdString(), m_opener->opened()}); !kept)
        showNotice(QString::fromStdString(kept.error().text()), true);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    m_rail->setNarrow(width() < theme::size::railNarrowBelowWidth);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_dashboards->mayReplace())
        return event->ignore();
    saveSession();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!locationsOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    open(locationsOf(event->mimeData()));
}

} // namespace wg::ui::shell
