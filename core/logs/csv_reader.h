// The CSV reader: delimiters , ; tab |, quotes with line breaks, CR, LF, CRLF, byte order marks, UTF-16.
// Rows that do not fit are counted with their lines and kept out. Memory: the columns, at
// most ReadOptions::keptBytes, one record and one chunk.
#pragma once

#include "core/logs/csv_dialect.h"
#include "core/logs/csv_records.h"
#include "core/logs/reader.h"
#include "core/logs/text_decoder.h"

#include <optional>

namespace wg::logs {

struct CsvLimits {
    std::size_t recordBytes = std::size_t{64} << 20;
    std::size_t columns = 100'000;
    std::size_t sampleBytes = std::size_t{1} << 20; ///< what the dialect is decided on
};

class CsvReader final : public TableReader {
public:
    explicit CsvReader(ReadOptions options, CsvLimits limits = {});

    [[nodiscard]] Result<void> feed(std::string_view bytes) override;
    [[nodiscard]] Result<Table> finish() override;
    [[nodiscard]] const std::vector<bool>& lateText() const override { return m_lateText; }

private:
    struct Forms {
        bool point = false, comma = false, late = false;
    };

    [[nodiscard]] Result<void> begin(bool atEnd);
    [[nodiscard]] Result<void> consume(bool atEnd);
    [[nodiscard]] Result<void> checkSound() const;
    void takeRecord();
    void takeRow(const std::vector<Cell>& cells);
    void takeText(Column& column, std::string_view text);
    void takeNumber(std::size_t column, std::string_view text);
    void refuseRow(std::string reason);

    ReadOptions m_options;
    CsvLimits m_limits;
    TextDecoder m_decoder;
    std::string m_text; ///< decoded, not yet cut
    std::size_t m_sample; ///< bytes wanted before the dialect is decided
    std::size_t m_tryAt = 0; ///< bytes wanted before the next cut: keeps long records linear
    std::optional<Dialect> m_dialect;
    RecordCutter m_cutter{','};
    Table m_table;
    std::size_t m_kept = 0; ///< bytes of m_table's cells and dictionaries
    std::vector<Forms> m_forms;
    std::vector<bool> m_lateText;
    std::uint64_t m_line = 1; ///< where the record at the start of m_text begins
    std::uint64_t m_records = 0; ///< not blank, preamble included
};

} // namespace wg::logs
