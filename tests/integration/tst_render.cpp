// `watchglass render` over real servers and over files, without a display; and every command under other locales.
#include "tests/helpers/server_process.h"

#include <QDir>
#include <QImage>
#include <QProcess>
#include <QSet>
#include <QtTest>

#include <memory>

using wg::test::ServerProcess;

namespace {

struct Ran {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

Ran run(const QStringList& arguments, const QHash<QString, QString>& environment = {})
{
    QProcess process;
    auto all = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "LC_ALL", "LANG"})
        all.remove(QString::fromLatin1(name));
    for (auto it = environment.begin(); it != environment.end(); ++it)
        all.insert(it.key(), it.value());
    process.setProcessEnvironment(all);
    process.start(QStringLiteral(WG_PROGRAM), arguments);
    if (!process.waitForFinished(120'000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
        process.readAllStandardError()};
}

/// One time series panel over the whole width.
QByteArray dashboard(const QByteArray& expression)
{
    return "{'title':'Render','schemaVersion':39,'time':{'from':'now-2m','to':'now'},'panels':[{'id':7,'type':'timeseries',"
           "'title':'Load','gridPos':{'x':0,'y':0,'w':24,'h':10},'targets':[{'refId':'A','expr':'"
        + expression + "'}],'fieldConfig':{'defaults':{'unit':'short'},'overrides':[]},'options':{}}]}";
}

QString demo(const char* name)
{
    return QStringLiteral(WG_SOURCE_DIR) + QStringLiteral("/resources/demo/") + QLatin1String(name);
}

/// Pixels of the dark theme's first series colour: a line was drawn, not only its frame.
int linePixels(const QImage& image)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == QColor("#6AA6FA") ? 1 : 0;
    }
    return count;
}

} // namespace

