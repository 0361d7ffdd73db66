#include "ui/theme/style.h"

#include "ui/theme/theme.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QPainter>
#include <QStyleOption>

namespace wg::ui::theme {
namespace {

void drawIcon(QPainter* painter, const QString& name, const QColor& color, const QRect& area, int size)
{
    const QRect target(area.center() - QPoint(size / 2 - 1, size / 2 - 1), QSize(size, size));
    painter->drawPixmap(target, iconPixmap(name, color, size, painter->device()->devicePixelRatioF()));
}

void drawField(QPainter* painter, const QRect& rect, const QColor& fill, const QColor& border)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(border, stroke::hairline));
    painter->setBrush(fill);
    painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius::control, radius::control);
    painter->restore();
}

void drawCheck(QPainter* painter, const QStyleOption* option, bool round)
{
    const auto& c = colors();
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool on = option->state & (QStyle::State_On | QStyle::State_NoChange);
    const QColor accent = enabled ? c.accent : c.textDisabled;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(on ? accent : enabled ? c.textSecondary : c.border, stroke::hairline));
    painter->setBrush(on ? QBrush(accent) : QBrush(c.panel));
    const QRectF box = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    const double corner = round ? box.width() / 2 : radius::control;
    painter->drawRoundedRect(box, corner, corner);
    if (on && round) {
        painter->setBrush(c.onAccent);
        painter->setPen(Qt::NoPen);
        painter->drawEllipse(box.center(), box.width() / 5, box.width() / 5);
    }
    painter->restore();
    if (on && !round) {
        const bool partly = option->state & QStyle::State_NoChange;
        drawIcon(painter, partly ? "minus" : "check", c.onAccent, option->rect, size::iconSmall - 2);
    }
}

const char* arrowIcon(QStyle::PrimitiveElement element)
{
    switch (element) {
    case QStyle::PE_IndicatorArrowUp:
        return "chevron-up";
    case QStyle::PE_IndicatorArrowDown:
        return "chevron-down";
    case QStyle::PE_IndicatorArrowLeft:
        return "chevron-left";
    default:
        return "chevron-right";
    }
}

} // namespace

Style::Style() : QProxyStyle("Fusion") { }

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    const QColor ink = option->state & State_Enabled ? colors().textSecondary : colors().textDisabled;
    switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return drawCheck(painter, option, false);
    case PE_IndicatorRadioButton:
        return drawCheck(painter, option, true);
    case PE_IndicatorArrowUp:
    case PE_IndicatorArrowDown:
    case PE_IndicatorArrowLeft:
    case PE_IndicatorArrowRight:
        return drawIcon(painter, arrowIcon(element), ink, option->rect, size::iconSmall);
    case PE_IndicatorMenuCheckMark:
        if (option->state & State_On)
            drawIcon(painter, "check", colors().accent, option->rect, size::iconSmall);
        return;
    case PE_IndicatorBranch:
        if (option->state & State_Children)
            drawIcon(
                painter, option->state & State_Open ? "chevron-down" : "chevron-right", ink, option->rect, size::iconSmall);
        return;
    case PE_IndicatorHeaderArrow: {
        const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option);
        const bool up = header && header->sortIndicator == QStyleOptionHeader::SortUp;
        return drawIcon(painter, up ? "arrow-up" : "arrow-down", ink, option->rect, size::iconSmall - 2);
    }
    case PE_PanelLineEdit: // of a combo or spin box: its field is drawn already
        if (widget
            && (qobject_cast<QComboBox*>(widget->parentWidget()) || qobject_cast<QAbstractSpinBox*>(widget->parentWidget())))
            return;
        return QProxyStyle::drawPrimitive(element, option, painter, widget);
    case PE_FrameFocusRect: // the ring stands outside the widget, see focus_ring.cpp
    case PE_PanelItemViewRow:
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawComplexControl(
    ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const
{
    const auto& c = colors();
    const bool enabled = option->state & State_Enabled;
    const QColor border = option->state & State_HasFocus ? c.accent
        : option->state & State_MouseOver                ? c.popupBorder
                                                         : c.border;
    const QColor ink = enabled ? c.textSecondary : c.textDisabled;
    if (control == CC_ComboBox) {
        const auto* box = qstyleoption_cast<const QStyleOptionComboBox*>(option);
        drawField(painter, option->rect, box && box->editable ? c.canvas : c.raised, border);
        drawIcon(painter, "chevron-down", ink, subControlRect(control, option, SC_ComboBoxArrow, widget), size::iconSmall);
        return;
    }
    if (control == CC_SpinBox) {
        drawField(painter, option->rect, c.canvas, border);
        const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        if (!spin || spin->buttonSymbols == QAbstractSpinBox::NoButtons)
            return;
        drawIcon(painter, "chevron-up", ink, subControlRect(control, option, SC_SpinBoxUp, widget), size::iconSmall - 2);
        drawIcon(painter, "chevron-down", ink, subControlRect(control, option, SC_SpinBoxDown, widget), size::iconSmall - 2);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subControlRect(
    ComplexControl control, const QStyleOptionComplex* option, SubControl sub, const QWidget* widget) const
{
    const QRect r = option->rect;
    constexpr int kArrow = size::hitTargetMin;
    if (control == CC_ComboBox && sub == SC_ComboBoxArrow)
        return {r.right() - kArrow - space::xs, r.top(), kArrow, r.height()};
    if (control == CC_ComboBox && sub == SC_ComboBoxEditField)
        return r.adjusted(space::s, 1, -kArrow - space::xs, -1);
    if (control == CC_SpinBox) {
        const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        const int buttons = spin && spin->buttonSymbols == QAbstractSpinBox::NoButtons ? 0 : size::iconSmall + space::xs;
        if (sub == SC_SpinBoxUp)
            return {r.right() - buttons, r.top() + 1, buttons, r.height() / 2 - 1};
        if (sub == SC_SpinBoxDown)
            return {r.right() - buttons, r.top() + r.height() / 2, buttons, r.height() / 2 - 1};
        if (sub == SC_SpinBoxEditField)
            return r.adjusted(space::s, 1, -buttons - space::xs, -1);
    }
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return size::icon;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return space::s;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
        return size::icon;
    case PM_SplitterWidth:
        return size::gutter;
    case PM_MenuBarPanelWidth:
    case PM_ToolBarFrameWidth:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const
{
    switch (hint) {
    case SH_ComboBox_Popup:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ItemView_ShowDecorationSelected:
        return hint == SH_ItemView_ShowDecorationSelected;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    const bool small = widget && widget->property("small").toBool();
    if (type == CT_ComboBox || type == CT_SpinBox)
        result.setHeight(small ? size::controlSmall : size::control);
    if (type == CT_ComboBox)
        result.rwidth() = size.width() + space::s + size::hitTargetMin + space::m;
    return result;
}

} // namespace wg::ui::theme
