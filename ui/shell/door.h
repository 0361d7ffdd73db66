// One way in on the welcome page: icon, title, words, what it asks for, and its button at the foot.
#pragma once

#include <QFrame>
#include <QString>

class QVBoxLayout;

namespace wg::ui::shell {

inline constexpr int kDoorSketch = 80; ///< height of the drop zone and of the demo's drawing

class Door : public QFrame {
    Q_OBJECT
public:
    /// `first` wears the accent border.
    Door(const QString& icon, const QString& title, const QString& text, bool first = false);

    /// Between the words and the button.
    [[nodiscard]] QVBoxLayout* middle() { return m_middle; }
    void setFoot(QWidget* foot);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_icon;
    bool m_first;
    QVBoxLayout* m_middle;
    QVBoxLayout* m_layout;
};

/// A dashed field that takes files and folders.
class DropZone : public QWidget {
    Q_OBJECT
public:
    explicit DropZone(QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override { return {200, kDoorSketch}; }

Q_SIGNALS:
    void dropped(const QStringList& paths);

protected:
    void paintEvent(QPaintEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    bool m_over = false;
};

/// Two drawings of what the demo shows: a line that crosses its limit, and curves. Not data.
class DemoSketch : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    [[nodiscard]] QSize sizeHint() const override { return {200, kDoorSketch}; }

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace wg::ui::shell
