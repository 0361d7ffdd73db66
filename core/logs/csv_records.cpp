#include "core/logs/csv_records.h"

#include "core/logs/cell.h"

#include <algorithm>

namespace wg::logs {

namespace {

bool isLineEnd(char c)
{
    return c == '\n' || c == '\r';
}

} // namespace

/// `at` is behind the opening quote. False: needs more text.
bool RecordCutter::readQuoted(const char*& at, const char* end, bool atEnd)
{
    const char* from = at;
    std::string* built = nullptr; // set once the cell is not one piece of the text
    const auto append = [&](const char* to) {
        if (built == nullptr)
            built = &m_unescaped.emplace_back();
        built->append(from, to);
    };
    while (true) {
        const char* quote = std::find(at, end, '"');
        for (const char* p = at; p != quote; ++p) { // CRLF counts once
            m_lines += *p == '\n' || (*p == '\r' && p + 1 != end && p[1] != '\n') ? 1 : 0;
            m_nul = m_nul || *p == '\0';
        }
        if (quote == end || (quote + 1 == end && !atEnd)) {
            if (!atEnd)
                return false;
            m_unclosed = true;
            at = end;
            m_cells.push_back({built == nullptr ? std::string_view(from, end) : (append(end), std::string_view(*built)), true});
            return true;
        }
        if (quote + 1 != end && quote[1] == '"') {
            append(quote + 1);
            from = at = quote + 2;
            continue;
        }
        at = quote + 1;
        const char* rest = at;
        while (at != end && *at != m_delimiter && !isLineEnd(*at))
            m_nul = *at++ == '\0' || m_nul;
        if (at == end && !atEnd)
            return false;
        const std::string_view tail = trimBlanks(std::string_view(rest, at), m_delimiter);
        if (built == nullptr && tail.empty()) {
            m_cells.push_back({std::string_view(from, quote), true});
            return true;
        }
        append(quote);
        built->append(tail);
        m_cells.push_back({*built, true});
        return true;
    }
}

bool RecordCutter::readCell(const char*& at, const char* end, bool atEnd)
{
    while (at != end && (*at == ' ' || (*at == '\t' && m_delimiter != '\t')))
        ++at;
    if (at != end && *at == '"') {
        ++at;
        return readQuoted(at, end, atEnd);
    }
    const char* from = at;
    while (at != end && *at != m_delimiter && !isLineEnd(*at))
        m_nul = *at++ == '\0' || m_nul;
    if (at == end && !atEnd)
        return false;
    const char* to = at;
    while (to != from && (to[-1] == ' ' || (to[-1] == '\t' && m_delimiter != '\t')))
        --to;
    m_cells.push_back({std::string_view(from, to), false});
    return true;
}

/// `at` is at a line end or the end of the text.
bool RecordCutter::finishRecord(const char*& at, const char* end, bool atEnd)
{
    m_ended = at != end;
    if (at != end && *at == '\r') {
        if (at + 1 == end && !atEnd)
            return false; // the LF of a CRLF may follow
        at += at + 1 != end && at[1] == '\n' ? 2 : 1;
    } else if (at != end) {
        ++at;
    }
    ++m_lines;
    return true;
}

RecordCutter::Status RecordCutter::next(std::string_view text, bool atEnd)
{
    m_cells.clear();
    m_unescaped.clear();
    m_lines = 0;
    m_nul = m_unclosed = m_ended = false;
    const char* at = text.data();
    const char* end = at + text.size();
    while (true) {
        if (!readCell(at, end, atEnd))
            return Status::NeedMore;
        if (at == end || *at != m_delimiter)
            break;
        ++at;
    }
    if (!finishRecord(at, end, atEnd))
        return Status::NeedMore;
    m_consumed = static_cast<std::size_t>(at - text.data());
    const bool blank = m_cells.size() == 1 && m_cells[0].text.empty() && !m_cells[0].quoted;
    return blank ? Status::Blank : Status::Record;
}

} // namespace wg::logs
