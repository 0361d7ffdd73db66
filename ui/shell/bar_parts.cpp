#include "ui/shell/bar_parts.h"

#include "ui/shell/page_parts.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace wg::ui::shell {

namespace {

class Rule : public QWidget {
public:
    explicit Rule(QWidget* parent) : QWidget(parent) { setFixedSize(1, theme::size::controlSmall); }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), theme::colors().border); }
};

} // namespace

QToolButton* barButton(QWidget* parent, const QString& icon, const QString& text, const QString& tip, const char* kind)
{
    auto* button = new QToolButton(parent);
    button->setProperty("kind", QString::fromLatin1(kind));
    if (!icon.isEmpty())
        followThemeIcon(button, icon);
    // A tool button leaves hardly any room between icon and text: the icon's own box gets some.
    button->setIconSize({theme::size::icon + (text.isEmpty() ? 0 : theme::space::s), theme::size::icon});
    button->setText(text);
    button->setToolButtonStyle(text.isEmpty() ? Qt::ToolButtonIconOnly
            : icon.isEmpty()                  ? Qt::ToolButtonTextOnly
                                              : Qt::ToolButtonTextBesideIcon);
    button->setToolTip(tip.toHtmlEscaped());
    button->setAccessibleName(tip.isEmpty() ? text : tip);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

SegmentGroup::SegmentGroup(QWidget* parent) : QFrame(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(1, 1, 1, 1);
    row->setSpacing(0);
    setFixedHeight(theme::size::control);
}

QToolButton* SegmentGroup::add(const QString& icon, const QString& text, const QString& tip)
{
    QToolButton* button = barButton(this, icon, text, tip, "segment");
    addWidget(button);
    return button;
}

void SegmentGroup::addWidget(QWidget* widget)
{
    layout()->addWidget(widget);
    const int last = layout()->count() - 1;
    for (int index = 0; index <= last; ++index)
        layout()->itemAt(index)->widget()->setProperty("place",
            last == 0           ? "only"
                : index == 0    ? "first"
                : index == last ? "last"
                                : "middle");
}

void SegmentGroup::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::colors().border, theme::stroke::hairline));
    painter.setBrush(theme::colors().raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::radius::button, theme::radius::button);
}

QWidget* verticalRule(QWidget* parent)
{
    return new Rule(parent);
}

} // namespace wg::ui::shell
