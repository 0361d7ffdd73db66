#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QGuiApplication>
#include <QPainter>
#include <QScreen>

#include <algorithm>

namespace wg::ui::theme {
namespace {

constexpr int kMaxNameWidth = 360;
constexpr int kPointerGap = 12;
constexpr int kNameValueGap = 24;

} // namespace

TooltipFrame::TooltipFrame(QWidget* parent)
    : QWidget(parent, Qt::ToolTip | Qt::FramelessWindowHint | Qt::NoDropShadowWindowHint)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_ShowWithoutActivating);
    setAttribute(Qt::WA_TranslucentBackground);
    setFocusPolicy(Qt::NoFocus);
}

void TooltipFrame::setContent(const QString& title, std::vector<TooltipRow> rows)
{
    m_title = shown(title);
    m_rows = std::move(rows);
    for (auto& row : m_rows) {
        row.name = shown(row.name);
        row.value = shown(row.value, 64);
    }
    resize(sizeHint());
    update();
}

QSize TooltipFrame::sizeHint() const
{
    const QFontMetrics plain(theme::font(Text::Small));
    const QFontMetrics strong(theme::font(Text::Small, true));
    int width = plain.horizontalAdvance(m_title);
    int height = m_title.isEmpty() ? 0 : size::tooltipRow;
    for (const auto& row : m_rows) {
        const auto& metrics = row.strong ? strong : plain;
        const int name = std::min(metrics.horizontalAdvance(row.name), kMaxNameWidth);
        width = std::max(width, size::swatch + space::s + name + kNameValueGap + strong.horizontalAdvance(row.value));
        height += size::tooltipRow + (row.separated ? space::s : 0);
    }
    return {width + 2 * space::m, height + 2 * space::s};
}

void TooltipFrame::showBeside(const QPoint& globalPoint)
{
    const auto* screen = QGuiApplication::screenAt(globalPoint);
    if (!screen)
        screen = QGuiApplication::primaryScreen();
    const QRect area = screen ? screen->availableGeometry() : QRect(globalPoint, QSize(4096, 4096));
    const bool right = globalPoint.x() - area.left() < area.right() - globalPoint.x();
    const QSize own = sizeHint();
    int x = right ? globalPoint.x() + kPointerGap : globalPoint.x() - kPointerGap - own.width();
    int y = globalPoint.y() - own.height() / 2;
    x = std::clamp(x, area.left(), std::max(area.left(), area.right() - own.width()));
    y = std::clamp(y, area.top(), std::max(area.top(), area.bottom() - own.height()));
    setGeometry(QRect(QPoint(x, y), own));
    if (!isVisible())
        show();
}

void TooltipFrame::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintContent(painter, {});
}

void TooltipFrame::paintContent(QPainter& painter, const QPoint& topLeft) const
{
    const auto& c = colors();
    const QRect box(topLeft, sizeHint());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(c.popupBorder, stroke::hairline));
    painter.setBrush(c.raised);
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), radius::popup, radius::popup);
    QRect line(box.left() + space::m, box.top() + space::s, box.width() - 2 * space::m, size::tooltipRow);
    painter.setFont(theme::font(Text::Small));
    if (!m_title.isEmpty()) {
        painter.setPen(c.textSecondary);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, m_title);
        line.translate(0, size::tooltipRow);
    }
    for (const auto& row : m_rows) {
        if (row.separated) {
            painter.setPen(c.border);
            painter.drawLine(line.left(), line.top() + space::xs, line.right(), line.top() + space::xs);
            line.translate(0, space::s);
        }
        if (row.color.isValid()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(row.color);
            painter.drawRoundedRect(
                QRectF(line.left(), line.center().y() - size::swatch / 2.0 + 1, size::swatch, size::swatch), 2, 2);
        }
        painter.setFont(theme::font(Text::Small, true));
        painter.setPen(c.textPrimary);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, row.value);
        const int valueWidth = painter.fontMetrics().horizontalAdvance(row.value);
        painter.setFont(theme::font(Text::Small, row.strong));
        const QRect nameBox = line.adjusted(size::swatch + space::s, 0, -valueWidth - space::s, 0);
        painter.drawText(nameBox, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
            painter.fontMetrics().elidedText(row.name, Qt::ElideRight, nameBox.width()));
        line.translate(0, size::tooltipRow);
    }
    painter.restore();
}

} // namespace wg::ui::theme
