// The small parts every page is made of. All text is plain; all colours follow the theme.
#pragma once

#include <QColor>
#include <QFrame>
#include <QString>
#include <QWidget>

#include <vector>

class QButtonGroup;
class QHBoxLayout;
class QTableView;

namespace wg::ui::theme {

enum class Tone { Neutral, Accent, Ok, Warning, Critical };
[[nodiscard]] QColor toneColor(Tone tone);

/// One line that ends in an ellipsis where it must; the whole text is then its tooltip. Reports a small minimum width.
class ElidedLabel : public QWidget {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString& text = {}, QWidget* parent = nullptr);

    void setText(const QString& text);
    [[nodiscard]] const QString& text() const { return m_text; } ///< as shown when there is room
    void setColor(const QColor& color); ///< invalid: primary text
    void setAlignment(Qt::Alignment alignment);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void updateToolTip();
    QString m_text;
    QColor m_color;
    Qt::Alignment m_alignment = Qt::AlignLeft | Qt::AlignVCenter;
};

/// A pill 20 px high with icon and words ("Firing 12 min"); without words only the icon. Emits clicked() by mouse, Enter and
/// Space when it is clickable.
class Badge : public QWidget {
    Q_OBJECT
public:
    explicit Badge(QWidget* parent = nullptr);

    void set(Tone tone, const QString& iconName, const QString& text);
    void setClickable(bool clickable);
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void clicked();
    void entered();
    void left();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    Tone m_tone = Tone::Neutral;
    QString m_icon, m_text;
    bool m_clickable = false;
};

/// Eight pixels of state; hollow when paused.
class StatusDot : public QWidget {
    Q_OBJECT
public:
    explicit StatusDot(QWidget* parent = nullptr);
    void set(Tone tone, bool hollow = false);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Tone m_tone = Tone::Neutral;
    bool m_hollow = false;
};

/// Buttons of which one is down, in one frame. Arrow keys move.
class SegmentedControl : public QFrame {
    Q_OBJECT
public:
    explicit SegmentedControl(const QStringList& segments, QWidget* parent = nullptr, bool small = true);

    void setSegments(const QStringList& segments);
    void setCurrent(int index); ///< emits nothing; -1: none
    [[nodiscard]] int current() const;

Q_SIGNALS:
    void currentChanged(int index); ///< by the user

private:
    QButtonGroup* m_group = nullptr;
    QHBoxLayout* m_layout = nullptr;
    bool m_small = true;
};

struct TooltipRow {
    QColor color; ///< invalid: no swatch
    QString name;
    QString value;
    bool strong = false;
    bool separated = false; ///< a hairline above, for totals
};

/// The one tooltip of charts: transparent for the mouse, reused, never leaves the screen.
class TooltipFrame : public QWidget {
    Q_OBJECT
public:
    explicit TooltipFrame(QWidget* parent = nullptr);

    void setContent(const QString& title, std::vector<TooltipRow> rows);
    /// Shows it `gap` px beside `globalPoint`, on the side with more room.
    void showBeside(const QPoint& globalPoint);
    /// Paints at `topLeft` without a window, for offscreen pictures.
    void paintContent(QPainter& painter, const QPoint& topLeft) const;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_title;
    std::vector<TooltipRow> m_rows;
};

/// Height, header, hairlines and selection as every table has them.
void styleTable(QTableView* view, bool dense = false);

} // namespace wg::ui::theme
