#include "ui/shell/bar_parts.h"

#include "ui/shell/page_parts.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPixmap>

namespace wg::ui::shell {

namespace {

class Rule : public QWidget {
public:
    explicit Rule(QWidget* parent) : QWidget(parent) { setFixedSize(1, theme::size::controlSmall); }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), theme::colors().border); }
};

constexpr int kIconGap = theme::space::xs;

} // namespace

QIcon iconBesideText(const QPixmap& pixmap)
{
    const double ratio = pixmap.devicePixelRatio();
    QPixmap wide((pixmap.deviceIndependentSize().toSize() + QSize(kIconGap, 0)) * ratio);
    wide.setDevicePixelRatio(ratio);
    wide.fill(Qt::transparent);
    QPainter(&wide).drawPixmap(0, 0, pixmap);
    return wide;
}

QToolButton* barButton(QWidget* parent, const QString& icon, const QString& text, const QString& tip, const char* kind)
{
    auto* button = new QToolButton(parent);
    button->setProperty("kind", QString::fromLatin1(kind));
    if (!icon.isEmpty() && text.isEmpty()) {
        button->setIconSize({theme::size::icon, theme::size::icon});
        followThemeIcon(button, icon);
    } else if (!icon.isEmpty()) {
        button->setIconSize({theme::size::icon + kIconGap, theme::size::icon});
        const auto draw = [button, icon] {
            button->setIcon(iconBesideText(
                theme::iconPixmap(icon, theme::colors().textSecondary, theme::size::icon, button->devicePixelRatioF())));
        };
        draw();
        QObject::connect(&theme::Theme::instance(), &theme::Theme::changed, button, draw);
    }
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
