#include "ui/shell/sources_page.h"

#include "ui/shell/cell_table.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/workspace.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace wg::ui::shell {
namespace {

constexpr DurationMs kCheckAgainAfter = 30 * kSecond;

} // namespace

SourcesPage::SourcesPage(Workspace& workspace, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_tell([this](const QString& text, bool isError) { Q_EMIT message(text, isError); })
    , m_box(new PanelBox(tr("Connected")))
    , m_table(new CellTable(this))
    , m_view(makeTableView(m_table, false, 1))
    , m_add(textButton(tr("Connect a server…"), "primary", "plus"))
    , m_logs(textButton(tr("Open logs…"), "secondary", "file"))
    , m_test(textButton(tr("Test")))
    , m_default(textButton(tr("Make default")))
    , m_signIn(textButton(tr("Sign in…")))
    , m_remove(textButton(tr("Remove")))
    , m_empty(new QWidget)
{
    for (QPushButton* button : {m_test, m_default, m_signIn, m_remove}) {
        button->setProperty("small", true);
        button->setFixedHeight(theme::size::controlSmall);
        m_box->addControl(button);
    }
    m_box->setBody(m_view, theme::space::s);
    m_view->setAccessibleName(tr("Sources"));

    auto* words = new QVBoxLayout(m_empty);
    words->setSpacing(theme::space::xs);
    words->addStretch(1);
    words->addWidget(plainLabel(tr("Nothing is connected yet"), "title"), 0, Qt::AlignCenter);
    words->addWidget(plainLabel(tr("Connect a Prometheus server, or open logs: both answer PromQL."), nullptr, "secondary"), 0,
        Qt::AlignCenter);
    words->addStretch(1);
    m_box->body()->addWidget(m_empty, 1);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(
        theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin, theme::size::pageMargin);
    layout->addWidget(m_box);

    connect(m_add, &QPushButton::clicked, this, &SourcesPage::addSource);
    connect(m_logs, &QPushButton::clicked, this, &Page::openDialogRequested);
    connect(m_test, &QPushButton::clicked, this, &SourcesPage::testSelected);
    connect(m_remove, &QPushButton::clicked, this, &SourcesPage::removeSelected);
    connect(m_default, &QPushButton::clicked, this, [this] {
        if (sources::Source* source = m_workspace.sources.find(selected()))
            m_workspace.sources.setDefault(source);
    });
    connect(m_signIn, &QPushButton::clicked, this, [this] {
        for (const state::Connection& connection : waitingConnections(m_workspace))
            if (connection.name == selected())
                return openDialog(formOf(connection));
    });
    connect(m_view, &QTableView::doubleClicked, this, [this] {
        if (m_workspace.sources.find(selected()))
            Q_EMIT exploreRequested({}, QString::fromStdString(selected()));
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &SourcesPage::updateActions);
    connect(&workspace.sources, &SourceList::added, this, [this](sources::Source* source) {
        if (isVisible())
            test(source);
        rebuild();
    });
    connect(&workspace.sources, &SourceList::aboutToRemove, this,
        [this](sources::Source* source) { m_checks.erase(source->name()); });
    connect(&workspace.sources, &SourceList::removed, this, &SourcesPage::rebuild);
    connect(&workspace.sources, &SourceList::defaultChanged, this, &SourcesPage::rebuild);
    rebuild();
}

QList<QWidget*> SourcesPage::topBarWidgets()
{
    return {m_logs, m_add};
}

void SourcesPage::activated()
{
    rebuild();
    for (const auto& source : m_workspace.sources.all()) {
        const auto known = m_checks.find(source->name());
        if (known == m_checks.end() || (known->second.health && m_workspace.clock() - known->second.at > kCheckAgainAfter))
            test(source.get());
    }
}

void SourcesPage::refresh()
{
    for (const auto& source : m_workspace.sources.all())
        test(source.get());
}

void SourcesPage::addSource()
{
    editors::SourceForm form;
    form.url = "http://localhost:9090";
    openDialog(form);
}

void SourcesPage::openDialog(const editors::SourceForm& form)
{
    auto* dialog = new editors::SourceDialog(
        [this](const std::string& name) { return m_workspace.sources.find(name) != nullptr; }, m_workspace.clock, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setForm(form);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        auto added = connectSource(m_workspace, dialog->form(), m_tell);
        if (!added)
            return Q_EMIT message(errorText(added.error()), true);
        select((*added)->name());
    });
    dialog->open();
}

void SourcesPage::test(sources::Source* source)
{
    const std::string name = source->name();
    m_checks[name] = {};
    rebuild();
    source->test(this, [this, name](Result<sources::Health> health) {
        m_checks[name] = {std::move(health), m_workspace.clock()};
        rebuild();
    });
}

void SourcesPage::testSelected()
{
    if (sources::Source* source = m_workspace.sources.find(selected()))
        test(source);
}

void SourcesPage::removeSelected()
{
    const std::string name = selected();
    if (name.empty())
        return;
    forgetSource(m_workspace, name, m_tell);
    rebuild();
}

std::string SourcesPage::selected() const
{
    const auto rows = m_view->selectionModel()->selectedRows();
    const auto row = rows.isEmpty() ? std::size_t(-1) : static_cast<std::size_t>(rows.front().row());
    return row < m_names.size() ? m_names[row] : std::string();
}

void SourcesPage::select(const std::string& name)
{
    const auto found = std::ranges::find(m_names, name);
    if (found != m_names.end())
        m_view->selectRow(static_cast<int>(found - m_names.begin()));
}

void SourcesPage::rebuild()
{
    const std::string before = selected();
    std::vector<std::vector<Cell>> rows;
    m_names.clear();
    for (const auto& source : m_workspace.sources.all()) {
        const std::string name = source->name();
        const bool isDefault = source.get() == m_workspace.sources.defaultSource();
        Cell answer{tr("not asked yet"), Cell::Tone::Disabled, {}};
        Cell series, when;
        if (const auto known = m_checks.find(name); known != m_checks.end()) {
            const Check& check = known->second;
            answer.text = tr("asking…");
            if (check.health && *check.health) {
                answer = {editors::describeHealth(**check.health), Cell::Tone::Primary, {}, {}, "check"};
            } else if (check.health) {
                const QString why = errorText(check.health->error());
                answer = {why.section('\n', 0, 0), Cell::Tone::Critical, why, {}, "error"};
            }
            if (check.health)
                when.text = momentText(check.at, m_workspace.clock(), m_workspace.time.zone());
        }
        when.tone = Cell::Tone::Secondary;
        rows.push_back({{theme::shown(name), Cell::Tone::Primary, {}, {}, source->isLocal() ? "file" : "database", true},
            {theme::shown(source->location()), Cell::Tone::Secondary, QString::fromStdString(source->location())},
            {source->isLocal() ? tr("local") : tr("Prometheus API"), Cell::Tone::Secondary, {}},
            {isDefault ? tr("default") : QString(), Cell::Tone::Secondary, {}}, answer, when});
        m_names.push_back(name);
    }
    for (const state::Connection& connection : waitingConnections(m_workspace)) {
        rows.push_back({{theme::shown(connection.name), Cell::Tone::Primary, {}, {}, "lock", true},
            {theme::shown(connection.url), Cell::Tone::Secondary, {}}, {tr("Prometheus API"), Cell::Tone::Secondary, {}}, {},
            {tr("waits for its secret: Sign in"), Cell::Tone::Warning, {}, {}, "warning"}, {}});
        m_names.push_back(connection.name);
    }
    const bool any = !rows.empty();
    m_view->setVisible(any);
    m_empty->setVisible(!any);
    m_box->setSubtitle(any ? tr("a double click explores") : QString());
    m_table->set({{tr("Name"), false, {}}, {tr("Address"), false, {}}, {tr("Kind"), false, {}}, {QString(), false, {}},
                     {tr("Answer"), false, {}}, {tr("Checked"), true, {}}},
        std::move(rows));
    if (!before.empty())
        select(before);
    updateActions();
}

void SourcesPage::updateActions()
{
    const std::string name = selected();
    sources::Source* source = m_workspace.sources.find(name);
    m_test->setVisible(source);
    m_default->setVisible(source && source != m_workspace.sources.defaultSource());
    m_signIn->setVisible(!name.empty() && !source);
    m_remove->setVisible(!name.empty());
}

} // namespace wg::ui::shell
