#include "ui/editors/log_preview.h"

#include "core/evaluation/roles.h"
#include "core/evaluation/shape.h"
#include "core/logs/reader.h"

#include <algorithm>

namespace wg::ui::editors {
namespace {

bool isShare(const logs::Column& column)
{
    return column.numeric && evaluation::hasNumbers(column)
        && std::ranges::none_of(column.numbers, [](double value) { return value < 0 || value > 1; });
}

std::vector<std::string> namesOf(const logs::Table& table, const std::vector<std::size_t>& columns)
{
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const std::size_t column : columns)
        names.push_back(table.columns[column].name);
    return names;
}

Result<evaluation::Options> byName(const logs::Table& table)
{
    evaluation::Options options;
    WG_TRY(const evaluation::Claims claims, evaluation::findClaims(table, {}));
    if (!claims.label.empty())
        options.label = table.columns[claims.label.front()].name;
    options.scores = namesOf(table, claims.scores.empty() ? claims.classScores : claims.scores);
    if (!claims.prediction.empty())
        options.prediction = table.columns[claims.prediction.front()].name;
    return options;
}

/// The first column of few values is the label, the last other one within 0 and 1 the score.
evaluation::Options byCells(const logs::Table& table, const std::vector<LogPreview::Column>& columns)
{
    evaluation::Options options;
    for (const auto& column : columns) {
        if (options.label.empty() && column.classes.size() > 1 && column.classes.size() < table.rows)
            options.label = column.name;
    }
    for (const auto& column : table.columns) {
        if (column.name != options.label && isShare(column))
            options.scores = {column.name};
    }
    return options;
}

} // namespace

Result<LogPreview> readLogPreview(const std::string& path)
{
    WG_TRY(const logs::Table table, logs::previewTable(path, kPreviewBytes));
    LogPreview preview;
    preview.header = table.header;
    preview.shape = evaluation::shapeKey(table);
    for (const logs::Column& column : table.columns) {
        auto& shown = preview.columns.emplace_back();
        shown.name = column.name;
        for (std::size_t row = 0; row < std::min(table.rows, kPreviewRows); ++row)
            shown.cells.push_back(column.text(row));
        shown.classes = evaluation::distinctTexts(column, kPreviewClasses);
        if (shown.classes.size() > kPreviewClasses)
            shown.classes.clear();
        std::ranges::sort(shown.classes);
    }
    if (table.header) {
        WG_TRY(preview.recognised, byName(table));
    } else {
        preview.recognised = byCells(table, preview.columns);
    }
    return preview;
}

} // namespace wg::ui::editors
