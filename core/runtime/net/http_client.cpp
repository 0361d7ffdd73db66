#include "core/runtime/net/http_client.h"

#include "core/runtime/net/http_transfer.h"

#include <QNetworkProxy>

#include <deque>

#include <fmt/format.h>

namespace wg::net {
namespace {

constexpr int kCancelPollMs = 20;

}

/// Queue and transfers; everything here runs on the client's thread.
class HttpClient::Worker : public QObject {
public:
    /// Transfers abort their replies, which needs the manager: they go first.
    ~Worker() override { qDeleteAll(std::exchange(m_inFlight, {})); }

    void open()
    {
        m_manager = new QNetworkAccessManager(this);
        m_manager->setProxy(QNetworkProxy::NoProxy);
        m_poll = new QTimer(this);
        m_poll->setInterval(kCancelPollMs);
        connect(m_poll, &QTimer::timeout, this, &Worker::dropCancelled);
    }

    void enqueue(HttpRequest request, HttpCallback done)
    {
        if (auto checked = checkRequest(request); !checked)
            return done(std::unexpected(std::move(checked).error()));
        if (m_wait.isValid() && m_wait.elapsed() < m_waitFor) {
            const QUrl url(QString::fromStdString(request.url));
            return done(fail(ErrorCode::Refused,
                fmt::format("{} is overloaded and asked to be left alone; next try in {} s", hostPort(url),
                    (m_waitFor - m_wait.elapsed() + 999) / 1000)));
        }
        m_queue.push_back({std::move(request), std::move(done)});
        startNext();
    }

private:
    struct Queued {
        HttpRequest request;
        HttpCallback done;
    };

    void startNext()
    {
        while (!m_queue.empty() && m_inFlight.size() < kMaxInFlight) {
            Queued next = std::move(m_queue.front());
            m_queue.pop_front();
            auto* const transfer = new Transfer(*m_manager, std::move(next.request), std::move(next.done), this);
            m_inFlight.append(transfer);
            connect(transfer, &Transfer::toldToWait, this, [this](DurationMs duration) {
                m_wait.start();
                m_waitFor = duration;
            });
            connect(transfer, &Transfer::finished, this, [this, transfer] {
                m_inFlight.removeOne(transfer);
                transfer->deleteLater();
                startNext();
            });
            transfer->start();
        }
        m_inFlight.isEmpty() ? m_poll->stop() : m_poll->start();
    }

    void dropCancelled()
    {
        std::erase_if(m_queue, [](const Queued& one) { return one.request.cancelled && one.request.cancelled(); });
        const QList<Transfer*> running = m_inFlight;
        for (Transfer* const transfer : running) {
            if (transfer->cancelled())
                transfer->drop();
        }
    }

    QNetworkAccessManager* m_manager = nullptr;
    QTimer* m_poll = nullptr;
    std::deque<Queued> m_queue;
    QList<Transfer*> m_inFlight;
    QElapsedTimer m_wait; ///< steady clock: since the server asked us to wait
    DurationMs m_waitFor = 0;
};

HttpClient::HttpClient() : m_worker(new Worker)
{
    m_thread.setObjectName(QStringLiteral("http"));
    m_worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->open(); });
}

HttpClient::~HttpClient()
{
    m_thread.quit();
    m_thread.wait();
}

void HttpClient::send(HttpRequest request, HttpCallback done)
{
    QMetaObject::invokeMethod(
        m_worker,
        [worker = m_worker, request = std::move(request), done = std::move(done)]() mutable {
            worker->enqueue(std::move(request), std::move(done));
        },
        Qt::QueuedConnection);
}

} // namespace wg::net
