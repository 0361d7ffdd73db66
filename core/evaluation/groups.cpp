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

/// Splits groups by the cells of a column; gives how many there are then.
Result<std::size_t> refine(
    const logs::Column& column, const std::string& key, const Rows& rows, std::vector<std::uint32_t>& group)
{
    struct Pair {
        std::uint64_t cell;
        std::uint32_t group;
        bool operator==(const Pair&) const = default;
    };
    struct PairHash {
        std::size_t operator()(const Pair& pair) const
        {
            return (pair.cell + pair.group * 0x9E3779B97F4A7C15ULL) * 0xC2B2AE3D27D4EB4FULL >> 17U;
        }
    };
    std::unordered_map<Pair, std::uint32_t, PairHash> next;
    Pair last{0, 0};
    std::uint32_t lastGroup = 0;
    std::size_t i = 0;
    rows.forEach([&](std::uint32_t row) {
        const Pair pair{cellCode(column, row), group[i]};
        if (next.empty() || !(pair == last)) {
            lastGroup = next.try_emplace(pair, static_cast<std::uint32_t>(next.size())).first->second;
            last = pair;
        }
        group[i++] = lastGroup;
    });
    if (next.size() > kMostGroups)
        return fail(ErrorCode::Usage,
            fmt::format("column {} makes more than {} groups; group by a column with fewer values", key, kMostGroups));
    return next.size();
}

} // namespace

Result<std::vector<RowGroup>> groupRows(const OpenedLog& log, const Rows& rows)
{
    const std::vector<KeyColumn> keys = keyColumns(log);
    std::vector<RowGroup> out;
    if (keys.empty()) {
        out.push_back({{}, rows});
        return out;
    }
    std::vector<std::uint32_t> group(rows.size(), 0); // refined column by column
    std::size_t groups = 1;
    for (const KeyColumn& key : keys) {
        WG_TRY(groups, refine(log.table.columns[key.column], key.key, rows, group));
    }
    out.resize(groups);
    std::size_t i = 0;
    rows.forEach([&](std::uint32_t row) { out[group[i++]].rows.push_back(row); });
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
