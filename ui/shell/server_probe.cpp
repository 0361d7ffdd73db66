#include "ui/shell/server_probe.h"

#include "core/runtime/sources/open_source.h"

#include <QTimer>
#include <QUrl>

namespace wg::ui::shell {
namespace {

constexpr int kQuietMs = 500;
constexpr DurationMs kTimeout = 5 * kSecond;

} // namespace

bool isServerAddress(const QString& text)
{
    const QUrl url(text.trimmed(), QUrl::StrictMode);
    return url.isValid() && (url.scheme() == "http" || url.scheme() == "https") && !url.host().isEmpty();
}

ServerProbe::ServerProbe(std::function<TimeMs()> clock, QObject* parent)
    : QObject(parent)
    , m_clock(std::move(clock))
    , m_quiet(new QTimer(this))
{
    m_quiet->setSingleShot(true);
    m_quiet->setInterval(kQuietMs);
    connect(m_quiet, &QTimer::timeout, this, &ServerProbe::ask);
}

ServerProbe::~ServerProbe() = default;

void ServerProbe::setAddress(const QString& address)
{
    m_address = address.trimmed();
    m_source.reset(); // an answer under way is not about this address
    m_quiet->stop();
    if (!isServerAddress(m_address))
        return Q_EMIT nothing();
    Q_EMIT asking();
    m_quiet->start();
}

void ServerProbe::ask()
{
    sources::Access access;
    access.timeout = kTimeout;
    auto source = sources::openSource({"probe", m_address.toStdString()}, access, m_clock());
    if (!source)
        return Q_EMIT failed(source.error());
    m_source = std::move(*source);
    m_source->test(this, [this](Result<sources::Health> health) {
        if (health)
            Q_EMIT answered(*health);
        else
            Q_EMIT failed(health.error());
    });
}

} // namespace wg::ui::shell
