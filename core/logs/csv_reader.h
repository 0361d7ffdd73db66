// The CSV reader: delimiters , ; tab |, quotes with line breaks, CR, LF, CRLF, byte order marks, UTF-16.
// Rows that do not fit are counted with their lines and kept out. Memory: the columns, at
// most ReadOptions::keptBytes, one record and one chunk.
// Two ways lead to the same table. Plain lines (no quote, NUL or lone CR, all with the cells they should have) are read in
// slices over several threads (csv_slice.h); every other slice goes through the RecordCutter, a record at a time.
#pragma once

#include "core/logs/csv_dialect.h"
#include "core/logs/csv_records.h"
#include "core/logs/csv_slice.h"
#include "core/logs/reader.h"
#include "core/logs/text_decoder.h"

#include <memory>
#include <optional>

namespace wg::logs {

struct CsvLimits {
    std::size_t recordBytes = std::size_t{64} << 20;
    std::size_t columns = 100'000;
    std::size_t sampleBytes = std::size_t{1} << 20; ///< what the dialect is decided on
    std::size_t sliceBytes = std::size_t{128} << 10; ///< of plain lines at a time; 0: none, everything goes by records
};

class CsvReader final : public TableReader {
public:
    explicit CsvReader(ReadOptions options, CsvLimits limits = {});

    [[nodiscard]] Result<void> feed(std::string_view bytes) override;
    [[nodiscard]] Result<Table> finish() override;
    [[nodiscard]] Result<Table*> soFar() override;
    [[nodiscard]] const std::vector<bool>& lateText() const override { return m_lateText; }

private:
    class Slices; ///< csv_slices.cpp: the slices of one text, in turns

    [[nodiscard]] Result<void> begin(bool atEnd);
    void beginColumns();
    [[nodiscard]] Result<void> feedPlain(std::string_view bytes);
    [[nodiscard]] Result<void> consume(bool atEnd);
    [[nodiscard]] Result<std::size_t> take(std::string_view text);
    [[nodiscard]] Result<std::size_t> takeSlices(std::string_view text);
    [[nodiscard]] Result<std::size_t> takeRecords(std::string_view text, std::size_t until, bool atEnd);
    void takeSlice(CsvSlice& slice);
    [[nodiscard]] Result<void> checkGoingOn() const;
    [[nodiscard]] Result<void> checkSound() const;
    [[nodiscard]] bool inData() const
    {
        return m_records > m_dialect->preambleRecords || (m_records == m_dialect->preambleRecords && !m_dialect->header);
    }
    void takeRecord();
    void takeRow(const std::vector<Cell>& cells);
    void takeNumber(std::size_t column, std::string_view text);
    void refuseRow(std::string reason);
    [[nodiscard]] bool wantsRowsBelow(std::uint64_t row) const;
    void findLateText();

    ReadOptions m_options;
    CsvLimits m_limits;
    TextDecoder m_decoder;
    std::string m_text; ///< decoded, not yet cut
    std::size_t m_sample; ///< bytes wanted before the dialect is decided
    std::size_t m_tryAt = 0; ///< bytes wanted before the next cut: keeps long records linear. 0: no record waits for more lines
    std::optional<Dialect> m_dialect;
    RecordCutter m_cutter{','};
    std::vector<CsvSlice::Want> m_wanted; ///< by column; nothing at all when only some rows are
    std::vector<std::unique_ptr<CsvSlice>> m_slices; ///< one a thread, made when needed
    Table m_table;
    std::vector<NumberForms> m_forms;
    std::vector<bool> m_lateText;
    std::uint64_t m_line = 1; ///< where the record at the start of m_text begins
    std::uint64_t m_records = 0; ///< not blank, preamble included
    std::uint64_t m_sound = 0; ///< rows, wanted or not
    std::size_t m_nextRow = 0; ///< of ReadOptions::onlyRows
};

} // namespace wg::logs
