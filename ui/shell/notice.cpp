#include "ui/shell/notice.h"

#include "ui/shell/page_parts.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace wg::ui::shell {

namespace {

constexpr int kShownMs = 6000;
constexpr int kWidth = 640;
constexpr qsizetype kLongest = 2000; ///< characters of all; a hostile message must not fill the screen
constexpr qsizetype kMostMessages = 5;

} // namespace

Notice::Notice(QWidget* parent) : QFrame(parent), m_icon(new QLabel(this)), m_text(plainLabel())
{
    setProperty("surface", QStringLiteral("raised"));
    setObjectName(QStringLiteral("notice"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::space::m, theme::space::s, theme::space::s, theme::space::s);
    row->setSpacing(theme::space::s);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    row->addWidget(m_text, 1);
    auto* close = iconButton(QStringLiteral("x"), tr("Close the message"));
    close->setProperty("small", true);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    row->addWidget(close, 0, Qt::AlignTop);
    m_over.setSingleShot(true);
    connect(&m_over, &QTimer::timeout, this, &QWidget::hide);
    parent->installEventFilter(this);
    hide();
}

QString Notice::text() const
{
    return isHidden() ? QString() : m_text->text();
}

void Notice::showText(const QString& text, bool isError)
{
    QString added = text;
    for (QChar& c : added)
        if (c.category() == QChar::Other_Control && c != QLatin1Char('\n'))
            c = QLatin1Char(' ');
    if (isHidden() || !m_error) {
        m_shown.clear();
        m_error = false;
    }
    m_error = m_error || isError;
    m_shown.removeAll(added);
    m_shown << added;
    if (m_shown.size() > kMostMessages)
        m_shown.removeFirst();
    QStringList lines;
    for (const QString& message : std::as_const(m_shown))
        lines << message.left(kLongest / m_shown.size());
    m_text->setText(lines.join(QLatin1Char('\n')));
    const auto& colors = theme::colors();
    m_icon->setPixmap(theme::iconPixmap(m_error ? QStringLiteral("error") : QStringLiteral("info"),
        m_error ? colors.critical : colors.accent, theme::size::icon, devicePixelRatioF()));
    setAccessibleName(m_error ? tr("Error") : tr("Message"));
    place();
    show();
    raise();
    if (m_error)
        m_over.stop();
    else
        m_over.start(kShownMs);
}

void Notice::place()
{
    const QSize room = parentWidget()->size();
    const int width = std::min(kWidth, room.width() - 2 * theme::space::xl);
    setFixedWidth(width);
    const int height = layout()->hasHeightForWidth() ? layout()->heightForWidth(width) : sizeHint().height();
    setGeometry((room.width() - width) / 2, room.height() - height - theme::size::statusBar - theme::space::l, width, height);
}

bool Notice::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize && isVisible())
        place();
    return QFrame::eventFilter(watched, event);
}

} // namespace wg::ui::shell
