#include "ui/shell/welcome_page.h"

#include "ui/shell/background.h"
#include "ui/shell/cell_table.h"
#include "ui/shell/door.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/server_probe.h"
#include "ui/shell/workspace.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QCheckBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTableView>

namespace wg::ui::shell {
namespace {

constexpr int kContentWidth = 1232, kDoorGap = 16;
constexpr int kRecentRow = 40;
constexpr std::size_t kRecentShown = 5;

struct Kind {
    const char* what;
    const char* icon;
    const char* word;
};
constexpr Kind kKinds[] = {{"dashboard", "dashboards", "Dashboard"}, {"log", "evaluate", "Evaluation"},
    {"runs", "evaluate", "Runs"}, {"evaluation", "evaluate", "Evaluation"}, {"rules", "alerts", "Rules"},
    {"source", "database", "Server"}, {"demo", "play", "Demo"}};

Kind kindOf(const std::string& what)
{
    for (const Kind& kind : kKinds)
        if (what == kind.what)
            return kind;
    return {"", "file", "File"};
}

QLabel* keyCap(const QString& text)
{
    return plainLabel(text, "key");
}

} // namespace

WelcomePage::WelcomePage(Workspace& workspace, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_tell([this](const QString& text, bool isError) { Q_EMIT message(text, isError); })
    , m_probe(new ServerProbe(workspace.clock, this))
    , m_address(new QLineEdit(QStringLiteral("http://localhost:9090")))
    , m_dot(new theme::StatusDot)
    , m_answer(plainLabel({}, "small", "secondary"))
    , m_recent(new CellTable(this))
    , m_recentView(makeTableView(m_recent, false, 2))
    , m_recentBox(nullptr)
    , m_reopen(new QCheckBox(tr("Reopen the last session at start")))
{
    auto* content = new QWidget;
    content->setMaximumWidth(kContentWidth);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(theme::space::l, 2 * theme::space::xl, theme::space::l, theme::space::l);
    column->setSpacing(theme::space::s);
    column->addWidget(plainLabel(tr("What do you want to watch?"), "large"));
    column->addWidget(plainLabel(tr("Each door takes one step. Your data stays on this machine."), nullptr, "secondary"));
    column->addSpacing(theme::space::xl);
    auto* doors = new QHBoxLayout;
    doors->setSpacing(kDoorGap);
    doors->addWidget(buildConnect(), 1);
    doors->addWidget(buildLogs(), 1);
    doors->addWidget(buildDemo(), 1);
    column->addLayout(doors);
    column->addSpacing(theme::space::xl);
    m_recentBox = buildRecent();
    column->addWidget(m_recentBox);
    column->addSpacing(theme::space::s);
    column->addWidget(buildFoot());
    column->addStretch(1);

    auto* middle = new QWidget;
    auto* row = new QHBoxLayout(middle);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch(1);
    row->addWidget(content, 100);
    row->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(middle);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    wireProbe();
    showRecent();
}

QWidget* WelcomePage::buildConnect()
{
    auto* door = new Door("database", tr("Connect to Prometheus"),
        tr("Prometheus, VictoriaMetrics, Thanos or Mimir. Dashboards and rules you have will work."), true);
    m_address->setFont(theme::fixedFont());
    m_address->setAccessibleName(tr("Address of the server"));
    m_answer->setWordWrap(true);
    m_answer->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_answer->setMinimumHeight(2 * theme::size::tooltipRow);
    auto* answer = new QHBoxLayout;
    answer->setSpacing(theme::space::s);
    answer->addWidget(m_dot, 0, Qt::AlignTop);
    answer->addWidget(m_answer, 1);
    door->middle()->addWidget(m_address);
    door->middle()->addLayout(answer);
    auto* go = textButton(tr("Connect"), "primary");
    auto* more = textButton(tr("Sign in…"));
    more->setToolTip(tr("Name, user and password or token, time limit"));
    auto* foot = new QWidget;
    auto* buttons = new QHBoxLayout(foot);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(theme::space::s);
    buttons->addWidget(go, 1);
    buttons->addWidget(more);
    door->setFoot(foot);
    connect(go, &QPushButton::clicked, this, &WelcomePage::connectServer);
    connect(more, &QPushButton::clicked, this, &WelcomePage::showMore);
    connect(m_address, &QLineEdit::returnPressed, this, &WelcomePage::connectServer);
    return door;
}

QWidget* WelcomePage::buildLogs()
{
    auto* door = new Door("file", tr("Open logs"),
        tr("Predictions, training runs, results of others: which model is better, at which threshold, since when not."));
    auto* zone = new DropZone;
    door->middle()->addWidget(zone);
    auto* choose = textButton(tr("Choose files"));
    choose->setToolTip(tr("Ctrl+O"));
    door->setFoot(choose);
    connect(zone, &DropZone::dropped, this, &Page::openRequested);
    connect(choose, &QPushButton::clicked, this, &Page::openDialogRequested);
    return door;
}

QWidget* WelcomePage::buildDemo()
{
    auto* door = new Door("play", tr("See the demo"),
        tr("Real classifiers and a simulated hour of serving metrics, playing live. Needs no server."));
    door->middle()->addWidget(new DemoSketch);
    door->middle()->itemAt(0)->widget()->setFixedHeight(kDoorSketch);
    auto* start = textButton(tr("Start the demo"));
    door->setFoot(start);
    connect(start, &QPushButton::clicked, this, &Page::demoRequested);
    return door;
}

QWidget* WelcomePage::buildRecent()
{
    auto* box = new QWidget;
    auto* heading = new QHBoxLayout;
    heading->addWidget(plainLabel(tr("Recent"), "title"), 1);
    heading->addWidget(m_reopen);
    auto* frame = new QFrame;
    frame->setProperty("surface", "panel");
    auto* inner = new QVBoxLayout(frame);
    inner->setContentsMargins(1, 1, 1, 1);
    inner->addWidget(m_recentView);
    m_recentView->horizontalHeader()->hide();
    m_recentView->verticalHeader()->setDefaultSectionSize(kRecentRow);
    m_recentView->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_recentView->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_recentView->setAccessibleName(tr("Recent"));
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::space::s);
    layout->addLayout(heading);
    layout->addWidget(frame);
    connect(m_recentView, &QTableView::clicked, this, [this](const QModelIndex& index) { openRecent(index.row()); });
    connect(m_recentView, &QTableView::activated, this, [this](const QModelIndex& index) { openRecent(index.row()); });
    connect(m_reopen, &QCheckBox::clicked, this, [this](bool on) {
        state::Settings settings = m_workspace.state->settings();
        settings.reopenLast = on;
        if (auto saved = m_workspace.state->setSettings(settings); !saved)
            Q_EMIT message(errorText(saved.error()), true);
    });
    return box;
}

QWidget* WelcomePage::buildFoot()
{
    auto* foot = new QWidget;
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::space::s);
    const std::pair<QString, QString> keys[] = {{"?", tr("all shortcuts")}, {"Ctrl O", tr("open")}};
    for (const auto& [key, words] : keys) {
        row->addWidget(keyCap(key));
        row->addWidget(plainLabel(words, "small", "secondary"));
        row->addSpacing(theme::space::m);
    }
    row->addStretch(1);
    row->addWidget(
        plainLabel(tr("A Grafana dashboard or a Prometheus rule file can be dropped anywhere"), "small", "secondary"));
    return foot;
}

