#include "core/runtime/alerting/alert_service.h"

#include "core/runtime/alerting/group_run.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QPointer>
#include <QTimer>

#include <algorithm>

namespace wg::alerting {
namespace {

constexpr int kReloadDelayMs = 200; ///< editors write a file in several steps

struct ScheduledGroup {
    std::unique_ptr<GroupRun> run;
    qint64 due = 0; ///< on the steady clock, in ms
};

struct LoadedFile {
    std::string path;
    QPointer<sources::Source> source;
    std::vector<ScheduledGroup> groups;
    std::vector<Error> errors;
    Warnings warnings;
};

} // namespace

struct AlertService::Impl {
    explicit Impl(AlertService* owner) : q(owner)
    {
        steady.start();
        tick.setSingleShot(true);
        tick.setTimerType(Qt::PreciseTimer);
        announce.setSingleShot(true);
        reload.setSingleShot(true);
        reload.setInterval(kReloadDelayMs);
        connect(&tick, &QTimer::timeout, q, [this] { evaluateDue(); });
        connect(&announce, &QTimer::timeout, q, &AlertService::changed);
        connect(&reload, &QTimer::timeout, q, [this] { reloadAll(); });
        connect(&watcher, &QFileSystemWatcher::fileChanged, &reload, qOverload<>(&QTimer::start));
        connect(&watcher, &QFileSystemWatcher::directoryChanged, &reload, qOverload<>(&QTimer::start));
    }

    void announceChange()
    {
        if (!announce.isActive())
            announce.start(0);
    }

    LoadedFile* find(const std::string& path)
    {
        const auto found = std::ranges::find(files, path, &LoadedFile::path);
        return found == files.end() ? nullptr : &*found;
    }

    /// A file that is replaced leaves the watch; its folder tells when it is there again.
    void watch(const std::string& path)
    {
        const QString name = QString::fromStdString(path);
        if (!watcher.files().contains(name))
            watcher.addPath(name);
        const QString folder = QFileInfo(name).absolutePath();
        if (!watcher.directories().contains(folder))
            watcher.addPath(folder);
    }

    void load(LoadedFile& file)
    {
        auto read = rules::readRuleFile(file.path);
        watch(file.path);
        announceChange();
        if (!read) {
            file.errors = read.error();
            return;
        }
        file.errors.clear();
        file.warnings = read->warnings;
        std::vector<ScheduledGroup> groups;
        for (rules::Group& group : read->groups) {
            auto run = std::make_unique<GroupRun>(std::move(group), file.source, nullptr);
            connect(run.get(), &GroupRun::evaluated, q, [this] { announceChange(); });
            const auto old = std::ranges::find_if(
                file.groups, [&](const ScheduledGroup& known) { return known.run->group().name == run->group().name; });
            if (old != file.groups.end())
                run->adopt(*old->run);
            groups.push_back({std::move(run), steady.elapsed()});
        }
        file.groups = std::move(groups);
        schedule();
    }

    void reloadAll()
    {
        for (LoadedFile& file : files) {
            const QFileInfo info(QString::fromStdString(file.path));
            const auto stamp = std::pair(info.lastModified().toMSecsSinceEpoch(), info.size());
            if (std::exchange(stamps[file.path], stamp) != stamp)
                load(file);
            else
                watch(file.path);
        }
    }

    void schedule()
    {
        qint64 next = -1;
        for (const LoadedFile& file : files) {
            for (const ScheduledGroup& group : file.groups)
                next = next < 0 ? group.due : std::min(next, group.due);
        }
        if (!running || next < 0)
            tick.stop();
        else
            tick.start(static_cast<int>(std::clamp<qint64>(next - steady.elapsed(), 0, kHour)));
    }

    void evaluateDue()
    {
        const qint64 now = steady.elapsed();
        for (LoadedFile& file : files) {
            for (ScheduledGroup& group : file.groups) {
                if (group.due > now)
                    continue;
                group.due += group.run->interval() * ((now - group.due) / group.run->interval() + 1);
                group.run->evaluate(clock());
            }
        }
        schedule();
    }

