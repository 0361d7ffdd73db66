#include "app/query_output.h"

#include "app/cli_sources.h"
#include "app/plain_text.h"
#include "core/base/time.h"
#include "core/base/utf8.h"
#include "core/promapi/write.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <vector>

#include <fmt/format.h>

namespace wg::app {
namespace {

using Cells = std::array<std::string, 3>;
using Visit = std::function<void(const series::Labels&, bool first, TimeMs, const std::string& value)>;

/// Every sample of a value, in order; `first` marks the first of a series.
void eachSample(const series::Value& value, const Visit& visit)
{
    const series::Labels none;
    if (const auto* const scalar = std::get_if<series::Scalar>(&value)) {
        visit(none, true, scalar->t, promapi::formatValue(scalar->v));
    } else if (const auto* const text = std::get_if<series::Text>(&value)) {
        visit(none, true, text->t, text->v);
    } else if (const auto* const vector = std::get_if<series::Vector>(&value)) {
        for (const series::VectorSample& sample : vector->samples)
            visit(sample.labels, true, sample.t, promapi::formatValue(sample.v));
    } else if (const auto* const matrix = std::get_if<series::Matrix>(&value)) {
        for (const series::Series& one : matrix->series) {
            for (std::size_t i = 0; i < one.t.size(); ++i)
                visit(one.labels, i == 0, one.t[i], promapi::formatValue(one.v[i]));
        }
    }
}

std::string csvCell(const std::string& text)
{
    const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    std::string out = formula ? "'" + text : text;
    if (out.find_first_of(",\"\n\r") == std::string::npos)
        return out;
    for (std::size_t at = out.find('"'); at != std::string::npos; at = out.find('"', at + 2))
        out.insert(at, 1, '"');
    return "\"" + out + "\"";
}

} // namespace

std::string queryTable(const series::Value& value)
{
    std::vector<Cells> rows{{"SERIES", "TIME", "VALUE"}};
    eachSample(value, [&rows](const series::Labels& labels, bool first, TimeMs t, const std::string& text) {
        rows.push_back({first ? plainText(labels.text()) : "", formatTime(t), plainText(text)});
    });
    if (rows.size() == 1)
        return "no data\n";
    std::array<std::size_t, 2> widths{};
    for (const Cells& row : rows) {
        for (std::size_t i = 0; i < widths.size(); ++i)
            widths[i] = std::max(widths[i], codePoints(row[i]));
    }
    std::string out;
    for (const Cells& row : rows) {
        for (std::size_t i = 0; i < widths.size(); ++i)
            out += row[i] + std::string(widths[i] - codePoints(row[i]) + 2, ' ');
        out += row[2] + "\n";
    }
    return out;
}

std::string queryCsv(const series::Value& value)
{
    std::set<std::string> names;
    eachSample(value, [&names](const series::Labels& labels, bool first, TimeMs, const std::string&) {
        for (const series::Label& label : labels) {
            if (first)
                names.insert(label.name);
        }
    });
    std::string out;
    for (const std::string& name : names)
        out += csvCell(name) + ",";
    out += "time,value\n";
    const bool isText = std::holds_alternative<series::Text>(value);
    eachSample(value, [&](const series::Labels& labels, bool, TimeMs t, const std::string& text) {
        for (const std::string& name : names)
            out += csvCell(std::string(labels.get(name))) + ",";
        out += formatTime(t) + "," + (isText ? csvCell(text) : text) + "\n";
    });
    return out;
}

} // namespace wg::app
