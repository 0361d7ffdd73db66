// Lies over a panel while the dashboard is edited: drag moves, the corner resizes, arrow keys do both (with Shift).
#pragma once

#include "core/dashboard/document.h"

#include <QWidget>

#include <optional>

namespace wg::ui::grid {

class GridView;

class EditOverlay : public QWidget {
    Q_OBJECT
public:
    EditOverlay(GridView* grid, QWidget* page, int panelId, const QString& title);

    void setPlace(const dashboard::GridPos& pos) { m_pos = pos; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] bool onCorner(QPoint point) const;

    struct Drag {
        QPoint grabbed; ///< in the page
        QRect rect; ///< of the panel when the drag began
        dashboard::GridPos pos;
        bool resize = false;
    };
    GridView* m_grid;
    int m_id;
    dashboard::GridPos m_pos;
    std::optional<Drag> m_drag;
};

} // namespace wg::ui::grid
