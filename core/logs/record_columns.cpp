#include "core/logs/record_columns.h"

#include "core/base/utf8.h"
#include "core/logs/text_decoder.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace wg::logs {
namespace {

constexpr std::size_t kBadRowsKept = 100;
constexpr std::size_t kLookAfter = std::size_t{4} << 20; ///< bytes

} // namespace

RecordColumns::RecordColumns(const ReadOptions& options) : m_options(options) { }

std::size_t RecordColumns::column(std::string_view name)
{
    const auto found = m_names.find(std::string(name));
    if (found != m_names.end())
        return found->second;
    if (m_table.columns.size() >= kMostColumns) {
        m_tooMany = true;
        return kNone;
    }
    const std::size_t index = m_table.columns.size();
    Column& column = m_table.columns.emplace_back();
    column.name = repairUtf8(name);
    column.numeric = true;
    State& state = m_states.emplace_back();
    state.text = index < m_options.textColumns.size() && m_options.textColumns[index];
    state.kept = !m_options.keep || m_options.keep(column.name);
    m_cells.emplace_back();
    m_names.emplace(name, index);
    return index;
}

/// Missing cells up to a row.
void RecordColumns::pad(std::size_t index, std::uint64_t rows)
{
    State& state = m_states[index];
    Column& column = m_table.columns[index];
    if (state.rows >= rows)
        return;
    m_unchecked += (rows - state.rows) * sizeof(double);
    const std::uint32_t empty = column.numeric ? 0 : column.dictionary.insert("");
    for (; state.rows < rows; ++state.rows) {
        if (column.numeric)
            state.cells.pushMissing();
        else
            column.codes.push_back(empty);
        if (state.cells.size() >= Numbers::kBlockRows)
            flush(index);
    }
}

void RecordColumns::flush(std::size_t index)
{
    m_table.columns[index].numbers.append(m_states[index].cells);
    m_states[index].cells.clear();
}

void RecordColumns::take(std::size_t index, const Cell& cell, bool keepRow)
{
    State& state = m_states[index];
    Column& column = m_table.columns[index];
    state.used = true;
    if (cell.form == Form::Missing)
        return; // padded when a later cell comes
    const bool word = cell.form == Form::Text || cell.form == Form::Huge;
    if (!state.typed) {
        state.typed = true;
        column.numeric = !word && !state.text;
    }
    state.late = state.late || (column.numeric && word);
    if (!keepRow || !state.kept)
        return;
    pad(index, m_keptRows);
    ++state.rows;
    m_unchecked += sizeof(double);
    if (!column.numeric) {
        column.codes.push_back(
            column.dictionary.insert(isUtf8(cell.text) ? cell.text : std::string_view(repairUtf8(cell.text))));
        m_unchecked += cell.text.size();
        return;
    }
    if (cell.form == Form::Decimal)
        state.cells.pushDecimal(cell.units, cell.scale);
    else
        state.cells.push(word ? std::numeric_limits<double>::quiet_NaN() : cell.value);
    if (state.cells.size() >= Numbers::kBlockRows)
        flush(index);
}

Result<void> RecordColumns::commit()
{
    const bool keepRow =
        !m_options.onlyRows || (m_nextOnly < m_options.onlyRows->size() && (*m_options.onlyRows)[m_nextOnly] == m_rows);
    for (const std::size_t index : m_touched) {
        take(index, m_cells[index], keepRow);
        m_cells[index].form = Form::None;
    }
    m_touched.clear();
    ++m_rows;
    m_keptRows += keepRow ? 1 : 0;
    m_nextOnly += keepRow && m_options.onlyRows ? 1 : 0;
    return m_unchecked <= std::min(kLookAfter, m_options.keptBytes / 2) ? Result<void>{} : checkKept();
}

Result<void> RecordColumns::checkKept()
{
    m_unchecked = 0;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_states.size(); ++i) {
        const Column& column = m_table.columns[i];
        kept += column.numbers.bytes() + column.codes.bytes() + column.dictionary.bytes() + m_states[i].cells.bytes();
    }
    if (kept <= m_options.keptBytes)
        return {};
    return fail(ErrorCode::Limit,
        fmt::format("the table needs more than the limit of {:.4g} MiB of memory; keep only the columns you need, or split the "
                    "file into smaller ones",
            static_cast<double>(m_options.keptBytes) / (1 << 20)));
}

void RecordColumns::rollback()
{
    for (const std::size_t index : m_touched)
        m_cells[index].form = Form::None;
    m_touched.clear();
}

void RecordColumns::refuse(std::uint64_t line, std::string reason)
{
    ++m_table.skipped;
    if (m_table.badRows.size() < kBadRowsKept)
        m_table.badRows.push_back({line, std::move(reason)});
}

std::vector<bool> RecordColumns::lateText() const
{
    std::vector<bool> out;
    if (std::none_of(m_states.begin(), m_states.end(), [](const State& s) { return s.late; }))
        return out;
    for (std::size_t i = 0; i < m_states.size(); ++i)
        out.push_back(m_states[i].late || m_states[i].text || !m_table.columns[i].numeric);
    return out;
}

Table* RecordColumns::soFar()
{
    if (m_tooMany || std::any_of(m_states.begin(), m_states.end(), [](const State& s) { return !s.used || !s.typed; }))
        return nullptr;
    for (std::size_t i = 0; i < m_states.size(); ++i) {
        m_table.columns[i].kept = m_states[i].kept;
        if (m_states[i].kept) {
            pad(i, m_keptRows);
            flush(i);
        }
    }
    m_table.rows = m_keptRows;
    return &m_table;
}

Result<Table> RecordColumns::finish()
{
    std::vector<std::string> names;
    names.reserve(m_table.columns.size());
    for (const Column& column : m_table.columns)
        names.push_back(column.name);
    std::sort(names.begin(), names.end());
    const auto isParent = [&names](const std::string& name) {
        const auto at = std::lower_bound(names.begin(), names.end(), name + ".");
        return at != names.end() && at->starts_with(name + ".");
    };
    std::vector<std::size_t> used;
    for (std::size_t i = 0; i < m_states.size(); ++i) {
        Column& column = m_table.columns[i];
        const State& state = m_states[i];
        if (!state.used || (!state.typed && isParent(column.name))) // null in place of an object is nothing
            continue;
        column.kept = state.kept;
        if (state.kept) {
            pad(i, m_keptRows);
            flush(i);
            if (m_unchecked > kLookAfter)
                WG_CHECK(checkKept());
        }
        used.push_back(i);
    }
    std::vector<Column> columns;
    columns.reserve(used.size());
    for (const std::size_t i : used)
        columns.push_back(std::move(m_table.columns[i]));
    m_table.columns = std::move(columns);
    m_table.rows = m_keptRows;
    if (m_tooMany)
        m_table.notes.push_back({Warning::Severity::Warning,
            fmt::format("only the first {} different names are columns; the others were left out", kMostColumns)});
    return std::move(m_table);
}

} // namespace wg::logs
