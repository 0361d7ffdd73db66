#include "ui/shell/notice_bar.h"

#include "ui/shell/page_parts.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace wg::ui::shell {

NoticeBar::NoticeBar(QWidget* parent) : QFrame(parent), m_icon(new QLabel), m_text(plainLabel()), m_action(textButton({}))
{
    setProperty("surface", "panel");
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_action->setProperty("size", "small");
    auto* close = iconButton("x", tr("Close"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme::size::panelInset, theme::space::s, theme::space::s, theme::space::s);
    layout->setSpacing(theme::space::s);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action, 0, Qt::AlignTop);
    layout->addWidget(close, 0, Qt::AlignTop);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_action, &QPushButton::clicked, this, &NoticeBar::actionRequested);
    const auto draw = [this] {
        m_icon->setPixmap(theme::iconPixmap("error", theme::colors().critical, theme::size::icon, devicePixelRatioF()));
    };
    draw();
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, draw);
    hide();
}

void NoticeBar::say(const QString& text, const QString& action)
{
    m_text->setText(theme::shownLines(text));
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    show();
}

QString NoticeBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

} // namespace wg::ui::shell
