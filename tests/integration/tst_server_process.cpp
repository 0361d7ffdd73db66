// The helper the other integration tests stand on: real servers start, answer, and are gone after kill().
#include "tests/helpers/server_process.h"

#include <QTcpSocket>
#include <QtTest>

using wg::test::ServerProcess;

class TestServerProcess : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void startsAndKills_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("prometheus") << static_cast<int>(ServerProcess::Kind::Prometheus);
        QTest::newRow("victoria") << static_cast<int>(ServerProcess::Kind::VictoriaMetrics);
        QTest::newRow("node exporter") << static_cast<int>(ServerProcess::Kind::NodeExporter);
    }
    void startsAndKills()
    {
        QFETCH(int, kind);
        ServerProcess server(static_cast<ServerProcess::Kind>(kind));
        for (int round = 0; round < 2; ++round) {
            QVERIFY2(server.start(), qPrintable(server.error()));
            server.kill();
            QTcpSocket socket;
            socket.connectToHost(QHostAddress(QHostAddress::LocalHost), server.port());
            QVERIFY(!socket.waitForConnected(1000));
        }
    }

    void saysWhyItEnded()
    {
        ServerProcess server(ServerProcess::Kind::Prometheus, "not: [valid");
        QVERIFY(!server.start());
        QVERIFY2(server.error().contains("ended with code"), qPrintable(server.error()));
    }
};

QTEST_GUILESS_MAIN(TestServerProcess)
#include "tst_server_process.moc"
