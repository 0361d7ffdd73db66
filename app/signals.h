// SIGTERM and SIGINT as an event of the event loop: the handler writes one byte into a socket, the loop reads it. One at a
// time.
#pragma once

#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace wg::app {

class QuitOnSignal {
public:
    /// `quit` runs on the calling thread, from its event loop.
    explicit QuitOnSignal(std::function<void()> quit);
    ~QuitOnSignal();
    QuitOnSignal(const QuitOnSignal&) = delete;
    QuitOnSignal& operator=(const QuitOnSignal&) = delete;

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace wg::app
