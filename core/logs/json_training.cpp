// What trainers write as JSON: Hugging Face trainer_state.json, Weights & Biases history and summary; and COCO's detections.
#include "core/logs/json_formats.h"

#include <algorithm>

namespace wg::logs {
namespace {

class TrainerState final : public JsonAdapter {
public:
    Result<void> record(const JsonValue& document, RecordColumns& rows) override
    {
        for (const JsonValue& entry : document.find("log_history")->items) {
            RowWriter row(rows);
            row.putFlat({}, entry);
            WG_CHECK(row.commit());
        }
        return {};
    }

    Result<Layout> finish(RecordColumns&) override
    {
        Layout out;
        out.kind = Kind::History;
        out.step = "step";
        out.note = "Hugging Face trainer state";
        return out;
    }
};

bool isTrainerState(const JsonValue& value, bool document)
{
    const JsonValue* history = value.find("log_history");
    return document && history != nullptr && history->isArray();
}

/// Keys with an underscore in front are W&B's own.
class WandbHistory final : public JsonAdapter {
public:
    Result<void> record(const JsonValue& entry, RecordColumns& rows) override
    {
        RowWriter row(rows);
        for (const auto& [key, value] : entry.members) {
            if (value.isObject()) // media: histograms, tables, images
                continue;
            row.putFlat(key, value);
            const bool own = key.starts_with('_') || key == "epoch";
            if (value.isNumber() && !own && std::find(m_series.begin(), m_series.end(), key) == m_series.end())
                m_series.push_back(key);
            m_time = m_time || key == "_timestamp";
        }
        return row.commit();
    }

    Result<Layout> finish(RecordColumns&) override
    {
        Layout out;
        out.kind = Kind::History;
        out.step = "_step";
        out.time = m_time ? "_timestamp" : "";
        out.series = m_series;
        out.note = "Weights & Biases history";
        return out;
    }

private:
    std::vector<std::string> m_series;
    bool m_time = false;
};

bool isWandb(const JsonValue& value)
{
    return value.find("_step") != nullptr && (value.find("_timestamp") != nullptr || value.find("_runtime") != nullptr);
}

class WandbSummary final : public JsonAdapter {
public:
    Result<void> record(const JsonValue& summary, RecordColumns& rows) override
    {
        RowWriter row(rows);
        for (const auto& [key, value] : summary.members) {
            if (!key.starts_with('_') || key == "_step")
                row.putFlat(key, value);
        }
        return row.commit();
    }

    Result<Layout> finish(RecordColumns&) override
    {
        Layout out;
        out.kind = Kind::Results;
        out.note = "Weights & Biases summary";
        return out;
    }
};

class CocoDetections final : public JsonAdapter {
public:
    Result<void> record(const JsonValue& detection, RecordColumns& rows) override
    {
        RowWriter row(rows);
        for (const char* key : {"image_id", "category_id", "score"})
            row.put(key, detection.find(key));
        if (const JsonValue* box = detection.find("bbox"); box != nullptr && box->isArray() && box->items.size() == 4) {
            row.put("bbox.x", &box->items[0]);
            row.put("bbox.y", &box->items[1]);
            row.put("bbox.width", &box->items[2]);
            row.put("bbox.height", &box->items[3]);
        }
        return row.commit();
    }

    Result<Layout> finish(RecordColumns&) override
    {
        Layout out;
        out.kind = Kind::Predictions;
        out.task = Task::Detection;
        out.prediction = "category_id";
        out.scores = {"score"};
        out.note = "COCO detections without their ground truth";
        return out;
    }
};

bool isCocoDetections(const JsonValue& value, bool)
{
    return value.find("image_id") != nullptr && value.find("category_id") != nullptr && value.find("score") != nullptr;
}

bool skipShapes(std::string_view key)
{
    return key == "segmentation" || key == "keypoints";
}

} // namespace

const JsonFormat kTrainerState = {"Hugging Face trainer state", isTrainerState, nullptr,
    []() -> std::unique_ptr<JsonAdapter> { return std::make_unique<TrainerState>(); }};
const JsonFormat kWandbHistory = {"Weights & Biases history",
    [](const JsonValue& value, bool document) { return !document && isWandb(value); }, nullptr,
    []() -> std::unique_ptr<JsonAdapter> { return std::make_unique<WandbHistory>(); }};
const JsonFormat kWandbSummary = {"Weights & Biases summary",
    [](const JsonValue& value, bool document) { return document && isWandb(value); }, nullptr,
    []() -> std::unique_ptr<JsonAdapter> { return std::make_unique<WandbSummary>(); }};
const JsonFormat kCocoDetections = {"COCO detections", isCocoDetections, skipShapes,
    []() -> std::unique_ptr<JsonAdapter> { return std::make_unique<CocoDetections>(); }};

} // namespace wg::logs
