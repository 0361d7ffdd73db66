// `watchglass query --source FILE`: logs, /metrics pages, folders and several at once; what is said about what was left out.
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>
#include <unistd.h>

namespace {

struct Ran {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

Ran run(const QStringList& arguments, const QString& program = QStringLiteral(WG_PROGRAM))
{
    QProcess process;
    QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        all.remove(QString::fromLatin1(name));
    process.setProcessEnvironment(all);
    process.start(program, arguments);
    if (!process.waitForFinished(60'000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
        process.readAllStandardError()};
}

} // namespace

class TestQueryFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QString write(const char* name, const QByteArray& text) const
    {
        QDir().mkpath(QFileInfo(path(name)).path());
        QFile file(path(name));
        const bool written = file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        Q_ASSERT(written);
        return path(name);
    }

private Q_SLOTS:
    void initTestCase()
    {
        write("steps.csv", "step,time,loss\n1,1600000000,4\n2,1600000060,2\n3,1600000120,1\n");
        write("page.prom",
            "# TYPE tokens_total counter\ntokens_total{gpu=\"0\"} 0 1600000000000\n"
            "tokens_total{gpu=\"0\"} 600 1600000060000\ntokens_total{gpu=\"0\"} 1200 1600000120000\n");
        write("page.om", "# TYPE power gauge\npower 300 1600000120\n# EOF\n");
        write("runs/a/steps.csv", "step,time,loss\n1,1600000120,8\n");
        write("runs/b/steps.csv", "step,time,loss\n1,1600000120,9\n");
        write("runs/notes.bin", QByteArray("\0\1\2", 3));
    }

    void eachKindOfFile()
    {
        const Ran csv = run({"query", "--source", path("steps.csv"), "--format", "json", "loss"});
        QCOMPARE(csv.out,
            QByteArray("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":"
                       "{\"__name__\":\"loss\",\"log\":\"steps.csv\"},\"value\":[1600000120,\"1\"]}]}}"));
        QCOMPARE(csv.code, 0);
        const Ran text = run({"query", "--source", path("page.prom"), "--format", "csv", "rate(tokens_total[2m])"});
        QCOMPARE(text.out, QByteArray("gpu,log,time,value\n0,page.prom,2020-09-13T12:28:40Z,10\n"));
        const Ran open = run({"query", "--source", "host=" + path("page.om"), "--format", "csv", "power"});
        QCOMPARE(open.out, QByteArray("__name__,log,time,value\npower,host,2020-09-13T12:28:40Z,300\n"));
        const Ran range = run({"query", "--source", path("steps.csv"), "--start", "1600000000", "--end", "1600000120", "--step",
            "60s", "--format", "json", "loss * 2"});
        QCOMPARE(range.out,
            QByteArray("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"log\":"
                       "\"steps.csv\"},\"values\":[[1600000000,\"8\"],[1600000060,\"4\"],[1600000120,\"2\"]]}]}}"));
    }

    void folders()
    {
        const Ran all = run({"query", "--source", path("runs"), "--format", "csv", "loss"});
        QCOMPARE(all.out,
            QByteArray("__name__,log,time,value\nloss,a/steps.csv,2020-09-13T12:28:40Z,8\n"
                       "loss,b/steps.csv,2020-09-13T12:28:40Z,9\n"));
        QVERIFY2(all.err.contains("left out: ") && all.err.contains("notes.bin"), all.err.constData());
        QCOMPARE(run({"--quiet", "query", "--source", path("runs"), "loss"}).err, QByteArray());
        for (int i = 0; i < 7; ++i)
            write(("noise/" + std::to_string(i)).c_str(), QByteArray("\0\1\2", 3));
        write("noise/steps.csv", "step,time,loss\n1,1600000120,8\n");
        const Ran noisy = run({"query", "--source", path("noise"), "loss"});
        QCOMPARE(noisy.err.count("NUL byte"), 5);
        QVERIFY2(noisy.err.contains("2 more files"), noisy.err.constData());
    }

