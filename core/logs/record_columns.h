// Rows of named cells, put down record by record, as a table: columns appear when a name is first met, cells that a record has
// not are missing, and a record that turns out to be bad leaves nothing behind.
#pragma once

#include "core/logs/reader.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace wg::logs {

class RecordColumns {
public:
    static constexpr std::size_t kMostColumns = 10'000;
    static constexpr std::size_t kNone = Table::kNone;

    explicit RecordColumns(const ReadOptions& options);

    /// The column of that name; made when it is new, kNone when there are too many.
    [[nodiscard]] std::size_t column(std::string_view name);

    // Cells of the record that is being read; the last one of a column wins. Texts must live until commit().
    void decimal(std::size_t column, std::int64_t units, std::uint8_t scale, std::string_view text) ///< units / 10^scale
    {
        if (Cell* cell = put(column, Form::Decimal, text)) {
            cell->units = units;
            cell->scale = scale;
        }
    }
    void number(std::size_t column, double value, std::string_view text, bool exact = true) ///< not exact: kept as text
    {
        if (Cell* cell = put(column, exact ? Form::Number : Form::Huge, text))
            cell->value = value;
    }
    void text(std::size_t column, std::string_view text) { (void)put(column, Form::Text, text); }
    void missing(std::size_t column) { (void)put(column, Form::Missing, {}); } ///< null: the column is there, the cell is empty

    /// The record is a row, which must not be over ReadOptions::keptBytes: a Limit error then.
    [[nodiscard]] Result<void> commit();
    void rollback();

    [[nodiscard]] std::uint64_t rows() const { return m_rows; }
    void refuse(std::uint64_t line, std::string reason); ///< counts a bad record
    [[nodiscard]] std::uint64_t refused() const { return m_table.skipped; }

    /// Columns padded to one length, which may be over ReadOptions::keptBytes; names that never got a cell are left out.
    [[nodiscard]] Result<Table> finish();
    /// TableReader::soFar(): the table to date, which grows in place. Null when finish() would give other columns.
    [[nodiscard]] Table* soFar();
    /// Columns that began as numbers and hold text later on (TableReader::lateText).
    [[nodiscard]] std::vector<bool> lateText() const;

private:
    enum class Form : std::uint8_t { None, Missing, Decimal, Number, Huge, Text };
    struct Cell {
        Form form = Form::None;
        std::uint8_t scale = 0;
        union {
            std::int64_t units = 0; ///< Decimal
            double value; ///< Number, Huge
        };
        std::string_view text;
    };
    struct State {
        bool typed = false, late = false, text = false, kept = true, used = false;
        std::uint64_t rows = 0; ///< cells in the column; the rest is missing so far
        NumberCells cells; ///< the last ones, on their way into the column
    };

    Cell* put(std::size_t column, Form form, std::string_view text)
    {
        if (column == kNone)
            return nullptr;
        Cell& cell = m_cells[column];
        if (cell.form == Form::None)
            m_touched.push_back(column);
        cell.form = form;
        cell.text = text;
        return &cell;
    }
    void pad(std::size_t column, std::uint64_t rows);
    void take(std::size_t column, const Cell& cell, bool keepRow);
    void flush(std::size_t column);
    [[nodiscard]] Result<void> checkKept();

    ReadOptions m_options;
    Table m_table;
    std::vector<State> m_states;
    std::vector<Cell> m_cells; ///< of the record, by column
    std::vector<std::size_t> m_touched;
    std::unordered_map<std::string, std::size_t> m_names;
    std::uint64_t m_rows = 0; ///< of the file
    std::uint64_t m_keptRows = 0; ///< those of ReadOptions::onlyRows
    std::size_t m_unchecked = 0; ///< bytes put down since the last look at ReadOptions::keptBytes
    std::size_t m_nextOnly = 0;
    bool m_tooMany = false;
};

} // namespace wg::logs