    int count(alerts::State state) const
    {
        int out = 0;
        for (const LoadedFile& file : files) {
            for (const ScheduledGroup& group : file.groups) {
                for (const GroupRun::Entry& entry : group.run->entries())
                    out += static_cast<int>(std::ranges::count(entry.rule->machine().alerts(), state, &alerts::Alert::state));
            }
        }
        return out;
    }

    AlertService* q;
    std::function<TimeMs()> clock = [] { return QDateTime::currentMSecsSinceEpoch(); };
    std::vector<LoadedFile> files;
    std::map<std::string, std::pair<qint64, qint64>> stamps; ///< modification time and size when last looked at
    QFileSystemWatcher watcher;
    QElapsedTimer steady;
    QTimer tick;
    QTimer announce;
    QTimer reload;
    bool running = false;
};

AlertService::AlertService(QObject* parent) : QObject(parent), m_impl(std::make_unique<Impl>(this)) { }
AlertService::~AlertService() = default;

std::vector<Error> AlertService::addFile(const std::string& path, sources::Source* source)
{
    LoadedFile* file = m_impl->find(path);
    if (!file) {
        m_impl->files.push_back({path, source, {}, {}, {}});
        file = &m_impl->files.back();
    }
    if (file->source != source) {
        file->source = source;
        file->groups.clear();
    }
    const QFileInfo info(QString::fromStdString(path));
    m_impl->stamps[path] = {info.lastModified().toMSecsSinceEpoch(), info.size()};
    m_impl->load(*file);
    return file->errors;
}

void AlertService::removeFile(const std::string& path)
{
    std::erase_if(m_impl->files, [&](const LoadedFile& file) { return file.path == path; });
    m_impl->stamps.erase(path);
    m_impl->watcher.removePath(QString::fromStdString(path));
    m_impl->schedule();
    m_impl->announceChange();
}

void AlertService::clear()
{
    while (!m_impl->files.empty())
        removeFile(std::string(m_impl->files.back().path));
}

void AlertService::setClock(std::function<TimeMs()> clock)
{
    m_impl->clock = std::move(clock);
}

void AlertService::start()
{
    m_impl->running = true;
    m_impl->schedule();
}

void AlertService::stop()
{
    m_impl->running = false;
    m_impl->schedule();
}

void AlertService::evaluateNow()
{
    for (LoadedFile& file : m_impl->files) {
        for (ScheduledGroup& group : file.groups)
            group.run->evaluate(m_impl->clock());
    }
}

std::vector<RuleStatus> AlertService::status() const
{
    std::vector<RuleStatus> out;
    for (const LoadedFile& file : m_impl->files) {
        for (const ScheduledGroup& group : file.groups) {
            for (const GroupRun::Entry& entry : group.run->entries()) {
                const alerts::Machine& machine = entry.rule->machine();
                RuleStatus status{file.path, group.run->group().name, entry.rule->rule(), group.run->interval(),
                    group.run->sourceName(), machine.state(), machine.alerts(), {}, machine.lastError(), entry.lastEvaluation,
                    entry.evaluationTime, machine.history()};
                for (const alerts::Alert& alert : status.alerts)
                    status.annotations.push_back(entry.rule->annotations(alert));
                out.push_back(std::move(status));
            }
        }
    }
    return out;
}

std::map<std::string, std::vector<Error>> AlertService::fileErrors() const
{
    std::map<std::string, std::vector<Error>> out;
    for (const LoadedFile& file : m_impl->files) {
        if (!file.errors.empty())
            out[file.path] = file.errors;
    }
    return out;
}

std::map<std::string, Warnings> AlertService::fileWarnings() const
{
    std::map<std::string, Warnings> out;
    for (const LoadedFile& file : m_impl->files) {
        if (!file.warnings.empty())
            out[file.path] = file.warnings;
    }
    return out;
}

int AlertService::firingCount() const
{
    return m_impl->count(alerts::State::Firing);
}

int AlertService::pendingCount() const
{
    return m_impl->count(alerts::State::Pending);
}

} // namespace wg::alerting
