#include "ui/shell/variable_row.h"

#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

#include <algorithm>

namespace wg::ui::shell {

namespace {

constexpr int kMostOffered = 200; ///< values in a menu
constexpr qsizetype kLongestValue = 40;

/// "model Llama-3.1-70B": the name in secondary text, the value in primary, a chevron where there is a choice.
class Chip : public QToolButton {
public:
    Chip(QString name, bool choice, QWidget* parent) : QToolButton(parent), m_name(std::move(name)), m_choice(choice)
    {
        setFocusPolicy(choice ? Qt::TabFocus : Qt::NoFocus);
        setAttribute(Qt::WA_TransparentForMouseEvents, !choice);
        setFixedHeight(theme::size::controlSmall);
    }

    void setValue(const QString& value)
    {
        m_value = value.size() > kLongestValue ? value.left(kLongestValue) + QChar(0x2026) : value;
        setAccessibleName(m_name + QStringLiteral(": ") + value);
        updateGeometry();
        update();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        const QFontMetrics metrics(theme::font());
        int width = metrics.horizontalAdvance(m_name) + metrics.horizontalAdvance(m_value) + 3 * theme::space::s;
        if (m_choice)
            width += theme::size::iconSmall + theme::space::s;
        return {width, theme::size::controlSmall};
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const auto& colors = theme::colors();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_choice && underMouse() ? colors.popupBorder : colors.border, theme::stroke::hairline));
        painter.setBrush(colors.panel);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::radius::control, theme::radius::control);
        QRect text = rect().adjusted(theme::space::s, 0, -theme::space::s, 0);
        painter.setFont(theme::font());
        painter.setPen(colors.textSecondary);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, m_name);
        text.setLeft(text.left() + painter.fontMetrics().horizontalAdvance(m_name) + theme::space::s);
        painter.setPen(colors.textPrimary);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, m_value);
        if (!m_choice)
            return;
        const int icon = theme::size::iconSmall;
        painter.drawPixmap(text.right() - icon + 1, (height() - icon) / 2, icon, icon,
            theme::iconPixmap(QStringLiteral("chevron-down"), colors.textSecondary, icon, devicePixelRatioF()));
    }

private:
    QString m_name;
    QString m_value;
    bool m_choice;
};

QString shownValue(const std::vector<std::string>& values)
{
    QStringList parts;
    for (const std::string& value : values)
        parts << (value == "$__all" ? VariableRow::tr("All") : QString::fromStdString(value));
    return parts.isEmpty() ? VariableRow::tr("none") : parts.join(QStringLiteral(" + "));
}

} // namespace

VariableRow::VariableRow(QWidget* parent) : QWidget(parent), m_row(new QHBoxLayout(this))
{
    setFixedHeight(theme::size::variableRow);
    m_row->setContentsMargins(theme::space::s, 0, theme::space::s, 0);
    m_row->setSpacing(theme::space::s);
}

void VariableRow::setVariables(const std::vector<dashboard::Variable>& variables)
{
    m_chosen.clear();
    while (QLayoutItem* item = m_row->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    bool any = false;
    for (const dashboard::Variable& variable : variables) {
        if (variable.hide >= 2)
            continue;
        m_row->addWidget(makeChip(variable));
        any = true;
    }
    m_row->addStretch(1);
    setVisible(any);
}

QWidget* VariableRow::makeChip(const dashboard::Variable& variable)
{
    const bool choice = variable.options.size() > 1;
    const std::string& label = variable.label.empty() ? variable.name : variable.label;
    auto* chip = new Chip(variable.hide == 1 ? QString() : QString::fromStdString(label), choice, this);
    chip->setObjectName(QStringLiteral("variable_") + QString::fromStdString(variable.name));
    chip->setValue(shownValue(variable.currentTexts.empty() ? variable.currentValues : variable.currentTexts));
    if (!choice)
        return chip;
    auto* menu = new QMenu(chip);
    fillMenu(menu, variable, chip);
    chip->setMenu(menu);
    chip->setPopupMode(QToolButton::InstantPopup);
    return chip;
}

void VariableRow::fillMenu(QMenu* menu, const dashboard::Variable& variable, QAbstractButton* button)
{
    auto* group = new QActionGroup(menu);
    group->setExclusive(!variable.multi);
    std::vector<std::string> offered = variable.options;
    if (variable.includeAll && std::ranges::find(offered, "$__all") == offered.end())
        offered.insert(offered.begin(), "$__all");
    if (offered.size() > kMostOffered)
        offered.resize(kMostOffered);
    for (const std::string& value : offered) {
        QString text = shownValue({value});
        QAction* action = menu->addAction(text.replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setCheckable(true);
        action->setData(QString::fromStdString(value));
        action->setChecked(std::ranges::find(variable.currentValues, value) != variable.currentValues.end());
        group->addAction(action);
    }
    connect(group, &QActionGroup::triggered, this, [this, group, button, name = variable.name](QAction* chosen) {
        const QString all = QStringLiteral("$__all");
        std::vector<std::string> values;
        for (QAction* action : group->actions()) {
            // "All" and single values exclude each other; the one just chosen wins.
            const bool isAll = action->data() == all;
            if (!group->isExclusive() && action != chosen && chosen->isChecked() && isAll != (chosen->data() == all))
                action->setChecked(false);
            if (action->isChecked())
                values.push_back(action->data().toString().toStdString());
        }
        if (values.empty()) { // something must stay chosen
            chosen->setChecked(true);
            values.push_back(chosen->data().toString().toStdString());
        }
        m_chosen[name] = values;
        static_cast<Chip*>(button)->setValue(shownValue(values));
        Q_EMIT changed();
    });
}

} // namespace wg::ui::shell
