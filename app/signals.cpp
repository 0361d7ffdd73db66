#include "app/signals.h"

#include <array>
#include <csignal>

#include <sys/socket.h>
#include <unistd.h>

namespace wg::app {

namespace {

int g_write = -1; ///< a signal handler can only reach a global
int g_read = -1;

constexpr std::array kSignals{SIGTERM, SIGINT, SIGHUP};

void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(g_write, &byte, 1); // full: a quit is on its way already
}

} // namespace

QuitOnSignal::QuitOnSignal(std::function<void()> quit)
{
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0)
        return; // the signals then do what they always do
    g_read = ends[0];
    g_write = ends[1];
    m_notifier = std::make_unique<QSocketNotifier>(g_read, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [quit = std::move(quit)] {
        char byte = 0;
        [[maybe_unused]] const auto got = ::read(g_read, &byte, 1);
        quit();
    });
    for (const int number : kSignals)
        std::signal(number, onSignal);
}

QuitOnSignal::~QuitOnSignal()
{
    for (const int number : kSignals)
        std::signal(number, SIG_DFL);
    m_notifier.reset();
    if (g_read >= 0)
        ::close(g_read);
    if (g_write >= 0)
        ::close(g_write);
    g_read = g_write = -1;
}

} // namespace wg::app
