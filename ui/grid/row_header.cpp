#include "ui/grid/row_header.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace wg::ui::grid {

RowHeader::RowHeader(QWidget* parent) : QAbstractButton(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
}

void RowHeader::setState(const QString& title, bool collapsed, int hiddenPanels)
{
    setText(title);
    m_collapsed = collapsed;
    m_hidden = hiddenPanels;
    setAccessibleName(title);
    setAccessibleDescription(collapsed ? tr("Row, folded") : tr("Row, open"));
    update();
}

void RowHeader::paintOn(QPainter& painter, const QRect& area) const
{
    const auto& colors = theme::colors();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_collapsed) {
        painter.setPen(QPen(colors.border, theme::stroke::hairline));
        painter.setBrush(colors.panel);
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), theme::radius::panel, theme::radius::panel);
    }
    const int icon = theme::size::icon;
    const QPixmap chevron = theme::iconPixmap(m_collapsed ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down"),
        colors.textSecondary, icon, devicePixelRatioF());
    painter.drawPixmap(area.x() + theme::size::panelInset, area.y() + (area.height() - icon) / 2, icon, icon, chevron);
    QRect text = area.adjusted(theme::size::panelInset + icon + theme::space::s - 1, 0, -theme::size::panelInset, 0);
    painter.setFont(theme::font(theme::Text::Body, true));
    painter.setPen(colors.textPrimary);
    const QString title = painter.fontMetrics().elidedText(this->text(), Qt::ElideRight, text.width());
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, title);
    if (m_collapsed) {
        text.setLeft(text.left() + painter.fontMetrics().horizontalAdvance(title) + theme::space::s);
        painter.setFont(theme::font(theme::Text::Small));
        painter.setPen(colors.textSecondary);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
            tr("%n panel(s)", nullptr, m_hidden)
                .replace(QStringLiteral("(s)"), m_hidden == 1 ? QString() : QStringLiteral("s")));
    }
    painter.restore();
}

void RowHeader::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintOn(painter, rect());
}

} // namespace wg::ui::grid
