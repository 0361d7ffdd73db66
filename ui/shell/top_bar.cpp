#include "ui/shell/top_bar.h"

#include "ui/shell/bar_parts.h"
#include "ui/shell/page.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/time_bar.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace wg::ui::shell {

TopBar::TopBar(TimeBar* timeBar, QWidget* parent)
    : QWidget(parent)
    , m_path(plainLabel({}, nullptr, "secondary"))
    , m_title(new theme::ElidedLabel({}, this))
    , m_controls(new QHBoxLayout)
    , m_rule(verticalRule(this))
    , m_timeBar(timeBar)
{
    setFixedHeight(theme::size::topBar);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::space::s, 0, theme::space::s, 1);
    row->setSpacing(theme::space::s);
    row->addWidget(m_path);
    row->addWidget(m_title, 1);
    m_title->setFont(theme::font(theme::Text::Body, true));
    row->addLayout(m_controls);
    row->addSpacing(theme::space::xs);
    row->addWidget(m_rule);
    row->addSpacing(theme::space::xs);
    row->addWidget(timeBar);
}

void TopBar::showPage(Page* page)
{
    if (m_page != nullptr)
        m_page->disconnect(this);
    while (QLayoutItem* item = m_controls->takeAt(0)) {
        item->widget()->hide();
        item->widget()->setParent(m_page);
        delete item;
    }
    m_page = page;
    const QList<QWidget*> widgets = page->topBarWidgets();
    for (QWidget* widget : widgets) {
        const bool hidden = widget->property("hiddenByPage").toBool();
        m_controls->addWidget(widget);
        widget->setVisible(!hidden);
    }
    m_timeBar->setVisible(page->showsTimeBar());
    m_rule->setVisible(page->showsTimeBar() && !widgets.isEmpty());
    connect(page, &Page::breadcrumbChanged, this, &TopBar::showBreadcrumb);
    showBreadcrumb();
}

void TopBar::showBreadcrumb()
{
    QStringList parts = m_page->breadcrumb();
    m_title->setText(parts.isEmpty() ? QString() : parts.takeLast());
    const QString between = QStringLiteral("  /  ");
    m_path->setText(parts.isEmpty() ? QString() : parts.join(between) + QStringLiteral("  /"));
    m_path->setVisible(!parts.isEmpty());
}

void TopBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), theme::colors().canvas);
    painter.fillRect(0, height() - 1, width(), 1, theme::colors().border);
}

} // namespace wg::ui::shell