void WelcomePage::wireProbe()
{
    const auto say = [this](theme::Tone tone, bool hollow, const QString& text) {
        m_dot->set(tone, hollow);
        m_answer->setText(text);
    };
    connect(m_address, &QLineEdit::textChanged, m_probe, &ServerProbe::setAddress);
    connect(m_probe, &ServerProbe::asking, this, [say] { say(theme::Tone::Neutral, true, tr("asking…")); });
    connect(m_probe, &ServerProbe::nothing, this,
        [say] { say(theme::Tone::Neutral, true, tr("An address like http://host:9090")); });
    connect(m_probe, &ServerProbe::answered, this,
        [say](const sources::Health& health) { say(theme::Tone::Ok, false, editors::describeHealth(health)); });
    connect(
        m_probe, &ServerProbe::failed, this, [say](const Error& error) { say(theme::Tone::Warning, false, errorText(error)); });
    say(theme::Tone::Neutral, true, {});
}

void WelcomePage::activated()
{
    m_probe->setAddress(m_address->text());
    showRecent();
}

void WelcomePage::setAddress(const QString& address)
{
    m_address->setText(address);
}

QString WelcomePage::probeText() const
{
    return m_answer->text();
}

void WelcomePage::connectServer()
{
    if (!isServerAddress(m_address->text()))
        return Q_EMIT message(tr("The address must be like http://host:9090 or https://host/prometheus"), true);
    if (m_address->text().contains('@'))
        return showMore(); // a password belongs into the dialog, which asks where to keep it
    editors::SourceForm form;
    form.url = m_address->text().trimmed().toStdString();
    form.name = m_workspace.sources.freeName(sources::parseSourceSpec(form.url).name);
    connectForm(form);
}

