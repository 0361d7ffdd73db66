#include "tests/helpers/server_process.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

#include <csignal>
#include <sys/prctl.h>

namespace wg::test {
namespace {

struct Program {
    const char* binary; ///< as the Debian package of the same name installs it
    const char* readyPath;
};

Program programOf(ServerProcess::Kind kind)
{
    switch (kind) {
    case ServerProcess::Kind::Prometheus:
        return {"prometheus", "/-/ready"};
    case ServerProcess::Kind::VictoriaMetrics:
        return {"victoria-metrics", "/health"};
    case ServerProcess::Kind::NodeExporter:
        return {"prometheus-node-exporter", "/metrics"};
    }
    return {};
}

} // namespace

ServerProcess::ServerProcess(Kind kind, QByteArray config, QStringList extraArguments)
    : m_kind(kind)
    , m_config(std::move(config))
    , m_extraArguments(std::move(extraArguments))
    , m_port(freePort())
{
    QDir(m_folder.path()).mkpath(dataFolder());
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(m_folder.filePath(QStringLiteral("log")), QIODevice::Append);
}

ServerProcess::~ServerProcess()
{
    kill();
}

bool ServerProcess::start(int timeoutMs)
{
    const QString binary = QString::fromLatin1(programOf(m_kind).binary);
    const QString path = QStandardPaths::findExecutable(binary);
    if (path.isEmpty())
        return fail(QStringLiteral("%1 is not installed (Debian package of the same name)").arg(binary));
    QFile config(m_folder.filePath(QStringLiteral("config.yml")));
    if (!config.open(QIODevice::WriteOnly) || config.write(m_config) != m_config.size())
        return fail(QStringLiteral("cannot write %1").arg(config.fileName()));
    config.close();
    m_process.start(path, arguments());
    if (!m_process.waitForStarted())
        return fail(QStringLiteral("%1 did not start: %2").arg(path, m_process.errorString()));
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < timeoutMs) {
        if (m_process.waitForFinished(0) || m_process.state() == QProcess::NotRunning)
            return fail(QStringLiteral("%1 ended with code %2").arg(binary).arg(m_process.exitCode()));
        if (answersReady())
            return true;
        QThread::msleep(50);
    }
    kill();
    return fail(QStringLiteral("%1 was not ready after %2 ms").arg(binary).arg(timeoutMs));
}

void ServerProcess::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(10'000);
}

QString ServerProcess::address() const
{
    return QStringLiteral("127.0.0.1:%1").arg(m_port);
}

QString ServerProcess::url() const
{
    return QStringLiteral("http://") + address();
}

quint16 ServerProcess::freePort()
{
    QTcpServer probe;
    probe.listen(QHostAddress::LocalHost, 0);
    return probe.serverPort();
}

QStringList ServerProcess::arguments() const
{
    const QString config = m_folder.filePath(QStringLiteral("config.yml"));
    QStringList out;
    switch (m_kind) {
    case Kind::Prometheus:
        out = {QStringLiteral("--config.file=") + config, QStringLiteral("--storage.tsdb.path=") + dataFolder(),
            QStringLiteral("--storage.tsdb.retention.time=100y"), QStringLiteral("--web.listen-address=") + address()};
        break;
    case Kind::VictoriaMetrics:
        out = {QStringLiteral("-storageDataPath=") + dataFolder(), QStringLiteral("-httpListenAddr=") + address(),
            QStringLiteral("-retentionPeriod=100y"), QStringLiteral("-search.latencyOffset=0s")};
        if (!m_config.isEmpty())
            out << QStringLiteral("-promscrape.config=") + config;
        break;
    case Kind::NodeExporter:
        out = {QStringLiteral("--web.listen-address=") + address()};
        break;
    }
    return out + m_extraArguments;
}

bool ServerProcess::answersReady() const
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
    if (!socket.waitForConnected(500))
        return false;
    socket.write("GET " + QByteArray(programOf(m_kind).readyPath) + " HTTP/1.0\r\nHost: " + address().toLatin1() + "\r\n\r\n");
    if (!socket.waitForBytesWritten(500) || !socket.waitForReadyRead(2000))
        return false;
    const QByteArray status = socket.readLine();
    return status.startsWith("HTTP/1.") && status.mid(9, 3) == "200";
}

bool ServerProcess::fail(const QString& why)
{
    m_error = why;
    QFile log(m_folder.filePath(QStringLiteral("log")));
    if (log.open(QIODevice::ReadOnly)) {
        log.seek(qMax<qint64>(0, log.size() - 2000));
        m_error += QStringLiteral("\n") + QString::fromUtf8(log.readAll());
    }
    return false;
}

} // namespace wg::test
