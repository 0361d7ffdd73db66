#include "ui/shell/explore_table.h"

#include "core/base/number.h"
#include "ui/theme/text.h"
#include "ui/theme/widgets.h"

#include <QHeaderView>
#include <QTableView>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

namespace wg::ui::shell {
namespace {

using series::Labels;

struct Row {
    const Labels* labels = nullptr;
    std::optional<series::Sample> sample;
    const series::Histogram* histogram = nullptr;
    QChar letter;
    QColor color;
};

/// Index of the last time that is not after `at`.
template <class Times>
std::optional<std::size_t> indexAt(const Times& times, std::optional<TimeMs> at, auto timeOf)
{
    const auto end = at ? std::ranges::upper_bound(times, *at, {}, timeOf) : times.end();
    return end == times.begin() ? std::nullopt : std::optional(static_cast<std::size_t>(end - times.begin()) - 1);
}

/// The sample or native histogram of the series there, whichever is later.
Row rowAt(const series::Series& one, std::optional<TimeMs> at)
{
    Row row{&one.labels, {}, nullptr, {}, {}};
    if (const auto i = indexAt(one.t, at, std::identity()))
        row.sample = series::Sample{one.t[*i], one.v[*i]};
    const auto h = indexAt(one.histograms, at, &series::HistogramSample::t);
    if (h && (!row.sample || one.histograms[*h].t > row.sample->t)) {
        row.histogram = &one.histograms[*h].histogram;
        row.sample = series::Sample{one.histograms[*h].t, row.histogram->count};
    }
    return row;
}

void addRows(const ExploreTablePart& part, std::optional<TimeMs> at, std::vector<Row>& rows)
{
    if (!part.value)
        return;
    const std::size_t before = rows.size();
    static const Labels none;
    if (const auto* matrix = std::get_if<series::Matrix>(part.value.get())) {
        for (std::size_t i = 0; i < std::min(matrix->series.size(), kMostRows); ++i)
            rows.push_back(rowAt(matrix->series[i], at));
    } else if (const auto* vector = std::get_if<series::Vector>(part.value.get())) {
        for (std::size_t i = 0; i < std::min(vector->samples.size(), kMostRows); ++i) {
            const series::VectorSample& one = vector->samples[i];
            rows.push_back({&one.labels, series::Sample{one.t, one.v}, one.histogram.get(), {}, {}});
        }
    } else if (const auto* scalar = std::get_if<series::Scalar>(part.value.get())) {
        rows.push_back({&none, series::Sample{scalar->t, scalar->v}, nullptr, {}, {}});
    }
    for (std::size_t i = before; i < rows.size(); ++i) {
        rows[i].letter = part.letter;
        rows[i].color = i - before < part.colors.size() ? part.colors[i - before] : QColor();
    }
}

/// Label names whose values differ, or are missing in some series; all names when there is one series only.
std::vector<std::string> tellingNames(const std::vector<Row>& rows, QString& common)
{
    std::map<std::string, std::set<std::string_view>> values;
    for (const Row& row : rows)
        for (const series::Label& label : *row.labels)
            values[label.name];
    for (auto& [name, seen] : values)
        for (const Row& row : rows) {
            seen.insert(row.labels->get(name));
            if (seen.size() > 1)
                break;
        }
    std::vector<std::string> names;
    std::vector<series::Label> shared;
    for (const auto& [name, seen] : values) {
        if (seen.size() > 1 || rows.size() == 1)
            names.push_back(name);
        else
            shared.push_back({name, std::string(*seen.begin())});
    }
    common = shared.empty() ? QString() : theme::shown(Labels(std::move(shared)).text());
    return names;
}

QString columnTitle(const std::string& name)
{
    return name == series::kMetricName ? QStringLiteral("metric") : theme::shown(name, 40);
}

/// Six significant digits, whole numbers whole; the tip has all digits.
QString sampleText(double value)
{
    constexpr double kWholeUpTo = 1e15;
    const bool whole = value == std::floor(value) && std::abs(value) < kWholeUpTo;
    return whole ? QString::number(value, 'f', 0) : QString::number(value, 'g', 6);
}

Cell valueCell(const Row& row)
{
    if (!row.sample)
        return {QStringLiteral("–"), Cell::Tone::Disabled, {}};
    Cell cell;
    cell.strong = true;
    cell.sortBy = row.histogram ? row.histogram->count : row.sample->v;
    cell.text = row.histogram ? QString::fromStdString(series::describe(*row.histogram)) : sampleText(row.sample->v);
    cell.tip = row.histogram ? cell.text : QString::fromStdString(formatShortest(row.sample->v));
    return cell;
}

Cell timeCell(const Row& row, const units::Zone& zone)
{
    if (!row.sample)
        return {QStringLiteral("–"), Cell::Tone::Disabled, {}};
    Cell cell;
    cell.tone = Cell::Tone::Secondary;
    cell.tip = QString::fromStdString(units::formatLocal(row.sample->t, zone));
    cell.text = cell.tip.mid(11, 8); // the day is in the tip
    cell.sortBy = static_cast<double>(row.sample->t);
    return cell;
}

} // namespace

ExploreTable exploreTable(std::span<const ExploreTablePart> parts, std::optional<TimeMs> at, const units::Zone& zone)
{
    ExploreTable table;
    if (parts.size() == 1 && parts[0].value)
        if (const auto* text = std::get_if<series::Text>(parts[0].value.get())) {
            table.columns = {{QStringLiteral("String"), false, {}}};
            table.rows = {{{theme::shown(text->v), Cell::Tone::Primary, {}}}};
            return table;
        }
    std::vector<Row> rows;
    for (const ExploreTablePart& part : parts)
        addRows(part, at, rows);
    const bool several = parts.size() > 1;
    const auto names = tellingNames(rows, table.common);
    if (several)
        table.columns.push_back({QString(), false, {}});
    for (const std::string& name : names)
        table.columns.push_back({columnTitle(name), false, {}});
    if (names.empty())
        table.columns.push_back({QStringLiteral("Series"), false, {}});
    table.columns.push_back({QStringLiteral("Value"), true, {}});
    table.columns.push_back({QStringLiteral("Time"), true, {}});
    for (const Row& row : rows) {
        std::vector<Cell> cells;
        if (several)
            cells.push_back({QString(row.letter), Cell::Tone::Secondary, {}});
        for (const std::string& name : names)
            cells.push_back({theme::shown(row.labels->get(name)), Cell::Tone::Primary, {}});
        if (names.empty())
            cells.push_back(
                {row.labels->empty() ? QStringLiteral("{}") : theme::shown(row.labels->text()), Cell::Tone::Primary, {}});
        cells.front().swatch = row.color;
        cells.front().tip = theme::shown(row.labels->text(), 2000);
        cells.push_back(valueCell(row));
        cells.push_back(timeCell(row, zone));
        table.rows.push_back(std::move(cells));
    }
    return table;
}

CellSorter::CellSorter(CellTable* table, QObject* parent) : QSortFilterProxyModel(parent), m_table(table)
{
    setSourceModel(table);
    setSortCaseSensitivity(Qt::CaseInsensitive);
}

bool CellSorter::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const Cell& a = m_table->cell(left.row(), left.column());
    const Cell& b = m_table->cell(right.row(), right.column());
    if (!a.sortBy && !b.sortBy)
        return QSortFilterProxyModel::lessThan(left, right);
    const bool hasA = a.sortBy && !std::isnan(*a.sortBy);
    const bool hasB = b.sortBy && !std::isnan(*b.sortBy);
    if (hasA && hasB)
        return *a.sortBy < *b.sortBy;
    return sortOrder() == Qt::AscendingOrder ? hasA && !hasB : !hasA && hasB;
}

QTableView* makeSortedView(CellSorter* sorter, Room room)
{
    auto* view = new QTableView;
    view->setModel(sorter);
    theme::styleTable(view, room == Room::AsNeeded);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setTabKeyNavigation(false);
    QHeaderView* header = view->horizontalHeader();
    header->setStretchLastSection(false);
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    view->setSortingEnabled(true);
    const auto fit = [view, header, room] {
        if (header->sortIndicatorSection() >= header->count())
            header->setSortIndicator(-1, Qt::AscendingOrder);
        if (room == Room::AsNeeded)
            return view->resizeColumnsToContents();
        const int labels = header->count() - 2;
        for (int i = 0; i < header->count(); ++i)
            header->setSectionResizeMode(i, i < labels ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
    };
    fit();
    QObject::connect(sorter, &QAbstractItemModel::modelReset, view, fit);
    return view;
}

} // namespace wg::ui::shell
