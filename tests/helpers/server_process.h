// A real server from Debian on a free loopback port, for tests. It dies with the test, whatever way the test ends.
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace wg::test {

/// Use from one thread. Port and data folder are chosen when made, so that the configuration of one server
/// can name the port of another, and survive kill() and a second start().
class ServerProcess {
public:
    enum class Kind { Prometheus, VictoriaMetrics, NodeExporter };

    /// `config`: text of the scrape configuration ("scrape_configs: …"); Prometheus gets an empty one by default.
    explicit ServerProcess(Kind kind, QByteArray config = {}, QStringList extraArguments = {});
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    /// Starts and waits until the server answers 200. False: error() says why, with the end of the server's log.
    [[nodiscard]] bool start(int timeoutMs = 30'000);
    /// SIGKILL, and waits for the end. start() brings it back on the same port with the same data.
    void kill();

    [[nodiscard]] quint16 port() const { return m_port; }
    /// "127.0.0.1:9090"
    [[nodiscard]] QString address() const;
    /// "http://127.0.0.1:9090"
    [[nodiscard]] QString url() const;
    /// Temporary folder of this server; samples are under data/ (put blocks there before start()).
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] QString dataFolder() const { return m_folder.filePath(QStringLiteral("data")); }
    [[nodiscard]] QString error() const { return m_error; }

    [[nodiscard]] static quint16 freePort();

private:
    [[nodiscard]] QStringList arguments() const;
    [[nodiscard]] bool answersReady() const;
    bool fail(const QString& why);

    Kind m_kind;
    QByteArray m_config;
    QStringList m_extraArguments;
    quint16 m_port = 0;
    QTemporaryDir m_folder;
    QProcess m_process;
    QString m_error;
};

} // namespace wg::test
