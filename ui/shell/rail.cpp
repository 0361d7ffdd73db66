#include "ui/shell/rail.h"

#include "ui/shell/bar_parts.h"
#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QPainter>
#include <QVBoxLayout>

namespace wg::ui::shell {

namespace {

constexpr int kBadge = 16; ///< high; wider when the number needs it
constexpr int kLogo = 26;
constexpr int kMarker = 3; ///< the accent line beside the current page

class CountBadge : public QWidget {
public:
    explicit CountBadge(QWidget* parent) : QWidget(parent) { setAttribute(Qt::WA_TransparentForMouseEvents); }

    void setCount(int count)
    {
        m_text = count > 99 ? QStringLiteral("99+") : QString::number(count);
        const QFontMetrics metrics(theme::font(theme::Text::Small, true));
        resize(std::max(kBadge, metrics.horizontalAdvance(m_text) + theme::space::s), kBadge);
        setVisible(count > 0);
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::colors().critical);
        painter.drawRoundedRect(rect(), kBadge / 2.0, kBadge / 2.0);
        painter.setPen(theme::colors().onCritical);
        painter.setFont(theme::font(theme::Text::Small, true));
        painter.drawText(rect(), Qt::AlignCenter, m_text);
    }

private:
    QString m_text;
};

/// The style sheet's least height undoes setFixedSize(); the hint decides instead.
class RailItem : public QToolButton {
public:
    explicit RailItem(QWidget* parent) : QToolButton(parent) { setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed); }
    [[nodiscard]] QSize sizeHint() const override
    {
        return toolButtonStyle() == Qt::ToolButtonIconOnly
            ? QSize(theme::size::railItemNarrow, theme::size::railItemNarrow)
            : QSize(theme::size::rail - 2 * theme::space::s, theme::size::railItem);
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
};

} // namespace

Rail::Rail(QWidget* parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
    , m_pages(new QVBoxLayout)
    , m_group(new QButtonGroup(this))
{
    m_column->setContentsMargins(theme::space::s, theme::size::topBar + theme::space::s, theme::space::s, theme::space::s);
    m_column->setSpacing(theme::space::xs);
    m_pages->setSpacing(theme::space::xs);
    m_column->addLayout(m_pages);
    m_column->addStretch(1);
    auto* themeItem = makeItem(QStringLiteral("moon"), tr("Theme"));
    themeItem->setToolTip(tr("Dark or light theme"));
    auto* help = makeItem(QStringLiteral("help"), tr("Help"));
    help->setToolTip(tr("All shortcuts (?)"));
    m_column->addWidget(themeItem, 0, Qt::AlignHCenter);
    m_column->addWidget(help, 0, Qt::AlignHCenter);
    m_items = {{QStringLiteral("theme"), themeItem}, {QStringLiteral("help"), help}};
    connect(themeItem, &QToolButton::clicked, this, &Rail::themeToggled);
    connect(help, &QToolButton::clicked, this, &Rail::helpRequested);
    setFixedWidth(theme::size::rail);
}

QToolButton* Rail::makeItem(const QString& icon, const QString& label)
{
    auto* button = new RailItem(this);
    button->setProperty("kind", QStringLiteral("rail"));
    button->setText(label);
    button->setAccessibleName(label);
    button->setFocusPolicy(Qt::TabFocus);
    button->setIconSize({theme::size::iconRail, theme::size::iconRail});
    const auto draw = [button, icon] {
        const auto& colors = theme::colors();
        QIcon both;
        both.addPixmap(theme::iconPixmap(icon, colors.textSecondary, theme::size::iconRail, button->devicePixelRatioF()));
        both.addPixmap(theme::iconPixmap(icon, colors.accent, theme::size::iconRail, button->devicePixelRatioF()),
            QIcon::Normal, QIcon::On);
        button->setIcon(both);
    };
    draw();
    connect(&theme::Theme::instance(), &theme::Theme::changed, button, draw);
    shape(button);
    return button;
}

void Rail::shape(QToolButton* button) const
{
    button->setToolButtonStyle(m_narrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextUnderIcon);
    button->updateGeometry();
    button->resize(button->sizeHint());
}

void Rail::addPage(const QString& id, const QString& icon, const QString& label)
{
    QToolButton* button = makeItem(icon, label);
    button->setCheckable(true);
    m_group->addButton(button);
    m_pages->addWidget(button, 0, Qt::AlignHCenter);
    m_items[id] = button;
    connect(button, &QToolButton::clicked, this, [this, id] { Q_EMIT pageChosen(id); });
}

QToolButton* Rail::item(const QString& id) const
{
    const auto found = m_items.find(id);
    return found == m_items.end() ? nullptr : found->second;
}

void Rail::setCurrent(const QString& id)
{
    m_group->setExclusive(false);
    for (const auto& [name, button] : m_items)
        if (button->isCheckable())
            button->setChecked(name == id);
    m_group->setExclusive(true);
    update();
}

void Rail::setBadge(const QString& id, int count)
{
    QToolButton* button = item(id);
    if (button == nullptr)
        return;
    QWidget*& badge = m_badges[id];
    if (badge == nullptr)
        badge = new CountBadge(button);
    static_cast<CountBadge*>(badge)->setCount(count);
    const int centre = button->width() / 2;
    badge->move(centre + theme::space::xs - 1, m_narrow ? 0 : theme::space::xs - 1);
    button->setAccessibleDescription(count > 0 ? tr("%1 firing").arg(count) : QString());
}

void Rail::setNarrow(bool narrow)
{
    if (narrow == m_narrow)
        return;
    m_narrow = narrow;
    setFixedWidth(narrow ? theme::size::railNarrow : theme::size::rail);
    for (const auto& [id, button] : m_items) {
        shape(button);
        if (button->isCheckable())
            button->setToolTip(narrow ? button->text() : QString());
    }
    for (const auto& [id, badge] : m_badges)
        badge->move(item(id)->width() / 2 + theme::space::xs - 1, narrow ? 0 : theme::space::xs - 1);
    layout()->activate(); // the mark of the page in front is painted beside its button
    update();
}

void Rail::paintEvent(QPaintEvent*)
{
    const auto& colors = theme::colors();
    QPainter painter(this);
    painter.fillRect(rect(), colors.canvas);
    painter.fillRect(width() - 1, 0, 1, height(), colors.border);
    painter.drawPixmap((width() - kLogo) / 2, (theme::size::topBar - kLogo) / 2, kLogo, kLogo,
        theme::iconPixmap(QStringLiteral("logo"), colors.accent, kLogo, devicePixelRatioF()));
    if (const auto* current = m_group->checkedButton())
        painter.fillRect(0, current->y(), kMarker, current->height(), colors.accent);
}

} // namespace wg::ui::shell
