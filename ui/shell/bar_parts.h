// Small parts of the bars: buttons whose icons follow the theme, groups of buttons in one frame, a dot of state, hairlines.
#pragma once

#include <QFrame>
#include <QToolButton>

namespace wg::ui::shell {

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

/// 8 px: green, amber, red, hollow.
class StatusDot : public QWidget {
    Q_OBJECT
public:
    enum class State { Off, Ok, Behind, Bad };
    explicit StatusDot(QWidget* parent);
    void setState(State state);
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    State m_state = State::Off;
};

[[nodiscard]] QWidget* verticalRule(QWidget* parent);

} // namespace wg::ui::shell
