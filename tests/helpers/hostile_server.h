// A server that says what a test tells it to say, byte for byte, from its own thread. Raw sockets on a random loopback port.
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QString>

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace wg::test {

class HostileServer {
public:
    /// One connection; runs on its own thread. `request` is the head and the body that came with it.
    class Peer {
    public:
        Peer(int fd, const std::atomic<bool>& stopping) : m_fd(fd), m_stopping(stopping) { }
        /// False once the other side is gone or the server stops.
        bool send(const QByteArray& bytes) const;
        /// Sleeps, but not longer than the server lives.
        void wait(int ms) const;
        [[nodiscard]] bool stopping() const { return m_stopping; }

    private:
        int m_fd;
        const std::atomic<bool>& m_stopping;
    };
    using Script = std::function<void(const Peer& peer, const QByteArray& request)>;

    /// Listens at once. `port` 0: any free one.
    explicit HostileServer(Script script, quint16 port = 0);
    ~HostileServer();
    HostileServer(const HostileServer&) = delete;
    HostileServer& operator=(const HostileServer&) = delete;

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] std::string address() const;
    [[nodiscard]] std::string url() const;
    /// Everything received so far, one entry a request.
    [[nodiscard]] QByteArrayList requests() const;
    [[nodiscard]] int count() const { return int(requests().size()); }
    /// Most requests that were answered at the same time.
    [[nodiscard]] int mostAtOnce() const { return m_most; }

    /// "HTTP/1.1 200 OK" with Content-Length and Connection: close.
    [[nodiscard]] static QByteArray reply(
        const QByteArray& body, const QByteArray& type = "application/json", int status = 200, const QByteArray& headers = {});
    /// Always sends the same bytes and closes.
    [[nodiscard]] static Script always(const QByteArray& bytes);

private:
    void listenLoop();
    void serve(int fd);

    Script m_script;
    int m_listener = -1;
    quint16 m_port = 0;
    std::atomic<bool> m_stopping = false;
    std::atomic<int> m_now = 0;
    std::atomic<int> m_most = 0;
    mutable std::mutex m_mutex; ///< guards the two lists
    QByteArrayList m_requests;
    std::vector<std::thread> m_peers;
    std::thread m_thread;
};

} // namespace wg::test
