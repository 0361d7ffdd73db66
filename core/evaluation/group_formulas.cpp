#include "core/evaluation/group_formulas.h"

#include "core/evaluation/group_data.h"

#include <functional>
#include <limits>
#include <optional>
#include <tuple>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

std::vector<std::string_view> gatherTexts(const logs::Column& column, const Rows& rows)
{
    std::vector<std::string_view> out;
    out.reserve(rows.size());
    rows.forEach([&](std::uint32_t row) { out.push_back(column.dictionary.text(column.codes[row])); });
    return out;
}

std::vector<double> indicator(std::size_t rows, const std::function<bool(std::size_t)>& is)
{
    std::vector<double> out(rows);
    for (std::size_t i = 0; i < rows; ++i)
        out[i] = is(i) ? 1 : 0;
    return out;
}

/// The columns and roles of one group; roles of binary logs are made when they are first asked for.
class GroupColumns {
public:
    GroupColumns(const ModelData& data, const Rows& rows) : m_data(data), m_rows(rows) { }

    std::optional<Formula::Values> operator()(std::string_view name, bool quoted)
    {
        if (!quoted) {
            if (auto values = role(name))
                return values;
        }
        for (ColumnIndex i = 0; i < m_data.log.table.columns.size(); ++i) {
            if (m_data.log.table.columns[i].name == name)
                return column(i);
        }
        return std::nullopt;
    }

private:
    std::optional<Formula::Values> column(ColumnIndex index) const
    {
        const logs::Column& column = m_data.log.table.columns[index];
        if (!column.kept)
            return std::nullopt;
        Formula::Values out;
        if (column.numeric || m_data.log.parsed.contains(index))
            out.numbers = gather(m_data.log.numbers(index), m_rows);
        else
            out.texts = gatherTexts(column, m_rows);
        return out;
    }
    std::optional<Formula::Values> role(std::string_view name)
    {
        if (m_data.log.task == Task::Binary && m_data.log.label) {
            if (auto values = binaryRole(name))
                return values;
        }
        if (name == "weight" && m_data.log.weight)
            return Formula::Values{gather(m_data.log.numbers(*m_data.log.weight), m_rows), {}};
        if (m_data.log.task == Task::Multiclass && (name == "label" || name == "predicted"))
            return classRole(name == "label");
        if (name == "label" && m_data.log.label)
            return column(*m_data.log.label);
        if (name == "score" && m_data.model.score)
            return column(*m_data.model.score);
        if (name == "predicted" && m_data.model.prediction)
            return column(*m_data.model.prediction);
        return std::nullopt;
    }
    std::optional<Formula::Values> classRole(bool label)
    {
        if (!m_classes)
            m_classes = classRows(m_data, m_rows);
        Formula::Values out;
        for (const std::uint32_t code : label ? m_classes->actual : m_classes->decided)
            out.texts.emplace_back(m_data.log.classes[code]);
        return out.texts.empty() && !m_rows.empty() ? std::nullopt : std::optional(std::move(out));
    }
    std::optional<Formula::Values> binaryRole(std::string_view name)
    {
        if (!m_binary)
            m_binary = binaryRows(m_data, m_rows);
        const BinaryRows& rows = *m_binary;
        const std::size_t n = rows.actual.size();
        if (name == "label")
            return Formula::Values{{rows.actual.begin(), rows.actual.end()}, {}};
        if (name == "score" && !rows.scores.empty())
            return Formula::Values{rows.scores, {}};
        if (!rows.undecided.empty())
            return std::nullopt;
        if (name == "predicted")
            return Formula::Values{indicator(n, [&](std::size_t i) { return rows.isDecided(i); }), {}};
        for (const auto& [cell, actual, decided] : {std::tuple("tp", true, true), std::tuple("fp", false, true),
                 std::tuple("tn", false, false), std::tuple("fn", true, false)}) {
            if (name == cell)
                return Formula::Values{indicator(n,
                                           [&, a = actual, d = decided](
                                               std::size_t i) { return (rows.actual[i] != 0) == a && rows.isDecided(i) == d; }),
                    {}};
        }
        return std::nullopt;
    }

    const ModelData& m_data;
    const Rows& m_rows;
    std::optional<BinaryRows> m_binary;
    std::optional<ClassRows> m_classes;
};

} // namespace

Result<void> addFormulas(const ModelData& data, const Rows& rows, const std::vector<std::string>& formulas, Group& group)
{
    GroupColumns columns(data, rows);
    for (const std::string& text : formulas) {
        WG_TRY(const Formula formula, Formula::parse(text));
        if (rows.empty()) {
            group.undefined.emplace(formula.name(), "no rows");
            continue;
        }
        const auto metrics = [&group](std::string_view key) -> std::optional<double> {
            const std::string name(key);
            if (name == "rows")
                return static_cast<double>(group.rows);
            if (const auto known = group.metrics.find(name); known != group.metrics.end())
                return known->second;
            return group.undefined.contains(name) ? std::optional(std::numeric_limits<double>::quiet_NaN()) : std::nullopt;
        };
        WG_TRY(const mlmetrics::Metric value,
            formula.evaluate(rows.size(), [&](std::string_view name, bool quoted) { return columns(name, quoted); }, metrics));
        if (group.metrics.contains(formula.name()) || group.undefined.contains(formula.name()))
            return fail(ErrorCode::Usage, fmt::format("formula: there are two metrics named {}", formula.name()));
        addMetric(formula.name(), value, group);
    }
    return {};
}

Result<void> checkFormulas(const std::vector<std::string>& formulas)
{
    for (const std::string& text : formulas) {
        WG_TRY([[maybe_unused]] const Formula formula, Formula::parse(text));
    }
    return {};
}

} // namespace wg::evaluation
