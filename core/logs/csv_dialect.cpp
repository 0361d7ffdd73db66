#include "core/logs/csv_dialect.h"

#include "core/base/utf8.h"
#include "core/logs/cell.h"
#include "core/logs/csv_records.h"
#include "core/logs/text_decoder.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include <fmt/format.h>

namespace wg::logs {
namespace {

constexpr std::array<char, 4> kDelimiters = {',', ';', '\t', '|'};

/// Calls `visit(cutter)` for each record that is not blank, until it returns false.
void forEachRecord(std::string_view text, bool whole, char delimiter, const std::function<bool(const RecordCutter&)>& visit)
{
    RecordCutter cutter(delimiter);
    while (!text.empty()) {
        const auto status = cutter.next(text, whole);
        if (status == RecordCutter::Status::NeedMore)
            return;
        text.remove_prefix(cutter.consumed());
        if (status == RecordCutter::Status::Record && !visit(cutter))
            return;
    }
}

/// Cells of the `index`-th record, and how many of them are numbers.
struct Shape {
    std::size_t cells = 0;
    std::size_t numbers = 0;
};

Shape shapeOf(std::string_view text, bool whole, char delimiter, std::uint64_t index)
{
    Shape shape;
    forEachRecord(text, whole, delimiter, [&](const RecordCutter& record) {
        if (index-- > 0)
            return true;
        shape.cells = record.cells().size();
        for (const Cell& cell : record.cells())
            shape.numbers += readNumber(cell.text).form > NumberForm::Missing ? 1 : 0;
        return false;
    });
    return shape;
}

/// The commonest delimiter of a record; of equals the one that leaves more numbers (decimal commas), then the first listed.
/// 0 when none stands in it; nothing when there is no such record.
std::optional<char> commonestDelimiter(std::string_view text, bool whole, std::uint64_t index)
{
    char best = 0;
    Shape bestShape{1, 0};
    bool there = false;
    for (const char delimiter : kDelimiters) {
        const Shape shape = shapeOf(text, whole, delimiter, index);
        there = there || shape.cells > 0;
        if (shape.cells > bestShape.cells
            || (shape.cells == bestShape.cells && best != 0 && shape.numbers > bestShape.numbers)) {
            best = delimiter;
            bestShape = shape;
        }
    }
    return there ? std::optional(best) : std::nullopt;
}

/// Single-cell records before two that agree on more cells; 0 when it is not so.
std::uint64_t preambleLength(std::string_view text, bool whole, char delimiter)
{
    std::uint64_t single = 0;
    std::size_t first = 0;
    bool agree = false;
    forEachRecord(text, whole, delimiter, [&](const RecordCutter& record) {
        const std::size_t cells = record.cells().size();
        if (first == 0 && cells == 1) {
            ++single;
            return true;
        }
        agree = first == cells;
        const bool goOn = first == 0;
        first = cells;
        return goOn;
    });
    return agree ? single : 0;
}

void findDelimiter(std::string_view sample, bool whole, Dialect& dialect)
{
    if (const char delimiter = commonestDelimiter(sample, whole, 0).value_or(0); delimiter != 0) {
        dialect.delimiter = delimiter;
        return;
    }
    constexpr std::uint64_t kLongestPreamble = 100;
    for (std::uint64_t i = 1; i <= kLongestPreamble; ++i) {
        const std::optional<char> delimiter = commonestDelimiter(sample, whole, i);
        if (!delimiter)
            return;
        if (*delimiter == 0)
            continue;
        dialect.preambleRecords = preambleLength(sample, whole, *delimiter);
        if (dialect.preambleRecords > 0)
            dialect.delimiter = *delimiter;
        return;
    }
}

/// What stands below the first record in a column of the sample.
struct Below {
    bool any = false, word = false, point = false, comma = false, huge = false;

