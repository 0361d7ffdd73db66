// A table of texts and numbers for views: what a panel prepared, cell by cell, with sort keys. No widgets, no units.
#pragma once

#include <QAbstractTableModel>
#include <QColor>
#include <QString>

#include <optional>
#include <vector>

namespace wg::ui::models {

struct ValueCell {
    QString text;
    std::optional<double> number; ///< sort key of numbers; texts sort by their text
    QColor color; ///< invalid: the view's own
    bool strong = false;
};

struct ValueColumn {
    QString name;
    bool numeric = false; ///< aligned to the right
    std::vector<ValueCell> cells;
};

class ValueTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr int SortRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    /// All columns of one length. A table of the same shape replaces cells only, so that selection and sorting stay.
    void setColumns(std::vector<ValueColumn> columns);
    [[nodiscard]] const std::vector<ValueColumn>& columns() const { return m_columns; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<ValueColumn> m_columns;
};

} // namespace wg::ui::models
