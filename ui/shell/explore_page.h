// Explore: one or more expressions against one source, as a graph with the values at the pointer, as a table, and as the tree
// of each expression with what every part of it gives.
#pragma once

#include "ui/editors/completion_names.h"
#include "ui/shell/explore_tree_query.h"
#include "ui/shell/page.h"
#include "ui/shell/query_history.h"

#include <QColor>

class QFrame;
class QPushButton;
class QScrollArea;
class QTimer;
class QVBoxLayout;

namespace wg::ui::editors {
class PromqlEditor;
}
namespace wg::ui::plot {
class TimeSeriesPlot;
}

namespace wg::ui::shell {

class CellSorter;
class CellTable;
class ExploreGraph;
class ExploreRow;
class ExploreSide;
class PanelBox;
class SourceChooser;
struct Workspace;

class ExplorePage : public Page {
    Q_OBJECT
public:
    explicit ExplorePage(Workspace& workspace, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("explore"); }
    [[nodiscard]] QStringList breadcrumb() const override { return {tr("Explore")}; }
    [[nodiscard]] QList<QWidget*> topBarWidgets() override;
    [[nodiscard]] bool showsTimeBar() const override { return true; }
    void activated() override;
    void deactivated() override;
    void refresh() override;

    /// From another page: shows and runs the expression as the current query. An empty source is the default; an empty
    /// expression only turns to the source.
    void explore(const QString& expression, const QString& source);

    [[nodiscard]] const std::vector<ExploreRow*>& rows() const { return m_rows; } ///< never empty
    [[nodiscard]] ExploreRow* currentRow() const { return m_current; }
    [[nodiscard]] editors::PromqlEditor* editor() const; ///< of the current row
    [[nodiscard]] plot::TimeSeriesPlot* graph() const;
    [[nodiscard]] QString hintText() const; ///< in place of the graph
    [[nodiscard]] const CellTable& table() const { return *m_table; }
    [[nodiscard]] CellSorter* sorter() const { return m_sorter; }
    [[nodiscard]] ExploreSide* side() const { return m_side; }
    [[nodiscard]] const ExploreTreeQuery& tree() const { return *m_tree; }
    [[nodiscard]] const QueryHistory& history() const { return *m_history; }
    [[nodiscard]] QString problemText() const; ///< of the current row, as statusText()
    [[nodiscard]] QString statusText() const;

public Q_SLOTS:
    void run();
    void setInstant(bool instant); ///< the current row
    ExploreRow* addRow(); ///< nullptr when there are as many as letters go

private:
    // explore_layout.cpp
    void buildQueries();
    void buildTable();
    void layOut();
    // explore_rows.cpp, with addRow()
    void connectRow(ExploreRow* row);
    void removeRow(ExploreRow* row);
    void setCurrentRow(ExploreRow* row);
    void nameRows();
    void scrollToCurrent();
    // explore_page.cpp
    void connectWorkspace();
    void askNames();
    void restartTimer();
    void rerun(); ///< what was run last, over the present range
    void ask(ExploreRow* row);
    void turnTo(const QString& source);
    void sourceChanged();
    void forgetAnswers();
    void setBuiltins();
    void rowAnswered(ExploreRow* row);
    void restore(const QString& expression, const QString& source);
    void reportRound();
    void runTree();
    void chooseNode(promql::SourceRange range);
    // explore_show.cpp
    void showAnswers();
    void showGraph();
    void showTable();
    void showNotes();
    void showTreeTitle();
    void showState();
    [[nodiscard]] QString emptyHint() const;

    Workspace& m_workspace;
    QueryHistory* m_history;
    editors::CompletionNames* m_names;
    ExploreTreeQuery* m_tree;
    SourceChooser* m_source;
    QPushButton *m_run, *m_add;
    QFrame* m_queryBox;
    PanelBox* m_tableBox;
    QScrollArea* m_scroll = nullptr; ///< of the rows
    QVBoxLayout* m_rowsLayout = nullptr;
    ExploreGraph* m_graph;
    ExploreSide* m_side;
    CellTable* m_table;
    CellSorter* m_sorter;
    QTimer *m_live, *m_dataTimer;
    std::vector<ExploreRow*> m_rows;
    ExploreRow* m_current = nullptr;
    std::vector<std::vector<QColor>> m_colors; ///< of the drawn rows' series
    QStringList m_examples; ///< queries to begin with, made of the source's own metrics
    std::optional<TimeMs> m_hovered;
    std::vector<std::optional<std::size_t>> m_lineOfRow; ///< the drawn series of each row of the table
    bool m_active = false;
};

} // namespace wg::ui::shell