    /// A log that ends before the instant that is asked by default would be missing without a word.
    void olderLogsAreNamed()
    {
        write("old.csv", "step,time,loss\n1,1600000000,7\n");
        write("new.csv", "step,time,loss\n1,1600000400,6\n");
        const QStringList both{"query", "--source", path("old.csv"), "--source", path("new.csv"), "loss", "--format", "csv"};
        const Ran ran = run(both);
        QCOMPARE(ran.out, QByteArray("__name__,log,time,value\nloss,new.csv,2020-09-13T12:33:20Z,6\n"));
        QVERIFY2(
            ran.err.contains("old.csv ends 2020-09-13T12:26:40Z") && ran.err.contains("another instant"), ran.err.constData());
        QCOMPARE(run(both + QStringList{"--time", "1600000400"}).err, QByteArray());
        QCOMPARE(run({"query", "--source", path("steps.csv"), "--source", path("page.om"), "loss"}).err, QByteArray());
    }

    /// Files of every kind together answer as one source.
    void joins()
    {
        const QStringList all{"query", "--source", path("steps.csv"), "--source", path("page.prom"), "--source",
            "p=" + path("page.om"), "--source", path("runs"), "--format", "csv"};
        const Ran joined = run(all + QStringList{"rate(tokens_total[2m]) / on() group_left() power"});
        QCOMPARE(joined.out, QByteArray("gpu,log,time,value\n0,page.prom,2020-09-13T12:28:40Z,0.03333333333333333\n"));
        const Ran each = run(all + QStringList{"count by (log) ({log!=\"\"})"});
        QCOMPARE(each.out.count('\n'), 6); // one header, five files
        for (const char* name : {"steps.csv,", "page.prom,", "p,", "a/steps.csv,", "b/steps.csv,"})
            QVERIFY2(each.out.contains("\n" + QByteArray(name)), each.out.constData());
    }

    void compat_data()
    {
        QTest::addColumn<QStringList>("flags");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("default") << QStringList{} << QByteArray(",2\n");
        QTest::newRow("3") << QStringList{"--compat", "3"} << QByteArray(",2\n");
        QTest::newRow("2.55") << QStringList{"--compat", "2.55"} << QByteArray(",3\n");
        QTest::newRow("2.42") << QStringList{"--compat", "2.42"} << QByteArray(",3\n");
    }
    void compat()
    {
        QFETCH(QStringList, flags);
        QFETCH(QByteArray, value);
        const Ran ran =
            run(QStringList{"query", "--source", path("steps.csv"), "count_over_time(loss[2m])", "--format", "csv"} + flags);
        QVERIFY2(ran.out.endsWith(value), ran.out.constData());
    }

    /// check evaluates by the same version.
    void compatOfRules()
    {
        const QString rules =
            write("rules.yml", "groups:\n- name: g\n  rules:\n  - alert: Three\n    expr: count_over_time(loss[2m]) == 3\n");
        QCOMPARE(run({"check", "--rules", rules, "--source", path("steps.csv")}).code, 0);
        QCOMPARE(run({"check", "--rules", rules, "--source", path("steps.csv"), "--compat", "2.42"}).code, 1);
        const Ran wrong = run({"check", "--rules", rules, "--source", path("steps.csv"), "--compat", "2"});
        QCOMPARE(wrong.code, 2);
        QVERIFY2(wrong.err.contains("--compat") && wrong.err.contains("2.42, 2.55 or 3"), wrong.err.constData());
    }

