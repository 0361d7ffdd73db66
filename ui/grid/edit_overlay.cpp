#include "ui/grid/edit_overlay.h"

#include "ui/grid/grid_view.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace wg::ui::grid {

namespace {

constexpr int kCorner = theme::size::hitTargetMin;

} // namespace

EditOverlay::EditOverlay(GridView* grid, QWidget* page, int panelId, const QString& title)
    : QWidget(page)
    , m_grid(grid)
    , m_id(panelId)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Place of %1").arg(title));
    setAccessibleDescription(tr("Arrow keys move the panel, Shift and arrow keys resize it"));
}

bool EditOverlay::onCorner(QPoint point) const
{
    return point.x() > width() - kCorner && point.y() > height() - kCorner;
}

void EditOverlay::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = m_drag || hasFocus() || underMouse() ? theme::colors().accent : theme::colors().toggledBorder;
    painter.setPen(QPen(color, m_drag || hasFocus() ? theme::stroke::focusRing : theme::stroke::hairline));
    painter.setBrush(m_drag ? theme::withAlpha(theme::colors().accent, theme::alpha::fillOneSeries) : QColor(Qt::transparent));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), theme::radius::panel, theme::radius::panel);
    const QPoint corner = rect().bottomRight() - QPoint(theme::space::xs, theme::space::xs);
    painter.setPen(QPen(color, theme::stroke::dataLine));
    for (const int reach : {theme::space::xs, theme::space::s + 1})
        painter.drawLine(corner - QPoint(reach, 0), corner - QPoint(0, reach));
}

void EditOverlay::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setFocus();
    m_drag = Drag{mapToParent(event->pos()), geometry(), m_pos, onCorner(event->pos())};
    raise();
    update();
}

void EditOverlay::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_drag) {
        setCursor(onCorner(event->pos()) ? Qt::SizeFDiagCursor : Qt::SizeAllCursor);
        return;
    }
    const QPoint by = mapToParent(event->pos()) - m_drag->grabbed;
    const int width = parentWidget()->width();
    dashboard::GridPos to = m_drag->pos;
    if (m_drag->resize) {
        const QPoint corner = m_drag->rect.bottomRight() + by + QPoint(theme::size::gutter, theme::size::gutter);
        const QPoint cell = cellAt(corner, width);
        to.w = std::max(1, cell.x() - to.x);
        to.h = std::max(1, cell.y() - to.y);
    } else {
        const QPoint cell = cellAt(m_drag->rect.topLeft() + by, width);
        to.x = std::min(cell.x(), theme::size::gridColumns - to.w);
        to.y = cell.y();
    }
    m_grid->preview(m_id, to);
}

void EditOverlay::mouseReleaseEvent(QMouseEvent*)
{
    if (!m_drag)
        return;
    m_drag.reset();
    update();
    m_grid->commit();
}

void EditOverlay::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_drag) {
        m_grid->preview(m_id, m_drag->pos);
        m_drag.reset();
        return m_grid->commit();
    }
    const int dx = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    const int dy = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    if (dx == 0 && dy == 0)
        return QWidget::keyPressEvent(event);
    dashboard::GridPos to = m_pos;
    const bool resize = event->modifiers().testFlag(Qt::ShiftModifier);
    (resize ? to.w : to.x) += dx;
    (resize ? to.h : to.y) += dy;
    m_grid->preview(m_id, to);
    m_grid->commit();
}

} // namespace wg::ui::grid
