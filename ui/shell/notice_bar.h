// A line across a page that says what went wrong and what to do; its text can be selected, it can be closed.
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace wg::ui::shell {

class NoticeBar : public QFrame {
    Q_OBJECT
public:
    explicit NoticeBar(QWidget* parent = nullptr);

    /// `action`: words of a button beside the text; empty: none.
    void say(const QString& text, const QString& action = {});
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void actionRequested();

private:
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_action;
};

} // namespace wg::ui::shell
