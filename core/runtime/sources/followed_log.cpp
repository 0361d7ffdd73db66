#include "core/runtime/sources/followed_log.h"

#include "core/runtime/sources/delivery.h"
#include "core/runtime/sources/eval_metadata.h"
#include "core/runtime/sources/followed_file.h"
#include "core/runtime/sources/local_source.h"

#include <QElapsedTimer>
#include <QFileSystemWatcher>
#include <QPointer>
#include <QThreadPool>
#include <QTimer>

#include <algorithm>

namespace wg::sources {
namespace {

constexpr int kSettleMs = 50; ///< after a change the system tells of: writers write in bursts
constexpr qint64 kRest = 9; ///< a whole reading is followed by that many times its own time of rest

} // namespace

struct FollowedLog::Impl {
    explicit Impl(Place at) : place(std::move(at)), file(std::make_shared<FollowedFile>(place)) { }

    Place place;
    std::shared_ptr<FollowedFile> file; ///< the worker's while a job runs; copies of what it has are below

    std::shared_ptr<const evaluation::OpenedLog> log;
    std::shared_ptr<const series::Queryable> samples;
    std::vector<evaluation::RunningGroup> running;
    std::uint64_t rows = 0;
    bool behind = false;
    QString trouble;

    std::shared_ptr<Delivery> delivery;
    std::vector<QPointer<LocalSource>> sources;
    bool busy = false, pollWanted = false, refreshWanted = false;
    QElapsedTimer clock;
    qint64 pollFrom = 0, refreshFrom = 0; ///< of `clock`: not before that time, for whole readings take long
    std::unique_ptr<QTimer> timer, soon;
    std::unique_ptr<QFileSystemWatcher> watcher;

    void takeOver()
    {
        log = file->log();
        samples = file->samples();
        running = file->running();
        rows = file->rows();
        behind = file->behind();
    }

    void watch()
    {
        const QString path = QString::fromStdString(place.path);
        if (watcher && !watcher->files().contains(path))
            watcher->addPath(path); // a file that was replaced has left the watcher; polling finds it in any case
    }

    void tellSources(bool newNames)
    {
        std::erase_if(sources, [](const QPointer<LocalSource>& source) { return source.isNull(); });
        for (const QPointer<LocalSource>& source : sources) {
            if (newNames)
                source->setMetadata(evalMetadata(*samples));
            source->setData(samples);
        }
    }

