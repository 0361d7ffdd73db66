// A small box of names and numbers over a chart, put where it hides least. Pixels throughout.
#pragma once

#include <QColor>
#include <QRectF>
#include <QString>

#include <functional>
#include <vector>

class QPainter;

namespace wg::ui::plot {

struct NumberBoxRow {
    QColor color;
    QString name;
    QString value;
    QString brief = {}; ///< of the value, where there is no room for all of it; empty: the same
};

class NumberBox {
public:
    /// A box without a title and with a single row says nothing and is not shown.
    void setContent(const QString& title, std::vector<NumberBoxRow> rows);
    /// Tries `corners` (indices 0 top left, 1 top right, 2 bottom left, 3 bottom right) in this order, with title and without,
    /// and with brief values where the whole ones do not fit; takes the one of least `cost(rectangle)`, the earliest of equal
    /// ones. Empty where nothing fits into `area`.
    void place(const QRectF& area, const std::vector<int>& corners, const std::function<double(const QRectF&)>& cost);
    void paint(QPainter& painter) const;
    [[nodiscard]] const QRectF& rect() const { return m_rect; }

private:
    [[nodiscard]] QSizeF sizeOf(bool titled, bool brief) const;
    [[nodiscard]] static const QString& valueOf(const NumberBoxRow& row, bool brief);

    QString m_title;
    std::vector<NumberBoxRow> m_rows;
    QRectF m_rect;
    bool m_titled = false, m_brief = false;
};

/// Pixels of a polyline that lie inside the box.
[[nodiscard]] double pixelsUnder(const QRectF& box, const std::vector<QPointF>& line);

} // namespace wg::ui::plot
