#include "ui/shell/dashboard_page.h"

#include "core/base/file.h"
#include "ui/shell/bar_parts.h"
#include "ui/shell/dashboard_board.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/variable_row.h"
#include "ui/theme/theme.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>

namespace wg::ui::shell {

namespace {

constexpr std::array kEndings{"png", "svg", "pdf"};
constexpr double kExportScale = 2; ///< PNG from the window: sharp on paper and on dense screens
constexpr std::size_t kMostUndo = 100;

QString fileNameFor(const QString& title, const QString& ending)
{
    QString name;
    for (const QChar c : title)
        name += c.isLetterOrNumber() ? c.toLower() : QLatin1Char('-');
    return (name.isEmpty() ? QStringLiteral("dashboard") : name.left(80)) + QLatin1Char('.') + ending;
}

} // namespace

DashboardPage::DashboardPage(Workspace& workspace, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_board(new DashboardBoard(workspace, this))
    , m_variables(new VariableRow(this))
    , m_content(new QWidget(this))
    , m_stack(new QStackedLayout(this))
{
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_variables);
    column->addWidget(m_board, 1);
    m_variables->hide();
    m_stack->addWidget(makeEmptyState());
    m_stack->addWidget(m_content);
    makeButtons();
    connect(m_variables, &VariableRow::changed, this, [this] { m_board->setGiven(m_variables->chosen()); });
    connect(m_board, &DashboardBoard::viewRequested, this, [this](int id) {
        auto& grid = m_board->grid();
        grid.setFullPanel(grid.fullPanel() ? std::nullopt : std::optional(id));
        Q_EMIT breadcrumbChanged();
    });
    connect(m_board, &DashboardBoard::exploreRequested, this, &Page::exploreRequested);
    connect(m_board, &DashboardBoard::exportRequested, this, [this](int id, const QString& ending) { askExport(id, ending); });
    connect(m_board, &DashboardBoard::roundFinished, this, &Page::roundFinished);
    connect(&m_board->grid(), &grid::GridView::rearranged, this, [this](const std::map<int, dashboard::GridPos>& changes) {
        rememberForUndo();
        for (const auto& [id, pos] : changes)
            m_document->setGrid(id, pos);
        m_board->updateDocument(*m_document);
        setUnsaved(true);
    });
    showState();
}

QWidget* DashboardPage::makeEmptyState()
{
    auto* empty = new QWidget(this);
    auto* column = new QVBoxLayout(empty);
    column->setSpacing(theme::space::m);
    column->addStretch(1);
    column->addWidget(plainLabel(tr("No dashboard is open"), "large"), 0, Qt::AlignHCenter);
    column->addWidget(plainLabel(tr("A Grafana dashboard file (.json) opens here. Drop one on the window, or choose it."),
                          nullptr, "secondary"),
        0, Qt::AlignHCenter);
    auto* open = textButton(tr("Open a dashboard"), "primary");
    connect(open, &QPushButton::clicked, this, &Page::openDialogRequested);
    column->addWidget(open, 0, Qt::AlignHCenter);
    column->addStretch(2);
    return empty;
}

void DashboardPage::makeButtons()
{
    m_edit = barButton(this, QStringLiteral("edit"), tr("Edit"), tr("Move and resize panels"));
    m_edit->setCheckable(true);
    m_edit->setObjectName(QStringLiteral("editButton"));
    m_save = barButton(this, QStringLiteral("save"), tr("Save"), tr("Save the dashboard (Ctrl+S)"));
    m_save->setObjectName(QStringLiteral("saveButton"));
    m_export = barButton(this, QStringLiteral("export"), {}, tr("Export the dashboard as a picture"));
    auto* menu = new QMenu(m_export);
    for (const char* ending : kEndings) {
        const QString text = QString::fromLatin1(ending);
        connect(menu->addAction(text.toUpper()), &QAction::triggered, this, [this, text] { askExport(std::nullopt, text); });
    }
    m_export->setMenu(menu);
    m_export->setPopupMode(QToolButton::InstantPopup);
    for (QToolButton* button : {m_edit, m_save, m_export})
        button->hide();
    connect(m_edit, &QToolButton::toggled, this, &DashboardPage::setEditing);
    connect(m_save, &QToolButton::clicked, this, &DashboardPage::save);
}

QList<QWidget*> DashboardPage::topBarWidgets()
{
    return {m_edit, m_save, m_export};
}

/// Which buttons there are: none without a dashboard, Save only where there is something to save.
void DashboardPage::showState()
{
    const bool open = m_document.has_value();
    m_stack->setCurrentIndex(open ? 1 : 0);
    const auto offer = [this](QToolButton* button, bool offered) {
        button->setProperty("hiddenByPage", !offered);
        button->setVisible(offered && button->parentWidget() != this);
    };
    offer(m_edit, open);
    offer(m_save, open && m_unsaved);
    offer(m_export, open);
    Q_EMIT breadcrumbChanged();
}

QStringList DashboardPage::breadcrumb() const
{
    QStringList parts{tr("Dashboards")};
    if (!m_document)
        return parts;
    QString title = QString::fromStdString(m_document->title());
    if (const auto full = m_board->grid().fullPanel()) {
        parts << title;
        title = QString::fromStdString(m_board->controller().panel(*full).panel.title);
    }
    return parts << (m_unsaved ? tr("%1 (unsaved)").arg(title) : title);
}

void DashboardPage::setDocument(const dashboard::Document& document, const QString& path)
{
    m_document = document;
    m_path = path;
    m_undo.clear();
    m_unsaved = false;
    m_edit->setChecked(false);
    TimeState& time = m_workspace.time;
    const std::string zoneName = document.timezone().empty() ? "browser" : document.timezone();
    if (auto zone = units::Zone::make(zoneName))
        time.setZone(std::move(*zone));
    else
        Q_EMIT message(QString::fromStdString(zone.error().text()), true);
    time.reset(document.time());
    const auto interval = parseDuration(document.refresh());
    time.setRefreshInterval(document.refresh().empty() || !interval ? 0 : *interval);
    time.setPaused(false);
    m_variables->setVariables(document.variables());
    m_board->setDocument(document);
    showState();
    if (!document.warnings().empty())
        Q_EMIT message(QString::fromStdString(document.warnings().front().message)
                + (document.warnings().size() > 1 ? tr(" (and %1 more)").arg(document.warnings().size() - 1) : QString()),
            false);
}

std::optional<DurationMs> DashboardPage::nextRefresh() const
{
    return m_document ? m_board->controller().nextRefresh() : std::nullopt;
}

void DashboardPage::activated()
{
    m_board->controller().setActive(true);
}

void DashboardPage::deactivated()
{
    m_board->controller().setActive(false);
}

void DashboardPage::refresh()
{
    m_board->controller().refresh();
}

bool DashboardPage::back()
{
    if (m_board->grid().fullPanel()) {
        m_board->grid().setFullPanel(std::nullopt);
        Q_EMIT breadcrumbChanged();
        return true;
    }
    if (m_edit->isChecked()) {
        m_edit->setChecked(false);
        return true;
    }
    return false;
}

void DashboardPage::viewPanel()
{
    auto& grid = m_board->grid();
    if (grid.fullPanel())
        back();
    else if (const auto id = m_board->targetPanel(); id && !grid.editing()) {
        grid.setFullPanel(id);
        Q_EMIT breadcrumbChanged();
    }
}

void DashboardPage::explorePanel()
{
    const auto id = m_board->grid().fullPanel() ? m_board->grid().fullPanel() : m_board->targetPanel();
    if (!id)
        return;
    const auto queries = planQueries(m_board->controller().panel(*id).panel, {}, m_board->controller().planContext());
    if (!queries.empty())
        Q_EMIT exploreRequested(
            QString::fromStdString(queries.front().expression), QString::fromStdString(queries.front().datasource));
}

void DashboardPage::setEditing(bool editing)
{
    m_edit->setChecked(editing);
    m_board->grid().setEditing(editing);
}

void DashboardPage::undo()
{
    if (m_undo.empty())
        return;
    const bool samePanels = m_document->panels().size() == m_undo.back().panels().size();
    m_document = m_undo.back();
    m_undo.pop_back();
    if (samePanels)
        m_board->updateDocument(*m_document);
    else
        m_board->setDocument(*m_document);
    setUnsaved(true); // also where it is the file's state again: saving then is harmless
}

void DashboardPage::rememberForUndo()
{
    m_undo.push_back(*m_document);
    if (m_undo.size() > kMostUndo)
        m_undo.erase(m_undo.begin());
}

void DashboardPage::pin(dashboard::Panel panel)
{
    if (!m_document)
        setDocument(dashboard::Document::empty(tr("Evaluation").toStdString()), {});
    rememberForUndo();
    panel.grid.x = 0;
    panel.grid.y = 0;
    for (const dashboard::Panel& other : m_document->panels())
        panel.grid.y = std::max(panel.grid.y, other.grid.y + other.grid.h);
    // Beside the last one where it fits, as a user would put it.
    if (!m_document->panels().empty()) {
        const dashboard::GridPos& last = m_document->panels().back().grid;
        if (last.h == panel.grid.h && last.x + last.w + panel.grid.w <= theme::size::gridColumns
            && last.y + last.h == panel.grid.y) {
            panel.grid.x = last.x + last.w;
            panel.grid.y = last.y;
        }
    }
    m_document->addPanel(panel);
    m_board->setDocument(*m_document);
    setUnsaved(true);
}

void DashboardPage::setUnsaved(bool unsaved)
{
    m_unsaved = unsaved;
    showState();
}

bool DashboardPage::save()
{
    if (!m_document || (!m_unsaved && !m_path.isEmpty()))
        return false;
    QString path = m_path;
    if (path.isEmpty())
        path = QFileDialog::getSaveFileName(this, tr("Save the dashboard"),
            fileNameFor(QString::fromStdString(m_document->title()), QStringLiteral("json")), tr("Dashboards (*.json)"));
    if (!path.isEmpty())
        saveTo(path);
    return true;
}

bool DashboardPage::saveTo(const QString& path)
{
    if (const auto written = writeFileAtomically(path.toStdString(), m_document->text()); !written) {
        Q_EMIT message(tr("The dashboard is not saved. %1").arg(QString::fromStdString(written.error().text())), true);
        return false;
    }
    m_path = path;
    setUnsaved(false);
    Q_EMIT message(tr("Saved %1").arg(path), false);
    return true;
}

bool DashboardPage::mayReplace()
{
    if (!m_unsaved)
        return true;
    QMessageBox box(QMessageBox::Question, tr("Unsaved changes"),
        tr("%1 has changes that are not saved.").arg(QString::fromStdString(m_document->title())),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    box.setTextFormat(Qt::PlainText);
    const int answer = box.exec();
    if (answer == QMessageBox::Save) {
        save();
        return !m_unsaved;
    }
    return answer == QMessageBox::Discard;
}

void DashboardPage::askExport(std::optional<int> id, const QString& ending)
{
    const QString title = QString::fromStdString(id ? m_board->controller().panel(*id).panel.title : m_document->title());
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export"), fileNameFor(title, ending), tr("%1 picture (*.%2)").arg(ending.toUpper(), ending));
    if (!path.isEmpty())
        exportTo(path, id);
}

bool DashboardPage::exportTo(const QString& path, std::optional<int> id)
{
    exporting::Picture picture = id ? m_board->panelPicture(*id, {}) : m_board->picture(m_board->contentSize());
    picture.scale = kExportScale;
    const auto written = exporting::writePicture(path.toStdString(), picture);
    if (written)
        Q_EMIT message(tr("Exported %1").arg(path), false);
    else
        Q_EMIT message(tr("The picture is not written. %1").arg(QString::fromStdString(written.error().text())), true);
    return written.has_value();
}

} // namespace wg::ui::shell
