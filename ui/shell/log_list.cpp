#include "ui/shell/log_list.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>

namespace wg::ui::shell {

namespace {

Result<LogEntry> load(const std::string& path, const evaluation::Options& options, const CancelToken& cancel,
    const std::function<void(double)>& progress)
{
    WG_TRY(auto log, evaluation::openLog(path, options, cancel, progress));
    WG_TRY(auto result, evaluation::evaluate(*log, {}, cancel));
    return LogEntry{{}, path, options, std::move(log), std::make_shared<const evaluation::LogResult>(std::move(result))};
}

} // namespace

LogList::~LogList()
{
    for (const auto& [path, token] : m_loading)
        token.cancel();
}

const LogEntry* LogList::find(const std::string& name) const
{
    const auto found = std::ranges::find(m_logs, name, &LogEntry::name);
    return found == m_logs.end() ? nullptr : &*found;
}

void LogList::open(const std::string& path, const evaluation::Options& options)
{
    cancel(path);
    const CancelToken token;
    m_loading[path] = token;
    Q_EMIT progress(path, 0);
    const auto onGui = [guard = QPointer(this), token](auto work) {
        // The object lives on the GUI thread; whether it still does is asked there.
        QMetaObject::invokeMethod(
            qApp,
            [guard, token, work = std::move(work)]() mutable {
                if (guard && !token.cancelled())
                    work(*guard);
            },
            Qt::QueuedConnection);
    };
    QThreadPool::globalInstance()->start([path, options, token, onGui] {
        auto entry = load(path, options, token,
            [&](double fraction) { onGui([path, fraction](LogList& list) { Q_EMIT list.progress(path, fraction); }); });
        onGui([path, options, entry = std::move(entry)](LogList& list) mutable {
            list.m_loading.erase(path);
            list.m_refused.erase(path);
            if (entry)
                return list.add(std::move(*entry));
            list.m_refused[path] = options;
            Q_EMIT list.failed(path, entry.error());
            Q_EMIT list.changed();
        });
    });
}

void LogList::add(LogEntry entry)
{
    const auto same = std::ranges::find(m_logs, entry.path, &LogEntry::path);
    if (!entry.path.empty() && same != m_logs.end()) {
        entry.name = same->name;
        *same = std::move(entry);
        const std::string name = same->name;
        Q_EMIT opened(name);
    } else {
        const std::string base =
            entry.name.empty() ? QFileInfo(QString::fromStdString(entry.path)).fileName().toStdString() : entry.name;
        entry.name = base;
        for (int number = 2; find(entry.name) != nullptr; ++number)
            entry.name = base + " " + std::to_string(number);
        const std::string name = entry.name;
        m_logs.push_back(std::move(entry));
        Q_EMIT opened(name);
    }
    Q_EMIT changed();
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
    found->second.cancel();
    m_loading.erase(found);
}

void LogList::remove(const std::string& name)
{
    if (std::erase_if(m_logs, [&](const LogEntry& entry) { return entry.name == name; }) == 0)
        return;
    Q_EMIT removed(name);
    Q_EMIT changed();
}

} // namespace wg::ui::shell
