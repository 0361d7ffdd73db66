// lm-evaluation-harness: samples (--log_samples, one object a document and filter) and results (one entry a task).
#include "core/logs/json_formats.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>

namespace wg::logs {
namespace {

using Names = std::vector<std::string>;

void add(Names& names, const std::string& name)
{
    if (std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
}

/// What a sample has beside its metrics.
bool isSampleKey(std::string_view key)
{
    constexpr std::array<std::string_view, 14> kKeys = {"doc_id", "doc", "target", "arguments", "resps", "filtered_resps",
        "filter", "metrics", "doc_hash", "prompt_hash", "target_hash", "task_name", "idx", "schema_version"};
    return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

bool skipSample(std::string_view key)
{
    return key == "doc" || key == "arguments" || key == "resps" || key == "prompt_hash" || key == "doc_hash"
        || key == "target_hash";
}

double numberOf(const JsonValue& value)
{
    return value.isNumber() ? value.number
        : value.isString()  ? std::strtod(value.text.c_str(), nullptr)
                            : std::numeric_limits<double>::quiet_NaN();
}

/// The answer: the only text, or of [log-likelihood, is greedy] per choice the place of the likeliest.
std::string answerOf(const JsonValue& responses)
{
    if (!responses.isArray() || responses.items.empty())
        return responses.str();
    const auto likelihood = [](const JsonValue& item) { return item.isArray() && item.items.size() == 2; };
    if (std::all_of(responses.items.begin(), responses.items.end(), likelihood)) {
        const auto best = std::max_element(responses.items.begin(), responses.items.end(),
            [](const JsonValue& a, const JsonValue& b) { return numberOf(a.items[0]) < numberOf(b.items[0]); });
        return std::to_string(best - responses.items.begin());
    }
    return responses.items.size() == 1 ? responses.items[0].str() : responses.str();
}

class Samples final : public JsonAdapter {
public:
    Result<void> record(const JsonValue& sample, RecordColumns& rows) override
    {
        RowWriter row(rows);
        Names metrics;
        if (const JsonValue* list = sample.find("metrics"); list != nullptr && list->isArray()) {
            for (const JsonValue& name : list->items)
                add(metrics, name.str());
        }
        for (const auto& [key, value] : sample.members) {
            const bool metric =
                metrics.empty() ? !isSampleKey(key) : std::find(metrics.begin(), metrics.end(), key) != metrics.end();
            if (metric)
                putMetric(key, value, row);
            else if (key == "filtered_resps")
                row.put(key, answerOf(value));
            else if (key != "metrics" && !value.isObject())
                row.put(key, &value);
        }
        if (sample.find("filtered_resps") != nullptr)
            m_prediction = "filtered_resps";
        return row.commit();
    }

    Result<Layout> finish(RecordColumns&) override
    {
        Layout out;
        out.kind = Kind::Predictions;
        out.task = Task::LanguageModel;
        out.label = "target";
        out.prediction = m_prediction;
        out.scores = m_scores;
        out.id = "doc_id";
        out.by = {"filter"};
        out.note = "lm-evaluation-harness samples";
        return out;
    }

private:
    /// [log-likelihood, words or bytes] of perplexity tasks is two columns.
    void putMetric(const std::string& key, const JsonValue& value, RowWriter& row)
    {
        const bool pair = value.isArray() && value.items.size() == 2 && value.items[0].isNumber() && value.items[1].isNumber();
        if (pair) {
            row.put(key + ".log_likelihood", &value.items[0]);
            row.put(key + ".count", &value.items[1]);
        } else if (!value.isObject() && !value.isArray()) {
            row.put(key, &value);
            if (value.isNumber() || value.type == JsonValue::Type::True || value.type == JsonValue::Type::False)
                add(m_scores, key);
        }
    }

    Names m_scores;
    std::string m_prediction;
};

bool isSamples(const JsonValue& value, bool)
{
    return value.find("doc_id") != nullptr && (value.find("filtered_resps") != nullptr || value.find("resps") != nullptr);
}

class Results final : public JsonAdapter {
public:
    Result<void> record(const JsonValue& document, RecordColumns& rows) override
    {
        const JsonValue* model = document.find("model_name");
        m_model = model != nullptr && model->isString();
        for (const auto& [task, metrics] : document.find("results")->members) {
            RowWriter row(rows);
            row.put("task", task);
            for (const char* table : {"versions", "n-shot"}) {
                if (const JsonValue* of = document.find(table))
                    row.put(table, of->find(task));
            }
            if (const JsonValue* samples = document.find("n-samples"); samples != nullptr && samples->find(task) != nullptr)
                row.putFlat("n-samples", *samples->find(task));
            if (m_model)
                row.put("model_name", model);
            row.put("config.model", document.at("config.model"));
            row.put("config.model_args", document.at("config.model_args"));
            for (const auto& [key, value] : metrics.members) {
                if (value.isNumber())
                    row.put(key, &value);
            }
            WG_CHECK(row.commit());
        }
        return {};
    }

    Result<Layout> finish(RecordColumns&) override
    {
        Layout out;
        out.kind = Kind::Results;
        out.task = Task::LanguageModel;
        out.model = m_model ? "model_name" : "";
        out.note = "lm-evaluation-harness results, a row for each task";
        return out;
    }

private:
    bool m_model = false;
};

/// lighteval writes results and versions too, and a config_general.
bool isResults(const JsonValue& value, bool document)
{
    const JsonValue* results = value.find("results");
    if (!document || results == nullptr || !results->isObject() || value.find("config_general") != nullptr)
        return false;
    const bool tasks = std::all_of(
        results->members.begin(), results->members.end(), [](const auto& member) { return member.second.isObject(); });
    const bool known = value.find("versions") != nullptr || value.find("configs") != nullptr || value.find("n-shot") != nullptr
        || value.find("lm_eval_version") != nullptr;
    return tasks && known;
}

bool skipResults(std::string_view key)
{
    return key == "configs" || key == "pretty_env_info" || key == "samples" || key == "task_hashes";
}

} // namespace

const JsonFormat kLmEvalSamples = {"lm-evaluation-harness samples", isSamples, skipSample,
    []() -> std::unique_ptr<JsonAdapter> { return std::make_unique<Samples>(); }};
const JsonFormat kLmEvalResults = {"lm-evaluation-harness results", isResults, skipResults,
    []() -> std::unique_ptr<JsonAdapter> { return std::make_unique<Results>(); }};

} // namespace wg::logs
