// Messages over the foot of the window: what, where, what to do. Errors stay until they are closed, and what is said
// meanwhile stands below them, the newest five; the rest goes after a while. Text can be selected.
#pragma once

#include <QFrame>
#include <QStringList>
#include <QTimer>

class QLabel;
class QToolButton;

namespace wg::ui::shell {

class Notice : public QFrame {
    Q_OBJECT
public:
    explicit Notice(QWidget* parent);

    void showText(const QString& text, bool isError);
    [[nodiscard]] QString text() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();

    QLabel* m_icon;
    QLabel* m_text;
    QTimer m_over;
    QStringList m_shown; ///< oldest first
    bool m_error = false;
};

} // namespace wg::ui::shell
