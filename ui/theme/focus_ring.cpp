#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QEvent>
#include <QPainter>
#include <QPointer>
#include <QSplitter>

namespace wg::ui::theme {
namespace {

/// Two pixels of accent, two pixels outside the focused widget. Lives as a sibling of the widget, so it moves with it.
class FocusRing : public QWidget {
public:
    FocusRing() : QWidget(nullptr)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
        hide();
    }

    void follow(QWidget* widget)
    {
        if (m_widget)
            m_widget->removeEventFilter(this);
        m_widget = widget;
        if (!widget || widget->isWindow() || widget->property("noFocusRing").toBool()) {
            hide();
            setParent(nullptr);
            return;
        }
        widget->installEventFilter(this);
        // A splitter would take the ring for one of its panes.
        setParent(qobject_cast<QSplitter*>(widget->parentWidget()) ? widget->window() : widget->parentWidget());
        place();
        show();
        raise();
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Move || event->type() == QEvent::Resize || event->type() == QEvent::Show)
            place();
        else if (event->type() == QEvent::Hide || event->type() == QEvent::MouseButtonPress)
            hide();
        return QWidget::eventFilter(watched, event);
    }
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(colors().accent, stroke::focusRing));
        constexpr double kHalf = stroke::focusRing / 2;
        constexpr double kCorner = radius::button + stroke::focusRingOffset;
        painter.drawRoundedRect(QRectF(rect()).adjusted(kHalf, kHalf, -kHalf, -kHalf), kCorner, kCorner);
    }

private:
    void place()
    {
        if (!m_widget || !parentWidget())
            return;
        constexpr int kOut = static_cast<int>(stroke::focusRing + stroke::focusRingOffset);
        const QPoint at = m_widget->mapTo(parentWidget(), QPoint());
        setGeometry(QRect(at, m_widget->size()).adjusted(-kOut, -kOut, kOut, kOut));
    }
    QPointer<QWidget> m_widget;
};

/// Knows whether the last input was a key, which decides if focus is worth showing.
class FocusWatcher : public QObject {
public:
    explicit FocusWatcher(QApplication& app) : QObject(&app)
    {
        app.installEventFilter(this);
        connect(&app, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { focus(now); });
    }
    ~FocusWatcher() override { delete m_ring; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::KeyPress)
            m_byKey = true;
        else if (event->type() == QEvent::MouseButtonPress)
            m_byKey = false;
        return QObject::eventFilter(watched, event);
    }

private:
    void focus(QWidget* now)
    {
        if (!m_ring && !(now && m_byKey))
            return;
        if (!m_ring)
            m_ring = new FocusRing;
        m_ring->follow(m_byKey ? now : nullptr);
    }
    QPointer<FocusRing> m_ring;
    bool m_byKey = false;
};

} // namespace

void installFocusRing(QApplication& app)
{
    if (!app.property("wgFocusRing").isValid()) {
        app.setProperty("wgFocusRing", true);
        new FocusWatcher(app);
    }
}

} // namespace wg::ui::theme
