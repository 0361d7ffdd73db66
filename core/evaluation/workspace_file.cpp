#include "core/evaluation/workspace_file.h"

#include "core/formats/json.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace wg::evaluation {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr const char* kMark = "watchglassEvaluate";
constexpr int kVersion = 1;

struct TextField {
    const char* key;
    std::string Options::* field;
};
constexpr std::array kTexts = {TextField{"label", &Options::label}, TextField{"prediction", &Options::prediction},
    TextField{"positive", &Options::positive}, TextField{"model", &Options::model}, TextField{"dataset", &Options::dataset},
    TextField{"time", &Options::time}, TextField{"weights", &Options::weights}};
struct ListField {
    const char* key;
    std::vector<std::string> Options::* field;
};
constexpr std::array kLists = {
    ListField{"scores", &Options::scores}, ListField{"by", &Options::by}, ListField{"use", &Options::use}};
constexpr std::array kTasks = {
    Task::Binary, Task::Multiclass, Task::Regression, Task::Multilabel, Task::Ranking, Task::LanguageModel, Task::Detection};

std::string text(const Json& json, const char* key)
{
    const auto at = json.find(key);
    return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::optional<double> number(const Json& json, const char* key)
{
    const auto at = json.find(key);
    return at != json.end() && at->is_number() ? std::optional<double>(at->get<double>()) : std::nullopt;
}

std::vector<std::string> texts(const Json& json, const char* key)
{
    std::vector<std::string> out;
    const auto at = json.find(key);
    if (at == json.end() || !at->is_array())
        return out;
    for (const Json& item : *at) {
        if (item.is_string())
            out.push_back(item.get<std::string>());
    }
    return out;
}

/// Relative when it lies in the folder or below.
std::string written(const std::string& path, const std::string& folder)
{
    const fs::path relative = fs::path(path).lexically_relative(folder);
    return relative.empty() || *relative.begin() == ".." ? path : relative.string();
}

std::string absolute(const std::string& path, const std::string& folder)
{
    return fs::path(path).is_absolute() ? path : (fs::path(folder) / path).lexically_normal().string();
}

SavedLog logFrom(const Json& json, const std::string& folder)
{
    SavedLog log;
    log.path = absolute(text(json, "path"), folder);
    log.fingerprint = text(json, "fingerprint");
    log.checked = json.value("checked", Json(true)) != Json(false);
    if (const auto options = json.find("columns"); options != json.end() && options->is_object())
        log.options = optionsFrom(*options);
    if (log.options.join)
        log.options.join->labels = absolute(log.options.join->labels, folder);
    return log;
}

Json logJson(const SavedLog& log, const std::string& folder)
{
    Json out = {{"path", written(log.path, folder)}};
    if (!log.checked)
        out["checked"] = false;
    Options options = log.options;
    if (options.join)
        options.join->labels = written(options.join->labels, folder);
    if (Json columns = optionsJson(options); !columns.empty())
        out["columns"] = std::move(columns);
    if (!log.fingerprint.empty())
        out["fingerprint"] = log.fingerprint;
    return out;
}

} // namespace

Json optionsJson(const Options& options)
{
    Json out = Json::object();
    if (options.task)
        out["task"] = taskName(*options.task);
    for (const TextField& one : kTexts) {
        if (!(options.*one.field).empty())
            out[one.key] = options.*one.field;
    }
    for (const ListField& one : kLists) {
        if (!(options.*one.field).empty())
            out[one.key] = options.*one.field;
    }
    if (options.threshold)
        out["threshold"] = *options.threshold;
    if (options.join)
        out["join"] = {{"id", options.join->id}, {"labels", options.join->labels}};
    return out;
}

Options optionsFrom(const Json& json)
{
    Options out;
    const std::string task = text(json, "task");
    const auto* const known = std::ranges::find_if(kTasks, [&](Task one) { return taskName(one) == task; });
    if (known != kTasks.end())
        out.task = *known;
    for (const TextField& one : kTexts)
        out.*one.field = text(json, one.key);
    for (const ListField& one : kLists)
        out.*one.field = texts(json, one.key);
    out.threshold = number(json, "threshold");
    if (const auto join = json.find("join"); join != json.end() && join->is_object())
        out.join = Options::Join{text(*join, "id"), text(*join, "labels")};
    return out;
}

