#include "ui/shell/evaluate_tables.h"

#include "ui/plot/series_colors.h"
#include "ui/shell/cell_table.h"
#include "ui/shell/evaluate_selection.h"
#include "ui/shell/page_parts.h"
#include "ui/theme/text.h"
#include "ui/theme/theme.h"

#include <QTableView>

#include <algorithm>
#include <cmath>
#include <set>

namespace wg::ui::shell {
namespace {

using evaluation::LogResult;

Cell metricCell(const ModelValues& values, const std::string& key)
{
    if (const auto value = values.metrics.find(key); value != values.metrics.end())
        return {metricText(value->second), Cell::Tone::Primary, QString::number(value->second, 'g', 17)};
    if (const auto reason = values.undefined.find(key); reason != values.undefined.end())
        return {EvaluateTables::tr("undefined: %1").arg(theme::shown(reason->second)), Cell::Tone::Disabled,
            theme::shown(reason->second)};
    return {QStringLiteral("–"), Cell::Tone::Disabled, {}};
}

Cell rateCell(double value)
{
    return std::isnan(value) ? Cell{EvaluateTables::tr("undefined"), Cell::Tone::Disabled, {}}
                             : Cell{metricText(value), Cell::Tone::Primary, QString::number(value, 'g', 17)};
}

/// One line per fact: "label: y_true", the notes, the warnings of groups, the rows that were left out.
void addReading(const LogResult& log, std::vector<std::vector<Cell>>& rows)
{
    const QString file = theme::shown(QString::fromStdString(log.file).section('/', -1));
    const auto add = [&](const QString& what, const QString& text, Cell::Tone tone = Cell::Tone::Primary) {
        rows.push_back({{what, Cell::Tone::Secondary, {}}, {theme::shown(text, 1000), tone, text}});
    };
    QString kind = QString::fromUtf8(evaluation::kindName(log.kind).data());
    if (log.task != evaluation::Task::None)
        kind += ", " + QString::fromUtf8(evaluation::taskName(log.task).data());
    rows.push_back({{file, Cell::Tone::Primary, QString::fromStdString(log.file), {}, {}, true},
        {EvaluateTables::tr("%1; %2 rows used, %3 skipped").arg(kind, countText(log.rows), countText(log.skipped)),
            Cell::Tone::Primary, {}}});
    const evaluation::Roles& roles = log.roles;
    std::string scores;
    for (const std::string& score : roles.scores)
        scores += (scores.empty() ? "" : ", ") + score;
    const std::pair<QString, const std::string&> columns[] = {{EvaluateTables::tr("label"), roles.label},
        {EvaluateTables::tr("score"), scores}, {EvaluateTables::tr("prediction"), roles.prediction},
        {EvaluateTables::tr("model"), roles.model}, {EvaluateTables::tr("data set"), roles.dataset},
        {EvaluateTables::tr("time"), roles.time}, {EvaluateTables::tr("step"), roles.step},
        {EvaluateTables::tr("weight"), roles.weight}};
    for (const auto& [name, column] : columns)
        if (!column.empty())
            add(name, QString::fromStdString(column));
    for (const Warning& note : log.notes)
        add(note.severity == Warning::Severity::Warning ? EvaluateTables::tr("warning") : EvaluateTables::tr("decided"),
            QString::fromStdString(note.message),
            note.severity == Warning::Severity::Warning ? Cell::Tone::Warning : Cell::Tone::Primary);
    for (const evaluation::Group& group : log.groups)
        for (const Warning& warning : group.warnings)
            add(theme::shown(group.name()), QString::fromStdString(warning.message), Cell::Tone::Warning);
    for (const evaluation::BadRow& row : log.badRows)
        add(EvaluateTables::tr("line %1").arg(row.line), QString::fromStdString(row.reason), Cell::Tone::Secondary);
    if (!log.badRows.empty() && log.skipped > log.badRows.size())
        add({}, EvaluateTables::tr("and %1 more rows were skipped").arg(countText(log.skipped - log.badRows.size())),
            Cell::Tone::Secondary);
}

PanelBox* boxWith(const QString& title, CellTable* model, int stretched)
{
    auto* box = new PanelBox(title);
    box->setBody(makeTableView(model, true, stretched), theme::space::s);
    return box;
}

} // namespace

EvaluateTables::EvaluateTables(EvaluateSelection& selection, QObject* parent)
    : QObject(parent)
    , m_selection(selection)
    , m_metrics(new CellTable(this))
    , m_classes(new CellTable(this))
    , m_reading(new CellTable(this))
{
    m_metricsBox = boxWith(tr("All metrics"), m_metrics, -1);
    m_classesBox = boxWith(tr("Classes"), m_classes, 0);
    m_readingBox = boxWith(tr("How it was read"), m_reading, 1);
    const auto showAll = [this] {
        showMetrics();
        showClasses();
        showReading();
    };
    connect(&selection, &EvaluateSelection::modelsChanged, this, showAll);
    connect(&selection, &EvaluateSelection::thresholdChanged, this, &EvaluateTables::showMetrics);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, showAll);
    showAll();
}

void EvaluateTables::showMetrics()
{
    std::vector<CellColumn> columns{{tr("Metric"), false, {}}};
    std::vector<ModelValues> values;
    std::set<std::string> keys;
    for (const EvaluatedModel* model : m_selection.chosen()) {
        columns.push_back({theme::shown(model->name, 40), false, plot::seriesColor(model->color)});
        values.push_back(m_selection.valuesOf(*model));
        for (const auto& [key, value] : values.back().metrics)
            keys.insert(key);
        for (const auto& [key, reason] : values.back().undefined)
            keys.insert(key);
    }
    std::vector<std::vector<Cell>> rows;
    for (const std::string& key : keys) {
        std::vector<Cell> row{{metricTitle(key), Cell::Tone::Secondary, QString::fromStdString(key)}};
        for (const ModelValues& value : values)
            row.push_back(metricCell(value, key));
        rows.push_back(std::move(row));
    }
    m_metrics->set(std::move(columns), std::move(rows));
}

void EvaluateTables::showClasses()
{
    std::vector<std::vector<Cell>> rows;
    const auto chosen = m_selection.chosen();
    for (const EvaluatedModel* model : chosen)
        for (const evaluation::ClassMetrics& c : model->data().perClass) {
            std::vector<Cell> row{{theme::shown(c.label), Cell::Tone::Primary, {}, plot::seriesColor(model->color)},
                rateCell(c.precision), rateCell(c.recall), rateCell(c.f1), {countText(c.support), Cell::Tone::Secondary, {}}};
            row[0].tip = theme::shown(model->name);
            rows.push_back(std::move(row));
        }
    m_classes->set({{tr("Class"), false, {}}, {tr("Precision"), true, {}}, {tr("Recall"), true, {}}, {tr("F1"), true, {}},
                       {tr("Rows"), true, {}}},
        std::move(rows));
}

void EvaluateTables::showReading()
{
    std::vector<std::vector<Cell>> rows;
    for (const auto& log : m_selection.checkedLogs())
        addReading(*log, rows);
    m_reading->set({{tr("Log"), false, {}}, {tr("What was decided, and what was left out"), false, {}}}, std::move(rows));
}

} // namespace wg::ui::shell
