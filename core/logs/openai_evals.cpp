// OpenAI evals: a specification, events of samples (sampling, match, metrics), and a final report, one object a line.
#include "core/logs/json_formats.h"

#include <algorithm>

namespace wg::logs {
namespace {

class OpenAiEvals final : public JsonAdapter {
public:
    Result<void> record(const JsonValue& line, RecordColumns& rows) override
    {
        if (const JsonValue* spec = line.find("spec"); spec != nullptr && spec->isObject()) {
            takeSpec(*spec);
            return {};
        }
        if (const JsonValue* report = line.find("final_report"); report != nullptr) {
            m_report = *report;
            return {};
        }
        const JsonValue* type = line.find("type");
        if (type != nullptr && type->text == "match")
            return takeMatch(line, rows);
        if (type != nullptr && type->text == "metrics")
            m_metrics.push_back(line); // of use only where there are no matches
        return {};
    }

    Result<Layout> finish(RecordColumns& rows) override
    {
        m_layout.task = Task::LanguageModel;
        m_layout.note = "OpenAI evals log";
        if (rows.rows() == 0) {
            for (const JsonValue& event : m_metrics)
                WG_CHECK(takeMetrics(event, rows));
        }
        if (rows.rows() > 0) {
            m_layout.kind = Kind::Predictions;
            m_layout.id = "sample_id";
            return m_layout;
        }
        m_layout.kind = Kind::Results;
        if (m_report.isObject()) {
            RowWriter row(rows);
            row.putFlat("final_report", m_report);
            putSpec(row);
            WG_CHECK(row.commit());
        }
        return m_layout;
    }

private:
    void takeSpec(const JsonValue& spec)
    {
        for (const char* key : {"completion_fns", "model_names.completions", "model_name"}) {
            const JsonValue* model = spec.at(key);
            if (model == nullptr || !m_model.empty())
                continue;
            m_model = model->isArray() && model->items.size() == 1 ? model->items[0].str() : model->str();
            m_layout.model = m_model.empty() ? "" : "spec.model";
        }
        for (const char* key : {"base_eval", "eval_name"}) {
            const JsonValue* name = spec.find(key);
            if (name == nullptr || !m_dataset.empty())
                continue;
            m_dataset = name->str();
            m_layout.dataset = m_dataset.empty() ? "" : "spec.eval";
        }
    }

    void putSpec(RowWriter& row) const
    {
        if (!m_model.empty())
            row.put("spec.model", m_model);
        if (!m_dataset.empty())
            row.put("spec.eval", m_dataset);
    }

    void putEvent(const JsonValue& event, RowWriter& row) const
    {
        row.put("sample_id", event.find("sample_id"));
        row.put("created_at", event.find("created_at"));
        putSpec(row);
    }

    Result<void> takeMatch(const JsonValue& event, RecordColumns& rows)
    {
        RowWriter row(rows);
        putEvent(event, row);
        const JsonValue* data = event.find("data");
        row.put("data.correct", data == nullptr ? nullptr : data->find("correct"));
        m_layout.scores = {"data.correct"};
        if (data != nullptr && data->find("expected") != nullptr) {
            row.put("data.expected", data->find("expected"));
            m_layout.label = "data.expected";
        }
        const char* answer = data != nullptr && data->find("picked") != nullptr ? "picked" : "sampled";
        if (data != nullptr && data->find(answer) != nullptr) {
            row.put("data.picked", data->find(answer));
            m_layout.prediction = "data.picked";
        }
        return row.commit();
    }

    Result<void> takeMetrics(const JsonValue& event, RecordColumns& rows)
    {
        RowWriter row(rows);
        putEvent(event, row);
        const JsonValue* data = event.find("data");
        for (const auto& [key, value] : data == nullptr ? JsonValue().members : data->members) {
            const bool truth = value.type == JsonValue::Type::True || value.type == JsonValue::Type::False;
            if (!value.isNumber() && !truth)
                continue;
            const std::string name = "data." + key;
            row.put(name, &value);
            if (std::find(m_layout.scores.begin(), m_layout.scores.end(), name) == m_layout.scores.end())
                m_layout.scores.push_back(name);
        }
        return row.commit();
    }

    Layout m_layout;
    std::string m_model, m_dataset;
    std::vector<JsonValue> m_metrics;
    JsonValue m_report;
};

bool isOpenAiEvals(const JsonValue& value, bool)
{
    const JsonValue* spec = value.find("spec");
    const bool begins = spec != nullptr
        && (spec->find("eval_name") != nullptr || spec->find("completion_fns") != nullptr
            || spec->find("base_eval") != nullptr);
    return begins || (value.find("run_id") != nullptr && value.find("event_id") != nullptr && value.find("type") != nullptr);
}

bool skipEvent(std::string_view key)
{
    return key == "prompt" || key == "messages" || key == "run_config";
}

} // namespace

const JsonFormat kOpenAiEvals = {"OpenAI evals log", isOpenAiEvals, skipEvent,
    []() -> std::unique_ptr<JsonAdapter> { return std::make_unique<OpenAiEvals>(); }};

} // namespace wg::logs
