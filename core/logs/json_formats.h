// Known formats that are written as JSON: recognised by the keys of the document or of its first record, turned into a table
// with a Layout. One row each in the table of json_formats.cpp.
#pragma once

#include "core/logs/json_value.h"
#include "core/logs/record_columns.h"

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace wg::logs {

/// Cells of one row by name. Texts given by value live until commit().
class RowWriter {
public:
    explicit RowWriter(RecordColumns& rows) : m_rows(rows) { }

    void put(std::string_view name, double value);
    void put(std::string_view name, std::string text);
    /// Scalars as they are, null as missing, arrays and objects as compact JSON; nothing when `value` is null.
    void put(std::string_view name, const JsonValue* value);
    /// Members of objects as name.member, the way JsonFlattener names them; arrays of arrays or objects are not kept.
    void putFlat(std::string_view name, const JsonValue& value);
    [[nodiscard]] Result<void> commit();

private:
    RecordColumns& m_rows;
    std::deque<std::string> m_texts;
};

/// Takes the records of one file (or the one document it is) and says at the end what the table means.
class JsonAdapter {
public:
    virtual ~JsonAdapter() = default;

    /// Puts what the record holds into rows, and commits them.
    [[nodiscard]] virtual Result<void> record(const JsonValue& record, RecordColumns& rows) = 0;
    /// After the last record; may add rows.
    [[nodiscard]] virtual Result<Layout> finish(RecordColumns& rows) = 0;
};

struct JsonFormat {
    std::string_view name;
    /// `document`: the value is all there is, with the first item of each array only; else it is the first of several records.
    bool (*matches)(const JsonValue& value, bool document);
    bool (*skip)(std::string_view key); ///< members that are never needed, at any depth; null: none
    std::unique_ptr<JsonAdapter> (*make)();
};
/// In the order of trying.
[[nodiscard]] std::span<const JsonFormat> jsonFormats();
/// The one that matches; null when none does.
[[nodiscard]] const JsonFormat* jsonFormatOf(const JsonValue& value, bool document);

// Rows of that table, one file each.
extern const JsonFormat kLmEvalSamples, kLmEvalResults;
extern const JsonFormat kHelmScenarioState, kHelmInstanceStats, kHelmStats;
extern const JsonFormat kInspectLog;
extern const JsonFormat kOpenAiEvals;
extern const JsonFormat kCocoDetections;
extern const JsonFormat kTrainerState, kWandbHistory, kWandbSummary;

} // namespace wg::logs
