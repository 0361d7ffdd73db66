// Inspect (UK AISI) logs as JSON: samples with the values their scorers gave, or, where none is scored, what the scorers say of
// all.
#include "core/logs/json_formats.h"

#include <algorithm>

namespace wg::logs {
namespace {

bool isScored(const JsonValue& score)
{
    const JsonValue* value = score.find("value");
    return value != nullptr && value->type != JsonValue::Type::Null;
}

class InspectLog final : public JsonAdapter {
public:
    Result<void> record(const JsonValue& document, RecordColumns& rows) override
    {
        m_layout.task = Task::LanguageModel;
        m_model = document.at("eval.model");
        m_dataset = document.at("eval.dataset.name");
        m_task = document.at("eval.task");
        m_layout.model = m_model != nullptr && m_model->isString() ? "eval.model" : "";
        m_layout.dataset = m_dataset != nullptr && m_dataset->isString() ? "eval.dataset.name" : "";
        const JsonValue* samples = document.find("samples");
        if (samples != nullptr && hasScores(*samples))
            return takeSamples(document, samples->items, rows);
        return takeScorers(document, rows);
    }

    Result<Layout> finish(RecordColumns&) override { return m_layout; }

private:
    static bool hasScores(const JsonValue& samples)
    {
        return std::any_of(samples.items.begin(), samples.items.end(), [](const JsonValue& sample) {
            const JsonValue* scores = sample.find("scores");
            return scores != nullptr && std::any_of(scores->members.begin(), scores->members.end(), [](const auto& s) {
                return isScored(s.second);
            });
        });
    }

    void putEval(RowWriter& row)
    {
        row.put("eval.task", m_task);
        row.put("eval.model", m_model);
        row.put("eval.dataset.name", m_dataset);
    }

    Result<void> takeSamples(const JsonValue& document, const std::vector<JsonValue>& samples, RecordColumns& rows)
    {
        m_layout.kind = Kind::Predictions;
        m_layout.label = "target";
        m_layout.id = "id";
        m_layout.note = "Inspect log: a row for each sample, by the values of its scorers";
        noteOrder(document);
        for (const JsonValue& sample : samples) {
            RowWriter row(rows);
            for (const char* key : {"id", "epoch", "target"})
                row.put(key, sample.find(key));
            if (const JsonValue* scores = sample.find("scores")) {
                for (const auto& [scorer, score] : scores->members)
                    putScore("scores." + scorer, score, row);
            }
            putEval(row);
            for (const char* key : {"total_time", "working_time"})
                row.put(key, sample.find(key));
            WG_CHECK(row.commit());
        }
        sortScores();
        return {};
    }

    /// Values are numbers, C, I, P and N, truth values, or several of these by name.
    void putScore(const std::string& name, const JsonValue& score, RowWriter& row)
    {
        if (const JsonValue* value = score.find("value")) {
            row.putFlat(name + ".value", *value);
            if (value->isObject()) {
                for (const auto& member : value->members)
                    addScore(name + ".value." + member.first);
            } else if (!value->isArray() && value->type != JsonValue::Type::Null) {
                addScore(name + ".value");
            }
        }
        if (const JsonValue* answer = score.find("answer"); answer != nullptr && answer->type != JsonValue::Type::Null) {
            row.put(name + ".answer", answer);
            if (std::find(m_answers.begin(), m_answers.end(), name + ".answer") == m_answers.end())
                m_answers.push_back(name + ".answer");
        }
    }

    void addScore(const std::string& name)
    {
        if (std::find(m_layout.scores.begin(), m_layout.scores.end(), name) == m_layout.scores.end())
            m_layout.scores.push_back(name);
    }

    /// Scorers in the order the evaluation names them.
    void noteOrder(const JsonValue& document)
    {
        if (const JsonValue* scores = document.at("results.scores")) {
            for (const JsonValue& score : scores->items) {
                if (const JsonValue* name = score.find("name"))
                    m_order.push_back("scores." + name->str() + ".");
            }
        }
    }

    [[nodiscard]] std::size_t place(const std::string& name) const
    {
        const auto at =
            std::find_if(m_order.begin(), m_order.end(), [&](const std::string& start) { return name.starts_with(start); });
        return static_cast<std::size_t>(at - m_order.begin());
    }

    void sortScores()
    {
        const auto before = [this](const std::string& a, const std::string& b) { return place(a) < place(b); };
        std::stable_sort(m_layout.scores.begin(), m_layout.scores.end(), before);
        std::stable_sort(m_answers.begin(), m_answers.end(), before);
        m_layout.prediction = m_answers.empty() ? "" : m_answers.front();
    }

    Result<void> takeScorers(const JsonValue& document, RecordColumns& rows)
    {
        m_layout.kind = Kind::Results;
        m_layout.note = "Inspect log without scored samples: a row for each scorer";
        const JsonValue* scores = document.at("results.scores");
        for (const JsonValue& score : scores == nullptr ? std::vector<JsonValue>() : scores->items) {
            RowWriter row(rows);
            for (const char* key : {"name", "scorer", "reducer", "scored_samples", "unscored_samples"})
                row.put(key, score.find(key));
            const JsonValue* metrics = score.find("metrics");
            if (metrics != nullptr) {
                for (const auto& [name, metric] : metrics->members)
                    row.put("metrics." + name, metric.find("value"));
            }
            putEval(row);
            WG_CHECK(row.commit());
        }
        return {};
    }

    Layout m_layout;
    const JsonValue *m_model = nullptr, *m_dataset = nullptr, *m_task = nullptr; ///< of the document, while it is read
    std::vector<std::string> m_order, m_answers;
};

bool isInspectLog(const JsonValue& value, bool document)
{
    return document && value.at("eval.task") != nullptr && value.at("eval.model") != nullptr
        && (value.find("status") != nullptr || value.find("samples") != nullptr || value.find("plan") != nullptr);
}

bool skipInspect(std::string_view key)
{
    return key == "messages" || key == "events" || key == "attachments" || key == "store" || key == "input" || key == "output"
        || key == "explanation" || key == "history" || key == "reductions" || key == "choices" || key == "error"
        || key == "sample_ids";
}

} // namespace

const JsonFormat kInspectLog = {
    "Inspect log", isInspectLog, skipInspect, []() -> std::unique_ptr<JsonAdapter> { return std::make_unique<InspectLog>(); }};

} // namespace wg::logs
