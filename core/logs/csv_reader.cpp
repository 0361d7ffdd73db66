#include "core/logs/csv_reader.h"

#include "core/base/utf8.h"
#include "core/logs/cell.h"

#include <algorithm>
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
        m_cutter = RecordCutter(m_dialect->delimiter);
        m_table.header = m_dialect->header;
        m_table.columns.resize(m_dialect->names.size());
        m_forms.resize(m_dialect->names.size());
        for (std::size_t i = 0; i < m_table.columns.size(); ++i) {
            m_table.columns[i].name = m_dialect->names[i];
            const bool forced = i < m_options.textColumns.size() && m_options.textColumns[i];
            m_table.columns[i].numeric = !m_dialect->text[i] && !forced;
        }
    }
    return {};
}

Result<void> CsvReader::feed(std::string_view bytes)
{
    WG_CHECK(m_decoder.feed(bytes, m_text));
    WG_CHECK(begin(false));
    return m_dialect ? consume(false) : Result<void>{};
}

Result<void> CsvReader::consume(bool atEnd)
{
    if (m_text.size() < m_tryAt && !atEnd)
        return {};
    std::size_t at = 0;
    while (at < m_text.size()) {
        const auto status = m_cutter.next(std::string_view(m_text).substr(at), atEnd);
        if (status == RecordCutter::Status::NeedMore)
            break;
        at += m_cutter.consumed();
        const bool torn = m_options.mayGrow && !m_cutter.ended();
        if (status == RecordCutter::Status::Record && !torn)
            takeRecord();
        if (m_kept > m_options.keptBytes)
            return fail(ErrorCode::Limit,
                fmt::format(
                    "the table needs more than the limit of {:.4g} MiB of memory; keep only the columns you need, or split "
                    "the file into smaller ones",
                    static_cast<double>(m_options.keptBytes) / (1 << 20)),
                atLine(m_line));
        m_line += m_cutter.lines();
    }
    m_text.erase(0, at);
    if (m_text.size() > m_limits.recordBytes)
        return fail(ErrorCode::Limit,
            fmt::format("the record is longer than {} bytes; is a quote never closed?", m_limits.recordBytes), atLine(m_line));
    m_tryAt = std::max(kLeastCut, 2 * m_text.size());
    return {};
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

void CsvReader::takeRow(const std::vector<Cell>& cells)
{
    for (std::size_t i = 0; i < cells.size(); ++i) {
        Column& column = m_table.columns[i];
        const std::string_view text = cells[i].text;
        if (column.numeric)
            takeNumber(i, trimBlanks(text));
        else
            takeText(column, text);
    }
    ++m_table.rows;
}

void CsvReader::takeText(Column& column, std::string_view text)
{
    const std::size_t before = column.dictionary.bytes();
    column.codes.push_back(column.dictionary.insert(isUtf8(text) ? text : std::string_view(repairUtf8(text))));
    m_kept += sizeof(column.codes[0]) + column.dictionary.bytes() - before;
}

void CsvReader::takeNumber(std::size_t index, std::string_view text)
{
    const NumberCell cell = readNumber(text);
    Forms& forms = m_forms[index];
    forms.point = forms.point || cell.form == NumberForm::Point;
    forms.comma = forms.comma || cell.form == NumberForm::Comma;
    if (cell.form == NumberForm::Word || cell.form == NumberForm::HugeWhole || (forms.point && forms.comma))
        forms.late = true;
    m_table.columns[index].numbers.push_back(
        cell.form == NumberForm::Word ? std::numeric_limits<double>::quiet_NaN() : cell.value);
    m_kept += sizeof(double);
}

Result<void> CsvReader::checkSound() const
{
    const std::uint64_t data = m_records - m_dialect->preambleRecords - (m_dialect->header ? 1 : 0);
    const std::string first = m_table.badRows.empty()
        ? std::string()
        : fmt::format(" (line {}: {})", m_table.badRows.front().line, m_table.badRows.front().reason);
    if (m_dialect->header && data > 0 && m_table.rows == 0)
        return fail(ErrorCode::Parse, fmt::format("none of the {} row(s) fits the header{}", data, first));
    if (!m_dialect->header && m_table.rows * 2 < data)
        return fail(ErrorCode::Parse,
            fmt::format("no header, and only {} of {} records have {} cell(s){}: this is not a table", m_table.rows, data,
                m_table.columns.size(), first));
    return {};
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
    if (std::any_of(m_forms.begin(), m_forms.end(), [](const Forms& f) { return f.late; })) {
        for (std::size_t i = 0; i < m_forms.size(); ++i)
            m_lateText.push_back(m_forms[i].late || !m_table.columns[i].numeric);
    }
    m_table.notes = m_dialect->notes;
    return std::move(m_table);
}

} // namespace wg::logs
