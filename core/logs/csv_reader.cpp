#include "core/logs/csv_reader.h"

#include "core/base/utf8.h"
#include "core/logs/cell.h"
#include "core/logs/decimal.h"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

namespace wg::logs {
namespace {

constexpr std::size_t kBadRowsKept = 100;
constexpr std::size_t kLeastCut = std::size_t{64} << 10;

Position atLine(std::uint64_t line)
{
    Position position;
    position.line = static_cast<std::size_t>(line);
    return position;
}

} // namespace

CsvReader::CsvReader(ReadOptions options, CsvLimits limits)
    : m_options(std::move(options))
    , m_limits(limits)
    , m_sample(limits.sampleBytes)
{
}

/// The sample is always the first m_sample bytes, whatever the chunks were.
Result<void> CsvReader::begin(bool atEnd)
{
    while (!m_dialect && (m_text.size() >= m_sample || atEnd)) {
        const bool whole = atEnd && m_text.size() <= m_sample;
        const std::string_view sample = std::string_view(m_text).substr(0, m_sample);
        if (!whole && m_sample < m_limits.recordBytes && countRecords(sample, 3) < 3) {
            m_sample *= 2;
            continue;
        }
        if (!whole && countRecords(sample, 1) == 0)
            return fail(ErrorCode::Limit,
                fmt::format("a line is longer than {} bytes: is this a text table?", m_limits.recordBytes), atLine(m_line));
        WG_TRY(m_dialect, detectDialect(sample, whole && !m_options.mayGrow, m_limits.columns));
        beginColumns();
    }
    return {};
}

void CsvReader::beginColumns()
{
    m_cutter = RecordCutter(m_dialect->delimiter);
    m_table.header = m_dialect->header;
    m_table.notes = m_dialect->notes;
    m_table.columns.resize(m_dialect->names.size());
    m_forms.resize(m_dialect->names.size());
    for (std::size_t i = 0; i < m_table.columns.size(); ++i) {
        Column& column = m_table.columns[i];
        column.name = m_dialect->names[i];
        const bool forced = i < m_options.textColumns.size() && m_options.textColumns[i];
        column.numeric = !m_dialect->text[i] && !forced;
        column.kept = !m_options.keep || m_options.keep(column.name);
        m_wanted.push_back(!column.kept || m_options.onlyRows ? CsvSlice::Want::Nothing
                : column.numeric                              ? CsvSlice::Want::Number
                                                              : CsvSlice::Want::Text);
    }
}

Result<void> CsvReader::feed(std::string_view bytes)
{
    if (m_dialect && m_decoder.passes())
        return feedPlain(bytes);
    WG_CHECK(m_decoder.feed(bytes, m_text));
    WG_CHECK(begin(false));
    return m_dialect ? consume(false) : Result<void>{};
}

/// Reads from `bytes` themselves; only what they leave is copied.
Result<void> CsvReader::feedPlain(std::string_view bytes)
{
    const std::size_t feed = m_tryAt > 0 || m_text.empty() ? std::string_view::npos : bytes.find('\n');
    if (!m_text.empty() && feed == std::string_view::npos) {
        m_text += bytes;
        m_tryAt = m_tryAt > 0 ? m_tryAt : std::max(kLeastCut, 2 * m_text.size());
        return consume(false);
    }
    if (!m_text.empty()) {
        m_text.append(bytes, 0, feed + 1);
        bytes.remove_prefix(feed + 1);
        WG_TRY(const std::size_t taken, takeRecords(m_text, m_text.size(), false));
        m_text.erase(0, taken);
        if (!m_text.empty()) { // a quote is open
            m_text += bytes;
            m_tryAt = kLeastCut;
            return consume(false);
        }
    }
    WG_TRY(const std::size_t taken, take(bytes));
    m_text = bytes.substr(taken);
    return {};
}

Result<void> CsvReader::consume(bool atEnd)
{
    if (m_text.size() < m_tryAt && !atEnd)
        return {};
    WG_TRY(std::size_t taken, take(m_text));
    WG_TRY(const std::size_t rest, takeRecords(std::string_view(m_text).substr(taken), m_text.size() - taken, atEnd));
    m_text.erase(0, taken + rest);
    if (m_text.size() > m_limits.recordBytes)
        return fail(ErrorCode::Limit,
            fmt::format("the record is longer than {} bytes; is a quote never closed?", m_limits.recordBytes), atLine(m_line));
    const bool partOfALine = m_text.size() < kLeastCut && m_text.find_first_of("\"\n\r") == std::string::npos;
    m_tryAt = partOfALine ? 0 : std::max(kLeastCut, 2 * m_text.size());
    return {};
}

/// Takes what can be taken fast: all but the last few bytes.
Result<std::size_t> CsvReader::take(std::string_view text)
{
    std::size_t taken = 0;
    while (taken < text.size() && !inData()) { // preamble and header
        WG_TRY(const std::size_t one, takeRecords(text.substr(taken), 1, false));
        if (one == 0)
            return taken;
        taken += one;
    }
    WG_TRY(const std::size_t rest, takeSlices(text.substr(taken)));
    return taken + rest;
}

/// Records that begin before `until`, as far as they end within the text. Returns the bytes used.
Result<std::size_t> CsvReader::takeRecords(std::string_view text, std::size_t until, bool atEnd)
{
    constexpr std::size_t kCheckBytes = std::size_t{64} << 10;
    std::size_t at = 0;
    std::size_t checkAt = kCheckBytes;
    while (at < std::min(until, text.size())) {
        const auto status = m_cutter.next(text.substr(at), atEnd);
        if (status == RecordCutter::Status::NeedMore)
            break;
        at += m_cutter.consumed();
        const bool torn = m_options.mayGrow && !m_cutter.ended();
        if (status == RecordCutter::Status::Record && !torn)
            takeRecord();
        if (at >= checkAt) {
            WG_CHECK(checkGoingOn());
            checkAt = at + kCheckBytes;
        }
        m_line += m_cutter.lines();
    }
    WG_CHECK(checkGoingOn());
    return at;
}

Result<void> CsvReader::checkGoingOn() const
{
    if (m_options.cancel.cancelled())
        return fail(ErrorCode::Cancelled, "reading was cancelled");
    std::size_t kept = 0;
    for (const Column& column : m_table.columns)
        kept += column.numbers.bytes() + column.codes.bytes() + column.dictionary.bytes();
    if (kept <= m_options.keptBytes)
        return {};
    return fail(ErrorCode::Limit,
        fmt::format("the table needs more than the limit of {:.4g} MiB of memory; keep only the columns you need, or split "
                    "the file into smaller ones",
            static_cast<double>(m_options.keptBytes) / (1 << 20)),
        atLine(m_line));
}

void CsvReader::takeRecord()
{
    const std::uint64_t index = m_records++;
    if (index < m_dialect->preambleRecords) {
        ++m_table.skipped;
        return;
    }
    if (index == m_dialect->preambleRecords && m_dialect->header)
        return;
    const std::vector<Cell>& cells = m_cutter.cells();
    if (m_cutter.unclosedQuote())
        refuseRow("a quote that is never closed");
    else if (m_cutter.hasNul())
        refuseRow("a NUL byte");
    else if (cells.size() != m_table.columns.size())
        refuseRow(fmt::format("{} cell(s) instead of {}", cells.size(), m_table.columns.size()));
    else
        takeRow(cells);
}

void CsvReader::refuseRow(std::string reason)
{
    ++m_table.skipped;
    if (m_table.badRows.size() < kBadRowsKept)
        m_table.badRows.push_back({m_line, std::move(reason)});
}

bool CsvReader::wantsRowsBelow(std::uint64_t row) const
{
    return m_options.onlyRows && m_nextRow < m_options.onlyRows->size() && (*m_options.onlyRows)[m_nextRow] < row;
}

void CsvReader::takeRow(const std::vector<Cell>& cells)
{
    ++m_sound;
    if (m_options.onlyRows && !wantsRowsBelow(m_sound))
        return;
    while (wantsRowsBelow(m_sound)) // a row that is named twice comes once
        ++m_nextRow;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        Column& column = m_table.columns[i];
        const std::string_view text = cells[i].text;
        if (!column.kept)
            continue;
        if (column.numeric)
            takeNumber(i, trimBlanks(text));
        else
            column.codes.push_back(column.dictionary.insert(isUtf8(text) ? text : std::string_view(repairUtf8(text))));
    }
    ++m_table.rows;
}

