// Asks, while an address is typed, whether a Prometheus API answers there. GUI thread.
#pragma once

#include "core/runtime/sources/source.h"

#include <QObject>

#include <functional>
#include <memory>

class QTimer;

namespace wg::ui::shell {

class ServerProbe : public QObject {
    Q_OBJECT
public:
    explicit ServerProbe(std::function<TimeMs()> clock, QObject* parent = nullptr);
    ~ServerProbe() override;

    /// Asks once the address has stood still for a moment; an address that is none asks nobody.
    void setAddress(const QString& address);

Q_SIGNALS:
    void asking();
    void nothing(); ///< the text is no address
    void answered(const wg::sources::Health& health);
    void failed(const wg::Error& error);

private:
    void ask();

    std::function<TimeMs()> m_clock;
    QTimer* m_quiet;
    QString m_address;
    std::unique_ptr<sources::Source> m_source;
};

/// http or https with a host.
[[nodiscard]] bool isServerAddress(const QString& text);

} // namespace wg::ui::shell
