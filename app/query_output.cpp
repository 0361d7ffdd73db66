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

struct Shown {
    const series::Labels& labels;
    bool first; ///< of its series
    TimeMs t;
    std::string value; ///< empty where there is a histogram
    const series::Histogram* histogram = nullptr;
};
using Visit = std::function<void(const Shown& sample)>;

/// Every sample of a value, in order; the numbers of a series before its histograms.
void eachSample(const series::Value& value, const Visit& visit)
{
    const series::Labels none;
    if (const auto* const scalar = std::get_if<series::Scalar>(&value)) {
        visit({none, true, scalar->t, promapi::formatValue(scalar->v)});
    } else if (const auto* const text = std::get_if<series::Text>(&value)) {
        visit({none, true, text->t, text->v});
    } else if (const auto* const vector = std::get_if<series::Vector>(&value)) {
        for (const series::VectorSample& sample : vector->samples)
            visit({sample.labels, true, sample.t, sample.histogram ? std::string() : promapi::formatValue(sample.v),
                sample.histogram.get()});
    } else if (const auto* const matrix = std::get_if<series::Matrix>(&value)) {
        for (const series::Series& one : matrix->series) {
            for (std::size_t i = 0; i < one.t.size(); ++i)
                visit({one.labels, i == 0, one.t[i], promapi::formatValue(one.v[i])});
            for (const series::HistogramSample& sample : one.histograms)
                visit({one.labels, one.t.empty() && &sample == one.histograms.data(), sample.t, {}, &sample.histogram});
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

/// ,count,sum,p50,p90,p99
std::string histogramCells(const series::Histogram& histogram)
{
    std::string out = "," + promapi::formatValue(histogram.count) + "," + promapi::formatValue(histogram.sum);
    for (const double q : {0.5, 0.9, 0.99})
        out += "," + promapi::formatValue(series::histogramQuantile(q, histogram));
    return out;
}

} // namespace

std::string queryTable(const series::Value& value)
{
    std::vector<Cells> rows{{"SERIES", "TIME", "VALUE"}};
    eachSample(value, [&rows](const Shown& sample) {
        rows.push_back({sample.first ? plainText(sample.labels.text()) : "", formatTime(sample.t),
            sample.histogram != nullptr ? series::describe(*sample.histogram) : plainText(sample.value)});
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
    eachSample(value, [&names](const Shown& sample) {
        for (const series::Label& label : sample.labels) {
            if (sample.first)
                names.insert(label.name);
        }
    });
    const bool histograms = series::histogramSeries(value) > 0;
    std::string out;
    for (const std::string& name : names)
        out += csvCell(name) + ",";
    out += histograms ? "time,value,count,sum,p50,p90,p99\n" : "time,value\n";
    const bool isText = std::holds_alternative<series::Text>(value);
    eachSample(value, [&](const Shown& sample) {
        for (const std::string& name : names)
            out += csvCell(std::string(sample.labels.get(name))) + ",";
        out += formatTime(sample.t) + "," + (isText ? csvCell(sample.value) : sample.value);
        if (histograms)
            out += sample.histogram != nullptr ? histogramCells(*sample.histogram) : ",,,,,";
        out += "\n";
    });
    return out;
}

} // namespace wg::app