    void add(NumberForm form)
    {
        any = any || form != NumberForm::Missing;
        word = word || form == NumberForm::Word;
        point = point || form == NumberForm::Point;
        comma = comma || form == NumberForm::Comma;
        huge = huge || form == NumberForm::HugeWhole;
    }
    [[nodiscard]] bool numbers() const { return any && !word && !(point && comma); }
    [[nodiscard]] bool text() const { return word || huge || (point && comma); }
};

struct FirstRecord {
    std::vector<std::string> cells;
    std::vector<NumberForm> forms;
    bool nul = false;
};

bool isData(const FirstRecord& first, const std::vector<Below>& below)
{
    if (first.cells[0].empty())
        return false;
    bool number = false;
    for (std::size_t i = 0; i < below.size(); ++i) {
        if (first.forms[i] == NumberForm::Word && below[i].numbers())
            return false;
        number = number || (first.forms[i] > NumberForm::Missing && (below[i].numbers() || !below[i].any));
    }
    return number;
}

FirstRecord readFirst(std::string_view sample, bool whole, const Dialect& dialect)
{
    FirstRecord first;
    std::uint64_t index = 0;
    forEachRecord(sample, whole, dialect.delimiter, [&](const RecordCutter& record) {
        if (index++ < dialect.preambleRecords)
            return true;
        for (const Cell& cell : record.cells()) {
            const std::string_view trimmed = trimBlanks(cell.text);
            first.cells.push_back(isUtf8(trimmed) ? std::string(trimmed) : repairUtf8(trimmed));
            first.forms.push_back(readNumber(trimmed).form);
        }
        first.nul = record.hasNul();
        return false;
    });
    return first;
}

/// Walks the rows below the first record. Returns the columns of the rows with `columns` cells.
std::vector<Below> readBelow(std::string_view sample, bool whole, const Dialect& dialect, std::size_t columns)
{
    std::vector<Below> below(columns);
    std::uint64_t index = 0;
    forEachRecord(sample, whole, dialect.delimiter, [&](const RecordCutter& record) {
        if (index++ <= dialect.preambleRecords || record.cells().size() != columns || record.hasNul())
            return true;
        for (std::size_t i = 0; i < columns; ++i)
            below[i].add(readNumber(trimBlanks(record.cells()[i].text)).form);
        return true;
    });
    return below;
}

/// "id,name," over rows of two cells.
bool trailingCellIsNone(std::string_view sample, bool whole, const Dialect& dialect, const FirstRecord& first)
{
    if (first.cells.size() < 2 || !first.cells.back().empty())
        return false;
    std::uint64_t index = 0;
    std::size_t same = 0;
    std::size_t less = 0;
    forEachRecord(sample, whole, dialect.delimiter, [&](const RecordCutter& record) {
        if (index++ > dialect.preambleRecords) {
            same += record.cells().size() == first.cells.size() ? 1 : 0;
            less += record.cells().size() + 1 == first.cells.size() ? 1 : 0;
        }
        return true;
    });
    return less > same;
}

void note(Dialect& dialect, std::string message)
{
    dialect.notes.push_back({Warning::Severity::Info, std::move(message)});
}

} // namespace

Result<Dialect> detectDialect(std::string_view sample, bool whole, std::size_t maxColumns)
{
    Dialect dialect;
    findDelimiter(sample, whole, dialect);
    FirstRecord first = readFirst(sample, whole, dialect);
    if (first.cells.empty())
        return fail(ErrorCode::Parse, "no record could be read");
    if (trailingCellIsNone(sample, whole, dialect, first)) {
        first.cells.pop_back();
        first.forms.pop_back();
    }
    if (first.cells.size() > maxColumns)
        return fail(ErrorCode::Limit,
            fmt::format("the first record has {} columns; at most {} are read", first.cells.size(), maxColumns));
    std::vector<Below> below = readBelow(sample, whole, dialect, first.cells.size());
    dialect.header = !isData(first, below);
    if (dialect.header && first.nul)
        return fail(ErrorCode::Parse, "there is a NUL byte in the header: this is not a text table");
    for (std::size_t i = 0; i < below.size(); ++i) {
        if (!dialect.header)
            below[i].add(first.forms[i]);
        dialect.text.push_back(below[i].text());
        dialect.names.push_back(dialect.header ? first.cells[i] : std::to_string(i + 1));
        if (below[i].comma && !below[i].text())
            note(dialect, fmt::format("column {} has decimal commas", dialect.names.back()));
    }
    if (!dialect.header)
        note(dialect, "there is no header (numbers over numbers): columns are named by number");
    if (dialect.preambleRecords > 0)
        note(dialect, fmt::format("{} line(s) before the table were skipped", dialect.preambleRecords));
    return dialect;
}

std::size_t countRecords(std::string_view sample, std::size_t enough)
{
    std::size_t count = 0;
    forEachRecord(sample, false, ',', [&](const RecordCutter&) { return ++count < enough; });
    return count;
}

} // namespace wg::logs
