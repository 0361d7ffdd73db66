#include "ui/shell/log_list.h"

#include "core/evaluation/opened_log.h"
#include "core/runtime/sources/followed_log.h"
#include "ui/shell/background.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>
#include <utility>

namespace wg::ui::shell {

namespace {

Result<LogEntry> load(const std::string& path, const std::string& name, const evaluation::Options& options,
    const CancelToken& cancel, const std::function<void(double)>& progress, QThread* gui)
{
    WG_TRY(auto followed, sources::FollowedLog::open({.path = path, .name = name, .options = options}, cancel, progress));
    followed->moveToThread(gui);
    auto log = followed->log();
    QElapsedTimer clock;
    clock.start();
    WG_TRY(auto result, evaluation::evaluate(*log, {}, cancel));
    LogEntry entry{name, path, options, std::move(log), std::make_shared<const evaluation::LogResult>(std::move(result))};
    entry.evaluateMs = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    entry.followed = std::shared_ptr<sources::FollowedLog>(followed.release(), [](QObject* object) { object->deleteLater(); });
    return entry;
}

} // namespace

LogList::~LogList()
{
    for (const auto& [path, loading] : m_loading)
        loading.cancel.cancel();
}

const LogEntry* LogList::find(const std::string& name) const
{
    const auto found = std::ranges::find(m_logs, name, &LogEntry::name);
    return found == m_logs.end() ? nullptr : &*found;
}

/// Of a log that is open or on its way: the one it has.
std::string LogList::freeName(const std::string& path) const
{
    const auto open = std::ranges::find(m_logs, path, &LogEntry::path);
    if (open != m_logs.end() && !path.empty())
        return open->name;
    const auto taken = [&](const std::string& name) {
        return find(name) != nullptr || std::ranges::any_of(m_loading, [&](const auto& loading) {
            return loading.first != path && loading.second.name == name;
        });
    };
    const std::string base = QFileInfo(QString::fromStdString(path)).fileName().toStdString();
    std::string name = base;
    for (int number = 2; taken(name); ++number)
        name = base + " " + std::to_string(number);
    return name;
}

void LogList::open(const std::string& path, const evaluation::Options& options)
{
    cancel(path);
    const Loading loading{CancelToken(), freeName(path), m_next++};
    m_loading[path] = loading;
    Q_EMIT progress(path, 0);
    const auto onGui = [guard = QPointer(this), token = loading.cancel](auto work) {
        // The object lives on the GUI thread; whether it still does is asked there.
        QMetaObject::invokeMethod(
            qApp,
            [guard, token, work = std::move(work)]() mutable {
                if (guard && !token.cancelled())
                    work(*guard);
            },
            Qt::QueuedConnection);
    };
    QThreadPool::globalInstance()->start([path, options, loading, onGui, gui = thread()] {
        auto entry = load(
            path, loading.name, options, loading.cancel,
            [&](double fraction) { onGui([path, fraction](LogList& list) { Q_EMIT list.progress(path, fraction); }); }, gui);
        onGui([path, options, order = loading.order, entry = std::move(entry)](LogList& list) mutable {
            list.m_loading.erase(path);
            list.m_refused.erase(path);
            if (entry)
                return list.put(std::move(*entry), order);
            list.m_refused[path] = options;
            Q_EMIT list.failed(path, entry.error());
            Q_EMIT list.changed();
        });
    });
}

void LogList::add(LogEntry entry)
{
    if (entry.name.empty() || find(entry.name) != nullptr)
        entry.name = freeName(entry.path.empty() ? entry.name : entry.path);
    put(std::move(entry), m_next++);
}

void LogList::put(LogEntry entry, int order)
{
    const std::string name = entry.name;
    const auto same = std::ranges::find(m_logs, name, &LogEntry::name);
    if (same != m_logs.end()) {
        *same = std::move(entry);
    } else {
        const auto at = std::ranges::upper_bound(m_order, order) - m_order.begin();
        m_order.insert(m_order.begin() + at, order);
        m_logs.insert(m_logs.begin() + at, std::move(entry));
    }
    follow(name);
    Q_EMIT opened(name);
    Q_EMIT changed();
}

/// New rows are counted at once; the page's curves follow when the log was read again.
void LogList::follow(const std::string& name)
{
    const LogEntry* entry = find(name);
    if (!entry->followed)
        return;
    sources::FollowedLog* followed = entry->followed.get();
    const auto with = [this, name, followed](auto&& change) { // unless it was closed or opened anew meanwhile
        const auto found = std::ranges::find(m_logs, name, &LogEntry::name);
        if (found != m_logs.end() && found->followed.get() == followed)
            change(*found);
    };
    connect(followed, &sources::FollowedLog::grown, this, [this, with, name, followed](quint64 rows) {
        with([&](LogEntry& log) {
            log.grown += rows;
            log.growing = true;
            Q_EMIT grew(name);
            followed->refresh();
        });
    });
    connect(followed, &sources::FollowedLog::problem, this, [this, with, name](const QString& text) {
        with([&](LogEntry& log) {
            log.trouble = text;
            Q_EMIT grew(name);
        });
    });
    connect(followed, &sources::FollowedLog::recovered, this, [this, with, name] {
        with([&](LogEntry& log) {
            log.trouble.clear();
            Q_EMIT grew(name);
        });
    });
    for (const auto renewed : {&sources::FollowedLog::refreshed, &sources::FollowedLog::replaced})
        connect(followed, renewed, this, [this, with, name] { with([&](LogEntry&) { evaluateAgain(name); }); });
    followed->start();
}

void LogList::evaluateAgain(const std::string& name)
{
    const LogEntry* entry = find(name);
    const auto log = entry->followed->log();
    inBackground(
        this, [log] { return evaluation::evaluate(*log, {}, {}); },
        [this, name, log](Result<evaluation::LogResult> result) {
            const auto found = std::ranges::find(m_logs, name, &LogEntry::name);
            if (!result || found == m_logs.end() || !found->followed || found->followed->log() != log)
                return; // a later one is on its way
            found->grown = found->followed->rows() - std::min<std::uint64_t>(found->followed->rows(), log->table.rows);
            found->log = log;
            found->result = std::make_shared<const evaluation::LogResult>(std::move(*result));
            Q_EMIT changed();
        });
}

evaluation::Options LogList::refusedOptions(const std::string& path) const
{
    const auto found = m_refused.find(path);
    return found == m_refused.end() ? evaluation::Options() : found->second;
}

void LogList::cancel(const std::string& path)
{
    const auto found = m_loading.find(path);
    if (found == m_loading.end())
        return;
    found->second.cancel.cancel();
    m_loading.erase(found);
}

void LogList::remove(const std::string& name)
{
    const auto found = std::ranges::find(m_logs, name, &LogEntry::name);
    if (found == m_logs.end())
        return;
    m_order.erase(m_order.begin() + (found - m_logs.begin()));
    m_logs.erase(found);
    Q_EMIT removed(name);
    Q_EMIT changed();
}

} // namespace wg::ui::shell
