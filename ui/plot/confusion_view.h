// A confusion matrix, painted: rows are actual, columns predicted classes; shade by the share of the row. Many classes are
// condensed: cells lose their texts, then share pixels, of which each shows the greatest share that lies under it.
#pragma once

#include "core/evaluation/result.h"

#include <QWidget>

#include <cstdint>
#include <utility>
#include <vector>

namespace wg::ui::plot {

class ConfusionMatrixView : public QWidget {
    Q_OBJECT
public:
    explicit ConfusionMatrixView(QWidget* parent = nullptr);

    /// `reference`, when of the same classes, adds "+816 vs NAME" to each cell.
    void setConfusion(
        const evaluation::Confusion& confusion, const QString& referenceName = {}, const evaluation::Confusion& reference = {});
    void paintTo(QPainter& painter, const QRect& area) const;
    [[nodiscard]] const evaluation::Confusion& confusion() const { return m_confusion; }
    /// Where the count of an actual and a predicted class (indices into the labels) is drawn.
    [[nodiscard]] QRect rectOf(int actual, int predicted) const;
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 100}; }

Q_SIGNALS:
    /// By click, Enter or Space: indices into the labels.
    void cellChosen(int actual, int predicted);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] QRect matrixArea(const QRect& area) const;
    [[nodiscard]] QRect cellRect(const QRect& matrix, int row, int column) const;
    [[nodiscard]] std::pair<int, int> cellAt(const QPoint& at) const; ///< as drawn: row, column; -1, -1 outside
    [[nodiscard]] int classOf(int drawn) const; ///< index into the labels of a drawn row or column, and the other way round
    [[nodiscard]] QString words(int actual, int predicted) const;
    void setHovered(std::pair<int, int> cell);
    void paintCondensed(QPainter& painter, const QRect& matrix) const;
    [[nodiscard]] QString cellName(int row, int column) const;
    void paintHeaders(QPainter& painter, const QRect& matrix) const;
    void paintCell(QPainter& painter, const QRect& rect, int row, int column) const;

    evaluation::Confusion m_confusion, m_reference;
    QString m_referenceName;
    std::vector<std::uint64_t> m_totals; ///< of each actual class
    std::pair<int, int> m_hovered{-1, -1}; ///< as drawn
    std::pair<int, int> m_current{0, 0}; ///< of the keyboard, as drawn
};

} // namespace wg::ui::plot
