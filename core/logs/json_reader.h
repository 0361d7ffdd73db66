// Logs of JSON: one object a line (JSONL), an array of objects, or one document. Torn last lines wait uncounted; other lines
// that are no JSON object are counted with their numbers; blank lines are nothing. Known formats give their Layout
// (json_formats.h). Memory: the table, one record (or the document) and one chunk.
#pragma once

#include "core/logs/json_flatten.h"
#include "core/logs/json_formats.h"
#include "core/logs/reader.h"
#include "core/logs/text_decoder.h"

#include <memory>
#include <string>
#include <vector>

namespace wg::logs {

struct JsonLimits {
    std::size_t recordBytes = std::size_t{64} << 20;
    std::size_t documentBytes = std::size_t{1} << 30;
};

class JsonReader final : public TableReader {
public:
    explicit JsonReader(ReadOptions options, JsonLimits limits = {});
    ~JsonReader() override;

    [[nodiscard]] Result<void> feed(std::string_view bytes) override;
    [[nodiscard]] Result<Table> finish() override;
    [[nodiscard]] Result<Table*> soFar() override; ///< lines of objects that are of no known format
    [[nodiscard]] const std::vector<bool>& lateText() const override { return m_lateText; }

private:
    enum class Shape { Unknown, Lines, Array, Document };

    void decide(bool atEnd);
    [[nodiscard]] Result<void> consume(bool atEnd);
    [[nodiscard]] Result<void> lines(bool atEnd);
    [[nodiscard]] Result<void> line(std::string_view text, bool last);
    [[nodiscard]] Result<void> elements(bool atEnd);
    [[nodiscard]] Result<void> document();
    [[nodiscard]] Result<void> objects();
    [[nodiscard]] Result<void> record(JsonScan& scan);
    void choose(std::string_view first, bool isDocument);

    ReadOptions m_options;
    JsonLimits m_limits;
    TextDecoder m_decoder;
    std::string m_text; ///< decoded, not yet read
    std::size_t m_tryAt = 0;
    Shape m_shape = Shape::Unknown;
    std::uint64_t m_line = 1; ///< where m_text begins
    bool m_skipLine = false; ///< inside a line that is too long
    bool m_first = true, m_ended = false; ///< array: before its first element, after its ]
    RecordColumns m_rows;
    JsonFlattener m_flat;
    const JsonFormat* m_format = nullptr; ///< a known one
    std::unique_ptr<JsonAdapter> m_adapter;
    bool m_chosen = false;
    Warnings m_notes;
    std::vector<bool> m_lateText;
};

/// The first bytes may be JSON.
[[nodiscard]] bool isJson(std::string_view start);
[[nodiscard]] std::unique_ptr<TableReader> makeJson(const ReadOptions& options);

} // namespace wg::logs
