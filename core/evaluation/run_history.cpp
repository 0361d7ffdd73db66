// A history log of any reader as one run.
#include "core/evaluation/groups.h"
#include "core/evaluation/log_times.h"
#include "core/evaluation/rows.h"
#include "core/evaluation/runs.h"

#include <cmath>
#include <filesystem>

#include <fmt/format.h>

namespace wg::evaluation {
namespace {

/// Tags of one run are told apart by model and the like, where a history has several: "resnet/loss".
std::string prefixOf(const std::map<std::string, std::string>& by)
{
    std::string out;
    for (const auto& [column, value] : by)
        out += value + "/";
    return out;
}

class Columns {
public:
    explicit Columns(const OpenedLog& log) : m_log(log), m_times(logTimes(log, 0)) { }

    void add(const RowGroup& group, Run& run)
    {
        const std::string prefix = prefixOf(group.by);
        std::size_t number = 0;
        for (const std::uint32_t row : group.rows) {
            const double x = step(row, number++);
            for (const ColumnIndex column : m_log.series) {
                const logs::Column& cells = m_log.table.columns[column];
                const double value = cells.numbers[row];
                if (std::isnan(value))
                    continue; // an empty cell
                const bool named = m_log.key && column == m_log.value;
                addPoint(run.scalars[prefix + (named ? m_log.table.columns[*m_log.key].text(row) : cells.name)], row, x, value);
            }
        }
    }

private:
    [[nodiscard]] double step(std::uint32_t row, std::size_t number) const
    {
        return m_log.step && m_log.table.columns[*m_log.step].numeric ? m_log.table.columns[*m_log.step].numbers[row]
                                                                      : static_cast<double>(number);
    }

    void addPoint(TagSeries& series, std::uint32_t row, double x, double value) const
    {
        series.step.push_back(x);
        series.value.push_back(value);
        if (m_times.empty())
            return;
        const TimeMs before = series.wall.empty() ? m_times.front() : series.wall.back();
        series.wall.push_back(m_times[row] == kNoTime ? before : m_times[row]);
    }

    const OpenedLog& m_log;
    std::vector<TimeMs> m_times;
};

} // namespace

std::optional<Run> runOf(const OpenedLog& log)
{
    if (log.kind != Kind::History)
        return std::nullopt;
    Run run;
    const std::filesystem::path file(log.file);
    run.name = file.stem().string();
    run.path = log.file;
    run.xName = log.step ? log.table.columns[*log.step].name : "row";
    const auto groups = groupRows(log, Rows::range(0, log.table.rows));
    if (!groups) {
        run.notes.push_back({Warning::Severity::Warning, groups.error().text()});
        return run;
    }
    Columns columns(log);
    for (const RowGroup& group : *groups)
        columns.add(group, run);
    if (log.skipped > 0)
        run.notes.push_back({Warning::Severity::Warning,
            log.skipped == 1 ? "1 row was left out" : fmt::format("{} rows were left out", log.skipped)});
    return run;
}

} // namespace wg::evaluation
