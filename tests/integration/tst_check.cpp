// watchglass check and lint, the program itself: over a log, over a real Prometheus, and with what can go wrong.
#include "tests/helpers/server_process.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using wg::test::ServerProcess;

class TestCheck : public QObject {
    Q_OBJECT

    struct Ran {
        int exit = -1;
        QByteArray out;
        QByteArray err;
    };

    QTemporaryDir m_folder;

    QString write(const char* name, const QByteArray& text) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %s", name);
        return file.fileName();
    }

    static Ran run(const QString& program, const QStringList& arguments)
    {
        QProcess process;
        process.start(program, arguments);
        if (!process.waitForFinished(60'000))
            return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }
    static Ran watchglass(const QStringList& arguments) { return run(QStringLiteral(WG_PROGRAM), arguments); }

    QString log() const { return write("answers.csv", "y_true,y_pred\n0,0\n1,1\n1,1\n0,0\n0,1\n1,0\n1,1\n0,0\n1,1\n0,0\n"); }
    QString rules(const QByteArray& text) const { return write("rules.yml", "groups:\n- name: model\n  rules:\n" + text); }

    static QByteArray lowAccuracy(const char* limit)
    {
        return "  - alert: LowAccuracy\n    expr: eval_accuracy < " + QByteArray(limit)
            + "\n    labels: {severity: page}\n    annotations: {summary: 'accuracy {{ $value }}'}\n";
    }

private Q_SLOTS:
    void aRuleFiresOverALog()
    {
        const Ran ran = watchglass({"check", "--rules", rules(lowAccuracy("0.9")), "--source", log()});
        QCOMPARE(ran.exit, 1);
        QVERIFY(ran.out.contains("firing") && ran.out.contains("LowAccuracy") && ran.out.contains("accuracy 0.8"));
        QVERIFY(ran.err.contains("firing: LowAccuracy"));
    }

    void noneFires()
    {
        const Ran ran = watchglass({"check", "--rules", rules(lowAccuracy("0.5")), "--source", log()});
        QCOMPARE(ran.exit, 0);
        QVERIFY(ran.out.contains("inactive  LowAccuracy"));
    }

    void jsonIsTheBodyOfTheRulesApi()
    {
        const Ran ran = watchglass({"check", "--rules", rules(lowAccuracy("0.9")), "--source", log(), "--format", "json"});
        const QJsonObject body = QJsonDocument::fromJson(ran.out).object();
        QCOMPARE(body["status"].toString(), "success");
        const QJsonObject rule = body["data"]["groups"][0]["rules"][0].toObject();
        QCOMPARE(rule["state"].toString(), "firing");
        QCOMPARE(rule["health"].toString(), "ok");
        const QJsonObject alert = rule["alerts"][0].toObject();
        QCOMPARE(alert["labels"]["alertname"].toString(), "LowAccuracy");
        QCOMPARE(alert["labels"]["severity"].toString(), "page");
        QCOMPARE(alert["annotations"]["summary"].toString(), "accuracy 0.8");
        QCOMPARE(alert["value"].toString(), "8e-01");
    }

    void junit()
    {
        const Ran ran = watchglass({"check", "--rules", rules(lowAccuracy("0.9") + "  - alert: 'A<B'\n    expr: nothing > 1\n"),
            "--source", log(), "--format", "junit"});
        QCOMPARE(ran.exit, 1);
        QVERIFY2(ran.out.contains("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"1\""), ran.out.constData());
        QVERIFY(ran.out.contains("name=\"A&lt;B\""));
    }

    void noDataIsToldAndFailsOnlyWhenAsked()
    {
        const QString file = rules("  - alert: Gone\n    expr: no_such_metric > 1\n");
        const Ran ran = watchglass({"check", "--rules", file, "--source", log()});
        QCOMPARE(ran.exit, 0);
        QVERIFY(ran.out.contains("no data   Gone"));
        QCOMPARE(watchglass({"check", "--rules", file, "--source", log(), "--fail-on-no-data"}).exit, 1);
    }

    void recordingRulesAreToldNotEvaluated()
    {
        const QString file = rules("  - record: a:b\n    expr: eval_accuracy\n");
        const Ran ran = watchglass({"check", "--rules", file, "--source", log()});
        QCOMPARE(ran.exit, 0);
        QVERIFY2(ran.err.contains("1 recording rules are not evaluated"), ran.err.constData());
    }

    void aBrokenRuleFileNamesItsLine()
    {
        const QString file = rules("  - alert: A\n    expr: sum(\n    four: 5m\n");
        const Ran ran = watchglass({"check", "--rules", file, "--source", log()});
        QCOMPARE(ran.exit, 2);
        QVERIFY2(ran.err.contains(file.toUtf8() + ":6:5: field four not found"), ran.err.constData());
        QVERIFY2(ran.err.contains(file.toUtf8() + ":5:"), ran.err.constData());
        QVERIFY(ran.out.isEmpty());
    }

    void aSourceThatCannotBeReached()
    {
        const QString url = QString("http://127.0.0.1:%1").arg(ServerProcess::freePort());
        const Ran ran = watchglass({"check", "--rules", rules(lowAccuracy("0.9")), "--source", url});
        QCOMPARE(ran.exit, 2);
        QVERIFY2(ran.err.contains(url.mid(7).toUtf8()), ran.err.constData());
        QCOMPARE(watchglass({"check", "--rules", rules(lowAccuracy("0.9")), "--source", m_folder.filePath("no.csv")}).exit, 2);
        QCOMPARE(watchglass({"check", "--rules", m_folder.filePath("no.yml"), "--source", log()}).exit, 2);
    }

    void usage()
    {
        QCOMPARE(watchglass({"check", "--source", log()}).exit, 2);
        QCOMPARE(watchglass({"check", "--rules", rules(lowAccuracy("1")), "--source", log(), "--from", "now-1h"}).exit, 2);
        QCOMPARE(watchglass({"check", "--rules", rules(lowAccuracy("1")), "--source", log(), "--at", "soon"}).exit, 2);
    }

    void hostileTextIsMadeVisible()
    {
        const QString file = rules("  - alert: \"A\\e[31m\"\n    expr: eval_accuracy < 2\n");
        const Ran ran = watchglass({"check", "--rules", file, "--source", log()});
        QCOMPARE(ran.exit, 1);
        QVERIFY(!ran.out.contains('\x1b') && !ran.err.contains('\x1b'));
        QVERIFY(ran.out.contains("A\\x1b[31m"));
    }

    /// C1 controls and turns of direction too, on both channels of both commands.
    void unseenCharactersAreMadeVisible()
    {
        const QString file = rules("  - alert: \"A\\u009b31m\\u202eB\"\n    expr: eval_accuracy < 2\n");
        const QString missing = m_folder.filePath("no\u202e\u009b.yml");
        const Ran found = watchglass({"check", "--rules", file, "--source", log()});
        QCOMPARE(found.exit, 1);
        const Ran failed = watchglass({"check", "--rules", missing, "--source", log()});
        QCOMPARE(failed.exit, 2);
        const Ran linted = watchglass({"lint", rules("  - alert: A\n    expr: up\n    \"x\u202e\": 1\n")});
        QCOMPARE(linted.exit, 1);
        QVERIFY2(found.out.contains("A\\x9b31m\\u202eB"), found.out.constData());
        QVERIFY2(found.err.contains("A\\x9b31m\\u202eB"), found.err.constData());
        QVERIFY2(failed.err.contains("no\\u202e\\x9b.yml"), failed.err.constData());
        QVERIFY2(linted.out.contains("x\\u202e"), linted.out.constData());
        for (const QByteArray& said : {found.out, found.err, failed.err, linted.out})
            QVERIFY(!said.contains("\xC2\x9B") && !said.contains("\xE2\x80\xAE"));
    }

    void junitIsXmlWhateverTheLabels()
    {
        const QString file = rules("  - alert: \"A\\x01\\e\\uFFFE\"\n    expr: eval_accuracy < 2\n"
                                   "    labels: {b: \"]]>\\x0c\\n\\t<&\"}\n");
        const Ran ran = watchglass({"check", "--rules", file, "--source", log(), "--format", "junit"});
        QCOMPARE(ran.exit, 1);
        QXmlStreamReader reader(ran.out);
        QString name;
        QString failure;
        while (!reader.atEnd()) {
            reader.readNext();
            if (reader.isStartElement() && reader.name() == QLatin1String("testcase"))
                name = reader.attributes().value(QLatin1String("name")).toString();
            if (reader.isStartElement() && reader.name() == QLatin1String("failure"))
                failure = reader.readElementText();
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString() + QString::fromUtf8(ran.out)));
        QCOMPARE(name, QString("A\\x01\\x1b\\ufffe"));
        QVERIFY2(failure.contains("]]>\\") && failure.contains("<&"), qPrintable(failure));
    }

    void aFullStandardOutputIsAnError_data()
    {
        QTest::addColumn<QString>("format");
        for (const char* format : {"table", "json", "junit"})
            QTest::newRow(format) << format;
    }
    void aFullStandardOutputIsAnError()
    {
        QFETCH(QString, format);
        QProcess process;
        process.setStandardOutputFile("/dev/full");
        process.start(WG_PROGRAM, {"check", "--rules", rules(lowAccuracy("0.5")), "--source", log(), "--format", format});
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 2);
        QVERIFY(process.readAllStandardError().contains("cannot write to standard output"));
    }

    void absurdTimesAreUsageErrors()
    {
        const QStringList common{"check", "--rules", rules(lowAccuracy("1")), "--source", log()};
        for (const QStringList& times : {QStringList{"--from", "-9e15", "--to", "9e15"}, {"--at", "253402300800"},
                 {"--at", "-9e15"}, {"--from", "0", "--to", "9e15"}}) {
            const Ran ran = watchglass(common + times);
            QCOMPARE(ran.exit, 2);
            QVERIFY2(ran.err.contains("years 0 to 9999"), ran.err.constData());
        }
    }

    /// Our reading of rules over a real Prometheus is Prometheus' own, which evaluates the same file.
    void agreesWithPrometheus()
    {
        const QString file = rules("  - alert: Up\n    expr: up == 1\n    labels: {severity: page, of: '{{ $labels.job }}'}\n"
                                   "    annotations: {summary: '{{ $labels.instance }} {{ $value | humanize }}'}\n"
                                   "  - alert: Down\n    expr: up == 0\n"
                                   "  - alert: Waiting\n    expr: up == 1\n    for: 1d\n");
        ServerProcess exporter(ServerProcess::Kind::NodeExporter);
        QVERIFY2(exporter.start(), qPrintable(exporter.error()));
        ServerProcess prometheus(ServerProcess::Kind::Prometheus,
            "global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files: [" + file.toUtf8()
                + "]\nscrape_configs:\n- job_name: node\n  static_configs: [{targets: ['" + exporter.address().toUtf8()
                + "']}]\n");
        QVERIFY2(prometheus.start(), qPrintable(prometheus.error()));

        const QStringList check{"check", "--rules", file, "--source", prometheus.url(), "--format", "json"};
        QTRY_COMPARE_WITH_TIMEOUT(watchglass(check).exit, 1, 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(summary(run("/usr/bin/curl", {"-s", prometheus.url() + "/api/v1/rules"}).out),
            summary(watchglass(check).out), 20'000);
        QVERIFY(summary(watchglass(check).out).contains("Waiting pending"));

        rules("  - alert: Down\n    expr: up == 0\n");
        QCOMPARE(watchglass(check).exit, 0);
        rules("  - alert: Gone\n    expr: no_such_metric > 1 and rate(nor_this[5m]) > 0\n");
        const Ran noData = watchglass({"check", "--rules", file, "--source", prometheus.url()});
        QCOMPARE(noData.exit, 0);
        QVERIFY2(noData.out.contains("no data   Gone"), noData.out.constData());
        rules("  - alert: Clash\n    expr: up * on() group_left() {job=\"node\"}\n");
        const Ran failed = watchglass({"check", "--rules", file, "--source", prometheus.url()});
        QCOMPARE(failed.exit, 2);
        QVERIFY2(failed.err.contains("found duplicate series"), failed.err.constData());
    }

    /// A series of the past in a real Prometheus: over the limit from minute 20 to 39, and the rule waits 5 minutes.
    void momentsAndStretchesOfThePast()
    {
        constexpr qint64 kBase = 1'700'000'040;
        QByteArray samples = "# TYPE m gauge\n";
        for (int minute = 0; minute < 60; ++minute) {
            samples += "m{job=\"j\"} " + QByteArray(minute >= 20 && minute < 40 ? "1" : "0") + ' '
                + QByteArray::number(kBase + minute * 60) + '\n';
        }
        ServerProcess prometheus(ServerProcess::Kind::Prometheus);
        const Ran made = run("/usr/bin/promtool",
            {"tsdb", "create-blocks-from", "openmetrics", write("past.om", samples + "# EOF\n"), prometheus.dataFolder()});
        QVERIFY2(made.exit == 0, made.err.constData());
        QVERIFY2(prometheus.start(), qPrintable(prometheus.error()));
        const QString file = rules("  - alert: High\n    expr: m > 0\n    for: 5m\n    keep_firing_for: 3m\n");
        const auto at = [](int minute) { return QString::number(kBase + minute * 60); };
        const QStringList check{"check", "--rules", file, "--source", prometheus.url()};

        const QList<std::pair<int, QByteArray>> moments{{19, "inactive"}, {20, "pending"}, {24, "pending"}, {25, "firing"},
            {39, "firing"}, {42, "firing"}, {43, "inactive"}};
        for (const auto& [minute, state] : moments) {
            const Ran ran = watchglass(check + QStringList{"--at", at(minute)});
            QVERIFY2(ran.out.contains("\n" + state + " "), (QByteArray::number(minute) + ran.out + ran.err).constData());
            QCOMPARE(ran.exit, state == "firing" ? 1 : 0);
        }
        const Ran whole = watchglass(check + QStringList{"--from", at(0), "--to", at(59)});
        QCOMPARE(whole.exit, 1);
        const QByteArray labels = " {alertname=\"High\", job=\"j\"}\n";
        QVERIFY2(
            whole.out.endsWith("  2023-11-14T22:34:00Z inactive -> pending" + labels
                + "  2023-11-14T22:39:00Z pending -> firing" + labels + "  2023-11-14T22:57:00Z firing -> resolved" + labels),
            whole.out.constData());
        QCOMPARE(watchglass(check + QStringList{"--from", at(0), "--to", at(24)}).exit, 0);
        QCOMPARE(watchglass(check + QStringList{"--from", at(30), "--to", at(33)}).exit, 1);
    }

    void lint()
    {
        const Ran good = watchglass({"lint", rules(lowAccuracy("1"))});
        QCOMPARE(good.exit, 0);
        QVERIFY(good.out.isEmpty());
        const QString file = rules("  - alert: A\n    expr: up\n    annotation: {}\n");
        const Ran bad = watchglass({"lint", file});
        QCOMPARE(bad.exit, 1);
        QCOMPARE(bad.out, file.toUtf8() + ":6:5: field annotation not found in a rule\n");
        QCOMPARE(watchglass({"lint", m_folder.filePath("none.yml")}).exit, 2);
    }

private:
    /// name, state, and each alert's labels and annotations; sorted lines.
    static QByteArray summary(const QByteArray& body)
    {
        QByteArrayList lines;
        const QJsonArray groups = QJsonDocument::fromJson(body)["data"]["groups"].toArray();
        for (const QJsonValue group : groups) {
            const QJsonArray all = group["rules"].toArray();
            for (const QJsonValue rule : all) {
                lines += rule["name"].toString().toUtf8() + ' ' + rule["state"].toString().toUtf8();
                const QJsonArray alerts = rule["alerts"].toArray();
                for (const QJsonValue alert : alerts)
                    lines += "  " + QJsonDocument(alert["labels"].toObject()).toJson(QJsonDocument::Compact) + ' '
                        + QJsonDocument(alert["annotations"].toObject()).toJson(QJsonDocument::Compact) + ' '
                        + alert["state"].toString().toUtf8() + ' ' + alert["value"].toString().toUtf8();
            }
        }
        return lines.join('\n');
    }
};

QTEST_GUILESS_MAIN(TestCheck)
#include "tst_check.moc"
