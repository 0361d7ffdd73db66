// HELM: scenario_state.json (requests and their answers), per_instance_stats.json and stats.json (figures of others).
#include "core/logs/json_formats.h"

#include <algorithm>

namespace wg::logs {
namespace {

std::string trimmed(std::string text)
{
    text.erase(0, std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    return text;
}

std::string textAt(const JsonValue& value, std::string_view path)
{
    const JsonValue* found = value.at(path);
    return found == nullptr ? std::string() : found->str();
}

/// Texts of the references tagged "correct".
std::vector<std::string> correctTexts(const JsonValue& state)
{
    std::vector<std::string> out;
    const JsonValue* references = state.at("instance.references");
    for (const JsonValue& reference : references == nullptr ? std::vector<JsonValue>() : references->items) {
        const JsonValue* tags = reference.find("tags");
        const bool correct = tags != nullptr
            && std::any_of(tags->items.begin(), tags->items.end(), [](const JsonValue& tag) { return tag.text == "correct"; });
        if (correct) // before 2022-11 the output was the text itself
            out.push_back(
                reference.at("output.text") != nullptr ? textAt(reference, "output.text") : textAt(reference, "output"));
    }
    return out;
}

class ScenarioState final : public JsonAdapter {
public:
    Result<void> record(const JsonValue& document, RecordColumns& rows) override
    {
        for (const JsonValue& state : document.find("request_states")->items) {
            RowWriter row(rows);
            row.put("instance.id", state.at("instance.id"));
            row.put("instance.split", state.at("instance.split"));
            row.put("instance.perturbation.name", state.at("instance.perturbation.name"));
            row.put("train_trial_index", state.find("train_trial_index"));
            row.put("request_mode", state.find("request_mode"));
            const JsonValue* model = state.at("request.model");
            row.put("request.model", model != nullptr ? model : document.at("adapter_spec.model"));
            putAnswer(state, row);
            row.put("result.request_time", state.at("result.request_time"));
            WG_CHECK(row.commit());
        }
        return {};
    }

    Result<Layout> finish(RecordColumns&) override
    {
        Layout out;
        out.kind = Kind::Predictions;
        out.task = Task::LanguageModel;
        out.label = "instance.references";
        out.prediction = "result.completions";
        out.model = "request.model";
        out.dataset = "instance.split";
        out.id = "instance.id";
        out.note = "HELM scenario state: the label is the reference tagged correct";
        return out;
    }

private:
    /// Of several right references the one that was answered is the label, else the first. A letter stands for a reference.
    static void putAnswer(const JsonValue& state, RowWriter& row)
    {
        const JsonValue* completions = state.at("result.completions");
        std::string answer;
        if (completions != nullptr && !completions->items.empty()) {
            const JsonValue& first = completions->items.front();
            answer = trimmed(textAt(first, "text"));
            row.put("result.completions.logprob", first.find("logprob"));
            if (const JsonValue* mapping = state.find("output_mapping"); mapping != nullptr && mapping->find(answer) != nullptr)
                answer = trimmed(mapping->find(answer)->str());
            row.put("result.completions", answer);
        }
        const std::vector<std::string> correct = correctTexts(state);
        const auto hit =
            std::find_if(correct.begin(), correct.end(), [&](const auto& text) { return trimmed(text) == answer; });
        if (!correct.empty())
            row.put("instance.references", trimmed(hit != correct.end() ? *hit : correct.front()));
    }
};

bool isScenarioState(const JsonValue& value, bool document)
{
    const JsonValue* states = value.find("request_states");
    return document && states != nullptr && states->isArray();
}

bool skipScenarioState(std::string_view key)
{
    return key == "prompt" || key == "input" || key == "tokens" || key == "embedding" || key == "messages"
        || key == "multimodal_prompt";
}

/// "f1_score", "f1_score (robustness, worst)".
std::string statName(const JsonValue& name)
{
    std::string out = textAt(name, "name");
    if (const std::string perturbation = textAt(name, "perturbation.name"); !perturbation.empty()) {
        const std::string over = textAt(name, "perturbation.computed_on");
        out += " (" + perturbation + (over.empty() ? "" : ", " + over) + ")";
    }
    return out;
}

class InstanceStats final : public JsonAdapter {
public:
    Result<void> record(const JsonValue& instance, RecordColumns& rows) override
    {
        RowWriter row(rows);
        row.put("instance_id", instance.find("instance_id"));
        row.put("train_trial_index", instance.find("train_trial_index"));
        row.put("perturbation.name", instance.at("perturbation.name"));
        const JsonValue* stats = instance.find("stats");
        for (const JsonValue& stat : stats == nullptr ? std::vector<JsonValue>() : stats->items) {
            const JsonValue* name = stat.find("name");
            if (name != nullptr)
                row.put(statName(*name), stat.find("mean"));
        }
        return row.commit();
    }

    Result<Layout> finish(RecordColumns&) override
    {
        Layout out;
        out.kind = Kind::Results;
        out.task = Task::LanguageModel;
        out.id = "instance_id";
        out.note = "HELM metrics of each instance";
        return out;
    }
};

bool isInstanceStats(const JsonValue& value, bool)
{
    const JsonValue* stats = value.find("stats");
    return value.find("instance_id") != nullptr && stats != nullptr && stats->isArray();
}

class Stats final : public JsonAdapter {
public:
    Result<void> record(const JsonValue& stat, RecordColumns& rows) override
    {
        RowWriter row(rows);
        row.putFlat({}, stat);
        return row.commit();
    }

    Result<Layout> finish(RecordColumns&) override
    {
        Layout out;
        out.kind = Kind::Results;
        out.task = Task::LanguageModel;
        out.dataset = "name.split";
        out.note = "HELM stats, a row for each metric, split and perturbation";
        return out;
    }
};

bool isStats(const JsonValue& value, bool)
{
    const JsonValue* name = value.at("name.name");
    return name != nullptr && name->isString() && value.find("count") != nullptr && value.find("sum") != nullptr;
}

} // namespace

const JsonFormat kHelmScenarioState = {"HELM scenario state", isScenarioState, skipScenarioState,
    []() -> std::unique_ptr<JsonAdapter> { return std::make_unique<ScenarioState>(); }};
const JsonFormat kHelmInstanceStats = {"HELM per-instance stats", isInstanceStats, nullptr,
    []() -> std::unique_ptr<JsonAdapter> { return std::make_unique<InstanceStats>(); }};
const JsonFormat kHelmStats = {
    "HELM stats", isStats, nullptr, []() -> std::unique_ptr<JsonAdapter> { return std::make_unique<Stats>(); }};

} // namespace wg::logs
