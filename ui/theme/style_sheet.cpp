#include "ui/theme/style_sheet.h"

#include "ui/theme/theme.h"

#include <QStyle>
#include <QWidget>

namespace wg::ui::theme {
namespace {

// Heights are the tokens' less two pixels of border.
constexpr char kSheet[] = R"(
QToolTip { background: @raised; color: @text; border: 1px solid @popupBorder; padding: 4px 8px; }
QFrame[surface="panel"] { background: @panel; border: 1px solid @border; border-radius: 6px; }
QFrame[surface="raised"] { background: @raised; border: 1px solid @popupBorder; border-radius: 6px; }
QFrame[surface="canvas"] { background: @canvas; border: none; }
QLabel { background: transparent; }
QLabel[tone="secondary"] { color: @secondary; }
QLabel[tone="disabled"] { color: @disabled; }
QLabel[tone="critical"] { color: @critical; }
QLabel[tone="warning"] { color: @warning; }
QLabel[tone="ok"] { color: @ok; }
QLabel[role="small"] { font-size: @smallPx; }
QLabel[role="title"] { font-weight: 600; }
QLabel[role="key"] { background: @raised; color: @text; border: 1px solid @border; border-radius: 4px; padding: 1px 5px;
  font-size: @smallPx; }
QLabel[role="large"] { font-size: @largePx; font-weight: 600; }

QPushButton { background: @raised; color: @text; border: 1px solid @border; border-radius: 6px; padding: 0 12px; min-height: 30px; }
QPushButton:hover { border-color: @popupBorder; }
QPushButton:pressed, QPushButton:checked { background: @selectedOnRaised; border-color: @toggledBorder; }
QPushButton:disabled { color: @disabled; background: transparent; }
QPushButton[kind="primary"] { background: @accent; color: @onAccent; border-color: @accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[kind="primary"]:disabled { background: @raised; color: @disabled; border-color: @border; }
QPushButton[kind="ghost"] { background: transparent; border-color: transparent; color: @secondary; }
QPushButton[kind="ghost"]:hover { background: @hoverRow; color: @text; }
QPushButton[small="true"] { min-height: 22px; padding: 0 8px; }
QPushButton::menu-indicator { width: 0; }

QToolButton { background: transparent; color: @secondary; border: 1px solid transparent; border-radius: 6px; padding: 0 7px;
  min-height: 30px; min-width: 16px; }
QToolButton:hover { background: @hoverRow; color: @text; }
QToolButton:pressed, QToolButton:open { background: @selectedOnPanel; }
QToolButton:checked { background: @selectedOnCanvas; border-color: @toggledBorder; color: @text; }
QToolButton:disabled { color: @disabled; }
QToolButton::menu-indicator { width: 0; image: none; }
QToolButton[kind="secondary"] { background: @raised; color: @text; border-color: @border; }
QToolButton[kind="secondary"]:hover { border-color: @popupBorder; }
QToolButton[kind="secondary"]:checked { background: @selectedOnRaised; border-color: @toggledBorder; }
QToolButton[kind="primary"] { background: @accent; color: @onAccent; border-color: @accent; font-weight: 600; }
QToolButton[small="true"] { min-height: 22px; padding: 0 3px; border-radius: 4px; }
QToolButton[kind="segment"] { background: transparent; border: none; border-radius: 0; padding: 0 12px; color: @secondary;
  border-right: 1px solid @border; min-height: 30px; }
QToolButton[kind="segment"][small="true"] { min-height: 22px; padding: 0 8px; font-size: @smallPx; }
QToolButton[kind="segment"]:hover { color: @text; }
QToolButton[kind="segment"]:checked { background: @selectedOnPanel; color: @text; font-weight: 600; }
QToolButton[kind="segment"][place="first"] { border-top-left-radius: 5px; border-bottom-left-radius: 5px; }
QToolButton[kind="segment"][place="last"] { border-top-right-radius: 5px; border-bottom-right-radius: 5px; border-right: none; }
QToolButton[kind="segment"][place="only"] { border-radius: 5px; border-right: none; }
QToolButton[kind="rail"] { border: none; border-radius: 6px; font-size: @smallPx; color: @secondary; padding: 4px 0; }
QToolButton[kind="rail"]:hover { background: @hoverRow; color: @text; }
QToolButton[kind="rail"]:checked { background: @selectedOnCanvas; color: @text; }

QLineEdit, QPlainTextEdit, QTextEdit { background: @canvas; color: @text; border: 1px solid @border; border-radius: 4px;
  selection-background-color: @selection; selection-color: @text; }
QLineEdit { padding: 0 8px; min-height: 30px; }
QLineEdit[small="true"] { min-height: 22px; }
QLineEdit:hover, QPlainTextEdit:hover { border-color: @popupBorder; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border-color: @accent; }
QLineEdit[invalid="true"] { border-color: @critical; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: none; background: transparent; min-height: 0; padding: 0; }
QTextBrowser { background: transparent; border: none; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @popupBorder; padding: 4px; outline: 0;
  selection-background-color: @selectedOnRaised; selection-color: @text; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; }

QMenu { background: @raised; color: @text; border: 1px solid @popupBorder; border-radius: 6px; padding: 4px; }
QMenu::item { padding: 0 24px 0 12px; min-height: 28px; border-radius: 4px; }
QMenu::item:selected { background: @selectedOnRaised; }
QMenu::item:disabled { color: @disabled; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QMenuBar { background: @canvas; color: @text; }
QMenuBar::item { padding: 4px 8px; }
QMenuBar::item:selected { background: @hoverRow; }

QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle { background: @border; border-radius: 3px; margin: 1px; }
QScrollBar::handle:hover { background: @popupBorder; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
QScrollArea { background: transparent; border: none; }

QTableView, QTreeView, QListView { background: transparent; border: none; outline: 0; color: @text;
  selection-background-color: @selectedOnPanel; selection-color: @text; }
/* A cell's text stands 3 px inside its padding, a header's at it: both begin 9 px from the edge. */
QTableView::item { border-bottom: 1px solid @grid; padding: 0 6px; }
QTableView::item:hover, QTreeView::item:hover, QListView::item:hover { background: @hoverRow; }
QListView[surface="field"] { background: @canvas; border: 1px solid @border; border-radius: 4px; padding: 2px; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected { background: @selectedOnPanel; color: @text; }
QTreeView::item, QListView::item { min-height: 28px; padding: 0 6px; }
QHeaderView { background: transparent; }
QHeaderView::section { background: @panel; color: @secondary; border: none; border-bottom: 1px solid @border; padding: 0 9px;
  font-size: @smallPx; font-weight: 400; }
QHeaderView::section:hover { color: @text; }
QTableCornerButton::section { background: @panel; border: none; }

QTabBar::tab { background: transparent; color: @secondary; padding: 0 12px; min-height: 30px; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; font-weight: 600; }
QTabWidget::pane { border: none; border-top: 1px solid @border; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: @selectedOnCanvas; }
QGroupBox { border: 1px solid @border; border-radius: 6px; margin-top: 8px; padding-top: 12px; }
QGroupBox::title { subcontrol-origin: margin; left: 12px; color: @secondary; }
QProgressBar { background: @raised; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QStatusBar::item { border: none; }
QDialog { background: @panel; }
)";

} // namespace

QString styleSheet(const Colors& c)
{
    const std::pair<QLatin1String, QString> values[] = {
        {QLatin1String("selectedOnRaised"), c.selectedOnRaised.name()},
        {QLatin1String("selectedOnCanvas"), c.selectedOnCanvas.name()},
        {QLatin1String("selectedOnPanel"), c.selectedOnPanel.name()},
        {QLatin1String("toggledBorder"), c.toggledBorder.name()},
        {QLatin1String("popupBorder"), c.popupBorder.name()},
        {QLatin1String("accentHover"), mix(c.accent, c.textPrimary, 0.15).name()},
        {QLatin1String("selection"), mix(c.canvas, c.accent, 0.35).name()},
        {QLatin1String("secondary"), c.textSecondary.name()},
        {QLatin1String("disabled"), c.textDisabled.name()},
        {QLatin1String("critical"), c.critical.name()},
        {QLatin1String("onAccent"), c.onAccent.name()},
        {QLatin1String("hoverRow"), c.hoverRow.name()},
        {QLatin1String("warning"), c.warning.name()},
        {QLatin1String("canvas"), c.canvas.name()},
        {QLatin1String("raised"), c.raised.name()},
        {QLatin1String("border"), c.border.name()},
        {QLatin1String("accent"), c.accent.name()},
        {QLatin1String("panel"), c.panel.name()},
        {QLatin1String("grid"), c.grid.name()},
        {QLatin1String("text"), c.textPrimary.name()},
        {QLatin1String("ok"), c.ok.name()},
        {QLatin1String("smallPx"), QString::number(font(Text::Small).pixelSize()) + "px"},
        {QLatin1String("largePx"), QString::number(font(Text::Large).pixelSize()) + "px"},
    };
    // Longer names stand before their own beginnings ("accentHover" before "accent").
    QString sheet = QLatin1String(kSheet);
    for (const auto& [name, value] : values)
        sheet.replace(QLatin1Char('@') + QString(name), value);
    return sheet;
}

void repolish(QWidget* widget)
{
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

} // namespace wg::ui::theme
