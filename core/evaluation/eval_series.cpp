#include "core/evaluation/eval_series.h"

#include "core/evaluation/evaluate.h"
#include "core/evaluation/series_name.h"

namespace wg::evaluation {
namespace {

constexpr std::string_view kSliceLabel = "slice";

} // namespace

std::vector<series::Label> groupLabels(const std::string& logName, const std::map<std::string, std::string>& by)
{
    std::vector<series::Label> out = {{std::string(kLogLabel), logName}};
    std::string slice;
    for (const auto& [key, value] : by) {
        const std::string name = seriesName(key);
        out.push_back({name == kLogLabel || name == kSliceLabel ? "exported_" + name : name, value});
        if (key != "model" && key != "dataset" && key != "score")
            slice.append(slice.empty() ? "" : ", ").append(key).append("=").append(value);
    }
    if (!slice.empty())
        out.push_back({std::string(kSliceLabel), slice});
    return out;
}

void Points::add(TimeMs at, double value)
{
    if (!t.empty() && t.back() >= at) {
        v.back() = value;
    } else {
        t.push_back(at);
        v.push_back(value);
    }
}

void appendPoints(std::vector<series::Label> labels, const std::string& name, const Points& points, series::Appendable& out)
{
    labels.push_back({std::string(series::kMetricName), name});
    out.append(series::Labels(std::move(labels)), points.t, points.v);
}

EvaluateOptions windowOptions(const Window& window)
{
    constexpr int kDrawsOfWindows = 200;
    EvaluateOptions out;
    out.curves = EvaluateOptions::Curves::None;
    if (window.rows > 0 || window.duration > 0)
        out.draws = kDrawsOfWindows;
    return out;
}

void GroupPoints::add(TimeMs at, std::optional<std::uint64_t> rows, const std::map<std::string, double>& metrics,
    const std::map<std::string, Interval>& intervals)
{
    for (const auto& [key, value] : metrics)
        m_series["eval_" + seriesName(key)].add(at, value);
    for (const auto& [key, interval] : intervals) {
        if (!interval.defined() || !metrics.contains(key))
            continue;
        m_series["eval_" + seriesName(key) + "_low"].add(at, interval.low);
        m_series["eval_" + seriesName(key) + "_high"].add(at, interval.high);
    }
    if (rows)
        m_series["eval_rows"].add(at, static_cast<double>(*rows));
}

void GroupPoints::appendTo(const std::vector<series::Label>& labels, series::Appendable& out) const
{
    for (const auto& [name, points] : m_series)
        appendPoints(labels, name, points, out);
}

} // namespace wg::evaluation
