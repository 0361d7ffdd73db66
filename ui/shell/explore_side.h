// The right half above the table: the tree of the current query, what the engine had to say, and the history.
#pragma once

#include "core/base/warning.h"
#include "ui/shell/page_parts.h"

#include <QWidget>

class QListView;
class QStackedWidget;
class QStandardItemModel;

namespace wg::ui::theme {
class SegmentedControl;
}

namespace wg::ui::shell {

class ExploreHistory;
class ExploreTreeQuery;
class ExploreTreeView;
class QueryHistory;
struct Workspace;

class ExploreSide : public PanelBox {
    Q_OBJECT
public:
    enum Tab { Tree, Notes, History };

    ExploreSide(ExploreTreeQuery* tree, QueryHistory* history, Workspace& workspace, QWidget* parent = nullptr);

    [[nodiscard]] Tab tab() const;
    void setTab(Tab tab); ///< as if the user had chosen it
    /// Warnings of all queries, each with the row it is of. Those with a position are underlined when they are chosen.
    struct Note {
        int row = 0;
        QChar letter;
        Warning warning;
    };
    void setNotes(std::vector<Note> notes);
    /// What the tree says of itself: the query's letter and the instant; the error or hint in place of an empty tree.
    void setTreeTitle(const QString& subtitle, const QString& hint);

    [[nodiscard]] ExploreTreeView* treeView() const { return m_treeView; }
    [[nodiscard]] ExploreHistory* history() const { return m_history; }
    [[nodiscard]] QListView* notes() const { return m_notesView; }
    [[nodiscard]] QString explanation() const;

Q_SIGNALS:
    void tabChanged();
    void noteChosen(int row, const wg::Position& position);

private:
    QWidget* makeTree();
    QWidget* makeNotes();
    void showTab();
    void showTree();

    ExploreTreeQuery* m_tree;
    theme::SegmentedControl* m_tabs;
    QStackedWidget* m_stack;
    ExploreTreeView* m_treeView;
    ExploreHistory* m_history;
    QLabel *m_treeHint, *m_explanation, *m_noNotes;
    QListView* m_notesView;
    QStandardItemModel* m_notesModel;
    std::vector<Note> m_notes;
    std::size_t m_noteCount = 0; ///< that the tab says
    QString m_treeSubtitle, m_treeHintText;
};

} // namespace wg::ui::shell
