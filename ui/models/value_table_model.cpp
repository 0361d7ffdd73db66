#include "ui/models/value_table_model.h"

#include <QFont>

#include <algorithm>

namespace wg::ui::models {

void ValueTableModel::setColumns(std::vector<ValueColumn> columns)
{
    const auto shape = [](const ValueColumn& column) { return std::pair(column.name, column.cells.size()); };
    if (!columns.empty() && std::ranges::equal(columns, m_columns, {}, shape, shape)) {
        m_columns = std::move(columns);
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_columns = std::move(columns);
    endResetModel();
}

int ValueTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || m_columns.empty() ? 0 : static_cast<int>(m_columns.front().cells.size());
}

int ValueTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant ValueTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto& column = m_columns[static_cast<std::size_t>(index.column())];
    const auto& cell = column.cells[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return cell.text;
    case Qt::ToolTipRole:
        return cell.text.toHtmlEscaped();
    case SortRole:
        return cell.number ? QVariant(*cell.number) : QVariant(cell.text);
    case Qt::ForegroundRole:
        return cell.color.isValid() ? QVariant(cell.color) : QVariant();
    case Qt::TextAlignmentRole:
        return static_cast<int>((column.numeric ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::FontRole: {
        QFont font;
        font.setWeight(cell.strong ? QFont::DemiBold : QFont::Normal);
        return cell.strong ? QVariant(font) : QVariant();
    }
    default:
        return {};
    }
}

QVariant ValueTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const auto& column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
        return column.name;
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((column.numeric ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

} // namespace wg::ui::models
