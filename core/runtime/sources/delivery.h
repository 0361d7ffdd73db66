// How answers come home: from any thread to the thread of a source, and on to whoever asked. Internal to core/runtime/sources.
#pragma once

#include "core/runtime/sources/source.h"

#include <QPointer>
#include <QThread>

#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace wg::sources {

/// Shared between a source and its workers, which may outlive it. post() is thread-safe and drops the work once closed.
class Delivery {
public:
    explicit Delivery(QObject* owner) : m_owner(owner) { }

    /// Runs `work` on the owner's thread, from its event loop.
    void post(std::function<void()> work) const
    {
        const std::lock_guard lock(m_mutex);
        if (m_owner != nullptr)
            QMetaObject::invokeMethod(m_owner, std::move(work), Qt::QueuedConnection);
    }
    /// The owner is going; called by its destructor.
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_owner = nullptr;
    }

private:
    mutable std::mutex m_mutex;
    QObject* m_owner;
};

/// One piece of work that several callers wait for.
template <class T>
class Flight {
public:
    Flight() = default;
    Flight(const Flight&) = delete;
    Flight& operator=(const Flight&) = delete;
    /// Any thread. It may never have landed.
    ~Flight() { unwatch(m_waiters); }

    /// Owner's thread. False when everybody had already left: start a new flight.
    [[nodiscard]] bool join(const CancelToken& token, QObject* context, Callback<T> done)
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return false;
        const auto watch = QObject::connect(context, &QObject::destroyed, context, [token] { token.cancel(); });
        m_waiters.push_back({token, context, std::move(done), watch});
        return true;
    }
    /// Any thread. True once nobody waits any more; from then on nobody can join.
    [[nodiscard]] bool abandoned()
    {
        const std::lock_guard lock(m_mutex);
        for (const Waiter& waiter : m_waiters) {
            if (!waiter.token.cancelled())
                return false;
        }
        return m_closed = true;
    }
    /// Owner's thread: hands the result to everybody who still waits.
    void land(const Result<T>& result)
    {
        std::vector<Waiter> waiters;
        {
            const std::lock_guard lock(m_mutex);
            m_closed = true;
            waiters.swap(m_waiters);
        }
        unwatch(waiters);
        for (const Waiter& waiter : waiters) {
            if (!waiter.token.cancelled() && waiter.context)
                deliver(waiter, result);
        }
    }

private:
    struct Waiter {
        CancelToken token;
        QPointer<QObject> context;
        Callback<T> done;
        QMetaObject::Connection watch; ///< cancels the token when the context dies
    };

    /// A context outlives thousands of flights: none may leave its connection there.
    static void unwatch(const std::vector<Waiter>& waiters)
    {
        for (const Waiter& waiter : waiters)
            QObject::disconnect(waiter.watch);
    }

    static void deliver(const Waiter& waiter, const Result<T>& result)
    {
        if (waiter.context->thread() == QThread::currentThread())
            return waiter.done(result);
        QMetaObject::invokeMethod(
            waiter.context.data(),
            [waiter, result] {
                if (!waiter.token.cancelled())
                    waiter.done(result);
            },
            Qt::QueuedConnection);
    }

    std::mutex m_mutex;
    std::vector<Waiter> m_waiters;
    bool m_closed = false;
};

} // namespace wg::sources
