// A confusion matrix, painted: rows are actual, columns predicted classes; shade by the share of the row.
#pragma once

#include "core/evaluation/result.h"

#include <QWidget>

namespace wg::ui::plot {

class ConfusionMatrixView : public QWidget {
    Q_OBJECT
public:
    explicit ConfusionMatrixView(QWidget* parent = nullptr);

    /// `reference`, when of the same classes, adds "+816 vs NAME" to each cell.
    void setConfusion(
        const evaluation::Confusion& confusion, const QString& referenceName = {}, const evaluation::Confusion& reference = {});
    void paintTo(QPainter& painter, const QRect& area) const;
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 100}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Cell;
    [[nodiscard]] QRect matrixArea(const QRect& area) const;
    [[nodiscard]] QRect cellRect(const QRect& matrix, int row, int column) const;
    [[nodiscard]] std::pair<int, int> cellAt(const QPoint& at) const; ///< -1, -1 outside
    [[nodiscard]] QString cellName(int row, int column) const;
    void paintHeaders(QPainter& painter, const QRect& matrix) const;
    void paintCell(QPainter& painter, const QRect& rect, int row, int column) const;

    evaluation::Confusion m_confusion, m_reference;
    QString m_referenceName;
};

} // namespace wg::ui::plot
