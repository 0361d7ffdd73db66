#include "ui/theme/widgets.h"

#include "ui/theme/style_sheet.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTableView>
#include <QToolButton>

namespace wg::ui::theme {

QColor toneColor(Tone tone)
{
    const auto& c = colors();
    const QColor table[] = {c.textSecondary, c.accent, c.ok, c.warning, c.critical};
    return table[static_cast<int>(tone)];
}

ElidedLabel::ElidedLabel(const QString& text, QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setText(text);
}

void ElidedLabel::setText(const QString& text)
{
    m_text = shown(text);
    updateToolTip();
    updateGeometry();
    update();
}

void ElidedLabel::setColor(const QColor& color)
{
    m_color = color;
    update();
}

void ElidedLabel::setAlignment(Qt::Alignment alignment)
{
    m_alignment = alignment;
    update();
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_text) + 1, fontMetrics().height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), size::hitTargetMin), fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setFont(font());
    painter.setPen(!isEnabled() ? colors().textDisabled : m_color.isValid() ? m_color : colors().textPrimary);
    painter.drawText(
        rect(), static_cast<int>(m_alignment) | Qt::TextSingleLine, fontMetrics().elidedText(m_text, Qt::ElideRight, width()));
}

void ElidedLabel::resizeEvent(QResizeEvent*)
{
    updateToolTip();
}

void ElidedLabel::updateToolTip()
{
    const bool cut = fontMetrics().horizontalAdvance(m_text) > width();
    setToolTip(cut ? m_text.toHtmlEscaped() : QString());
}

Badge::Badge(QWidget* parent) : QWidget(parent)
{
    setFont(theme::font(Text::Small, true));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Badge::set(Tone tone, const QString& iconName, const QString& text)
{
    m_tone = tone;
    m_icon = iconName;
    m_text = shown(text, 64);
    setAccessibleName(m_text);
    updateGeometry();
    update();
}

void Badge::setClickable(bool clickable)
{
    m_clickable = clickable;
    setFocusPolicy(clickable ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(clickable ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

QSize Badge::sizeHint() const
{
    if (m_text.isEmpty())
        return {size::badge, size::badge};
    const int iconWidth = m_icon.isEmpty() ? 0 : size::iconSmall + space::xs;
    return {space::s + iconWidth + fontMetrics().horizontalAdvance(m_text) + space::s, size::badge};
}

void Badge::paintEvent(QPaintEvent*)
{
    const auto& c = colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = toneColor(m_tone);
    int x = (width() - size::iconSmall) / 2;
    if (!m_text.isEmpty()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_tone == Tone::Warning ? c.warningBadge : m_tone == Tone::Critical ? c.criticalBadge : c.raised);
        painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
        x = space::s;
    }
    if (!m_icon.isEmpty()) {
        painter.drawPixmap(x, (height() - size::iconSmall) / 2, iconPixmap(m_icon, ink, size::iconSmall, devicePixelRatioF()));
        x += size::iconSmall + space::xs;
    }
    painter.setPen(ink);
    painter.setFont(font());
    painter.drawText(rect().adjusted(x, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, m_text);
}

void Badge::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_clickable && event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        Q_EMIT clicked();
}

void Badge::keyPressEvent(QKeyEvent* event)
{
    if (m_clickable && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space))
        Q_EMIT clicked();
    else
        QWidget::keyPressEvent(event);
}

void Badge::enterEvent(QEnterEvent*)
{
    Q_EMIT entered();
}

void Badge::leaveEvent(QEvent*)
{
    Q_EMIT left();
}

void Badge::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    Q_EMIT entered();
}

void Badge::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    Q_EMIT left();
}

StatusDot::StatusDot(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StatusDot::set(Tone tone, bool hollow)
{
    m_tone = tone;
    m_hollow = hollow;
    update();
}

QSize StatusDot::sizeHint() const
{
    return {size::statusDot + 2, size::statusDot + 2};
}

void StatusDot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = toneColor(m_tone);
    painter.setPen(m_hollow ? QPen(color, stroke::sparkline) : QPen(Qt::NoPen));
    painter.setBrush(m_hollow ? QBrush(Qt::NoBrush) : QBrush(color));
    painter.drawEllipse(QRectF(rect()).center(), size::statusDot / 2.0, size::statusDot / 2.0);
}

SegmentedControl::SegmentedControl(const QStringList& segments, QWidget* parent, bool small)
    : QFrame(parent)
    , m_group(new QButtonGroup(this))
    , m_layout(new QHBoxLayout(this))
    , m_small(small)
{
    setProperty("surface", "panel");
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_layout->setContentsMargins(1, 1, 1, 1);
    m_layout->setSpacing(0);
    m_group->setExclusive(true);
    connect(m_group, &QButtonGroup::idClicked, this, &SegmentedControl::currentChanged);
    setSegments(segments);
}

void SegmentedControl::setSegments(const QStringList& segments)
{
    for (auto* button : m_group->buttons())
        delete button;
    for (int i = 0; i < segments.size(); ++i) {
        auto* button = new QToolButton(this);
        button->setText(shown(segments[i], 48).replace(u'&', QStringLiteral("&&")));
        button->setCheckable(true);
        button->setProperty("kind", "segment");
        button->setProperty("place", segments.size() == 1 ? "only" : i == 0 ? "first" : i + 1 == segments.size() ? "last" : "");
        if (m_small)
            button->setProperty("small", true);
        m_group->addButton(button, i);
        m_layout->addWidget(button);
    }
    setCurrent(segments.isEmpty() ? -1 : 0);
}

void SegmentedControl::setCurrent(int index)
{
    if (auto* button = m_group->button(index)) {
        button->setChecked(true);
    } else if (auto* checked = m_group->checkedButton()) {
        m_group->setExclusive(false);
        checked->setChecked(false);
        m_group->setExclusive(true);
    }
}

int SegmentedControl::current() const
{
    return m_group->checkedId();
}

void styleTable(QTableView* view, bool dense)
{
    view->setShowGrid(false);
    view->setFrameShape(QFrame::NoFrame);
    view->setAlternatingRowColors(false);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setTextElideMode(Qt::ElideRight);
    view->setWordWrap(false);
    view->setMouseTracking(true);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->verticalHeader()->hide();
    view->verticalHeader()->setMinimumSectionSize(dense ? size::tableRowDense : size::tableRow);
    view->verticalHeader()->setDefaultSectionSize(dense ? size::tableRowDense : size::tableRow);
    view->horizontalHeader()->setFixedHeight(size::tableHeader);
    view->horizontalHeader()->setMinimumSectionSize(size::hitTargetMin); // Qt's own is the font's widest letter
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

} // namespace wg::ui::theme
