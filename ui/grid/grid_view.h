// The page of a dashboard: panels placed by gridPos, rows that fold, one panel at full size, and in edit mode dragging and
// resizing. Knows frames only as widgets. GUI thread.
#pragma once

#include "ui/grid/arrange.h"

#include <QScrollArea>

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace wg::ui::grid {

class EditOverlay;
class RowHeader;

class GridView : public QScrollArea {
    Q_OBJECT
public:
    /// Makes the widget of a panel (never of a row); the grid takes it over.
    using MakeCell = std::function<QWidget*(const dashboard::Panel& panel, QWidget* parent)>;

    explicit GridView(QWidget* parent = nullptr);
    ~GridView() override;

    /// Replaces everything. Panels of folded rows are made when the row opens.
    void setPanels(std::vector<dashboard::Panel> panels, MakeCell make);
    /// Titles and places changed, the cells stay (an edit was applied or undone).
    void updatePanels(std::vector<dashboard::Panel> panels);
    void setRowTitle(int id, const QString& title);

    [[nodiscard]] QWidget* cell(int id) const; ///< nullptr for rows and panels of folded rows
    [[nodiscard]] std::vector<int> shownPanels() const; ///< those with a cell, reading order
    [[nodiscard]] std::set<int> panelsInView() const; ///< those whose cell touches the viewport

    [[nodiscard]] bool editing() const { return m_editing; }
    void setEditing(bool editing); ///< folds and unfolds rows as the file says
    [[nodiscard]] std::optional<int> fullPanel() const { return m_full; }
    void setFullPanel(std::optional<int> id);
    void toggleRow(int id);

    /// Height of the whole page, at any width.
    [[nodiscard]] int neededHeight() const;

Q_SIGNALS:
    /// A drag or an arrow key ended: new places of everything that moved, in the file's coordinates.
    void rearranged(const std::map<int, wg::dashboard::GridPos>& changes);
    void viewChanged(); ///< other panels are in view, or the same at another size

protected:
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool event(QEvent* event) override;

private:
    friend class EditOverlay;
    void build();
    void place();
    void preview(int id, const dashboard::GridPos& to); ///< while dragging
    void commit();
    [[nodiscard]] int pageWidth() const;
    [[nodiscard]] const dashboard::Panel* panel(int id) const;

    QWidget* m_page;
    std::vector<dashboard::Panel> m_panels;
    MakeCell m_make;
    std::vector<Placed> m_placed;
    std::map<int, dashboard::GridPos> m_preview;
    std::set<int> m_collapsed;
    std::map<int, QWidget*> m_cells;
    std::map<int, RowHeader*> m_rows;
    std::map<int, EditOverlay*> m_overlays;
    std::map<int, QString> m_rowTitles;
    std::optional<int> m_full;
    bool m_editing = false;
};

} // namespace wg::ui::grid

Q_DECLARE_METATYPE(wg::dashboard::GridPos)
