#include "core/promapi/reply.h"

#include "core/promapi/document.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/format.h>

namespace wg::promapi {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

/// Later times cannot be drawn nor kept exact in a double (year 287 396).
constexpr double kMaxSeconds = 9.007e12;

/// Collects while the result is walked; says afterwards what it met.
struct Mended {
    std::uint64_t unordered = 0; ///< series
    std::uint64_t outOfRange = 0; ///< samples

    void report(Warnings& out) const
    {
        if (unordered > 0)
            out.push_back({Warning::Severity::Warning,
                fmt::format("{} series came with unsorted or duplicate times; they were sorted, the last of equal times kept",
                    unordered)});
        if (outOfRange > 0)
            out.push_back({Warning::Severity::Warning,
                fmt::format("{} samples have a time that is beyond any calendar; they were left out", outOfRange)});
    }
};

/// One [time, sample]; nullopt when the time cannot be kept.
struct Timed {
    std::optional<TimeMs> t;
    element sample;
};
Result<Timed> timed(const element& from, std::string_view path, std::string_view wanted)
{
    array both;
    if (from.get(both) || both.size() != 2)
        return wrongType(path, wanted);
    double seconds = 0;
    if (both.at(0).get(seconds))
        return wrongType(fmt::format("{}[0]", path), "a time in seconds");
    Timed out{std::nullopt, both.at(1).value_unsafe()};
    if (std::abs(seconds) < kMaxSeconds)
        out.t = std::llround(seconds * 1000);
    return out;
}

/// One [time, "value"].
struct Pair {
    std::optional<TimeMs> t;
    std::string_view text;
};
Result<Pair> pair(const element& from, std::string_view path)
{
    WG_TRY(const Timed both, timed(from, path, "[time, \"value\"]"));
    Pair out{both.t, {}};
    if (both.sample.get(out.text))
        return wrongType(fmt::format("{}[1]", path), "a string");
    return out;
}

Result<Columns> columns(const element& from, const std::string& path, Skeleton& skeleton, Mended& mended)
{
    std::int64_t cut = 0;
    if (!from.get(cut) && cut < 0 && cut >= -static_cast<std::int64_t>(skeleton.columns.size()))
        return std::exchange(skeleton.columns[static_cast<std::size_t>(-cut - 1)], {});
    array list;
    if (from.get(list))
        return wrongType(path, "a list of [time, \"value\"]");
    Columns out;
    std::size_t index = 0;
    for (const element item : list) {
        const std::string where = fmt::format("{}[{}]", path, index++);
        WG_TRY(const Pair one, pair(item, where));
        WG_TRY(const double value, number(one.text, where));
        if (!one.t) {
            ++mended.outOfRange;
            continue;
        }
        out.t.push_back(*one.t);
        out.v.push_back(value);
    }
    return out;
}

/// One [time, {"count": …}] of "histogram" and "histograms"; nullopt when the time cannot be kept.
Result<std::optional<series::HistogramSample>> histogramSample(const element& from, const std::string& path)
{
    WG_TRY(const Timed both, timed(from, path, "[time, {\"count\": …}]"));
    WG_TRY(series::Histogram histogram, decodeHistogram(both.sample, path + "[1]"));
    if (!both.t)
        return std::nullopt;
    return series::HistogramSample{*both.t, std::move(histogram)};
}

/// Ascending by time; of equal times the last in the reply stays. Counts the series in `mended` when it was not so.
Result<std::vector<series::HistogramSample>> histogramSamples(const element& from, const std::string& path, Mended& mended)
{
    array list;
    if (from.get(list))
        return wrongType(path, "a list of [time, {\"count\": …}]");
    std::vector<series::HistogramSample> out;
    std::size_t index = 0;
    for (const element item : list) {
        WG_TRY(auto one, histogramSample(item, fmt::format("{}[{}]", path, index++)));
        if (one)
            out.push_back(std::move(*one));
        else
            ++mended.outOfRange;
    }
    const auto time = &series::HistogramSample::t;
    if (std::ranges::adjacent_find(out, std::greater_equal{}, time) != out.end()) {
        ++mended.unordered;
        std::ranges::reverse(out);
        std::ranges::stable_sort(out, {}, time);
        const auto doubled = std::ranges::unique(out, {}, time);
        out.erase(doubled.begin(), doubled.end());
    }
    return out;
}

bool ascending(const std::vector<TimeMs>& t)
{
    return std::ranges::adjacent_find(t, std::greater_equal{}) == t.end();
}

/// Sorts by time; of equal times the last in the reply stays.
void sortColumns(Columns& columns)
{
    std::vector<std::size_t> order(columns.t.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return columns.t[i]; });
    Columns sorted;
    for (const std::size_t i : order) {
        if (!sorted.t.empty() && sorted.t.back() == columns.t[i]) {
            sorted.v.back() = columns.v[i];
            continue;
        }
        sorted.t.push_back(columns.t[i]);
        sorted.v.push_back(columns.v[i]);
    }
    columns = std::move(sorted);
}

