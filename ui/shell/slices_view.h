// Slices as a forest plot: a row for each with its size, its metric, bars of the candidate's and the reference's interval over
// one scale, and the gap to all rows, red where it is clear and bad. Withheld slices are no rows.
#pragma once

#include "ui/shell/evaluate_work.h"

#include <QAbstractTableModel>
#include <QColor>
#include <QTableView>

#include <memory>
#include <optional>
#include <vector>

namespace wg::ui::shell {

class SliceModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Rows, Metric, Bars, Gap, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void set(std::shared_ptr<const SliceTables> tables, const QColor& candidate, const QColor& reference);
    void setMost(int rows); ///< shows so many at most
    void sort(int column, Qt::SortOrder order) override;
    [[nodiscard]] int known() const { return static_cast<int>(m_order.size()); } ///< slices with figures
    [[nodiscard]] const SliceTables* tables() const { return m_tables.get(); }
    [[nodiscard]] const evaluation::Slice& slice(int row) const;
    [[nodiscard]] const evaluation::Slice* referenceSlice(int row) const;
    [[nodiscard]] const QColor& color(bool reference) const { return reference ? m_reference : m_candidate; }
    /// A value's place on the bars' scale, in [0, 1].
    [[nodiscard]] double place(double value) const;
    [[nodiscard]] double low() const { return m_low; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void takeScale();
    [[nodiscard]] QString text(const evaluation::Slice& slice, int column) const;
    [[nodiscard]] QString tip(int row) const;

    std::shared_ptr<const SliceTables> m_tables;
    std::vector<std::size_t> m_order; ///< of the candidate's slices
    QColor m_candidate, m_reference;
    int m_most = -1;
    double m_low = 0, m_high = 1;
};

class SlicesView : public QTableView {
    Q_OBJECT
public:
    /// `fits`: shows only as many rows as there is room for.
    explicit SlicesView(bool fits, QWidget* parent = nullptr);

    [[nodiscard]] SliceModel* slices() const { return m_model; }
    void paintTo(QPainter& painter, const QRect& area); ///< for export

Q_SIGNALS:
    void sliceChosen(const wg::evaluation::Slice& slice); ///< by click or Enter
    void mostChanged(); ///< another number of rows has room

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    SliceModel* m_model;
    bool m_fits;
};

/// "8 more. 2 slices under 10 rows are withheld."; empty where nothing is left out. `shown`: rows in the table.
[[nodiscard]] QString leftOutText(const SliceTables& tables, int shown, std::uint64_t leastRows);

} // namespace wg::ui::shell
