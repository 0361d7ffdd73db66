#include "app/runs_output.h"

#include "app/plain_text.h"
#include "core/base/number.h"
#include "core/base/utf8.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace wg::app {
namespace {

using evaluation::Run;
using evaluation::TagSeries;
using Json = nlohmann::ordered_json;

struct Summary {
    std::size_t nan = 0;
    std::optional<std::size_t> min, max; ///< where; none when all values are NaN
};

Summary summaryOf(const TagSeries& series)
{
    Summary out;
    for (std::size_t i = 0; i < series.value.size(); ++i) {
        const double value = series.value[i];
        if (std::isnan(value)) {
            ++out.nan;
            continue;
        }
        if (!out.min || value < series.value[*out.min])
            out.min = i;
        if (!out.max || value > series.value[*out.max])
            out.max = i;
    }
    return out;
}

using RunVisitor = std::function<void(const Run&)>;

void eachRun(const RunSets& sets, const RunsFilter& filter, const RunVisitor& visit)
{
    for (const auto& set : sets) {
        for (const auto& run : set->runs) {
            if (!filter.run || filter.run(run->name))
                visit(*run);
        }
    }
}

template <class Map, class Visit>
void eachTag(const Map& tags, const RunsFilter& filter, Visit visit)
{
    for (const auto& [tag, values] : tags) {
        if ((!filter.tag || filter.tag(tag)) && !values.empty())
            visit(tag, values);
    }
}

void eachScalar(
    const Run& run, const RunsFilter& filter, const std::function<void(const std::string&, const TagSeries&)>& visit)
{
    for (const auto& [tag, series] : run.scalars) {
        if ((!filter.tag || filter.tag(tag)) && !series.value.empty())
            visit(tag, series);
    }
}

// ---- table

constexpr std::size_t kColumns = 9;
constexpr std::size_t kTextColumns = 2;
using Row = std::array<std::string, kColumns>;

std::string aligned(const std::vector<Row>& rows)
{
    std::array<std::size_t, kColumns> widths{};
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < kColumns; ++i)
            widths[i] = std::max(widths[i], codePoints(row[i]));
    }
    std::string out;
    for (const Row& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < kColumns; ++i) {
            const std::string pad(widths[i] - codePoints(row[i]), ' ');
            line += (i < kTextColumns ? row[i] + pad : pad + row[i]) + "  ";
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    }
    return out;
}

/// Six digits are for the eye; JSON and CSV have them all.
std::string shown(double value)
{
    return std::isfinite(value) ? fmt::format("{:.6g}", value) : formatShortest(value);
}

Row scalarRow(const Run& run, const std::string& tag, const TagSeries& series)
{
    const Summary summary = summaryOf(series);
    const auto at = [&series](std::optional<std::size_t> i) {
        return i ? fmt::format("{} @{}", shown(series.value[*i]), formatShortest(series.step[*i])) : std::string("-");
    };
    return {plainText(run.name), plainText(tag), std::to_string(series.value.size()),
        summary.nan > 0 ? std::to_string(summary.nan) : "-", formatShortest(series.step.back()), shown(series.value.back()),
        at(summary.min), at(summary.max), series.wall.empty() ? "-" : formatTime(series.wall.back())};
}

template <class T>
void addOthers(std::vector<Row>& rows, const Run& run, std::string_view kind, const std::map<std::string, std::vector<T>>& tags,
    const RunsFilter& filter)
{
    eachTag(tags, filter, [&](const std::string& tag, const std::vector<T>& values) {
        rows.push_back({plainText(run.name), fmt::format("{} ({})", plainText(tag), kind), std::to_string(values.size()), "-",
            std::to_string(values.back().step), "-", "-", "-",
            std::isfinite(values.back().wall) ? formatTime(std::llround(values.back().wall * 1000)) : "-"});
    });
}

// ---- JSON

Json numberJson(double value)
{
    if (!std::isfinite(value))
        return formatShortest(value);
    constexpr double kExact = 9007199254740992.0; // 2^53
    if (std::abs(value) < kExact && value == std::trunc(value) && !(value == 0 && std::signbit(value)))
        return static_cast<std::int64_t>(value);
    return value;
}