void CsvReader::takeNumber(std::size_t index, std::string_view text)
{
    std::array<char, 2 * kDecimalReach> padded{};
    std::int64_t units = 0;
    std::uint8_t scale = 0;
    if (text.size() < kDecimalReach / 2
        && readDecimal(std::copy(text.begin(), text.end(), padded.data()) - text.size(), text.size(), units, scale)) {
        m_table.columns[index].numbers.pushDecimal(units, scale);
        m_forms[index].add({scale != 0, false, false});
        return;
    }
    const NumberCell cell = readNumber(text);
    m_table.columns[index].numbers.push_back(
        cell.form == NumberForm::Word ? std::numeric_limits<double>::quiet_NaN() : cell.value);
    m_forms[index].add(formsOf(cell.form));
}

Result<void> CsvReader::checkSound() const
{
    const std::uint64_t data = m_records - m_dialect->preambleRecords - (m_dialect->header ? 1 : 0);
    const std::string first = m_table.badRows.empty()
        ? std::string()
        : fmt::format(" (line {}: {})", m_table.badRows.front().line, m_table.badRows.front().reason);
    if (m_dialect->header && data > 0 && m_sound == 0)
        return fail(ErrorCode::Parse, fmt::format("none of the {} row(s) fits the header{}", data, first));
    if (!m_dialect->header && m_sound * 2 < data)
        return fail(ErrorCode::Parse,
            fmt::format("no header, and only {} of {} records have {} cell(s){}: this is not a table", m_sound, data,
                m_table.columns.size(), first));
    return {};
}

void CsvReader::findLateText()
{
    m_lateText.clear();
    if (std::none_of(m_forms.begin(), m_forms.end(), [](const NumberForms& f) { return f.late; }))
        return;
    for (std::size_t i = 0; i < m_forms.size(); ++i)
        m_lateText.push_back(m_forms[i].late || !m_table.columns[i].numeric);
}

Result<Table*> CsvReader::soFar()
{
    if (!m_dialect) { // on less than the sample that a full read would take
        if (countRecords(m_text, 1) == 0)
            return nullptr;
        WG_TRY(m_dialect, detectDialect(m_text, false, m_limits.columns));
        beginColumns();
    }
    WG_TRY(const std::size_t taken, takeRecords(m_text, m_text.size(), false));
    m_text.erase(0, taken);
    m_tryAt = 0;
    findLateText();
    return &m_table;
}

Result<Table> CsvReader::finish()
{
    WG_CHECK(m_decoder.finish(m_text));
    const bool blank =
        std::all_of(m_text.begin(), m_text.end(), [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
    if (!m_dialect && blank)
        return fail(ErrorCode::Parse, "the file is empty: there is no header and no row");
    WG_CHECK(begin(true));
    WG_CHECK(consume(true));
    WG_CHECK(checkSound());
    findLateText();
    return std::move(m_table);
}

} // namespace wg::logs
