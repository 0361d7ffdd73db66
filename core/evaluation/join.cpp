#include "core/evaluation/join.h"

#include "core/evaluation/column_names.h"
#include "core/evaluation/roles.h"
#include "core/logs/reader.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace wg::evaluation {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

Result<std::size_t> columnNamed(const logs::Table& table, const std::string& name, const std::string& file)
{
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (comparedName(table.columns[i].name) == comparedName(name))
            return i;
    }
    std::vector<std::string> names;
    names.reserve(table.columns.size());
    for (const logs::Column& column : table.columns)
        names.push_back(column.name);
    return fail(ErrorCode::Usage, fmt::format("--join: {} has no column {}; it has {}", file, name, fmt::join(names, ", ")));
}

bool has(const logs::Table& table, const std::string& name)
{
    return std::ranges::any_of(
        table.columns, [&](const logs::Column& column) { return comparedName(column.name) == comparedName(name); });
}

/// Which column of the second file holds the labels.
Result<std::size_t> labelColumn(const logs::Table& labels, std::size_t id, const Options& options)
{
    if (!options.label.empty() && has(labels, options.label))
        return columnNamed(labels, options.label, options.join->labels);
    WG_TRY(const Claims claims, findClaims(labels, {}));
    std::vector<std::size_t> candidates = claims.label;
    std::erase(candidates, id);
    if (candidates.empty()) {
        for (std::size_t i = 0; i < labels.columns.size(); ++i) {
            if (i != id && !labels.columns[i].name.empty() && !comparedName(labels.columns[i].name).starts_with("unnamed"))
                candidates.push_back(i);
        }
    }
    if (candidates.size() == 1)
        return candidates.front();
    std::vector<std::string> names;
    names.reserve(candidates.size());
    for (const std::size_t column : candidates)
        names.push_back(labels.columns[column].name);
    return fail(ErrorCode::Usage,
        fmt::format("--join: it is not clear which column of {} is the label ({}); --label names it", options.join->labels,
            names.empty() ? "there is none beside the id" : fmt::format("{}", fmt::join(names, ", "))));
}

/// Ids of two columns as keys that are equal just when the ids are.
class Keys {
public:
    Keys(const logs::Column& left, const logs::Column& right) : m_numeric(left.numeric && right.numeric) { }

    [[nodiscard]] std::string operator()(const logs::Column& column, std::size_t row) const
    {
        if (!m_numeric)
            return column.text(row);
        const double id = column.numbers[row] + 0.0;
        return std::isnan(id) ? std::string() : std::string(reinterpret_cast<const char*>(&id), sizeof id);
    }

private:
    bool m_numeric;
};

struct Matches {
    std::vector<std::uint32_t> rows; ///< of the labels for each row of the log; kNone without
    std::uint64_t unlabelled = 0, unused = 0, repeated = 0, contradicted = 0;
};

class LabelRows {
public:
    LabelRows(const logs::Column& ids, const logs::Column& label, const Keys& keys)
    {
        m_rows.reserve(ids.size());
        for (std::size_t row = 0; row < ids.size(); ++row) {
            std::string key = keys(ids, row);
            if (key.empty())
                continue;
            const auto [at, added] = m_rows.try_emplace(std::move(key), Entry{static_cast<std::uint32_t>(row), false, false});
            if (added)
                continue;
            ++repeated;
            at->second.contradicted = at->second.contradicted || label.text(row) != label.text(at->second.row);
        }
    }
    [[nodiscard]] Matches match(const logs::Column& ids, const Keys& keys)
    {
        Matches out;
        out.repeated = repeated;
        out.rows.reserve(ids.size());
        for (std::size_t row = 0; row < ids.size(); ++row) {
            const auto found = m_rows.find(keys(ids, row));
            const bool usable = found != m_rows.end() && !found->second.contradicted;
            out.rows.push_back(usable ? found->second.row : kNone);
            if (found == m_rows.end())
                ++out.unlabelled;
            else
                found->second.used = true;
        }
        for (const auto& [key, entry] : m_rows) {
            out.unused += entry.used ? 0 : 1;
            out.contradicted += entry.contradicted ? 1 : 0;
        }
        return out;
    }

private:
    struct Entry {
        std::uint32_t row = 0;
        bool used = false, contradicted = false;
    };
    std::unordered_map<std::string, Entry> m_rows;
    std::uint64_t repeated = 0;
};