void WelcomePage::showMore()
{
    auto* dialog = new editors::SourceDialog(
        [this](const std::string& name) { return m_workspace.sources.find(name) != nullptr; }, m_workspace.clock, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    editors::SourceForm form;
    form.url = m_address->text().trimmed().toStdString();
    form.auth = editors::SourceForm::Auth::Basic;
    dialog->setForm(form);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { connectForm(dialog->form()); });
    dialog->open();
}

void WelcomePage::connectForm(const editors::SourceForm& form)
{
    const auto added = connectSource(m_workspace, form, m_tell);
    if (!added)
        return Q_EMIT message(errorText(added.error()), true);
    Q_EMIT showPageRequested(QStringLiteral("explore"));
}

void WelcomePage::openRecent(int row)
{
    const auto index = static_cast<std::size_t>(row);
    if (row < 0 || index >= m_listed.size())
        return;
    const state::Opened& opened = m_listed[index];
    if (opened.what == "demo")
        return Q_EMIT demoRequested();
    Q_EMIT openRequested({QString::fromStdString(opened.place)});
}

void WelcomePage::showRecent()
{
    m_listed.clear();
    if (m_workspace.state)
        m_listed = m_workspace.state->recent();
    m_listed.resize(std::min(m_listed.size(), kRecentShown));
    m_recentBox->setVisible(!m_listed.empty());
    m_reopen->setVisible(m_workspace.state && !m_workspace.state->readOnly());
    m_reopen->setChecked(m_workspace.state && m_workspace.state->settings().reopenLast);
    QStringList files;
    std::vector<std::vector<Cell>> rows;
    for (const state::Opened& opened : m_listed) {
        const Kind kind = kindOf(opened.what);
        const QString place = QString::fromStdString(opened.place);
        const bool isFile = opened.what != "source" && opened.what != "demo";
        files.append(isFile ? place : QString());
        rows.push_back({{theme::shown(opened.title), Cell::Tone::Primary, {}, {}, kind.icon, true},
            {tr(kind.word), Cell::Tone::Secondary, {}}, {theme::shown(place), Cell::Tone::Secondary, place}, {},
            {momentText(opened.at, m_workspace.clock(), m_workspace.time.zone()), Cell::Tone::Secondary, {}}});
    }
    const std::vector<CellColumn> columns{{{}, false, {}}, {{}, false, {}}, {{}, false, {}}, {{}, false, {}}, {{}, true, {}}};
    m_recent->set(columns, rows);
    m_recentView->setFixedHeight(kRecentRow * static_cast<int>(rows.size()));
    // Whether a file is still there is asked off the GUI thread: it may lie on a network disk that sleeps.
    inBackground(
        this,
        [files] {
            std::vector<bool> there;
            for (const QString& file : files)
                there.push_back(!file.isEmpty() && QFileInfo::exists(file));
            return there;
        },
        [this, columns, rows, files](const std::vector<bool>& there) {
            if (static_cast<int>(rows.size()) != m_recent->rowCount())
                return;
            auto marked = rows;
            for (std::size_t i = 0; i < rows.size(); ++i)
                if (!files[static_cast<qsizetype>(i)].isEmpty())
                    marked[i][3] = there[i] ? Cell{tr("file found"), Cell::Tone::Secondary, {}, {}, "check"}
                                            : Cell{tr("not there"), Cell::Tone::Warning, {}, {}, "warning"};
            m_recent->set(columns, std::move(marked));
        });
}

} // namespace wg::ui::shell
