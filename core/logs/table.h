// A log as typed columns. Numbers are exact doubles in few bits, everything else codes into a dictionary of
// distinct texts.
#pragma once

#include "core/base/warning.h"
#include "core/logs/codes.h"
#include "core/logs/layout.h"
#include "core/logs/numbers.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wg::logs {

/// Distinct texts in order of appearance. Views stay valid until the next insert().
class Dictionary {
public:
    Dictionary() = default;
    Dictionary(Dictionary&&) = default;
    Dictionary& operator=(Dictionary&&) = default;
    Dictionary(const Dictionary&) = delete;
    Dictionary& operator=(const Dictionary&) = delete;
    ~Dictionary() = default;

    std::uint32_t insert(std::string_view text);
    [[nodiscard]] std::size_t size() const { return m_ends.size(); }
    [[nodiscard]] std::string_view text(std::uint32_t code) const;
    [[nodiscard]] std::size_t bytes() const; ///< in use: texts and their index

private:
    void grow();

    std::string m_bytes; ///< all texts, one after another
    std::vector<std::size_t> m_ends;
    std::vector<std::uint32_t> m_slots; ///< open addressing, code + 1; 0 is free
};

/// A column is numeric when every cell is a number or missing; else it is text, and its numbers keep their spelling.
/// Whole numbers a double cannot hold (ids above 2^53) make a column text, so that they stay exact.
struct Column {
    std::string name; ///< trimmed; headerless columns are "1", "2", …
    bool numeric = false;
    Numbers numbers; ///< numeric; NaN where missing
    Codes codes; ///< text
    Dictionary dictionary; ///< text
    bool kept = true; ///< false: the reader was told not to keep its cells (ReadOptions::keep); numbers and codes are empty

    [[nodiscard]] std::size_t size() const { return numeric ? numbers.size() : codes.size(); }
    /// Text of a cell; numbers in their shortest form, missing numbers as "".
    [[nodiscard]] std::string text(std::size_t row) const;
};

struct BadRow {
    std::uint64_t line = 0; ///< where the record begins, from 1
    std::string reason;
};

struct Table {
    static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

    std::vector<Column> columns; ///< all of one length
    std::size_t rows = 0;
    bool header = true; ///< false: names are the numbers of the columns
    std::uint64_t skipped = 0; ///< bad rows and preamble lines
    std::vector<BadRow> badRows; ///< the first 100
    Warnings notes; ///< what was decided: delimiter, preamble, decimal comma
    std::string format; ///< "CSV", "JSONL", "lm-evaluation-harness samples": which reader it came from
    std::optional<Layout> layout; ///< of known formats
    std::string fingerprint; ///< SHA-256 of the file's bytes as they lie on disk, hexadecimal
    std::uint64_t bytes = 0; ///< of the file that were read
};

} // namespace wg::logs
