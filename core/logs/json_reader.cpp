#include "core/logs/json_reader.h"

#include "core/logs/json_document.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace wg::logs {
namespace {

constexpr std::size_t kLeastText = std::size_t{64} << 10;
using Status = JsonScan::Status;

Position atLine(std::uint64_t line)
{
    Position position;
    position.line = static_cast<std::size_t>(line);
    return position;
}

std::size_t firstInk(std::string_view text)
{
    return std::min(text.find_first_not_of(" \t\r\n"), text.size());
}

std::uint64_t linesIn(std::string_view text)
{
    return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

/// How the first value of a text ends.
Status scanned(std::string_view text)
{
    JsonScan scan(text);
    (void)scan.skip();
    if (scan.ok() && scan.peek() != '\0')
        scan.fail("text behind the object");
    return scan.status();
}

} // namespace

bool isJson(std::string_view start)
{
    if (start.starts_with("\xEF\xBB\xBF"))
        start.remove_prefix(3);
    start.remove_prefix(firstInk(start));
    if (!start.starts_with('{') && !start.starts_with('['))
        return false;
    const std::string_view inside = start.substr(1).substr(firstInk(start.substr(1)));
    const std::string_view next = start.front() == '{' ? "\"}" : "{[]";
    return inside.empty() || next.find(inside.front()) != std::string_view::npos;
}

std::unique_ptr<TableReader> makeJson(const ReadOptions& options)
{
    return std::make_unique<JsonReader>(options);
}

JsonReader::JsonReader(ReadOptions options, JsonLimits limits)
    : m_options(std::move(options))
    , m_limits(limits)
    , m_rows(m_options)
    , m_flat(m_rows)
{
}

JsonReader::~JsonReader() = default;

Result<void> JsonReader::feed(std::string_view bytes)
{
    WG_CHECK(m_decoder.feed(bytes, m_text));
    return m_text.size() < m_tryAt ? Result<void>{} : consume(false);
}

Result<void> JsonReader::consume(bool atEnd)
{
    if (m_shape == Shape::Unknown)
        decide(atEnd);
    if (m_shape == Shape::Lines)
        WG_CHECK(lines(atEnd));
    else if (m_shape == Shape::Array)
        WG_CHECK(elements(atEnd));
    else if (m_text.size() > m_limits.documentBytes)
        return fail(ErrorCode::Limit,
            fmt::format("the JSON document is longer than {} MiB; write one object a line (JSONL) instead",
                m_limits.documentBytes >> 20));
    m_tryAt = m_shape == Shape::Lines && m_text.size() < kLeastText ? 0 : m_text.size() + std::max(kLeastText, m_text.size());
    return {};
}

/// One object a line when the first line is a whole object and there is a second one; an array by its bracket; else a document,
/// which is read at the end.
void JsonReader::decide(bool atEnd)
{
    const std::size_t ink = firstInk(m_text);
    if (ink == m_text.size())
        return;
    if (m_text[ink] == '[') {
        m_shape = Shape::Array;
        m_line += linesIn(std::string_view(m_text).substr(0, ink));
        m_text.erase(0, ink + 1);
        return;
    }
    const std::size_t end = m_text.find('\n', ink);
    if (end == std::string::npos && !atEnd && m_text.size() < m_limits.recordBytes)
        return;
    if (scanned(std::string_view(m_text).substr(0, end)) == Status::Torn || end == std::string::npos) {
        m_shape = Shape::Document;
        return;
    }
    if (m_text.find_first_not_of(" \t\r\n", end) != std::string::npos)
        m_shape = Shape::Lines;
    else if (atEnd)
        m_shape = Shape::Document;
}

/// The first record tells whether the format is a known one.
void JsonReader::choose(std::string_view first, bool isDocument)
{
    m_chosen = true;
    JsonScan scan(first);
    const JsonValue outline = readJsonOutline(scan);
    m_format = scan.ok() ? jsonFormatOf(outline, isDocument) : nullptr;
    if (m_format != nullptr)
        m_adapter = m_format->make();
}

/// Takes one object of the scan as a record; whoever calls looks at the scan.
Result<void> JsonReader::record(JsonScan& scan)
{
    if (!m_adapter) {
        m_flat.record(scan);
        return {};
    }
    if (scan.peek() != '{') {
        (void)scan.skip();
        if (scan.ok())
            scan.fail("no JSON object");
        return {};
    }
    const JsonValue value = readJsonValue(scan, m_format->skip);
    if (scan.ok() && scan.peek() == '\0')
        return m_adapter->record(value, m_rows);
    return {};
}

Result<void> JsonReader::line(std::string_view text, bool last)
{
    const std::size_t ink = firstInk(text);
    if (ink == text.size())
        return {};
    if (!m_chosen && scanned(text) == Status::Ok)
        choose(text, false);
    JsonScan scan(text);
    WG_CHECK(record(scan));
    if (scan.ok() && scan.peek() != '\0')
        scan.fail("text behind the object");
    if (scan.ok())
        return m_adapter ? Result<void>{} : m_rows.commit();
    m_rows.rollback();
    if (last && scan.status() == Status::Torn)
        m_notes.push_back({Warning::Severity::Info, fmt::format("line {} is not finished: it waits for its writer", m_line)});
    else
        m_rows.refuse(m_line, std::string(scan.reason()));
    return {};
}

Result<void> JsonReader::lines(bool atEnd)
{
    const std::string_view all = m_text;
    std::size_t at = 0;
    for (std::size_t end = 0; (end = all.find('\n', at)) != std::string_view::npos; at = end + 1, ++m_line) {
        if (!std::exchange(m_skipLine, false))
            WG_CHECK(line(all.substr(at, end - at), false));
    }
    if (atEnd && !m_skipLine && !m_options.mayGrow)
        WG_CHECK(line(all.substr(at), true));
    m_text.erase(0, at);
    if (m_text.size() > m_limits.recordBytes && !m_skipLine) {
        m_rows.refuse(m_line, fmt::format("a line of more than {} bytes", m_limits.recordBytes));
        m_skipLine = true;
    }
    if (m_skipLine)
        m_text.clear();
    return {};
}

Result<void> JsonReader::elements(bool atEnd)
{
    std::size_t at = 0; // behind the last whole element
    while (!m_ended) {
        const std::string_view rest = std::string_view(m_text).substr(at);
        JsonScan scan(rest);
        bool first = m_first;
        const bool more = scan.element(first);
        const std::size_t begin = scan.position();
        if (!more && scan.ok()) {
            m_ended = true;
            at += begin;
            break;
        }
        const std::string_view element = scan.ok() ? scan.skip() : std::string_view();
        if (scan.status() == Status::Torn)
            break;
        const std::uint64_t where = m_line + linesIn(rest.substr(0, begin));
        if (!scan.ok())
            return fail(ErrorCode::Parse, fmt::format("the JSON array breaks: {}", scan.reason()), atLine(where));
        if (!element.starts_with('{')) {
            m_rows.refuse(where, "no JSON object");
        } else {
            if (!m_chosen)
                choose(element, false);
            JsonScan inside(element);
            WG_CHECK(record(inside));
            if (!m_adapter)
                WG_CHECK(m_rows.commit());
        }
        m_first = first;
        m_line += linesIn(rest.substr(0, scan.position()));
        at += scan.position();
    }
    m_text.erase(0, at);
    if (m_ended && firstInk(m_text) != m_text.size())
        return fail(ErrorCode::Parse, "there is text behind the JSON array", atLine(m_line));
    if (m_ended)
        m_text.clear();
    if (m_text.size() > m_limits.recordBytes)
        return fail(ErrorCode::Limit, fmt::format("an element of the array is longer than {} MiB", m_limits.recordBytes >> 20),
            atLine(m_line));
    if (atEnd && !m_ended)
        m_notes.push_back({Warning::Severity::Warning, "the JSON array is not finished: its whole elements were read"});
    return {};
}

/// One object, or several that are printed over many lines; lines of objects when only some of them break.
Result<void> JsonReader::document()
{
    const std::string_view all = m_text;
    JsonScan scan(all);
    (void)scan.skip();
    const bool one = scan.ok() && scan.peek() == '\0' && scan.position() == all.size();
    if (one) {
        choose(all, true);
        JsonScan again(all);
        return m_adapter ? record(again) : takeDocument(all.substr(firstInk(all)), m_rows);
    }
    const std::size_t end = all.find('\n', firstInk(all));
    bool anyLine = false;
    for (std::size_t at = 0; at < all.size() && !anyLine;) {
        const std::size_t next = std::min(all.find('\n', at), all.size());
        const std::string_view text = all.substr(at, next - at);
        anyLine = text.substr(firstInk(text)).starts_with('{') && scanned(text) == Status::Ok;
        at = next + 1;
    }
    if (anyLine && end != std::string_view::npos) {
        m_shape = Shape::Lines;
        return lines(true);
    }
    const std::uint64_t broken = m_line + linesIn(all.substr(0, std::min(scan.position(), all.size())));
    if (scan.status() == Status::Torn && m_options.mayGrow) {
        m_notes.push_back({Warning::Severity::Info, "the JSON document is not whole yet: it waits for its writer"});
        return {};
    }
    if (!scan.ok())
        return fail(ErrorCode::Parse,
            scan.status() == Status::Torn ? std::string("the JSON document ends too early: it was cut off or is being written")
                                          : fmt::format("this is no JSON: {}", scan.reason()),
            atLine(broken));
    return objects();
}

Result<void> JsonReader::objects()
{
    m_shape = Shape::Lines;
    std::size_t at = 0;
    const std::string_view all = m_text;
    while (firstInk(all.substr(at)) != all.size() - at) {
        JsonScan scan(all.substr(at));
        const std::string_view object = scan.skip();
        const std::uint64_t where = m_line + linesIn(all.substr(0, at + firstInk(all.substr(at))));
        if (!scan.ok() && scan.status() == Status::Torn && m_rows.rows() > 0)
            break;
        if (!scan.ok())
            return fail(ErrorCode::Parse, fmt::format("this is no JSON: {}", scan.reason()), atLine(where));
        if (!m_chosen)
            choose(object, false);
        JsonScan inside(object);
        WG_CHECK(record(inside));
        if (!inside.ok()) {
            m_rows.rollback();
            m_rows.refuse(where, std::string(inside.reason()));
        } else if (!m_adapter) {
            WG_CHECK(m_rows.commit());
        }
        at += scan.position();
    }
    return {};
}

Result<Table*> JsonReader::soFar()
{
    WG_CHECK(consume(false));
    if (m_shape != Shape::Lines || m_adapter || m_rows.rows() == 0)
        return nullptr;
    m_lateText = m_rows.lateText();
    Table* const table = m_rows.soFar();
    if (table != nullptr)
        table->format = "JSONL";
    return table;
}

Result<Table> JsonReader::finish()
{
    WG_CHECK(m_decoder.finish(m_text));
    WG_CHECK(consume(true));
    if (m_shape == Shape::Unknown)
        return fail(ErrorCode::Parse, "the file is empty: there is no record");
    if (m_shape == Shape::Document)
        WG_CHECK(document());
    std::string_view name = m_shape == Shape::Array ? "JSON array" : m_shape == Shape::Document ? "JSON" : "JSONL";
    std::optional<Layout> layout;
    if (m_adapter) {
        WG_TRY(layout, m_adapter->finish(m_rows));
        name = m_format->name;
    }
    m_lateText = m_rows.lateText();
    const std::uint64_t rows = m_rows.rows();
    WG_TRY(Table table, m_rows.finish());
    if (rows == 0 && table.skipped > 0)
        return fail(ErrorCode::Parse,
            fmt::format("none of the {} record(s) is a JSON object (line {}: {})", table.skipped, table.badRows.front().line,
                table.badRows.front().reason));
    table.format = name;
    table.layout = std::move(layout);
    table.notes.insert(table.notes.end(), m_notes.begin(), m_notes.end());
    return table;
}

} // namespace wg::logs