class TestRender : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        m_exporter = std::make_unique<ServerProcess>(ServerProcess::Kind::NodeExporter);
        QVERIFY2(m_exporter->start(), qPrintable(m_exporter->error()));
    }

    void overServers_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("Prometheus") << int(ServerProcess::Kind::Prometheus);
        QTest::newRow("VictoriaMetrics") << int(ServerProcess::Kind::VictoriaMetrics);
    }
    void overServers()
    {
        QFETCH(int, kind);
        const bool victoria = ServerProcess::Kind(kind) == ServerProcess::Kind::VictoriaMetrics;
        const QByteArray config =
            "global: {scrape_interval: 1s}\nscrape_configs:\n- job_name: node\n  static_configs:\n  - targets: ['"
            + m_exporter->address().toUtf8() + "']\n";
        ServerProcess server(
            ServerProcess::Kind(kind), config, victoria ? QStringList{"-search.latencyOffset=0s"} : QStringList());
        QVERIFY2(server.start(), qPrintable(server.error()));
        const QString board = write("board.json", dashboard("node_load1"));
        const QString out = m_folder.filePath("server.png");
        // Fresh servers need a few scrapes before there is a line to draw.
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const Ran ran = run({"render", board, "--source", server.url(), "--size", "800x420", "-o", out});
                return ran.code == 0 && linePixels(QImage(out)) > 20;
            }(),
            60'000);
        QCOMPARE(QImage(out).size(), QSize(800, 420));
    }

    void refusedServerWritesNothing()
    {
        const QString out = m_folder.filePath("refused.png");
        const Ran ran = run({"render", write("board.json", dashboard("up")), "--source", "http://127.0.0.1:1", "-o", out});
        QCOMPARE(ran.code, 2);
        QVERIFY2(ran.err.contains("127.0.0.1:1") && ran.err.contains("refused"), ran.err.constData());
        QVERIFY(!QFile::exists(out));
    }

    void formats_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("magic");
        QTest::newRow("png") << "a.png" << QByteArray("\x89PNG");
        QTest::newRow("svg") << "a.svg" << QByteArray("<?xml");
        QTest::newRow("pdf") << "a.pdf" << QByteArray("%PDF");
    }
    void formats()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, magic);
        const QString out = m_folder.filePath(file);
        const Ran ran = run({"render", demo("dashboard.json"), "--source", demo("serving.om.txt"), "--source",
            demo("tumours.csv"), "--window", "5m", "--theme", "light", "-o", out});
        QVERIFY2(ran.code == 0, ran.err.constData());
        QFile picture(out);
        QVERIFY(picture.open(QIODevice::ReadOnly));
        QVERIFY(picture.read(16).startsWith(magic));
        QVERIFY(picture.size() > 20'000);
        QVERIFY2(ran.out.isEmpty(), ran.out.constData());
    }

    void onePanel()
    {
        const QString out = m_folder.filePath("panel.png");
        const Ran ran = run({"render", demo("dashboard.json"), "--source", demo("serving.om.txt"), "--panel", "8", "--size",
            "640x400", "-o", out});
        QVERIFY2(ran.code == 0, ran.err.constData());
        QCOMPARE(QImage(out).size(), QSize(640, 400));
        QCOMPARE(
            run({"render", demo("dashboard.json"), "--source", demo("serving.om.txt"), "--panel", "999", "-o", out}).code, 2);
    }

    void badInput()
    {
        const QString out = m_folder.filePath("bad.png");
        const QString broken = write("broken.json", "{'title': 'x',\n 'panels': [\n}");
        const Ran parse = run({"render", broken, "--source", demo("tumours.csv"), "-o", out});
        QCOMPARE(parse.code, 2);
        QVERIFY2(parse.err.contains("broken.json:3:"), parse.err.constData());
        const Ran ending =
            run({"render", demo("dashboard.json"), "--source", demo("tumours.csv"), "-o", m_folder.filePath("a.gif")});
        QCOMPARE(ending.code, 2);
        const Ran folder =
            run({"render", demo("dashboard.json"), "--source", demo("tumours.csv"), "-o", "/no/such/folder/a.png"});
        QCOMPARE(folder.code, 2);
        QVERIFY(folder.err.contains("/no/such/folder"));
        QVERIFY(!QFile::exists(out));
    }

    void otherLocalesChangeNothing_data()
    {
        QTest::addColumn<QString>("locale");
        QTest::newRow("decimal comma") << "de_DE";
        QTest::newRow("dotless i") << "tr_TR";
    }
    void otherLocalesChangeNothing()
    {
        QFETCH(QString, locale);
        const QString made = m_folder.filePath(locale + ".UTF-8");
        QCOMPARE(QProcess::execute("localedef", {"-i", locale, "-f", "UTF-8", made}), 0);
        const QHash<QString, QString> foreign{
            {"LOCPATH", m_folder.path()}, {"LC_ALL", locale + ".UTF-8"}, {"LANG", locale + ".UTF-8"}};
        const QHash<QString, QString> plain{{"LC_ALL", "C.UTF-8"}};
        const QList<QStringList> commands{
            {"evaluate", demo("tumours.csv"), demo("diabetes.csv")},
            {"evaluate", demo("digits.csv"), "--format", "json"},
            {"query", "--source", demo("serving.om.txt"), "--format", "csv",
                "sum(rate(vllm:generation_tokens_total[2m])) * 0.5"},
            {"check", "--rules", demo("rules.yml"), "--source", demo("serving.om.txt")},
        };
        for (const QStringList& command : commands) {
            const Ran here = run(command, plain);
            const Ran there = run(command, foreign);
            QVERIFY(here.code == 0 || here.code == 1);
            QCOMPARE(there.code, here.code);
            QCOMPARE(there.out, here.out);
        }
    }

private:
    QString write(const char* name, QByteArray text)
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        if (file.open(QIODevice::WriteOnly))
            file.write(text.replace('\'', '"'));
        return file.fileName();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<ServerProcess> m_exporter;
};

QTEST_GUILESS_MAIN(TestRender)
#include "tst_render.moc"