logs::Column joined(const logs::Column& from, const std::vector<std::uint32_t>& rows)
{
    logs::Column out;
    out.name = from.name;
    out.numeric = from.numeric;
    std::vector<std::uint32_t> codes; // of the other dictionary, so that only texts in use are kept
    if (!from.numeric)
        codes.assign(from.dictionary.size(), kNone);
    for (const std::uint32_t row : rows) {
        if (from.numeric) {
            out.numbers.push_back(row == kNone ? std::numeric_limits<double>::quiet_NaN() : from.numbers[row]);
            continue;
        }
        if (row == kNone) {
            out.codes.push_back(out.dictionary.insert(""));
            continue;
        }
        std::uint32_t& code = codes[from.codes[row]];
        if (code == kNone)
            code = out.dictionary.insert(from.dictionary.text(from.codes[row]));
        out.codes.push_back(code);
    }
    return out;
}

void put(logs::Table& table, logs::Column column)
{
    for (logs::Column& old : table.columns) {
        if (comparedName(old.name) == comparedName(column.name)) {
            table.notes.push_back({Warning::Severity::Warning, fmt::format("{} is taken from the joined file", old.name)});
            old = std::move(column);
            return;
        }
    }
    table.columns.push_back(std::move(column));
}

void say(logs::Table& table, const Matches& matches, const std::string& file)
{
    const auto note = [&](std::uint64_t count, std::string_view what) {
        if (count > 0)
            table.notes.push_back({Warning::Severity::Warning, fmt::format("--join: {} {}", count, what)});
    };
    table.notes.push_back({Warning::Severity::Info,
        fmt::format("labels of {} row(s) come from {}",
            matches.rows.size() - static_cast<std::size_t>(std::ranges::count(matches.rows, kNone)), file)});
    note(matches.unlabelled, "row(s) have no label there");
    note(matches.unused, "label(s) belong to no row");
    note(matches.repeated, "id(s) occur again in the labels");
    note(matches.contradicted, "id(s) have labels that contradict each other, and are left out");
}

} // namespace

Result<std::string> joinLabels(logs::Table& table, const Options& options, const CancelToken& cancel)
{
    const std::string& file = options.join->labels;
    WG_TRY(const std::size_t id, columnNamed(table, options.join->id, "the log"));
    WG_TRY(logs::Table labels, logs::readTable(file, {}, cancel));
    WG_TRY(const std::size_t labelId, columnNamed(labels, options.join->id, file));
    WG_TRY(const std::size_t label, labelColumn(labels, labelId, options));
    const Keys keys(table.columns[id], labels.columns[labelId]);
    LabelRows rows(labels.columns[labelId], labels.columns[label], keys);
    const Matches matches = rows.match(table.columns[id], keys);
    say(table, matches, file);

    std::vector<std::string> further = options.by;
    further.insert(further.end(), options.use.begin(), options.use.end());
    further.insert(further.end(), {options.weights, options.dataset, options.model, options.time});
    for (const std::string& name : further) {
        if (!name.empty() && !has(table, name) && has(labels, name)) {
            WG_TRY(const std::size_t column, columnNamed(labels, name, file));
            put(table, joined(labels.columns[column], matches.rows));
        }
    }
    std::string name = labels.columns[label].name;
    put(table, joined(labels.columns[label], matches.rows));
    table.fingerprint += "+" + labels.fingerprint;
    table.bytes += labels.bytes;
    return name;
}

} // namespace wg::evaluation
