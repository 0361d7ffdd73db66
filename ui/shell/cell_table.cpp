#include "ui/shell/cell_table.h"

#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QHeaderView>
#include <QPainter>
#include <QPixmap>
#include <QTableView>

namespace wg::ui::shell {
namespace {

QColor toneColor(Cell::Tone tone)
{
    const auto& c = theme::colors();
    switch (tone) {
    case Cell::Tone::Primary:
        return c.textPrimary;
    case Cell::Tone::Secondary:
        return c.textSecondary;
    case Cell::Tone::Disabled:
        return c.textDisabled;
    case Cell::Tone::Ok:
        return c.ok;
    case Cell::Tone::Warning:
        return c.warning;
    case Cell::Tone::Critical:
        return c.critical;
    }
    return c.textPrimary;
}

QPixmap swatchPixmap(const QColor& color)
{
    QPixmap pixmap(theme::size::swatch + theme::space::xs, theme::size::icon);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(0, 4, theme::size::swatch, theme::size::swatch), 2, 2);
    return pixmap;
}

} // namespace

void CellTable::set(std::vector<CellColumn> columns, std::vector<std::vector<Cell>> rows)
{
    if (columns != m_columns || rows.size() != m_rows.size()) {
        beginResetModel();
        m_columns = std::move(columns);
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    if (rows == m_rows)
        return;
    m_rows = std::move(rows);
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

const Cell& CellTable::cell(int row, int column) const
{
    return m_rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
}

int CellTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CellTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant CellTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Cell& shown = cell(index.row(), index.column());
    switch (role) {
    case Qt::DisplayRole:
        return shown.text;
    case Qt::ForegroundRole:
        return toneColor(shown.tone);
    case Qt::ToolTipRole:
        return shown.tip.isEmpty() ? QVariant() : shown.tip.toHtmlEscaped();
    case Qt::FontRole:
        return theme::font(theme::Text::Body, shown.strong);
    case Qt::DecorationRole:
        if (shown.swatch.isValid())
            return swatchPixmap(shown.swatch);
        return shown.icon.isEmpty() ? QVariant() : theme::icon(shown.icon, toneColor(shown.tone));
    case Qt::TextAlignmentRole:
        return int(
            (m_columns[static_cast<std::size_t>(index.column())].right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant CellTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const CellColumn& column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
        return column.title;
    if (role == Qt::DecorationRole && column.swatch.isValid())
        return swatchPixmap(column.swatch);
    if (role == Qt::TextAlignmentRole)
        return int((column.right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

QTableView* makeTableView(CellTable* model, bool dense, int stretched)
{
    auto* view = new QTableView;
    view->setModel(model);
    theme::styleTable(view, dense);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setTabKeyNavigation(false);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    const auto fit = [view, model, stretched] {
        const int last = model->columnCount() - 1;
        for (int i = 0; i <= last; ++i)
            view->horizontalHeader()->setSectionResizeMode(
                i, i == (stretched < 0 ? last : stretched) ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
    };
    view->horizontalHeader()->setStretchLastSection(false);
    fit();
    QObject::connect(model, &QAbstractItemModel::modelReset, view, fit);
    return view;
}

} // namespace wg::ui::shell
