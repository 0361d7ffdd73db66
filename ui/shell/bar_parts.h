// Small parts of the bars: buttons whose icons follow the theme, groups of buttons in one frame, hairlines.
#pragma once

#include <QFrame>
#include <QIcon>
#include <QPixmap>
#include <QToolButton>

namespace wg::ui::shell {

/// An icon with room at its right: a tool button leaves hardly any between icon and text.
[[nodiscard]] QIcon iconBesideText(const QPixmap& pixmap);

/// Icon, text or both; named for the screen reader by its tooltip or text. `kind` as in style_sheet.h.
[[nodiscard]] QToolButton* barButton(
    QWidget* parent, const QString& icon, const QString& text, const QString& tip, const char* kind = "secondary");

/// Buttons in a row inside one raised frame with hairlines between them.
class SegmentGroup : public QFrame {
    Q_OBJECT
public:
    explicit SegmentGroup(QWidget* parent);
    QToolButton* add(const QString& icon, const QString& text, const QString& tip);
    void addWidget(QWidget* widget);

protected:
    void paintEvent(QPaintEvent* event) override;
};

[[nodiscard]] QWidget* verticalRule(QWidget* parent);

} // namespace wg::ui::shell
