#include "ui/panels/table_panel.h"

#include "ui/panels/panel_series.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"
#include "ui/theme/widgets.h"

#include <QHeaderView>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QTableView>

#include <algorithm>
#include <map>
#include <set>

namespace wg::ui::panels {
namespace {

using namespace theme;
using models::ValueCell;
using models::ValueColumn;

constexpr int kMostColumnWidth = 320;

struct Rows {
    std::vector<const series::Labels*> labels; ///< one per row
    std::vector<std::string> labelNames; ///< columns, in order of their names
    std::vector<std::string> refIds; ///< value columns
    std::map<std::pair<std::size_t, std::string>, const PanelSeries*> values; ///< row, refId
};

/// Series of all queries joined on their labels without the metric name.
Rows joined(const std::vector<PanelSeries>& series)
{
    Rows rows;
    std::map<std::string, std::size_t> index;
    std::set<std::string> names;
    for (const auto& one : series) {
        const auto key = one.labels.withoutMetricName().text();
        auto row = index.try_emplace(key, rows.labels.size()).first->second;
        // The same query can give one label set twice, as different metrics: each has its own row.
        if (rows.values.contains({row, one.refId}))
            row = rows.labels.size();
        if (row == rows.labels.size())
            rows.labels.push_back(&one.labels);
        rows.values[{row, one.refId}] = &one;
        for (const auto& label : one.labels) {
            if (label.name != series::kMetricName)
                names.insert(label.name);
        }
        if (std::ranges::find(rows.refIds, one.refId) == rows.refIds.end())
            rows.refIds.push_back(one.refId);
    }
    rows.labelNames.assign(names.begin(), names.end());
    return rows;
}

ValueCell valueCell(const PanelSeries* series, const dashboard::FieldConfig& config)
{
    if (!series)
        return {QStringLiteral("–"), std::nullopt, {}, false};
    const auto value = reduced(*series, "lastNotNull");
    const auto display = showValue(value, config);
    return {display.text(), value, display.color, display.color.isValid()};
}

std::vector<ValueColumn> columnsOf(const std::vector<PanelSeries>& series, const dashboard::Panel& panel)
{
    const auto rows = joined(series);
    std::vector<ValueColumn> columns;
    for (const auto& name : rows.labelNames) {
        ValueColumn column{shown(name), false, {}};
        for (const auto* labels : rows.labels)
            column.cells.push_back({shown(labels->get(name)), std::nullopt, {}, false});
        columns.push_back(std::move(column));
    }
    if (columns.empty() && !series.empty()) {
        ValueColumn column{QObject::tr("Name"), false, {}};
        for (const auto& one : series)
            column.cells.push_back({one.name, std::nullopt, {}, false});
        if (column.cells.size() == rows.labels.size())
            columns.push_back(std::move(column));
    }
    for (const auto& refId : rows.refIds) {
        const std::string field = rows.refIds.size() == 1 ? "Value" : std::string("Value #").append(refId);
        const auto config = dashboard::fieldConfigFor(panel, field, refId);
        ValueColumn column{shown(config.displayName.empty() ? field : config.displayName), true, {}};
        for (std::size_t row = 0; row < rows.labels.size(); ++row) {
            const auto found = rows.values.find({row, refId});
            column.cells.push_back(valueCell(found == rows.values.end() ? nullptr : found->second, config));
        }
        columns.push_back(std::move(column));
    }
    return columns;
}

} // namespace

TablePanel::TablePanel(QWidget* parent)
    : PanelView(parent)
    , m_model(new models::ValueTableModel(this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_view(new QTableView(this))
{
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(models::ValueTableModel::SortRole);
    m_view->setModel(m_sorted);
    styleTable(m_view);
    m_view->setSortingEnabled(true);
    m_view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_sorted->sort(-1);
    m_view->viewport()->setAutoFillBackground(false);
    m_view->setFont(theme::font());
    connect(m_view->horizontalHeader(), &QHeaderView::sortIndicatorChanged, this, [this] { fitColumns(m_view->width()); });
    connect(&Theme::instance(), &Theme::changed, this, &TablePanel::refresh);
}

void TablePanel::setPanel(const dashboard::Panel& panel, const units::Zone&)
{
    m_panel = panel;
    refresh();
}

void TablePanel::setData(std::shared_ptr<const PanelData> answer)
{
    m_data = std::move(answer);
    refresh();
}

bool TablePanel::wantsRange() const
{
    return std::ranges::none_of(m_panel.targets, &dashboard::Target::instant);
}

void TablePanel::refresh()
{
    m_model->setColumns(m_data ? columnsOf(seriesOf(*m_data, m_panel), m_panel) : std::vector<ValueColumn>());
    fitColumns(m_view->width());
}

/// As wide as their texts; what is over goes to the first column.
void TablePanel::fitColumns(int width)
{
    const int count = m_model->columnCount();
    if (count == 0 || width <= 0)
        return;
    // Qt's own hint of a header is of a bold text with an arrow, whichever column is sorted.
    const QFontMetrics small(theme::font(Text::Small));
    const int sorted = m_view->horizontalHeader()->sortIndicatorSection();
    int total = 0;
    for (int i = 0; i < count; ++i) {
        const QString title = m_model->headerData(i, Qt::Horizontal, Qt::DisplayRole).toString();
        const int head = small.horizontalAdvance(title) + 2 * space::m + (i == sorted ? size::icon : 0);
        const int cells = static_cast<QAbstractItemView*>(m_view)->sizeHintForColumn(i);
        m_view->setColumnWidth(i, std::min(std::max(head, cells), kMostColumnWidth));
        total += m_view->columnWidth(i);
    }
    const int over = width - total;
    for (int i = 0; over > 0 && i < count; ++i)
        m_view->setColumnWidth(i, m_view->columnWidth(i) + over / count + (i == 0 ? over % count : 0));
}

void TablePanel::resizeEvent(QResizeEvent*)
{
    m_view->setGeometry(rect().adjusted(size::panelInset - space::xs, 0, -size::panelInset + space::xs, -space::xs));
    fitColumns(m_view->width());
}

void TablePanel::paintTo(QPainter& painter, const QRect& area)
{
    const auto& c = colors();
    const QRect inner = area.adjusted(size::panelInset, 0, -size::panelInset, -space::s);
    const int count = m_sorted->columnCount();
    if (count == 0)
        return;
    fitColumns(inner.width());
    painter.save();
    int x = inner.left();
    for (int column = 0; column < count && x < inner.right(); ++column) {
        const int width = std::min(m_view->columnWidth(column), inner.right() - x);
        const auto align = m_sorted->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt();
        const auto draw = [&](int top, int height, const QString& text) {
            const QRect cell(x + space::xs, top, width - space::s, height);
            painter.drawText(
                cell, align | Qt::TextSingleLine, painter.fontMetrics().elidedText(text, Qt::ElideRight, cell.width()));
        };
        painter.setFont(theme::font(Text::Small));
        painter.setPen(c.textSecondary);
        draw(inner.top(), size::tableHeader, m_sorted->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        int y = inner.top() + size::tableHeader;
        for (int row = 0; row < m_sorted->rowCount() && y + size::tableRow <= inner.bottom() + 1; ++row) {
            const auto index = m_sorted->index(row, column);
            const auto color = index.data(Qt::ForegroundRole);
            painter.setFont(theme::font(Text::Body, color.isValid()));
            painter.setPen(color.isValid() ? color.value<QColor>() : c.textPrimary);
            draw(y, size::tableRow, index.data().toString());
            painter.setPen(row == 0 ? c.border : c.grid);
            painter.drawLine(x, y, x + width, y);
            y += size::tableRow;
        }
        x += width;
    }
    painter.restore();
    fitColumns(m_view->width());
}

QString TablePanel::asText() const
{
    QStringList lines, head;
    for (const auto& column : m_model->columns())
        head.append(column.name);
    lines.append(head.join(u'\t'));
    for (int row = 0; row < m_sorted->rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < m_sorted->columnCount(); ++column)
            cells.append(m_sorted->index(row, column).data().toString());
        lines.append(cells.join(u'\t'));
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace wg::ui::panels
