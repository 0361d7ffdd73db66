// Shares of two distributions over the same bins, side by side: the reference pale, the window in colour.
#pragma once

#include "core/evaluation/drift.h"

#include <QColor>
#include <QWidget>

#include <vector>

namespace wg::ui::plot {

class DriftBars : public QWidget {
    Q_OBJECT
public:
    explicit DriftBars(QWidget* parent = nullptr);

    void setBins(std::vector<evaluation::DriftBin> bins, const QColor& window);
    void paintTo(QPainter& painter, const QRect& area) const;
    [[nodiscard]] QSize minimumSizeHint() const override { return {160, 100}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QRectF plotArea(const QRect& area) const;
    [[nodiscard]] int binAt(const QPoint& at) const; ///< -1: none

    std::vector<evaluation::DriftBin> m_bins;
    QColor m_window;
};

} // namespace wg::ui::plot
