#include "core/evaluation/continue_log.h"

#include "core/evaluation/predictions.h"

#include <algorithm>
#include <set>

namespace wg::evaluation {
namespace {

std::set<ColumnIndex> columnsInUse(const LogDecisions& log)
{
    std::set<ColumnIndex> out;
    const auto add = [&out](const std::optional<ColumnIndex>& column) {
        if (column)
            out.insert(*column);
    };
    for (const auto& role : {log.label, log.model, log.dataset, log.time, log.weight, log.query, log.step, log.key, log.value})
        add(role);
    for (const ModelColumns& model : log.models) {
        add(model.score);
        add(model.prediction);
    }
    out.insert(log.by.begin(), log.by.end());
    out.insert(log.series.begin(), log.series.end());
    out.insert(log.classScores.begin(), log.classScores.end());
    out.insert(log.sampleScores.begin(), log.sampleScores.end());
    return out;
}

void copyCells(const logs::Column& from, std::span<const std::uint32_t> rows, logs::Column& to)
{
    for (const std::uint32_t row : rows) {
        if (from.numeric)
            to.numbers.push_back(from.numbers[row]);
        else
            to.codes.push_back(to.dictionary.insert(from.dictionary.text(from.codes[row])));
    }
}

/// Every used row has a class that is known.
bool classesKnown(const OpenedLog& log, const std::optional<ColumnIndex>& column)
{
    if (!column)
        return true;
    const auto codes = classCodes(log, *column);
    return std::ranges::none_of(log.rows, [&](std::uint32_t row) { return codes[row] == kNoClass; });
}

} // namespace

Result<std::shared_ptr<const OpenedLog>> continueLog(
    const LogDecisions& decisions, const logs::Table& table, std::span<const std::uint32_t> rows)
{
    auto out = std::make_shared<OpenedLog>();
    static_cast<LogDecisions&>(*out) = decisions;
    out->table.rows = rows.size();
    out->table.header = table.header;
    out->table.columns.resize(table.columns.size());
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        out->table.columns[i].name = table.columns[i].name;
        out->table.columns[i].numeric = table.columns[i].numeric;
        out->table.columns[i].kept = false;
    }
    for (const ColumnIndex column : columnsInUse(decisions)) {
        if (column >= table.columns.size() || !table.columns[column].kept)
            return nullptr;
        copyCells(table.columns[column], rows, out->table.columns[column]);
        out->table.columns[column].kept = true;
    }
    if (out->kind != Kind::Predictions)
        return out;
    WG_CHECK(takeRows(*out));
    if (out->task == Task::Binary || out->task == Task::Multiclass) {
        bool known = classesKnown(*out, out->label);
        for (const ModelColumns& model : out->models)
            known = known && classesKnown(*out, model.prediction);
        if (!known)
            return nullptr;
    }
    return out;
}

} // namespace wg::evaluation