Json pointJson(const TagSeries& series, std::size_t i, bool time)
{
    Json out = {{"step", numberJson(series.step[i])}};
    if (time && !series.wall.empty())
        out["time"] = static_cast<double>(series.wall[i]) / 1000;
    out["value"] = numberJson(series.value[i]);
    return out;
}

Json scalarJson(const std::string& tag, const TagSeries& series)
{
    const Summary summary = summaryOf(series);
    const auto at = [&series](std::optional<std::size_t> i) { return i ? pointJson(series, *i, false) : Json(nullptr); };
    return {{"tag", tag}, {"kind", "scalar"}, {"points", series.value.size()}, {"nan", summary.nan},
        {"first", pointJson(series, 0, true)}, {"last", pointJson(series, series.value.size() - 1, true)},
        {"min", at(summary.min)}, {"max", at(summary.max)}};
}

template <class T>
void addOthers(Json& tags, std::string_view kind, const std::map<std::string, std::vector<T>>& things, const RunsFilter& filter)
{
    eachTag(things, filter, [&](const std::string& tag, const std::vector<T>& values) {
        tags.push_back({{"tag", tag}, {"kind", kind}, {"points", values.size()},
            {"last", {{"step", values.back().step}, {"time", numberJson(values.back().wall)}}}});
    });
}

Json notesJson(const Warnings& notes)
{
    Json out = Json::array();
    for (const Warning& note : notes)
        out.push_back(note.message);
    return out;
}

Json runJson(const Run& run, const RunsFilter& filter)
{
    Json tags = Json::array();
    eachScalar(
        run, filter, [&tags](const std::string& tag, const TagSeries& series) { tags.push_back(scalarJson(tag, series)); });
    addOthers(tags, "histogram", run.histograms, filter);
    addOthers(tags, "image", run.images, filter);
    addOthers(tags, "text", run.texts, filter);
    addOthers(tags, "pr_curve", run.prCurves, filter);
    return {{"name", run.name}, {"path", run.path}, {"x", run.xName}, {"growing", run.growing}, {"hparams", Json(run.hparams)},
        {"tags", std::move(tags)}, {"notes", notesJson(run.notes)}};
}

/// Quoted where a sheet needs it.
std::string csvCell(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

} // namespace

std::string runsTable(const RunSets& sets, const RunsFilter& filter)
{
    std::vector<Row> rows = {{"RUN", "TAG", "POINTS", "NAN", "STEP", "LAST", "MIN", "MAX", "TIME"}};
    eachRun(sets, filter, [&](const Run& run) {
        const std::size_t before = rows.size();
        eachScalar(
            run, filter, [&](const std::string& tag, const TagSeries& series) { rows.push_back(scalarRow(run, tag, series)); });
        addOthers(rows, run, "histograms", run.histograms, filter);
        addOthers(rows, run, "images", run.images, filter);
        addOthers(rows, run, "texts", run.texts, filter);
        addOthers(rows, run, "PR curves", run.prCurves, filter);
        if (rows.size() == before && !filter.tag)
            rows.push_back({plainText(run.name), "-", "0", "-", "-", "-", "-", "-", "-"});
    });
    return rows.size() == 1 ? "no run and no tag of this name\n" : aligned(rows);
}

std::string runsJson(const RunSets& sets, const RunsFilter& filter)
{
    Json runs = Json::array();
    Json notes = Json::array();
    eachRun(sets, filter, [&](const Run& run) { runs.push_back(runJson(run, filter)); });
    for (const auto& set : sets) {
        for (const Warning& note : set->notes)
            notes.push_back(note.message);
    }
    const Json out = {{"runs", std::move(runs)}, {"notes", std::move(notes)}};
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string runsCsv(const RunSets& sets, const RunsFilter& filter)
{
    std::string out = "run,tag,step,time,value\n";
    eachRun(sets, filter, [&](const Run& run) {
        eachScalar(run, filter, [&](const std::string& tag, const TagSeries& series) {
            const std::string start = csvCell(run.name) + "," + csvCell(tag) + ",";
            for (std::size_t i = 0; i < series.value.size(); ++i) {
                const std::string time =
                    series.wall.empty() ? std::string() : fmt::format("{:.3f}", static_cast<double>(series.wall[i]) / 1000);
                out +=
                    fmt::format("{}{},{},{}\n", start, formatShortest(series.step[i]), time, formatShortest(series.value[i]));
            }
        });
    });
    return out;
}

} // namespace wg::app
