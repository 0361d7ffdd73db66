#include "core/logs/json_document.h"

#include "core/logs/json_formats.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace wg::logs {
namespace {

struct Member {
    std::string_view key, value; ///< key as it stands between its quotes
};

std::vector<Member> membersOf(std::string_view text)
{
    JsonScan scan(text);
    std::vector<Member> out;
    (void)scan.take('{');
    Member member;
    for (bool first = true; scan.key(member.key, first);) {
        member.value = scan.skip();
        out.push_back(member);
    }
    return out;
}

/// Cells of a column, with their row: of an array by place, of an object by its keys "0", "1", …. Nothing when it is no column.
std::optional<std::vector<JsonValue>> columnOf(std::string_view text)
{
    constexpr std::size_t kLongest = 256; // of a document's start: enough to see that it holds objects
    const std::string_view inside = text.substr(1, kLongest);
    const std::size_t value = inside.find_first_not_of(" \t\r\n");
    if (value == std::string_view::npos || inside[value] == '{' || inside[value] == '[')
        return std::nullopt;
    JsonScan scan(text);
    JsonValue column = readJsonValue(scan, nullptr);
    std::vector<JsonValue> out = std::move(column.items);
    for (auto& [key, cell] : column.members) {
        std::size_t index = 0;
        const auto parsed = std::from_chars(key.data(), key.data() + key.size(), index);
        if (parsed.ec != std::errc() || parsed.ptr != key.data() + key.size() || index != out.size())
            return std::nullopt;
        out.push_back(std::move(cell));
    }
    const bool scalars =
        std::none_of(out.begin(), out.end(), [](const JsonValue& cell) { return cell.isArray() || cell.isObject(); });
    return scalars && out.size() >= 2 ? std::optional(std::move(out)) : std::nullopt;
}

Result<bool> takeColumns(const std::vector<Member>& members, RecordColumns& rows)
{
    std::vector<std::vector<JsonValue>> columns;
    for (const Member& member : members) {
        const bool nested = member.value.starts_with('[') || member.value.starts_with('{');
        auto column = nested && member.value.front() == members.front().value.front() ? columnOf(member.value) : std::nullopt;
        if (!column || (!columns.empty() && column->size() != columns.front().size()))
            return false;
        columns.push_back(std::move(*column));
    }
    if (columns.empty())
        return false;
    std::vector<std::string> names(members.size());
    for (std::size_t i = 0; i < members.size(); ++i)
        JsonScan::unescape(members[i].key, names[i]);
    for (std::size_t row = 0; row < columns.front().size(); ++row) {
        RowWriter writer(rows);
        for (std::size_t i = 0; i < columns.size(); ++i)
            writer.put(names[i], &columns[i][row]);
        WG_CHECK(writer.commit());
    }
    return true;
}

bool isRecordsKey(std::string_view key)
{
    constexpr std::array<std::string_view, 12> kKeys = {"data", "rows", "records", "predictions", "samples", "instances",
        "items", "examples", "entries", "results", "history", "logs"};
    return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

/// The only member that is not scalar, when it is an array of objects and is called so.
std::string_view onlyRecords(const std::vector<Member>& members)
{
    std::string_view records;
    for (const Member& member : members) {
        if (!member.value.starts_with('[') && !member.value.starts_with('{'))
            continue;
        JsonScan scan(member.value);
        if (!records.empty() || !isRecordsKey(member.key) || !scan.take('[') || scan.peek() != '{')
            return {};
        records = member.value;
    }
    return records;
}

} // namespace

Result<void> takeDocument(std::string_view text, RecordColumns& rows)
{
    const std::vector<Member> members = membersOf(text);
    WG_TRY(const bool columns, takeColumns(members, rows));
    if (columns)
        return {};
    JsonFlattener flat(rows);
    const std::string_view records = onlyRecords(members);
    JsonScan scan(records.empty() ? text : records);
    if (records.empty()) {
        flat.record(scan);
        return rows.commit();
    }
    (void)scan.take('[');
    for (bool first = true; scan.element(first);) {
        if (scan.peek() != '{') {
            (void)scan.skip();
            rows.refuse(0, "no JSON object in the array of records");
            continue;
        }
        flat.record(scan);
        WG_CHECK(rows.commit());
    }
    return {};
}

} // namespace wg::logs
