// Cuts delimited text into records and cells, as Python's csv module does (RFC 4180 and what is written in practice).
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace wg::logs {

struct Cell {
    std::string_view text; ///< blanks around it trimmed, quotes taken off
    bool quoted = false;
};

/// One record at a time out of a buffer that the caller owns.
class RecordCutter {
public:
    explicit RecordCutter(char delimiter) : m_delimiter(delimiter) { }

    enum class Status { Record, Blank, NeedMore };
    /// Reads the record at the start of `text`. Record: cells(), and consumed() bytes and lines() line ends were used. Blank:
    /// an empty line was used. NeedMore: the record does not end within `text`; never when `atEnd`.
    [[nodiscard]] Status next(std::string_view text, bool atEnd);

    [[nodiscard]] const std::vector<Cell>& cells() const { return m_cells; } ///< valid until next(), and as long as the text
    [[nodiscard]] std::size_t consumed() const { return m_consumed; }
    [[nodiscard]] std::uint64_t lines() const { return m_lines; }
    [[nodiscard]] bool hasNul() const { return m_nul; }
    [[nodiscard]] bool unclosedQuote() const { return m_unclosed; } ///< the text ended inside quotes
    [[nodiscard]] bool ended() const { return m_ended; } ///< a line end was there, not just the end of the text

private:
    bool readCell(const char*& at, const char* end, bool atEnd);
    bool readQuoted(const char*& at, const char* end, bool atEnd);
    bool finishRecord(const char*& at, const char* end, bool atEnd);

    char m_delimiter;
    std::vector<Cell> m_cells;
    std::deque<std::string> m_unescaped; ///< cells that are not a piece of the text: doubled quotes, text after quotes
    std::size_t m_consumed = 0;
    std::uint64_t m_lines = 0;
    bool m_nul = false, m_unclosed = false, m_ended = false;
};

} // namespace wg::logs
