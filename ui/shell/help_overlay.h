// All shortcuts, from the one table, over the dimmed window. Esc, ? or a click closes it.
#pragma once

#include <QWidget>

namespace wg::ui::shell {

class HelpOverlay : public QWidget {
    Q_OBJECT
public:
    explicit HelpOverlay(QWidget* window);
    void toggle();
    [[nodiscard]] QStringList lines() const; ///< "d r  Refresh everything", as shown

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace wg::ui::shell
