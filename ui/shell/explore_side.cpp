#include "ui/shell/explore_side.h"

#include "ui/shell/explore_history.h"
#include "ui/shell/explore_tree_query.h"
#include "ui/shell/explore_tree_view.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QLabel>
#include <QListView>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace wg::ui::shell {
namespace {

QLabel* hintLabel()
{
    auto* label = plainLabel({}, nullptr, "secondary");
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setMargin(theme::space::l);
    return label;
}

} // namespace

ExploreSide::ExploreSide(ExploreTreeQuery* tree, QueryHistory* history, Workspace& workspace, QWidget* parent)
    : PanelBox(tr("Expression tree"), parent)
    , m_tree(tree)
    , m_tabs(new theme::SegmentedControl({tr("Tree"), tr("Notes"), tr("History")}))
    , m_stack(new QStackedWidget)
    , m_treeView(new ExploreTreeView(tree))
    , m_history(new ExploreHistory(history, workspace))
    , m_treeHint(hintLabel())
    , m_explanation(plainLabel({}, "small", "warning"))
    , m_noNotes(hintLabel())
    , m_notesView(new QListView)
    , m_notesModel(new QStandardItemModel(this))
{
    m_tabs->setCurrent(Tree);
    addControl(m_tabs);
    m_stack->addWidget(makeTree());
    m_stack->addWidget(makeNotes());
    m_stack->addWidget(m_history);
    setBody(m_stack, 0);
    connect(m_tabs, &theme::SegmentedControl::currentChanged, this, &ExploreSide::showTab);
    connect(tree, &ExploreTreeQuery::changed, this, &ExploreSide::showTree);
    connect(tree, &ExploreTreeQuery::rebuilt, this, &ExploreSide::showTree);
    setNotes({});
    showTab();
}

QWidget* ExploreSide::makeTree()
{
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(theme::space::m, 0, theme::space::m, theme::space::m);
    layout->setSpacing(theme::space::s);
    layout->addWidget(m_treeView, 1);
    layout->addWidget(m_treeHint, 1);
    layout->addWidget(m_explanation);
    m_explanation->setWordWrap(true);
    m_explanation->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return page;
}

QWidget* ExploreSide::makeNotes()
{
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, theme::space::s);
    layout->addWidget(m_notesView, 1);
    layout->addWidget(m_noNotes, 1);
    m_notesView->setModel(m_notesModel);
    m_notesView->setAccessibleName(tr("Warnings and notes"));
    m_notesView->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_notesView->setWordWrap(true);
    m_notesView->setFrameShape(QFrame::NoFrame);
    m_notesView->setResizeMode(QListView::Adjust);
    m_notesView->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_noNotes->setText(tr("The queries gave no warnings."));
    const auto choose = [this](const QModelIndex& index) {
        const Note& note = m_notes[static_cast<std::size_t>(index.row())];
        if (note.warning.position)
            Q_EMIT noteChosen(note.row, *note.warning.position);
    };
    connect(m_notesView, &QListView::clicked, this, choose);
    connect(m_notesView, &QListView::activated, this, choose);
    return page;
}

ExploreSide::Tab ExploreSide::tab() const
{
    return static_cast<Tab>(m_tabs->current());
}

void ExploreSide::setTab(Tab tab)
{
    m_tabs->setCurrent(tab);
    showTab();
}

void ExploreSide::showTab()
{
    m_stack->setCurrentIndex(m_tabs->current());
    setTitle(tab() == Tree ? tr("Expression tree") : tab() == Notes ? tr("Warnings and notes") : tr("History"));
    setSubtitle(tab() == Tree ? m_treeSubtitle : QString());
    Q_EMIT tabChanged();
}

void ExploreSide::setNotes(std::vector<Note> notes)
{
    std::ranges::stable_sort(notes, {}, [](const Note& note) { return note.warning.severity == Warning::Severity::Info; });
    m_notes = std::move(notes);
    m_notesModel->clear();
    for (const Note& note : m_notes) {
        const bool info = note.warning.severity == Warning::Severity::Info;
        QString text = QStringLiteral("%1: %2")
                           .arg(note.letter)
                           .arg(theme::shownLines(QString::fromStdString(note.warning.message), 1000));
        if (note.warning.position && note.warning.position->line > 0)
            text += tr(" (line %1, column %2)").arg(note.warning.position->line).arg(note.warning.position->column);
        const auto& c = theme::colors();
        auto* item = new QStandardItem(
            theme::icon(info ? QStringLiteral("info") : QStringLiteral("warning"), info ? c.textSecondary : c.warning), text);
        m_notesModel->appendRow(item);
    }
    m_notesView->setVisible(!m_notes.empty());
    m_noNotes->setVisible(m_notes.empty());
    if (std::exchange(m_noteCount, m_notes.size()) == m_notes.size())
        return;
    const int current = m_tabs->current();
    m_tabs->setSegments({tr("Tree"), m_notes.empty() ? tr("Notes") : tr("Notes %1").arg(m_notes.size()), tr("History")});
    m_tabs->setCurrent(current);
}

void ExploreSide::setTreeTitle(const QString& subtitle, const QString& hint)
{
    m_treeSubtitle = subtitle;
    m_treeHintText = hint;
    if (tab() == Tree)
        setSubtitle(subtitle);
    showTree();
}

void ExploreSide::showTree()
{
    const bool none = m_tree->nodes().empty();
    m_treeHint->setText(m_treeHintText);
    m_treeHint->setVisible(none);
    m_treeView->setVisible(!none);
    m_explanation->setText(theme::shown(m_tree->explanation(), 400));
    m_explanation->setVisible(!m_tree->explanation().empty());
}

QString ExploreSide::explanation() const
{
    return m_explanation->text();
}

} // namespace wg::ui::shell
