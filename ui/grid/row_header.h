// The line of a row: a chevron, the title, how many panels are folded away. Toggles by click, Enter and Space.
#pragma once

#include <QAbstractButton>

namespace wg::ui::grid {

class RowHeader : public QAbstractButton {
    Q_OBJECT
public:
    explicit RowHeader(QWidget* parent);

    /// `hiddenPanels` is shown only when collapsed. A folded row has a panel's surface and border, an open one stands free.
    void setState(const QString& title, bool collapsed, int hiddenPanels);
    [[nodiscard]] bool collapsed() const { return m_collapsed; }
    void paintOn(QPainter& painter, const QRect& area) const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_collapsed = false;
    int m_hidden = 0;
};

} // namespace wg::ui::grid
