#include "core/frames/table.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace wg::frames {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::set<std::string> labelNames(const auto& rows)
{
    std::set<std::string> names;
    for (const auto& row : rows) {
        for (const series::Label& label : row.labels)
            names.insert(label.name);
    }
    return names;
}

/// Time, the labels by name, Value: empty columns in Grafana's order; last the native histograms where there are any.
Table makeTable(const std::set<std::string>& names, std::string_view refId, bool histograms)
{
    Table table;
    table.columns.push_back({Column::Type::Time, "Time", std::string(refId), {}, {}, {}});
    for (const std::string& name : names)
        table.columns.push_back({Column::Type::Text, name, {}, {}, {}, {}});
    table.columns.push_back({Column::Type::Number, "Value", std::string(refId), {}, {}, {}});
    if (histograms)
        table.columns.push_back({Column::Type::Text, "Histogram", std::string(refId), {}, {}, {}});
    return table;
}

void addRow(Table& table, const series::Labels& labels, TimeMs t, double v, const series::Histogram* histogram = nullptr)
{
    for (Column& column : table.columns) {
        if (column.type == Column::Type::Time)
            column.times.push_back(t);
        else if (column.type == Column::Type::Text && !column.refId.empty())
            column.texts.push_back(histogram != nullptr ? series::describe(*histogram) : std::string());
        else if (column.type == Column::Type::Text)
            column.texts.emplace_back(labels.get(column.name));
        else
            column.numbers.push_back(series::isStale(v) ? kNaN : v);
    }
}

/// {{ label }} filled in; a label the series does not have is empty, as in Grafana.
std::string filled(const series::Labels& labels, std::string_view format)
{
    std::string out;
    while (!format.empty()) {
        const std::size_t open = format.find("{{");
        const std::size_t close = open == std::string_view::npos ? open : format.find("}}", open + 2);
        if (close == std::string_view::npos) {
            out += format;
            break;
        }
        std::string_view name = format.substr(open + 2, close - open - 2);
        name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
        name = name.substr(0, name.find_last_not_of(' ') + 1);
        out += format.substr(0, open);
        out += labels.get(name);
        format.remove_prefix(close + 2);
    }
    return out;
}

} // namespace

std::size_t Table::rows() const
{
    if (columns.empty())
        return 0;
    const Column& first = columns.front();
    switch (first.type) {
    case Column::Type::Text:
        return first.texts.size();
    case Column::Type::Number:
        return first.numbers.size();
    case Column::Type::Time:
        return first.times.size();
    }
    return 0;
}

Table fromVector(const series::Vector& vector, std::string_view refId)
{
    const bool histograms = std::ranges::any_of(vector.samples, [](const auto& sample) { return sample.histogram != nullptr; });
    Table table = makeTable(labelNames(vector.samples), refId, histograms);
    for (const series::VectorSample& sample : vector.samples)
        addRow(table, sample.labels, sample.t, sample.v, sample.histogram.get());
    return table;
}

Table fromMatrix(const series::Matrix& matrix, std::string_view refId)
{
    const bool histograms = std::ranges::any_of(matrix.series, [](const auto& line) { return !line.histograms.empty(); });
    Table table = makeTable(labelNames(matrix.series), refId, histograms);
    for (const series::Series& line : matrix.series) {
        for (std::size_t i = 0; i < line.t.size(); ++i)
            addRow(table, line.labels, line.t[i], line.v[i]);
        for (const series::HistogramSample& sample : line.histograms)
            addRow(table, line.labels, sample.t, kNaN, &sample.histogram);
    }
    return table;
}

std::string legendText(const series::Labels& labels, std::string_view legendFormat)
{
    if (!legendFormat.empty() && legendFormat != "__auto")
        return filled(labels, legendFormat);
    return labels.text();
}

} // namespace wg::frames
