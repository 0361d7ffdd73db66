#include "tests/helpers/hostile_server.h"

#include <QElapsedTimer>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace wg::test {
namespace {

constexpr int kPollMs = 20;

/// Head and, by Content-Length, body; empty when the other side left.
QByteArray readRequest(int fd, const std::atomic<bool>& stopping)
{
    QByteArray out;
    while (!stopping) {
        const qsizetype head = out.indexOf("\r\n\r\n");
        if (head >= 0) {
            const qsizetype at = out.toLower().indexOf("content-length:");
            const qsizetype end = out.indexOf("\r\n", at);
            const qsizetype length = at >= 0 && at < head ? out.mid(at + 15, end - at - 15).trimmed().toLongLong() : 0;
            if (out.size() >= head + 4 + length)
                return out;
        }
        pollfd one{fd, POLLIN, 0};
        if (::poll(&one, 1, kPollMs) <= 0)
            continue;
        char buffer[65536];
        const ssize_t count = ::recv(fd, buffer, sizeof buffer, 0);
        if (count <= 0)
            return {};
        out.append(buffer, count);
        if (out.front() < 'A' || out.front() > 'Z')
            return out; // no HTTP: a TLS hello
    }
    return {};
}

} // namespace

bool HostileServer::Peer::send(const QByteArray& bytes) const
{
    qsizetype done = 0;
    while (done < bytes.size() && !m_stopping) {
        pollfd one{m_fd, POLLOUT, 0};
        if (::poll(&one, 1, kPollMs) == 0)
            continue;
        const ssize_t count = ::send(m_fd, bytes.constData() + done, size_t(bytes.size() - done), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && errno != EAGAIN && errno != EINTR)
            return false;
        done += count > 0 ? count : 0;
    }
    return !m_stopping;
}

void HostileServer::Peer::wait(int ms) const
{
    QElapsedTimer timer;
    timer.start();
    while (!m_stopping && timer.elapsed() < ms) {
        // A peer that is gone ends the wait too.
        pollfd one{m_fd, POLLRDHUP, 0};
        if (::poll(&one, 1, int(qMin<qint64>(kPollMs, ms - timer.elapsed()))) > 0 && (one.revents & (POLLHUP | POLLERR)) != 0)
            return;
    }
}

HostileServer::HostileServer(Script script, quint16 port) : m_script(std::move(script))
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_listener, reinterpret_cast<const sockaddr*>(&address), size) != 0 || ::listen(m_listener, 64) != 0
        || ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        qFatal("hostile server cannot listen on 127.0.0.1:%d", int(port));
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { listenLoop(); });
}

HostileServer::~HostileServer()
{
    m_stopping = true;
    m_thread.join();
    for (std::thread& peer : m_peers)
        peer.join();
    ::close(m_listener);
}

std::string HostileServer::address() const
{
    return "127.0.0.1:" + std::to_string(m_port);
}

std::string HostileServer::url() const
{
    return "http://" + address();
}

QByteArrayList HostileServer::requests() const
{
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

void HostileServer::listenLoop()
{
    while (!m_stopping) {
        pollfd one{m_listener, POLLIN, 0};
        if (::poll(&one, 1, kPollMs) <= 0)
            continue;
        const int fd = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd >= 0)
            m_peers.emplace_back([this, fd] { serve(fd); });
    }
}

void HostileServer::serve(int fd)
{
    if (const QByteArray request = readRequest(fd, m_stopping); !request.isEmpty()) {
        {
            const std::lock_guard lock(m_mutex);
            m_requests.append(request);
        }
        const int now = ++m_now;
        for (int most = m_most; now > most && !m_most.compare_exchange_weak(most, now);) { }
        m_script(Peer(fd, m_stopping), request);
        --m_now;
    }
    ::shutdown(fd, SHUT_WR);
    // What is still unread would turn the close into a reset and take the reply with it.
    char rest[4096];
    pollfd one{fd, POLLIN, 0};
    while (!m_stopping && ::poll(&one, 1, 200) > 0 && ::recv(fd, rest, sizeof rest, 0) > 0) { }
    ::close(fd);
}

QByteArray HostileServer::reply(const QByteArray& body, const QByteArray& type, int status, const QByteArray& headers)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " X\r\nContent-Type: " + type
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\nConnection: close\r\n" + headers + "\r\n" + body;
}

HostileServer::Script HostileServer::always(const QByteArray& bytes)
{
    return [bytes](const Peer& peer, const QByteArray&) { peer.send(bytes); };
}

} // namespace wg::test