    /// The next job, if one is wanted, due, and none runs.
    void next(FollowedLog& owner)
    {
        if (busy || (!pollWanted && !refreshWanted))
            return;
        const qint64 now = clock.elapsed();
        const bool isPoll = pollWanted && pollFrom <= now;
        if (!isPoll && !(refreshWanted && refreshFrom <= now)) {
            const qint64 due = std::min(pollWanted ? pollFrom : refreshFrom, refreshWanted ? refreshFrom : pollFrom);
            return later(owner, static_cast<int>(std::min<qint64>(due - now, 60'000)));
        }
        busy = true;
        (isPoll ? pollWanted : refreshWanted) = false;
        QThreadPool::globalInstance()->start([job = file, isPoll, self = &owner, to = delivery] {
            QElapsedTimer timed;
            timed.start();
            const FileNews news = isPoll ? job->poll() : job->refresh();
            to->post([self, isPoll, news, took = timed.elapsed()] { self->m_impl->landed(*self, isPoll, news, took); });
        });
    }

    void later(FollowedLog& owner, int milliseconds)
    {
        if (!soon) {
            soon = std::make_unique<QTimer>();
            soon->setSingleShot(true);
            connect(soon.get(), &QTimer::timeout, &owner, [this, &owner] { next(owner); });
        }
        if (!soon->isActive())
            soon->start(milliseconds);
    }

    void landed(FollowedLog& owner, bool isPoll, const FileNews& news, qint64 took)
    {
        busy = false;
        watch();
        if (news.costly)
            (isPoll ? pollFrom : refreshFrom) = clock.elapsed() + took * kRest;
        if (news.grown || news.replaced || news.refreshed)
            takeOver();
        const QPointer<FollowedLog> alive(&owner); // whoever hears a signal may delete it
        if (news.grown || news.replaced || news.refreshed)
            tellSources(news.replaced || news.refreshed);
        if (news.replaced)
            Q_EMIT owner.replaced();
        if (alive && news.grown)
            Q_EMIT owner.grown(news.newRows);
        if (alive && news.refreshed)
            Q_EMIT owner.refreshed();
        if (!alive)
            return;
        const QString now = QString::fromStdString(news.trouble);
        if (now != std::exchange(trouble, now)) {
            if (now.isEmpty())
                Q_EMIT owner.recovered();
            else
                Q_EMIT owner.problem(now);
        }
        if (alive)
            next(owner);
    }
};

Result<std::unique_ptr<FollowedLog>> FollowedLog::open(
    Place place, const CancelToken& cancel, const std::function<void(double)>& progress)
{
    auto impl = std::make_unique<Impl>(std::move(place));
    WG_CHECK(impl->file->open(cancel, progress));
    impl->takeOver();
    return std::unique_ptr<FollowedLog>(new FollowedLog(std::move(impl)));
}

FollowedLog::FollowedLog(std::unique_ptr<Impl> impl) : m_impl(std::move(impl))
{
    m_impl->delivery = std::make_shared<Delivery>(this);
    m_impl->clock.start();
}

FollowedLog::~FollowedLog()
{
    m_impl->file->cancel();
    m_impl->delivery->close();
}

const std::string& FollowedLog::path() const
{
    return m_impl->place.path;
}

const std::string& FollowedLog::name() const
{
    return m_impl->place.name;
}

std::shared_ptr<const evaluation::OpenedLog> FollowedLog::log() const
{
    return m_impl->log;
}

std::shared_ptr<const series::Queryable> FollowedLog::samples() const
{
    return m_impl->samples;
}

const std::vector<evaluation::RunningGroup>& FollowedLog::running() const
{
    return m_impl->running;
}

std::uint64_t FollowedLog::rows() const
{
    return m_impl->rows;
}

bool FollowedLog::behind() const
{
    return m_impl->behind;
}

QString FollowedLog::trouble() const
{
    return m_impl->trouble;
}

std::unique_ptr<LocalSource> FollowedLog::makeSource(std::string sourceName)
{
    auto source = std::make_unique<LocalSource>(std::move(sourceName), path(), samples());
    source->setMetadata(evalMetadata(*samples()));
    source->setLookback(std::max(5 * kMinute, m_impl->place.window.duration + 1)); // a window's value holds until the next one
    m_impl->sources.emplace_back(source.get());
    return source;
}

void FollowedLog::start(DurationMs interval)
{
    if (!m_impl->timer) {
        m_impl->timer = std::make_unique<QTimer>();
        m_impl->watcher = std::make_unique<QFileSystemWatcher>();
        connect(m_impl->timer.get(), &QTimer::timeout, this, &FollowedLog::pollNow);
        connect(m_impl->watcher.get(), &QFileSystemWatcher::fileChanged, this, [this] {
            m_impl->pollWanted = true;
            m_impl->later(*this, kSettleMs);
        });
    }
    m_impl->watch();
    m_impl->timer->start(static_cast<int>(interval));
    pollNow();
}

void FollowedLog::stop()
{
    m_impl->timer.reset();
    m_impl->soon.reset();
    m_impl->watcher.reset();
    m_impl->pollWanted = m_impl->refreshWanted = false;
}

void FollowedLog::pollNow()
{
    m_impl->pollWanted = true;
    m_impl->next(*this);
}

void FollowedLog::refresh()
{
    if (!m_impl->behind)
        return;
    m_impl->refreshWanted = true;
    m_impl->next(*this);
}

} // namespace wg::sources
