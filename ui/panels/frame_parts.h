// Parts of PanelFrame: loading line, dimming sheet, empty state, and the bubble that tells what went wrong.
#pragma once

#include <QFrame>
#include <QString>
#include <QTimer>
#include <QWidget>

class QLabel;

namespace wg::ui::theme {
enum class Tone;
}

namespace wg::ui::panels {

/// A piece of accent that moves along the top edge; steady where animations are switched off.
class LoadingLine : public QWidget {
    Q_OBJECT
public:
    explicit LoadingLine(QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QTimer m_timer;
    int m_elapsed = 0; ///< ms
};

/// Lays the panel's colour over old data so that they show at the token's opacity.
class DimSheet : public QWidget {
    Q_OBJECT
public:
    explicit DimSheet(QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;
};

/// Icon, a strong line, code, and a line of advice, centred. Plain text only.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(QWidget* parent);
    void set(const QString& icon, const QString& title, const QString& code, const QString& hint);
    void paintTo(QPainter& painter, const QRect& area) const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_icon, m_title, m_code, m_hint;
};

/// A raised card under a badge; its text can be selected and copied. Escape or a click elsewhere closes a pinned one.
class MessageBubble : public QFrame {
    Q_OBJECT
public:
    explicit MessageBubble(QWidget* window);
    void setMessage(theme::Tone tone, const QString& icon, const QString& title, const QString& text);
    void showUnder(const QWidget* anchor, bool pinned);
    [[nodiscard]] bool pinned() const { return m_pinned; }
    [[nodiscard]] QString text() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QLabel *m_icon, *m_title, *m_text;
    bool m_pinned = false;
};

} // namespace wg::ui::panels