    void annotations()
    {
        const QStringList query{"query", "--source", path("steps.csv"), "--format", "json", "rate(loss[5m])"};
        const Ran ran = run(query);
        QCOMPARE(ran.code, 0);
        const QJsonArray infos = QJsonDocument::fromJson(ran.out).object()["infos"].toArray();
        QCOMPARE(infos.size(), 1);
        const QString info = infos.at(0).toString();
        QVERIFY2(info.startsWith("PromQL info: metric might not be a counter") && info.endsWith("(1:6)"), qPrintable(info));
        QCOMPARE(ran.err, "watchglass: note: " + info.toUtf8() + "\n");
        const Ran quiet = run(QStringList{"--quiet"} + query);
        QCOMPARE(quiet.err, QByteArray());
        QCOMPARE(quiet.out, ran.out);
        const QString rules =
            write("info.yml", "groups:\n- name: g\n  rules:\n  - alert: Falls\n    expr: rate(loss[5m]) < -1000\n");
        const Ran check = run({"check", "--rules", rules, "--source", path("steps.csv")});
        QVERIFY2(check.err.contains("note: Falls: PromQL info: metric might not be a counter"), check.err.constData());
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QByteArray>("says");
        QVERIFY(QDir().mkpath(path("empty")) && ::mkfifo(path("pipe").toUtf8().constData(), 0600) == 0);
        write("secret/run.csv", "step,loss\n1,2\n");
        QTest::newRow("missing") << path("nosuch.csv") << QByteArray("there is no file or folder");
        QTest::newRow("host") << "127.0.0.1:9090" << QByteArray("write http://127.0.0.1:9090");
        QTest::newRow("empty folder") << path("empty") << QByteArray("no log in the folder");
        QTest::newRow("pipe") << path("pipe") << QByteArray("pipes and devices are not read");
        QTest::newRow("device") << "/dev/zero" << QByteArray("pipes and devices are not read");
        QTest::newRow("binary") << path("runs/notes.bin") << QByteArray("not a text table");
        QTest::newRow("bad page") << write("bad.prom", "up 1\nup{ 2\n") << QByteArray("bad.prom:2:");
        QTest::newRow("nothing given") << "" << QByteArray("a source needs a URL or a path");
    }
    void refusals()
    {
        QFETCH(QString, source);
        QFETCH(QByteArray, says);
        const Ran ran = run({"query", "--source", source, "up"});
        QCOMPARE(ran.code, 2);
        QCOMPARE(ran.out, QByteArray());
        QVERIFY2(ran.err.contains(says), ran.err.constData());
        QCOMPARE(ran.err.count('\n'), 1);
    }

    /// As somebody who may not read it: root may read everything.
    void withoutPermission()
    {
        const QString file = write("closed/run.csv", "step,time,loss\n1,1600000120,8\n");
        write("half/open.csv", "step,time,loss\n1,1600000120,8\n");
        write("half/inner/run.csv", "step,time,loss\n1,1600000120,8\n");
        write("half/shut.csv", "step,time,loss\n1,1600000120,8\n");
        QStringList before;
        QString program = QStringLiteral(WG_PROGRAM);
        if (::geteuid() == 0) {
            QFile(m_folder.path()).setPermissions(QFile::Permissions(0x7755));
            before = QStringList{"--reuid=65534", "--regid=65534", "--clear-groups", program};
            program = "setpriv";
        }
        const auto chmod = [&](const char* name, mode_t mode) { QCOMPARE(::chmod(path(name).toUtf8().constData(), mode), 0); };
        chmod("closed/run.csv", 0);
        chmod("half/shut.csv", 0);
        chmod("half/inner", 0);
        const Ran one = run(before + QStringList{"query", "--source", file, "loss"}, program);
        QCOMPARE(one.code, 2);
        QVERIFY2(one.err.contains("run.csv: Permission denied"), one.err.constData());
        const Ran some = run(before + QStringList{"query", "--source", path("half"), "--format", "csv", "loss"}, program);
        QVERIFY2(some.out.endsWith("loss,open.csv,2020-09-13T12:28:40Z,8\n"), some.err.constData());
        QVERIFY2(some.err.contains("shut.csv: Permission denied") && some.err.contains("cannot read the folder"),
            some.err.constData());
        chmod("closed", 0);
        const Ran folder = run(before + QStringList{"query", "--source", path("closed"), "loss"}, program);
        QCOMPARE(folder.code, 2);
        QVERIFY2(folder.err.contains("cannot read the folder"), folder.err.constData());
        chmod("closed", 0755);
        chmod("half/inner", 0755);
    }
};

QTEST_GUILESS_MAIN(TestQueryFiles)
#include "tst_query_files.moc"
