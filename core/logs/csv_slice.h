// A few thousand lines of plain delimited text to cells: the fast way through a CSV, for text without quotes. One slice knows
// nothing of the others, so that threads can take turns; its texts get codes of their own, which the reader turns into the
// table's in the order of the slices.
#pragma once

#include "core/logs/cell.h"
#include "core/logs/csv_scan.h"
#include "core/logs/numbers.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace wg::logs {

/// What the number cells of a column had; a column keeps to one decimal mark.
struct NumberForms {
    bool point = false, comma = false;
    bool late = false; ///< something in it is no number, or a whole number that a double cannot hold

    void add(const NumberForms& other)
    {
        point = point || other.point;
        comma = comma || other.comma;
        late = late || other.late || (point && comma);
    }
};

[[nodiscard]] inline NumberForms formsOf(NumberForm form)
{
    return {form == NumberForm::Point, form == NumberForm::Comma, form == NumberForm::Word || form == NumberForm::HugeWhole};
}

/// Distinct texts of a slice and those before it, by their first 16 bytes. Small: forgotten when it grows.
class SliceDictionary {
public:
    /// At least 16 bytes from `at` must be readable.
    std::uint32_t insert(const char* at, std::size_t size)
    {
        if (size > kShort)
            return insertLong(at, size);
        const Key key = shortKey(at, size);
        const std::size_t mask = m_slots.size() - 1;
        std::size_t place = key.place(m_shift);
        for (; m_slots[place].code != 0; place = (place + 1) & mask) {
            if (m_slots[place].key == key)
                return m_slots[place].code - 1;
        }
        return add(key, {at, size}, place);
    }
    [[nodiscard]] std::size_t size() const { return m_ends.size(); }
    [[nodiscard]] std::string_view text(std::uint32_t code) const;
    void clear();

private:
    /// The text itself; of longer ones the hash.
    struct Key {
        std::uint64_t low = 0, high = 0;
        std::uint32_t size = 0;

        bool operator==(const Key&) const = default;
        /// The upper bits of a product depend on all bits of its factors (Fibonacci hashing).
        [[nodiscard]] std::size_t place(unsigned shift) const
        {
            return ((low ^ std::rotl(high, 23) ^ size) * 0x9E3779B97F4A7C15U) >> shift;
        }
    };
    struct Slot {
        Key key;
        std::uint32_t code = 0; ///< + 1; 0 is free
    };
    static constexpr std::size_t kShort = 16; ///< longest text that is its own key

    static Key shortKey(const char* at, std::size_t size)
    {
        std::uint64_t low = 0;
        std::uint64_t high = 0;
        std::memcpy(&low, at, sizeof low);
        std::memcpy(&high, at + sizeof low, sizeof high);
        constexpr std::uint64_t kAll = ~std::uint64_t{0};
        if (size <= 8)
            return {size == 0 ? 0 : low & (kAll >> (64 - 8 * size)), 0, static_cast<std::uint32_t>(size)};
        return {low, high & (kAll >> (128 - 8 * size)), static_cast<std::uint32_t>(size)};
    }
    std::uint32_t insertLong(const char* at, std::size_t size);
    std::uint32_t add(const Key& key, std::string_view text, std::size_t place);
    void grow();

    std::vector<Slot> m_slots = std::vector<Slot>(64); ///< 2^(64 - m_shift), at most half full
    unsigned m_shift = 58;
    std::string m_bytes;
    std::vector<std::size_t> m_ends;
};

/// One thread's slice. Not thread-safe.
class CsvSlice {
public:
    enum class Want { Nothing, Number, Text };

    struct ColumnCells {
        Want want = Want::Nothing;
        NumberCells numbers;
        NumberForms forms;
        std::vector<std::uint32_t> codes; ///< of `texts`
        SliceDictionary texts;
        std::vector<std::uint32_t> tableCodes; ///< the reader's: code in the table, by code in `texts`
    };

    CsvSlice(char delimiter, const std::vector<Want>& wanted);

    /// Whole lines, less than 4 GiB; kScanReach bytes behind them are readable. False when they are not plain or some line has
    /// another number of cells (blank ones, too): then there are no cells, and the exact reader is to be asked.
    [[nodiscard]] bool read(std::string_view lines);

    /// The table has the cells now. Texts of a slice that was not taken are forgotten: they may be in no row of the table.
    void taken() { m_taken = true; }

    [[nodiscard]] std::size_t rows() const { return m_rows; }
    [[nodiscard]] std::uint64_t lines() const { return m_scan.lines; }
    [[nodiscard]] std::vector<ColumnCells>& columns() { return m_columns; }

private:
    class ColumnWalk; ///< the cells of one column

    [[nodiscard]] bool isRegular(std::string_view lines);
    template <class Set>
    void readColumnsAs(const char* text);
    void readColumnsAvx2(const char* text);
    template <class Set>
    void readNumbersAs(const char* text, std::size_t index);
    void readTexts(const char* text, std::size_t index);
    [[nodiscard]] ColumnWalk walk(const char* text, std::size_t index) const;

    char m_delimiter;
    CsvScan m_scan;
    std::vector<std::uint32_t> m_ends; ///< of the cells, row by row
    std::vector<ColumnCells> m_columns;
    std::size_t m_rows = 0;
    bool m_taken = true;
};

} // namespace wg::logs