bool looksLikeWorkspace(std::string_view head)
{
    const std::size_t brace = head.find_first_not_of(" \t\r\n");
    if (brace == std::string_view::npos || head[brace] != '{')
        return false;
    const std::size_t quote = head.find_first_not_of(" \t\r\n", brace + 1);
    return quote != std::string_view::npos && head.substr(quote + 1).starts_with(kMark);
}

std::string workspaceText(const SavedWorkspace& workspace, const std::string& folder)
{
    Json out = {{kMark, kVersion}};
    out["logs"] = Json::array();
    for (const SavedLog& log : workspace.logs)
        out["logs"].push_back(logJson(log, folder));
    for (const std::string& run : workspace.runs)
        out["runs"].push_back(written(run, folder));
    out["level"] = workspace.level;
    if (workspace.threshold)
        out["threshold"] = *workspace.threshold;
    out["cost"] = {{"falsePositive", workspace.costFalsePositive}, {"falseNegative", workspace.costFalseNegative}};
    if (!workspace.unchosenModels.empty())
        out["unchosenModels"] = workspace.unchosenModels;
    if (!workspace.candidate.empty())
        out["candidate"] = workspace.candidate;
    if (!workspace.reference.empty())
        out["reference"] = workspace.reference;
    if (!workspace.tab.empty())
        out["tab"] = workspace.tab;
    for (const auto& [column, bins] : workspace.slices)
        out["slices"].push_back({{"column", column}, {"bins", bins}});
    if (!workspace.sliceMetric.empty())
        out["sliceMetric"] = workspace.sliceMetric;
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<SavedWorkspace> parseWorkspace(std::string_view bytes, const std::string& folder, const std::string& inputName)
{
    WG_TRY(const Json json, formats::parseJson(bytes, inputName));
    const auto mark = json.is_object() ? json.find(kMark) : json.end();
    if (mark == json.end() || !mark->is_number_integer())
        return fail(ErrorCode::Parse, fmt::format("{} is no saved Evaluate page: it does not say {}", inputName, kMark));
    if (mark->get<std::int64_t>() > kVersion)
        return fail(ErrorCode::Unsupported,
            fmt::format("{} was saved by a newer Watchglass (version {} of the file); this one reads version {}", inputName,
                mark->get<std::int64_t>(), kVersion));
    SavedWorkspace out;
    const auto objects = [&json](const char* key) { return json.value(key, Json::array()); };
    for (const Json& log : objects("logs")) {
        if (log.is_object() && !text(log, "path").empty())
            out.logs.push_back(logFrom(log, folder));
    }
    for (const std::string& run : texts(json, "runs"))
        out.runs.push_back(absolute(run, folder));
    const double level = number(json, "level").value_or(out.level);
    out.level = level > 0 && level < 1 ? level : out.level;
    out.threshold = number(json, "threshold");
    if (const auto cost = json.find("cost"); cost != json.end() && cost->is_object()) {
        out.costFalsePositive = std::max(0.0, number(*cost, "falsePositive").value_or(1));
        out.costFalseNegative = std::max(0.0, number(*cost, "falseNegative").value_or(1));
    }
    out.unchosenModels = texts(json, "unchosenModels");
    out.candidate = text(json, "candidate");
    out.reference = text(json, "reference");
    out.tab = text(json, "tab");
    for (const Json& slice : objects("slices")) {
        if (slice.is_object() && !text(slice, "column").empty())
            out.slices.emplace_back(
                text(slice, "column"), static_cast<int>(std::clamp(number(slice, "bins").value_or(0), 0.0, 1000.0)));
    }
    out.sliceMetric = text(json, "sliceMetric");
    return out;
}

} // namespace wg::evaluation
