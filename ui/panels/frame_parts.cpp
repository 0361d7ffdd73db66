#include "ui/panels/frame_parts.h"

#include "ui/theme/style_sheet.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace wg::ui::panels {
namespace {

using namespace theme;

constexpr int kPieceWidth = 120, kPeriodMs = 1200, kFrameMs = 16; ///< measures.md "Loading"
constexpr int kBubbleWidth = 300, kBubbleMostLines = 4096;

} // namespace

LoadingLine::LoadingLine(QWidget* parent) : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    m_timer.setInterval(kFrameMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_elapsed = (m_elapsed + kFrameMs) % kPeriodMs;
        update();
    });
    hide();
}

void LoadingLine::showEvent(QShowEvent*)
{
    m_elapsed = 0;
    if (style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0)
        m_timer.start();
    else
        m_elapsed = kPeriodMs / 2;
}

void LoadingLine::hideEvent(QHideEvent*)
{
    m_timer.stop();
}

void LoadingLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const double x = (width() + kPieceWidth) * (static_cast<double>(m_elapsed) / kPeriodMs) - kPieceWidth;
    painter.fillRect(QRectF(x, 0, kPieceWidth, height()), colors().accent);
}

DimSheet::DimSheet(QWidget* parent) : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DimSheet::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), withAlpha(colors().panel, 1 - alpha::dimmedOnError));
}

EmptyState::EmptyState(QWidget* parent) : QWidget(parent)
{
    hide();
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void EmptyState::set(const QString& icon, const QString& title, const QString& code, const QString& hint)
{
    m_icon = icon;
    m_title = shown(title);
    m_code = shown(code.simplified()); // a query may have several lines; here it is one
    m_hint = shown(hint);
    setAccessibleName(m_title);
    setAccessibleDescription(m_hint);
    update();
}

void EmptyState::paintTo(QPainter& painter, const QRect& area) const
{
    const auto& c = colors();
    const int icon = size::iconRail;
    const QRect inner = area.adjusted(size::panelInset, 0, -size::panelInset, -space::s);
    // Parts are left out from below where the panel is too low.
    const int withIcon = icon + space::s, title = 20, code = m_code.isEmpty() ? 0 : 32 + space::s;
    const int hint = m_hint.isEmpty() ? 0 : 20;
    int height = title;
    const bool hasCode = code && height + code <= inner.height();
    height += hasCode ? code : 0;
    const bool hasHint = hint && height + hint <= inner.height();
    height += hasHint ? hint : 0;
    const bool hasIcon = height + withIcon <= inner.height();
    height += hasIcon ? withIcon : 0;
    int y = inner.center().y() - height / 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (hasIcon) {
        painter.drawPixmap(
            inner.center().x() - icon / 2, y, iconPixmap(m_icon, c.textSecondary, icon, painter.device()->devicePixelRatioF()));
        y += withIcon;
    }
    const auto line = [&](const QString& text, int lineHeight) {
        painter.drawText(QRect(inner.left(), y, inner.width(), lineHeight), Qt::AlignCenter | Qt::TextSingleLine,
            painter.fontMetrics().elidedText(text, Qt::ElideRight, inner.width()));
    };
    painter.setFont(theme::font(Text::Body, true));
    painter.setPen(c.textPrimary);
    line(m_title, title);
    y += title;
    if (hasCode) {
        painter.setFont(fixedFont(Text::Small));
        const int width = std::clamp(painter.fontMetrics().horizontalAdvance(m_code) + 2 * space::m, 120, inner.width());
        const QRect box(inner.center().x() - width / 2, y + space::s, width, code - 2 * space::s + space::xs);
        painter.setPen(QPen(c.border, stroke::hairline));
        painter.setBrush(c.canvas);
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), radius::control, radius::control);
        painter.setPen(c.textPrimary);
        painter.drawText(box, Qt::AlignCenter | Qt::TextSingleLine,
            painter.fontMetrics().elidedText(m_code, Qt::ElideMiddle, box.width() - 2 * space::s));
        y += code;
    }
    if (hasHint) {
        painter.setFont(theme::font(Text::Small));
        painter.setPen(c.textSecondary);
        line(m_hint, hint);
    }
    painter.restore();
}

void EmptyState::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintTo(painter, rect());
}

MessageBubble::MessageBubble(QWidget* window)
    : QFrame(window)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
{
    setProperty("surface", "raised");
    setFocusPolicy(Qt::ClickFocus);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::s);
    head->addWidget(m_icon);
    head->addWidget(m_title, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::m, space::s, space::m, space::s);
    layout->setSpacing(space::xs);
    layout->addLayout(head);
    layout->addWidget(m_text);
    for (auto* label : {m_title, m_text}) {
        label->setTextFormat(Qt::PlainText);
        label->setFont(theme::font(Text::Small, label == m_title));
    }
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    hide();
}

void MessageBubble::setMessage(Tone tone, const QString& icon, const QString& title, const QString& text)
{
    m_icon->setPixmap(iconPixmap(icon, toneColor(tone), size::iconSmall, devicePixelRatioF()));
    m_title->setText(shown(title));
    m_title->setProperty("tone", tone == Tone::Critical ? "critical" : tone == Tone::Warning ? "warning" : "secondary");
    repolish(m_title);
    m_text->setText(shownLines(text, kBubbleMostLines));
    m_text->setVisible(!text.isEmpty());
}

QString MessageBubble::text() const
{
    return m_title->text() + u'\n' + m_text->text();
}

void MessageBubble::showUnder(const QWidget* anchor, bool pinned)
{
    m_pinned = pinned;
    const QRect area = parentWidget()->rect();
    const int width = std::min(kBubbleWidth, area.width() - 2 * space::s);
    setFixedWidth(width);
    layout()->activate();
    const int height = std::min(layout()->totalHeightForWidth(width), area.height() - 2 * space::s);
    QPoint at = anchor->mapTo(parentWidget(), QPoint(anchor->width() - width, anchor->height() + space::xs));
    at.setX(std::clamp(at.x(), space::s, std::max(space::s, area.right() - width - space::s)));
    at.setY(std::clamp(at.y(), space::s, std::max(space::s, area.bottom() - height - space::s)));
    setGeometry(QRect(at, QSize(width, height)));
    show();
    raise();
    if (pinned) {
        setFocus();
        qApp->installEventFilter(this);
    }
}

bool MessageBubble::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::MouseButtonPress && isVisible()) {
        const auto* widget = qobject_cast<QWidget*>(watched);
        if (widget && widget != this && !isAncestorOf(widget)) {
            m_pinned = false;
            hide();
            qApp->removeEventFilter(this);
        }
    }
    return QFrame::eventFilter(watched, event);
}

void MessageBubble::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        m_pinned = false;
        hide();
    } else {
        QFrame::keyPressEvent(event);
    }
}

} // namespace wg::ui::panels
