#include "ui/shell/rows_dialog.h"

#include "core/base/file.h"
#include "core/logs/reader.h"
#include "ui/shell/background.h"
#include "ui/shell/explore_table.h"
#include "ui/shell/page_parts.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>

#include <algorithm>
#include <cmath>
#include <utility>

namespace wg::ui::shell {

namespace {

constexpr int kWidth = 1000, kHeight = 560;
constexpr int kLongestCell = 400; ///< characters shown; the whole text is in the tooltip and in the CSV

/// OWASP: what a spreadsheet takes for a formula. Numbers stay numbers.
bool runsAsFormula(const QString& text)
{
    if (text.isEmpty() || !QStringLiteral("=+-@\t\r").contains(text[0]))
        return false;
    bool number = false;
    text.toDouble(&number);
    return !number;
}

std::string csvCell(QString text)
{
    if (runsAsFormula(text))
        text.prepend(QLatin1Char('\''));
    if (text.contains(QLatin1Char('"')) || text.contains(QLatin1Char(',')) || text.contains(QLatin1Char('\n'))
        || text.contains(QLatin1Char('\r')))
        text = QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
    return text.toStdString();
}

Result<logs::Table> readRows(const RowsRequest& request, const CancelToken& cancel)
{
    logs::ReadOptions options;
    options.fingerprint = false;
    options.mayGrow = request.log->options.mayGrow;
    options.textColumns.assign(request.log->table.columns.size(), true); // as they are written
    options.onlyRows.emplace();
    for (std::size_t i = 0; i < std::min(request.rows.size(), RowsDialog::kMostRows); ++i)
        options.onlyRows->push_back(request.rows[i]);
    return logs::readTable(request.log->file, options, cancel);
}

Cell cellOf(const QString& text)
{
    Cell cell;
    cell.text = theme::shown(text, kLongestCell);
    cell.tip = text;
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    if (isNumber && !std::isnan(number))
        cell.sortBy = number;
    return cell;
}

} // namespace

RowsDialog::RowsDialog(RowsRequest request, QWidget* parent)
    : QDialog(parent)
    , m_request(std::move(request))
    , m_table(new CellTable(this))
    , m_state(plainLabel(tr("Reading the rows…"), "small", "secondary"))
    , m_copy(textButton(tr("Copy as CSV")))
    , m_save(textButton(tr("Save as CSV…")))
{
    setWindowTitle(tr("Rows: %1").arg(m_request.title));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* view = makeSortedView(new CellSorter(m_table, this), Room::AsNeeded);
    view->setAccessibleName(tr("Rows"));
    auto* close = textButton(tr("Close"), "primary");
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_state, 1);
    foot->addWidget(m_copy);
    foot->addWidget(m_save);
    foot->addWidget(close);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(plainLabel(m_request.title, "title"));
    layout->addWidget(view, 1);
    layout->addLayout(foot);
    resize(kWidth, kHeight);
    for (QPushButton* button : {m_copy, m_save})
        button->setEnabled(false);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(QString::fromStdString(csv())); });
    connect(m_save, &QPushButton::clicked, this, &RowsDialog::saveCsv);
    inBackground(
        this, [wanted = m_request, cancel = m_cancel] { return readRows(wanted, cancel); },
        [this, view](Result<logs::Table> rows) {
            if (rows)
                show(*rows);
            else
                m_state->setText(errorText(rows.error()));
            if (const qsizetype column = m_names.indexOf(m_request.sortBy); column >= 0)
                view->sortByColumn(static_cast<int>(column) + 1, Qt::DescendingOrder);
            Q_EMIT loaded();
        });
}

RowsDialog::~RowsDialog()
{
    m_cancel.cancel();
}

void RowsDialog::show(const logs::Table& rows)
{
    std::vector<CellColumn> columns{{tr("Row"), true}};
    columns.reserve(1 + rows.columns.size());
    for (const logs::Column& column : rows.columns) {
        m_names << QString::fromStdString(column.name);
        columns.push_back({theme::shown(m_names.back())});
    }
    std::vector<std::vector<Cell>> cells;
    cells.reserve(rows.rows);
    for (std::size_t row = 0; row < rows.rows; ++row) {
        auto& line = cells.emplace_back();
        const std::uint32_t number = m_request.rows[row];
        line.push_back({countText(number + std::uint64_t{1}), Cell::Tone::Secondary, {}});
        line.back().sortBy = number;
        for (const logs::Column& column : rows.columns)
            line.push_back(cellOf(QString::fromStdString(column.text(row))));
    }
    m_table->set(std::move(columns), std::move(cells));
    m_state->setText(m_request.rows.size() > rows.rows
            ? tr("The first %1 of %2 rows").arg(countText(rows.rows), countText(m_request.rows.size()))
            : tr("%n row(s)", nullptr, static_cast<int>(rows.rows)));
    for (QPushButton* button : {m_copy, m_save})
        button->setEnabled(rows.rows > 0);
}

std::string RowsDialog::csv() const
{
    std::string out = "row";
    for (const QString& name : m_names)
        out += ',' + csvCell(name);
    out += '\n';
    for (int row = 0; row < m_table->rowCount(); ++row) {
        out += std::to_string(static_cast<std::uint64_t>(m_table->cell(row, 0).sortBy.value_or(0)) + 1);
        for (int column = 1; column < m_table->columnCount(); ++column)
            out += ',' + csvCell(m_table->cell(row, column).tip);
        out += '\n';
    }
    return out;
}

void RowsDialog::saveCsv()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save rows"), QStringLiteral("rows.csv"), tr("CSV (*.csv)"));
    if (path.isEmpty())
        return;
    const auto written = writeFileAtomically(path.toStdString(), csv());
    m_state->setText(written ? tr("Saved to %1").arg(path) : errorText(written.error()));
}

} // namespace wg::ui::shell
