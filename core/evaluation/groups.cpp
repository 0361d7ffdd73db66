#include "core/evaluation/groups.h"

#include <algorithm>
#include <bit>
#include <unordered_map>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

constexpr std::size_t kMostGroups = 10'000;

struct KeyColumn {
    std::string key;
    ColumnIndex column;
};

std::vector<KeyColumn> keyColumns(const OpenedLog& log)
{
    std::vector<KeyColumn> out;
    const auto add = [&](std::string key, ColumnIndex column) {
        if (std::none_of(out.begin(), out.end(), [column](const KeyColumn& k) { return k.column == column; }))
            out.push_back({std::move(key), column});
    };
    if (log.model)
        add("model", *log.model);
    if (log.dataset)
        add("dataset", *log.dataset);
    for (const ColumnIndex column : log.by)
        add(log.table.columns[column].name, column);
    return out;
}

/// Equal cells have equal codes.
std::uint64_t cellCode(const logs::Column& column, std::uint32_t row)
{
    return column.numeric ? std::bit_cast<std::uint64_t>(column.numbers[row] + 0.0) : column.codes[row];
}

} // namespace

Result<std::vector<RowGroup>> groupRows(const OpenedLog& log, std::vector<std::uint32_t> rows)
{
    const std::vector<KeyColumn> keys = keyColumns(log);
    std::vector<RowGroup> out;
    if (keys.empty()) {
        out.push_back({{}, std::move(rows)});
        return out;
    }
    std::vector<std::uint32_t> group(rows.size(), 0); // refined column by column
    std::size_t groups = 1;
    for (const KeyColumn& key : keys) {
        std::unordered_map<std::uint64_t, std::unordered_map<std::uint32_t, std::uint32_t>> next;
        groups = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto [at, added] = next[cellCode(log.table.columns[key.column], rows[i])].try_emplace(
                group[i], static_cast<std::uint32_t>(groups));
            groups += added ? 1 : 0;
            group[i] = at->second;
            if (groups > kMostGroups)
                return fail(ErrorCode::Usage,
                    fmt::format(
                        "column {} makes more than {} groups; group by a column with fewer values", key.key, kMostGroups));
        }
    }
    out.resize(groups);
    for (std::size_t i = 0; i < rows.size(); ++i)
        out[group[i]].rows.push_back(rows[i]);
    for (RowGroup& one : out) {
        for (const KeyColumn& key : keys) {
            if (!one.rows.empty())
                one.by[key.key] = log.table.columns[key.column].text(one.rows.front());
        }
    }
    std::erase_if(out, [](const RowGroup& g) { return g.rows.empty(); });
    std::sort(out.begin(), out.end(), [&keys](const RowGroup& a, const RowGroup& b) {
        for (const KeyColumn& key : keys) {
            if (a.by.at(key.key) != b.by.at(key.key))
                return a.by.at(key.key) < b.by.at(key.key);
        }
        return false;
    });
    return out;
}

std::map<std::string, std::string> groupKey(
    const OpenedLog& log, std::map<std::string, std::string> by, const ModelColumns& model)
{
    if (log.models.size() > 1)
        by.emplace(log.model ? "score" : "model", model.name);
    return by;
}

} // namespace wg::evaluation
