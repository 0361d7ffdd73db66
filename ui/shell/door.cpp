#include "ui/shell/door.h"

#include "ui/shell/page_parts.h"
#include "ui/theme/theme.h"

#include <QDragEnterEvent>
#include <QLabel>
#include <QMimeData>
#include <QPainter>
#include <QPainterPath>
#include <QUrl>
#include <QVBoxLayout>

#include <cmath>

namespace wg::ui::shell {
namespace {

constexpr int kTile = 40;
constexpr int kDoorHeight = 336;
constexpr double kDropDash = 3; ///< in pen widths

QStringList localPaths(const QMimeData& data)
{
    QStringList paths;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    return paths;
}

void frame(QPainter& painter, const QRectF& rect)
{
    painter.setPen(QPen(theme::colors().border, theme::stroke::hairline));
    painter.setBrush(theme::colors().canvas);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme::radius::control, theme::radius::control);
}

/// y(x) over the unit square, drawn into `rect`.
template <class Function>
QPainterPath curve(const QRectF& rect, Function y)
{
    constexpr int kPoints = 48;
    QPainterPath path;
    for (int i = 0; i <= kPoints; ++i) {
        const double x = double(i) / kPoints;
        const QPointF at(rect.left() + x * rect.width(), rect.bottom() - y(x) * rect.height());
        i == 0 ? path.moveTo(at) : path.lineTo(at);
    }
    return path;
}

} // namespace

Door::Door(const QString& icon, const QString& title, const QString& text, bool first)
    : m_icon(icon)
    , m_first(first)
    , m_middle(new QVBoxLayout)
    , m_layout(new QVBoxLayout(this))
{
    setProperty("surface", "panel");
    setFixedHeight(kDoorHeight);
    m_middle->setSpacing(theme::space::s);
    m_layout->setContentsMargins(theme::space::xl, theme::space::xl, theme::space::xl, theme::space::xl);
    m_layout->setSpacing(theme::space::xs);
    m_layout->addSpacing(kTile + theme::space::l);
    m_layout->addWidget(plainLabel(title, "title"));
    auto* words = plainLabel(text, nullptr, "secondary");
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_layout->addWidget(words);
    m_layout->addSpacing(theme::space::s);
    m_layout->addLayout(m_middle);
    m_layout->addStretch(1);
}

void Door::setFoot(QWidget* foot)
{
    m_layout->addWidget(foot);
}

void Door::paintEvent(QPaintEvent* event)
{
    QFrame::paintEvent(event);
    const auto& c = theme::colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_first) {
        painter.setPen(QPen(c.toggledBorder, theme::stroke::hairline));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::radius::panel, theme::radius::panel);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.selectedOnPanel);
    const QRect tile(theme::space::xl, theme::space::xl, kTile, kTile);
    painter.drawRoundedRect(tile, theme::radius::panel, theme::radius::panel);
    const int inset = (kTile - theme::size::iconRail) / 2;
    painter.drawPixmap(
        tile.topLeft() + QPoint(inset, inset), theme::iconPixmap(m_icon, c.accent, theme::size::iconRail, devicePixelRatioF()));
}

DropZone::DropZone(QWidget* parent) : QWidget(parent)
{
    setAcceptDrops(true);
    setFixedHeight(kDoorSketch);
    setAccessibleName(tr("Drop files or folders here"));
}

void DropZone::paintEvent(QPaintEvent*)
{
    const auto& c = theme::colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(m_over ? c.accent : c.popupBorder, theme::stroke::hairline);
    pen.setDashPattern({kDropDash, kDropDash});
    painter.setPen(pen);
    painter.setBrush(m_over ? c.selectedOnPanel : c.canvas);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::radius::control, theme::radius::control);
    const QPixmap icon = theme::iconPixmap("drop", c.textSecondary, theme::size::icon, devicePixelRatioF());
    painter.drawPixmap(QPoint((width() - theme::size::icon) / 2, height() / 2 - theme::size::iconRail), icon);
    painter.setPen(c.textSecondary);
    painter.setFont(theme::font());
    painter.drawText(rect().adjusted(0, height() / 2, 0, 0), Qt::AlignHCenter | Qt::AlignTop, accessibleName());
}

void DropZone::dragEnterEvent(QDragEnterEvent* event)
{
    if (localPaths(*event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    m_over = true;
    update();
}

void DropZone::dragLeaveEvent(QDragLeaveEvent*)
{
    m_over = false;
    update();
}

void DropZone::dropEvent(QDropEvent* event)
{
    m_over = false;
    update();
    event->acceptProposedAction();
    Q_EMIT dropped(localPaths(*event->mimeData()));
}

void DemoSketch::paintEvent(QPaintEvent*)
{
    const auto& c = theme::colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double gap = theme::space::s;
    const QRectF left(0, 0, (width() - gap) * 0.6, height());
    const QRectF right(left.right() + gap, 0, width() - left.width() - gap, height());
    frame(painter, left);
    frame(painter, right);
    painter.setBrush(Qt::NoBrush);

    const QRectF inner = left.adjusted(4, 8, -4, -8);
    painter.setPen(QPen(c.critical, theme::stroke::threshold, Qt::DashLine));
    painter.drawLine(QPointF(inner.left(), inner.bottom() - 0.62 * inner.height()),
        QPointF(inner.right(), inner.bottom() - 0.62 * inner.height()));
    painter.setPen(QPen(c.series[1], theme::stroke::sparkline));
    painter.drawPath(curve(inner, [](double x) {
        return 0.35 + 0.08 * std::sin(19 * x) + 0.05 * std::sin(47 * x) + 0.42 / (1 + std::exp(-24 * (x - 0.72)));
    }));

    const QRectF square = right.adjusted(4, 8, -4, -8);
    painter.setPen(QPen(c.textDisabled, theme::stroke::hairline, Qt::DashLine));
    painter.drawLine(square.bottomLeft(), square.topRight());
    for (const auto& [color, power] : {std::pair(c.series[0], 0.42), std::pair(c.series[1], 0.25)}) {
        painter.setPen(QPen(color, theme::stroke::sparkline));
        painter.drawPath(curve(square, [exponent = power](double x) { return std::pow(x, exponent); }));
    }
}

} // namespace wg::ui::shell
