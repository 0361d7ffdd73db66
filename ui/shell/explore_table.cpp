#include "ui/shell/explore_table.h"

#include "core/base/number.h"
#include "ui/theme/text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace wg::ui::shell {
namespace {

using series::Labels;

struct Row {
    const Labels* labels = nullptr;
    std::optional<series::Sample> sample;
};

std::optional<series::Sample> sampleAt(const series::Series& one, std::optional<TimeMs> at)
{
    auto end = at ? std::ranges::upper_bound(one.t, *at) : one.t.end();
    if (end == one.t.begin())
        return std::nullopt;
    const auto index = static_cast<std::size_t>(end - one.t.begin()) - 1;
    return series::Sample{one.t[index], one.v[index]};
}

std::vector<Row> rowsOf(const series::Value& value, std::optional<TimeMs> at)
{
    std::vector<Row> rows;
    if (const auto* matrix = std::get_if<series::Matrix>(&value)) {
        for (const series::Series& one : matrix->series)
            rows.push_back({&one.labels, sampleAt(one, at)});
    } else if (const auto* vector = std::get_if<series::Vector>(&value)) {
        for (const series::VectorSample& one : vector->samples)
            rows.push_back({&one.labels, series::Sample{one.t, one.v}});
    }
    return rows;
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

} // namespace

ExploreTable exploreTable(
    const series::Value& value, std::optional<TimeMs> at, const units::Zone& zone, const std::vector<QColor>& colors)
{
    ExploreTable table;
    if (const auto* scalar = std::get_if<series::Scalar>(&value)) {
        table.columns = {{QStringLiteral("Scalar"), true, {}}};
        table.rows = {{{QString::fromStdString(formatShortest(scalar->v)), Cell::Tone::Primary, {}, {}, {}, true}}};
        return table;
    }
    if (const auto* text = std::get_if<series::Text>(&value)) {
        table.columns = {{QStringLiteral("String"), false, {}}};
        table.rows = {{{theme::shown(text->v), Cell::Tone::Primary, {}}}};
        return table;
    }
    auto rows = rowsOf(value, at);
    const auto names = tellingNames(rows, table.common);
    rows.resize(std::min(rows.size(), kMostRows));
    for (const std::string& name : names)
        table.columns.push_back({columnTitle(name), false, {}});
    if (names.empty())
        table.columns.push_back({QStringLiteral("Series"), false, {}});
    table.columns.push_back({QStringLiteral("Value"), true, {}});
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::vector<Cell> cells;
        cells.reserve(names.size() + 2);
        for (const std::string& name : names)
            cells.push_back({theme::shown(rows[i].labels->get(name)), Cell::Tone::Primary, {}});
        if (names.empty())
            cells.push_back({theme::shown(rows[i].labels->text()), Cell::Tone::Primary, {}});
        cells.front().swatch = i < colors.size() ? colors[i] : QColor();
        cells.front().tip = theme::shown(rows[i].labels->text(), 2000);
        Cell last{QStringLiteral("–"), Cell::Tone::Disabled, {}};
        if (rows[i].sample)
            last = {sampleText(rows[i].sample->v), Cell::Tone::Primary,
                QString::fromStdString(
                    formatShortest(rows[i].sample->v) + " at " + units::formatLocal(rows[i].sample->t, zone)),
                {}, {}, true};
        cells.push_back(std::move(last));
        table.rows.push_back(std::move(cells));
    }
    return table;
}

} // namespace wg::ui::shell
