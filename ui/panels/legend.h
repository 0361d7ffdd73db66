// A legend, as a list or as a table of last, min, mean and max. Click isolates, Ctrl-click adds or removes; hidden entries
// keep their place in disabled text. Painted, so that a thousand entries cost what is seen.
#pragma once

#include <QColor>
#include <QString>
#include <QStringList>
#include <QWidget>

#include <optional>
#include <set>
#include <vector>

namespace wg::ui::panels {

struct LegendEntry {
    QString name;
    QColor color;
    QStringList values; ///< one per column; a list shows the first
};

class Legend : public QWidget {
    Q_OBJECT
public:
    enum class Form { List, Table };
    explicit Legend(QWidget* parent = nullptr);

    /// `firstToGo`: columns that are dropped before others where there is little room, in order.
    void setForm(Form form, const QStringList& columns, const QStringList& firstToGo = {});
    /// Keeps what is hidden where the names stay the same. `left` more entries exist than are drawn.
    void setEntries(std::vector<LegendEntry> entries, std::size_t left = 0);
    [[nodiscard]] const std::set<std::size_t>& hiddenEntries() const { return m_hidden; }

    /// Names of the columns that have room at this width: the mean gives way first, then the least value, then the rightmost.
    [[nodiscard]] QStringList columnsAt(int width) const;
    [[nodiscard]] int heightFor(int width) const;
    void paintTo(QPainter& painter, const QRect& area) const; ///< what fits
    [[nodiscard]] bool empty() const { return m_entries.empty(); }

Q_SIGNALS:
    void hiddenChanged();
    void entryHovered(std::optional<std::size_t> entry);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] std::vector<QRect> entryRects(const QRect& area) const;
    [[nodiscard]] std::optional<std::size_t> entryAt(const QPoint& at) const;
    struct ShownColumn {
        int index; ///< in m_columns and in the entries' values
        int width;
    };
    [[nodiscard]] std::vector<ShownColumn> shownColumns(int width) const;
    void paintTable(QPainter& painter, const QRect& area, const QRect& clip) const;
    void paintList(QPainter& painter, const QRect& area, const QRect& clip) const;
    void click(std::size_t entry, bool add);

    Form m_form = Form::List;
    QStringList m_columns, m_firstToGo;
    std::vector<LegendEntry> m_entries;
    std::set<std::size_t> m_hidden;
    std::size_t m_left = 0;
    std::size_t m_current = 0; ///< for the keyboard
    bool m_byKey = false; ///< focus came by Tab, so the current entry is framed
};

} // namespace wg::ui::panels