/// The members of one entry of "result" that matter.
struct Entry {
    series::Labels labels;
    std::optional<element> value; ///< "value" or "values"
    std::optional<element> histogram; ///< "histogram" or "histograms"
};
Result<Entry> entry(const element& from, const std::string& path, std::string_view valueName, std::string_view histogramName)
{
    object members;
    if (from.get(members))
        return wrongType(path, "an object");
    Entry out;
    for (const auto [name, value] : members) {
        if (name == "metric") {
            WG_TRY(out.labels, labels(value, path + ".metric"));
        } else if (name == valueName) {
            out.value = value;
        } else if (name == histogramName) {
            out.histogram = value;
        }
    }
    if (!out.value && !out.histogram)
        return missing(fmt::format("{}.{}", path, valueName));
    return out;
}

Result<series::Matrix> matrix(const array& result, Skeleton& skeleton, Mended& mended, std::uint64_t& samples)
{
    series::Matrix out;
    std::size_t index = 0;
    for (const element item : result) {
        const std::string path = fmt::format("data.result[{}]", index++);
        WG_TRY(Entry one, entry(item, path, "values", "histograms"));
        Columns both;
        if (one.value) {
            WG_TRY(both, columns(*one.value, path + ".values", skeleton, mended));
        }
        if (!ascending(both.t)) {
            ++mended.unordered;
            sortColumns(both);
        }
        std::vector<series::HistogramSample> histograms;
        if (one.histogram) {
            WG_TRY(histograms, histogramSamples(*one.histogram, path + ".histograms", mended));
        }
        samples += both.t.size() + histograms.size();
        out.series.push_back({std::move(one.labels), std::move(both.t), std::move(both.v), std::move(histograms)});
    }
    return out;
}

Result<series::Vector> vector(const array& result, Mended& mended)
{
    series::Vector out;
    std::size_t index = 0;
    for (const element item : result) {
        const std::string path = fmt::format("data.result[{}]", index++);
        WG_TRY(Entry one, entry(item, path, "value", "histogram"));
        if (!one.value) {
            WG_TRY(auto sample, histogramSample(*one.histogram, path + ".histogram"));
            if (sample)
                out.samples.push_back({std::move(one.labels), sample->t, std::numeric_limits<double>::quiet_NaN(),
                    std::make_shared<const series::Histogram>(std::move(sample->histogram))});
            else
                ++mended.outOfRange;
            continue;
        }
        WG_TRY(const Pair both, pair(*one.value, path + ".value"));
        WG_TRY(const double value, number(both.text, path + ".value"));
        if (both.t)
            out.samples.push_back({std::move(one.labels), *both.t, value});
        else
            ++mended.outOfRange;
    }
    return out;
}

Result<void> decodeResult(std::string_view type, const element& result, Skeleton& skeleton, QueryReply& out)
{
    Mended mended;
    if (type == "scalar" || type == "string") {
        WG_TRY(const Pair both, pair(result, "data.result"));
        out.samples = 1;
        if (!both.t)
            return wrongType("data.result[0]", "a time within any calendar");
        if (type == "string") {
            out.value = series::Text{*both.t, std::string(both.text)};
            return {};
        }
        WG_TRY(const double value, number(both.text, "data.result[1]"));
        out.value = series::Scalar{*both.t, value};
        return {};
    }
    const bool isMatrix = type == "matrix";
    if (!isMatrix && type != "vector")
        return fail(ErrorCode::Parse,
            fmt::format("the server answers with a result of type \"{}\", which is not known here", type.substr(0, 80)));
    array list;
    if (!result.is_null() && result.get(list))
        return wrongType("data.result", "a list");
    if (result.is_null()) { // Go's nil slice
        out.value = isMatrix ? series::Value(series::Matrix{}) : series::Value(series::Vector{});
    } else if (isMatrix) {
        WG_TRY(out.value, matrix(list, skeleton, mended, out.samples));
    } else {
        WG_TRY(series::Vector samples, vector(list, mended));
        out.samples = samples.samples.size();
        out.value = std::move(samples);
    }
    mended.report(out.warnings);
    return {};
}

} // namespace

Result<QueryReply> decodeQuery(std::string_view body)
{
    Document document;
    WG_CHECK(parse(body, true, document));
    WG_TRY(const element data, dataOf(document.root));
    object members;
    if (data.get(members))
        return wrongType("data", "an object");
    const auto result = member(members, "result");
    if (!result)
        return missing("data.result");
    QueryReply out;
    WG_CHECK(addWarnings(document.root, out.warnings));
    WG_CHECK(decodeResult(textMember(members, "resultType"), *result, document.skeleton, out));
    if (const auto partial = member(document.root, "isPartial"))
        out.partial = partial->is_bool() && bool(*partial);
    return out;
}

} // namespace wg::promapi
