// The JSON of `evaluate --format json`. Doubles are written so that they read back as the same value.
#include "core/evaluation/evaluate.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace wg::evaluation {
namespace {

using Json = nlohmann::ordered_json;

Json numberOrNull(double value)
{
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json textOrNull(const std::string& text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

Json oneOrMany(const std::vector<std::string>& names)
{
    return names.empty() ? Json(nullptr) : names.size() == 1 ? Json(names.front()) : Json(names);
}

Json columnsJson(const Roles& roles)
{
    Json out = {
        {"label", textOrNull(roles.label)}, {"score", oneOrMany(roles.scores)}, {"prediction", oneOrMany(roles.predictions)}};
    const auto add = [&out](const char* key, const std::string& name) {
        if (!name.empty())
            out[key] = name;
    };
    add("model", roles.model);
    add("dataset", roles.dataset);
    add("time", roles.time);
    add("id", roles.id);
    add("weight", roles.weight);
    if (roles.scoresAreClasses)
        out["score_classes"] = roles.scoreClasses;
    add("x", roles.step);
    if (!roles.series.empty())
        out["y"] = roles.series;
    return out;
}

Json warningsJson(const Warnings& warnings)
{
    Json out = Json::array();
    for (const Warning& warning : warnings)
        out.push_back(warning.message);
    return out;
}

Json groupJson(const Group& group)
{
    Json out = {{"by", Json(group.by)}, {"rows", group.rows}};
    if (group.by.empty())
        out["by"] = Json::object();
    out["threshold"] = group.threshold ? numberOrNull(*group.threshold) : Json(nullptr);
    if (!group.positive.empty())
        out["positive"] = group.positive;
    out["metrics"] = Json::object();
    for (const auto& [key, value] : group.metrics) {
        if (std::isfinite(value))
            out["metrics"][key] = value;
    }
    out["undefined"] = Json::object();
    for (const auto& [key, reason] : group.undefined)
        out["undefined"][key] = reason;
    out["confusion"] = nullptr;
    if (!group.confusion.labels.empty())
        out["confusion"] = {{"labels", group.confusion.labels}, {"matrix", group.confusion.matrix}};
    if (!group.perClass.empty())
        out["per_class"] = Json::array();
    for (const ClassMetrics& one : group.perClass)
        out["per_class"].push_back({{"label", one.label}, {"precision", numberOrNull(one.precision)},
            {"recall", numberOrNull(one.recall)}, {"f1", numberOrNull(one.f1)}, {"support", one.support}});
    out["warnings"] = warningsJson(group.warnings);
    return out;
}

Json logJson(const LogResult& log)
{
    Json out = {{"file", log.file}, {"kind", kindName(log.kind)}, {"rows", log.rows}, {"skipped", log.skipped},
        {"task", textOrNull(std::string(taskName(log.task)))}, {"columns", columnsJson(log.roles)}};
    out["bad_rows"] = Json::array();
    for (const BadRow& row : log.badRows)
        out["bad_rows"].push_back({{"line", row.line}, {"reason", row.reason}});
    out["notes"] = warningsJson(log.notes);
    out["groups"] = Json::array();
    for (const Group& group : log.groups)
        out["groups"].push_back(groupJson(group));
    return out;
}

} // namespace

std::string toJson(const std::vector<LogResult>& logs)
{
    Json out;
    out["logs"] = Json::array();
    for (const LogResult& log : logs)
        out["logs"].push_back(logJson(log));
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace wg::evaluation
