#include "ui/shell/runs_tables.h"

#include "ui/plot/series_colors.h"
#include "ui/shell/explore_table.h"
#include "ui/shell/page_parts.h"
#include "ui/shell/runs_selection.h"
#include "ui/theme/text.h"

#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

#include <cmath>
#include <set>

namespace wg::ui::shell {

namespace {

/// What a tag's values come to.
struct Extremes {
    std::size_t last = 0, least = 0, greatest = 0;
    std::size_t finite = 0, broken = 0; ///< values; broken: NaN or infinite
};

Extremes extremesOf(const evaluation::TagSeries& series)
{
    Extremes out;
    for (std::size_t i = 0; i < series.value.size(); ++i) {
        if (!std::isfinite(series.value[i])) {
            ++out.broken;
            continue;
        }
        if (out.finite++ == 0)
            out.least = out.greatest = i;
        if (series.value[i] < series.value[out.least])
            out.least = i;
        if (series.value[i] > series.value[out.greatest])
            out.greatest = i;
        out.last = i;
    }
    return out;
}

Cell numberCell(double value)
{
    Cell cell;
    cell.text = QString::number(value, 'g', 5);
    cell.sortBy = value;
    cell.tip = QString::number(value, 'g', 17);
    return cell;
}

Cell textCell(const QString& text)
{
    Cell cell;
    cell.text = theme::shown(text);
    return cell;
}

Cell runCell(const ShownRun& run)
{
    Cell cell = textCell(run.name);
    cell.swatch = plot::seriesColor(run.color);
    return cell;
}

} // namespace

RunsTable::RunsTable(Kind kind, RunsSelection& selection, QWidget* parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_selection(selection)
    , m_table(new CellTable(this))
{
    auto* view = makeSortedView(new CellSorter(m_table, this), Room::AsNeeded);
    view->setAccessibleName(kind == Kind::Values ? tr("Values of the runs") : tr("Parameters of the runs"));
    auto* box = new PanelBox(kind == Kind::Values ? tr("Last and best values") : tr("Parameters and last values"));
    box->setBody(view, 0);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(box);
    connect(&selection, &RunsSelection::runsChanged, this, [this] {
        m_stale = true;
        fill();
    });
}

void RunsTable::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    fill();
}

void RunsTable::fill()
{
    if (!isVisible() || !m_stale)
        return;
    m_stale = false;
    m_kind == Kind::Values ? fillValues() : fillParameters();
}

void RunsTable::fillValues()
{
    std::vector<std::vector<Cell>> rows;
    for (const std::string& tag : m_selection.tags(&evaluation::Run::scalars)) {
        for (const ShownRun* run : m_selection.shown()) {
            const auto found = run->run->scalars.find(tag);
            if (found == run->run->scalars.end())
                continue;
            const evaluation::TagSeries& series = found->second;
            const Extremes at = extremesOf(series);
            auto& row = rows.emplace_back();
            row.push_back(textCell(QString::fromStdString(tag)));
            row.push_back(runCell(*run));
            for (const std::size_t index : {at.last, at.least, at.greatest}) {
                row.push_back(at.finite > 0 ? numberCell(series.value[index]) : textCell(tr("none")));
                row.push_back(at.finite > 0 ? numberCell(series.step[index]) : Cell{});
            }
            row.push_back(numberCell(static_cast<double>(series.value.size())));
            row.push_back(at.broken > 0 ? numberCell(static_cast<double>(at.broken)) : Cell{});
            if (at.broken > 0)
                row.back().tone = Cell::Tone::Warning;
        }
    }
    m_table->set({{tr("Tag")}, {tr("Run")}, {tr("Last"), true}, {tr("at"), true}, {tr("Least"), true}, {tr("at"), true},
                     {tr("Greatest"), true}, {tr("at"), true}, {tr("Points"), true}, {tr("NaN"), true}},
        std::move(rows));
}

void RunsTable::fillParameters()
{
    const auto shown = m_selection.shown();
    std::set<std::string> names;
    for (const ShownRun* run : shown) {
        for (const auto& [name, value] : run->run->hparams)
            names.insert(name);
    }
    const auto tags = m_selection.tags(&evaluation::Run::scalars);
    std::vector<CellColumn> columns{{tr("Run")}};
    columns.reserve(1 + names.size() + tags.size());
    for (const std::string& name : names)
        columns.push_back({theme::shown(QString::fromStdString(name)), true});
    for (const std::string& tag : tags)
        columns.push_back({theme::shown(QString::fromStdString(tag)), true});
    std::vector<std::vector<Cell>> rows;
    rows.reserve(shown.size());
    for (const ShownRun* run : shown) {
        auto& row = rows.emplace_back();
        row.push_back(runCell(*run));
        for (const std::string& name : names) {
            const auto found = run->run->hparams.find(name);
            row.push_back(found == run->run->hparams.end() ? Cell{} : textCell(QString::fromStdString(found->second)));
            bool number = false;
            if (const double value = row.back().text.toDouble(&number); number)
                row.back().sortBy = value;
        }
        for (const std::string& tag : tags) {
            const auto found = run->run->scalars.find(tag);
            const Extremes at = found == run->run->scalars.end() ? Extremes{} : extremesOf(found->second);
            row.push_back(at.finite > 0 ? numberCell(found->second.value[at.last]) : Cell{});
        }
    }
    m_table->set(std::move(columns), std::move(rows));
}

} // namespace wg::ui::shell
