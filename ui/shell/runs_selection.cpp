#include "ui/shell/runs_selection.h"

#include "core/evaluation/opened_log.h"
#include "ui/plot/series_colors.h"

#include "ui/shell/workspace.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace wg::ui::shell {

namespace {

constexpr double kMsPerSecond = 1000;

QString folderName(const std::string& path)
{
    const QString name = QFileInfo(QString::fromStdString(path)).fileName();
    return name.isEmpty() ? QString::fromStdString(path) : name;
}

std::vector<double> xOf(const evaluation::TagSeries& series, plot::RunAxis axis)
{
    if (axis == plot::RunAxis::Step || series.wall.empty())
        return series.step;
    std::vector<double> out;
    out.reserve(series.wall.size());
    const auto start = axis == plot::RunAxis::Relative ? series.wall.front() : 0;
    const double unit = axis == plot::RunAxis::Relative ? kMsPerSecond : 1;
    for (const TimeMs at : series.wall)
        out.push_back(static_cast<double>(at - start) / unit);
    return out;
}

} // namespace

RunsSelection::RunsSelection(Workspace& workspace, QObject* parent) : QObject(parent), m_workspace(workspace)
{
    connect(&workspace.runs, &RunList::changed, this, &RunsSelection::collect);
    connect(&workspace.logs, &LogList::changed, this, &RunsSelection::collect);
    collect();
}

void RunsSelection::collect()
{
    std::vector<ShownRun> runs;
    const auto take = [&](std::string key, QString name, std::shared_ptr<const evaluation::Run> run) {
        const auto color = m_colors.try_emplace(key, static_cast<int>(m_colors.size())).first->second;
        const bool chosen = m_chosen.try_emplace(key, true).first->second;
        runs.push_back({std::move(key), std::move(name), std::move(run), color, chosen});
    };
    const auto& sets = m_workspace.runs.all();
    const bool several = std::ranges::count_if(sets, [](const RunList::Entry& entry) { return entry.runs != nullptr; }) > 1;
    for (const RunList::Entry& entry : sets) {
        if (!entry.runs)
            continue;
        for (const auto& run : entry.runs->runs) {
            QString name = QString::fromStdString(run->name);
            if (name == QLatin1String("."))
                name = folderName(entry.path);
            else if (several)
                name.prepend(folderName(entry.path) + QLatin1Char('/'));
            take(entry.path + "\n" + run->name, name, run);
        }
    }
    auto histories = std::exchange(m_histories, {});
    for (const LogEntry& log : m_workspace.logs.all()) {
        if (!log.log || log.log->kind != evaluation::Kind::History)
            continue;
        auto& known = histories[log.path];
        if (known.first != log.log) {
            auto run = evaluation::runOf(*log.log);
            known = {log.log, run ? std::make_shared<const evaluation::Run>(std::move(*run)) : nullptr};
        }
        if (known.second) {
            take(log.path, QString::fromStdString(log.name), known.second);
            m_histories[log.path] = known;
        }
    }
    m_runs = std::move(runs);
    Q_EMIT runsChanged();
}

bool RunsSelection::passes(const ShownRun& run) const
{
    return m_filter.isValid() && m_filter.match(run.name).hasMatch();
}

std::vector<const ShownRun*> RunsSelection::shown() const
{
    std::vector<const ShownRun*> out;
    for (const ShownRun& run : m_runs) {
        if (run.chosen && passes(run))
            out.push_back(&run);
    }
    return out;
}

void RunsSelection::setChosen(const std::string& key, bool chosen)
{
    const auto found = std::ranges::find(m_runs, key, &ShownRun::key);
    if (found == m_runs.end() || found->chosen == chosen)
        return;
    found->chosen = chosen;
    m_chosen[key] = chosen;
    Q_EMIT runsChanged();
}

void RunsSelection::setFilter(const QString& pattern)
{
    m_filter = QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption);
    Q_EMIT runsChanged();
}

QString RunsSelection::filterProblem() const
{
    return m_filter.isValid() ? QString() : tr("This is no regular expression: %1").arg(m_filter.errorString());
}

void RunsSelection::setTagFilter(const QString& pattern)
{
    m_tagFilter = QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption);
    Q_EMIT runsChanged();
}

void RunsSelection::setSmoothing(double weight)
{
    m_smoothing = weight;
    Q_EMIT lookChanged();
}

void RunsSelection::setAxis(plot::RunAxis axis)
{
    m_axis = axis;
    Q_EMIT lookChanged();
}

std::vector<plot::RunLine> RunsSelection::lines(const std::string& tag) const
{
    std::vector<plot::RunLine> out;
    for (const ShownRun* one : shown()) {
        const auto series = one->run->scalars.find(tag);
        if (series == one->run->scalars.end())
            continue;
        plot::RunLine line{one->name, plot::seriesColor(one->color), xOf(series->second, m_axis), series->second.value, {}};
        if (m_smoothing > 0)
            line.smoothed = evaluation::smoothed(line.value, m_smoothing);
        out.push_back(std::move(line));
    }
    return out;
}

} // namespace wg::ui::shell
