// Known formats that are written as JSON: recognised by the keys of the document or of its first record, turned into a table
// with a Layout. One row each in the table of json_formats.cpp.
#pragma once

#include "core/logs/json_value.h"
#include "core/logs/record_columns.h"

#include <memory>
#include <span>
#include <string_view>

namespace wg::logs {

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
    /// `document`: the value is all there is (an object); else it is the first of several records.
    bool (*matches)(const JsonValue& value, bool document);
    bool (*skip)(std::string_view key); ///< members that are never needed, at any depth
    std::unique_ptr<JsonAdapter> (*make)(const ReadOptions& options);
};
[[nodiscard]] std::span<const JsonFormat> jsonFormats();

/// One row of `record` with the cells of a flat object, the way JsonFlattener names them.
void putFlat(const JsonValue& value, const std::string& name, RecordColumns& rows);

} // namespace wg::logs
