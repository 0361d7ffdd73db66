// `watchglass evaluate`, the real program: JSON, tables, curves, exit codes, hostile names. No display, no QPA plugin.
#include <QDir>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <unistd.h>

class TestEvaluateCommand : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QString& name, const QByteArray& bytes)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write a test file");
        return file.fileName();
    }

    struct Run {
        int exit = -1;
        QByteArray out, err;
    };
    Run run(const QStringList& arguments)
    {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            environment.remove(name);
        environment.insert("QT_QPA_PLATFORM_PLUGIN_PATH", "/nonexistent");
        environment.insert("LC_ALL", "de_DE.UTF-8"); // decimal commas must not get in
        process.setProcessEnvironment(environment);
        process.start(WG_PROGRAM, QStringList{"evaluate"} + arguments);
        if (!process.waitForFinished(60'000))
            return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    QString writeScores(const QString& name, int rows)
    {
        QByteArray text = "y_true,score\n";
        for (int i = 0; i < rows; ++i)
            text += QByteArray::number(i % 2) + ',' + QByteArray::number((i + 1.0) / (rows + 2.0), 'g', 17) + '\n';
        return write(name, text);
    }

    /// 120 rows: `good` is right more often than `poor`.
    QString writeModels(const QString& name)
    {
        QByteArray text = "id,y_true,good_proba,poor_proba,lang,n,version\n";
        for (int i = 0; i < 120; ++i) {
            const int y = (i * 7) % 3 == 0 ? 1 : 0;
            const double good = 0.25 + 0.5 * y + ((i * 37) % 100) / 500.0;
            const double poor = 0.3 + 0.2 * y + ((i * 53) % 100) / 250.0;
            text += QByteArray::number(i) + ',' + QByteArray::number(y) + ',' + QByteArray::number(good) + ','
                + QByteArray::number(poor) + ','
                + (i % 40 == 0       ? "eo"
                        : i % 2 == 0 ? "de"
                                     : "en")
                + ',' + QByteArray::number(i) + ',' + (i < 60 ? "v1" : "v2") + '\n';
        }
        return write(name, text);
    }

private Q_SLOTS:
    /// Hazard 26: the older file stays, the message names the path and the reason.
    void curvesOntoAFullDisk()
    {
        const bool root = ::geteuid() == 0;
        QVERIFY(QDir(m_folder.path()).mkpath("small") && QDir(m_folder.path()).mkpath("big")
            && QDir(m_folder.path()).mkpath("disk"));
        const QString script = QStringLiteral(
            "mount -t tmpfs -o size=1m none \"$4\" && "
            "\"$1\" --quiet evaluate \"$2\" --curves \"$4\" && cp \"$4\"/*.csv \"$5\" && ls -A \"$4\" > \"$5/before\" && "
            "{ \"$1\" --quiet evaluate \"$3\" --curves \"$4\"; echo exit $?; "
            "cmp \"$4/log.roc.csv\" \"$5/log.roc.csv\" && echo INTACT; ls -A \"$4\" | cmp - \"$5/before\" && echo SAME; }");
        const QString disk = m_folder.filePath("disk");
        QProcess child;
        child.start("unshare",
            {root ? "-m" : "-rm", "sh", "-c", script, "sh", WG_PROGRAM, writeScores("small/log.csv", 100),
                writeScores("big/log.csv", 100'000), disk, m_folder.path()});
        QVERIFY(child.waitForFinished(60'000));
        const QByteArray out = child.readAllStandardOutput();
        const QByteArray said = child.readAllStandardError();
        QVERIFY2(out.contains("exit 2\nINTACT\n"), (out + said).constData());
        QVERIFY2(out.endsWith("INTACT\nSAME\n"), out.constData()); // no temporary is left
        QVERIFY2(said.contains((disk + "/log.roc.csv").toUtf8()) && said.contains("disk is full"), said.constData());
    }

    void theIssuesExample()
    {
        const QString log = write("issue.csv", "y_true,y_pred\n0,0\n1,1\n1,1\n0,0\n0,1\n1,0\n1,1\n0,0\n1,1\n0,0\n");
        const Run json = run({log, "--format", "json"});
        QCOMPARE(json.exit, 0);
        const QJsonObject group = QJsonDocument::fromJson(json.out)["logs"][0]["groups"][0].toObject();
        for (const char* key : {"accuracy", "precision", "recall", "f1"})
            QCOMPARE(group["metrics"][QLatin1String(key)].toDouble(), 0.8);
        QCOMPARE(group["metrics"]["mse"].toDouble(), 0.2);
        const Run table = run({log});
        QCOMPARE(table.exit, 0);
        QVERIFY(table.out.contains("accuracy                 0.8"));
        QVERIFY(table.out.contains("roc_auc undefined: no score column"));
        QVERIFY(table.err.contains("the positive class is 1"));
        QVERIFY2(table.err.contains("--task, --positive decide otherwise"), table.err.constData());
        QVERIFY(!run({log, "--task", "binary", "--positive", "0"}).err.contains("otherwise"));
    }

    void curves()
    {
        const QString log = write("two.csv", "y_true,a/b_proba,c_proba\n0,.1,.4\n1,.9,.3\n0,.2,.3\n");
        const QString folder = m_folder.filePath("curves/deep");
        QCOMPARE(run({log, "--curves", folder}).exit, 0);
        QCOMPARE(QDir(folder).entryList({"*.roc.csv", "*.pr.csv"}, QDir::Files),
            (QStringList{"two.a_b.pr.csv", "two.a_b.roc.csv", "two.c.pr.csv", "two.c.roc.csv"}));
        QVERIFY(QFile::exists(folder + "/two.c.det.csv") && QFile::exists(folder + "/two.c.calibration.csv"));
        for (const char* kind : {"roc", "pr", "calibration", "det", "gain", "lift"})
            QCOMPARE(QImage(folder + "/two." + kind + ".png").size(), QSize(800, 600));
        QFile roc(folder + "/two.c.roc.csv");
        QVERIFY(roc.open(QIODevice::ReadOnly));
        QCOMPARE(roc.readAll(), QByteArray("threshold,fpr,tpr\ninf,0,0\n0.4,0.5,0\n0.3,1,1\n"));
        QFile pr(folder + "/two.a_b.pr.csv");
        QVERIFY(pr.open(QIODevice::ReadOnly));
        QCOMPARE(pr.readAll(), QByteArray("threshold,precision,recall\n0.9,1,1\n0.2,0.5,1\n0.1,0.3333333333333333,1\n"));
    }

    void usageErrors()
    {
        const QString ask = write("ask.csv", "label,target,score\n0,0,.1\n1,1,.9\n");
        const Run two = run({ask});
        QCOMPARE(two.exit, 2);
        QVERIFY(two.out.isEmpty() && two.err.contains("label, target") && two.err.contains("--label"));
        QCOMPARE(run({ask, "--label", "target"}).exit, 0);
        QCOMPARE(run({ask, "--label", "none"}).exit, 2);
        QCOMPARE(run({m_folder.filePath("missing.csv")}).exit, 2);
        QCOMPARE(run({}).exit, 2);
        QCOMPARE(run({ask, "--task", "guess"}).exit, 2);
        QCOMPARE(run({write("nul.csv", QByteArray("a\0b,c\n1,2\n", 9))}).exit, 2);
        QCOMPARE(run({write("table.csv", "a,b\n1,2\n")}).exit, 0);
    }

    void badRowsAreNamed()
    {
        const Run bad = run({write("bad.csv", "y_true,y_pred\n0,0\n1\n1,1\n")});
        QCOMPARE(bad.exit, 0);
        QVERIFY(bad.err.contains("bad.csv:3: row skipped: 1 cell(s) instead of 2"));
        QVERIFY(bad.out.contains("1 skipped"));
    }

    void intervals()
    {
        const QString log = writeModels("models.csv");
        const Run plain = run({log, "--format", "json"});
        QVERIFY(QJsonDocument::fromJson(plain.out)["logs"][0]["groups"][0]["intervals"].toObject().isEmpty());
        const Run json = run({"--ci", log, "--format", "json"}); // --ci does not swallow the file
        QCOMPARE(json.exit, 0);
        const QJsonObject group = QJsonDocument::fromJson(json.out)["logs"][0]["groups"][1].toObject();
        const auto interval = [&](const char* key) { return group["intervals"][QLatin1String(key)].toArray(); };
        QCOMPARE(interval("roc_auc")[2].toString(), QString("DeLong"));
        QCOMPARE(interval("accuracy")[2].toString(), QString("Wilson"));
        QVERIFY(interval("average_precision").isEmpty());
        for (const char* key : {"roc_auc", "accuracy", "recall", "f1", "mcc", "brier"}) {
            const double value = group["metrics"][QLatin1String(key)].toDouble();
            QVERIFY2(interval(key)[0].toDouble() <= value && value <= interval(key)[1].toDouble(), key);
        }
        const Run bootstrap = run({log, "--ci", "bootstrap", "--seed", "3", "--draws", "500", "--format", "json"});
        const QJsonObject drawn = QJsonDocument::fromJson(bootstrap.out)["logs"][0]["groups"][1]["intervals"].toObject();
        QCOMPARE(drawn["average_precision"][2].toString(), QString("BCa bootstrap"));
        QCOMPARE(run({log, "--ci", "bootstrap", "--seed", "3", "--draws", "500", "--format", "json"}).out, bootstrap.out);
        const Run table = run({log, "--ci"});
        QVERIFY2(table.out.contains("too uncertain to act on") || table.out.contains("["), table.out.constData());
        QCOMPARE(run({log, "--ci", "--level", "95"}).exit, 2);
    }

    void failIf()
    {
        const QString log = writeModels("gate.csv");
        QCOMPARE(run({log, "--fail-if", "roc_auc<0.5"}).exit, 0);
        const Run low = run({log, "--fail-if", "roc_auc<0.9", "--format", "json"});
        QCOMPARE(low.exit, 1);
        QVERIFY(!low.out.isEmpty());
        QVERIFY2(low.err.contains("roc_auc of poor is") && low.err.contains("off by") && low.err.contains("the limit")
                && low.err.contains("DeLong"),
            low.err.constData());
        QCOMPARE(run({log, "--fail-if", "roc_auc<0.9 [model=good]"}).exit, 0);
        QCOMPARE(run({log, "--fail-if", "roc_auc<0.9 [model=none]"}).exit, 2);
        QCOMPARE(run({log, "--fail-if", "nothing<0.9"}).exit, 2);
        QCOMPARE(run({log, "--fail-if", "f1 is bad"}).exit, 2);
        QCOMPARE(run({log, "--fail-if", "f1<x"}).exit, 2);
        const QString one = write("one.csv", "y_true,score\n1,.2\n1,.3\n");
        const Run undefined = run({one, "--fail-if", "roc_auc<0.9"});
        QCOMPARE(undefined.exit, 2);
        QVERIFY2(undefined.err.contains("only one class"), undefined.err.constData());
    }

    void compareTwoModels()
    {
        const QString log = writeModels("pair.csv");
        const Run json = run({log, "--compare", "good", "poor", "--format", "json"});
        QVERIFY2(json.exit == 0, json.err.constData());
        const QJsonObject comparison = QJsonDocument::fromJson(json.out)["comparisons"][0].toObject();
        QCOMPARE(comparison["pairing"].toString(), QString("same rows"));
        QCOMPARE(comparison["metrics"]["roc_auc"]["test"].toString(), QString("paired DeLong"));
        QCOMPARE(comparison["metrics"]["accuracy"]["test"].toString(), QString("McNemar"));
        QVERIFY(
            comparison["metrics"]["roc_auc"]["significant"].toBool() && comparison["metrics"]["roc_auc"]["better"].toBool());
        const Run markdown = run({log, "--compare", "good", "poor", "--format", "markdown"});
        QVERIFY2(markdown.out.contains("\xE2\x96\xB2 better") && markdown.out.contains("SHA-256"), markdown.out.constData());
        const Run unknown = run({log, "--compare", "good", "other"});
        QCOMPARE(unknown.exit, 2);
        QVERIFY2(unknown.err.contains("good, poor"), unknown.err.constData());
    }

    void labelsThatCameLater()
    {
        const QString log = write("late.csv", "id,score\n9007199254740993,.1\n9007199254740995,.9\n3,.8\n4,.3\n");
        const QString labels = write("labels.csv", "id,repaid\n9007199254740995,1\n9007199254740993,0\n3,0\n3,0\n7,1\n");
        const Run json = run({log, "--join", "id", labels, "--format", "json"});
        QVERIFY2(json.exit == 0, json.err.constData());
        const QJsonObject first = QJsonDocument::fromJson(json.out)["logs"][0].toObject();
        QCOMPARE(first["rows"].toInt(), 3);
        QCOMPARE(first["skipped"].toInt(), 1);
        QCOMPARE(first["columns"]["label"].toString(), QString("repaid"));
        QCOMPARE(first["groups"][0]["confusion"]["matrix"], QJsonValue(QJsonArray{QJsonArray{1, 1}, QJsonArray{0, 1}}));
        QVERIFY2(json.err.contains("1 row(s) have no label there") && json.err.contains("1 id(s) occur again")
                && json.err.contains("1 label(s) belong to no row"),
            json.err.constData());
        QCOMPARE(run({log, "--join", "key", labels}).exit, 2);
        QCOMPARE(run({log, "--join", "id", m_folder.filePath("none.csv")}).exit, 2);
    }

    void slicesDriftAndWindows()
    {
        const QString log = writeModels("slices.csv");
        const Run json = run({log, "--slices", "lang,n:4", "--reference", log, "--window", "40rows", "--version", "version",
            "--metrics", "accuracy", "--format", "json"});
        QVERIFY2(json.exit == 0, json.err.constData());
        const QJsonDocument out = QJsonDocument::fromJson(json.out);
        QCOMPARE(out["slices"].toArray().size(), 2);
        QCOMPARE(out["slices"][0]["metric"].toString(), QString("accuracy"));
        QCOMPARE(out["slices"][0]["withheld"].toInt(), 1); // eo has three rows
        QVERIFY(!json.out.contains("\"rows\":3,"));
        QCOMPARE(out["windows"][0]["points"].toArray().size(), 3);
        QCOMPARE(out["windows"][0]["versions"].toArray().size(), 1);
        QCOMPARE(out["drift"][0]["columns"][0]["verdict"].toString(), QString("stable"));
        QVERIFY(out["logs"][0]["groups"][0]["metrics"].toObject().keys() == QStringList{"accuracy"});
        QCOMPARE(run({log, "--slices", "nothing"}).exit, 2);
        QCOMPARE(run({log, "--slices", "n:x"}).exit, 2);
        QCOMPARE(run({log, "--window", "soon"}).exit, 2);
        QCOMPARE(run({log, "--metrics", "nothing"}).exit, 2);
        QCOMPARE(run({log, "--slices", "lang"}).exit, 0); // as a table
    }

    void ownMetrics()
    {
        const QString log = writeModels("own.csv");
        const Run json =
            run({log, "--formula", "profit = sum(where(tp, 5, where(fp, -1, 0)))", "--cost-fn", "3", "--format", "json"});
        QVERIFY2(json.exit == 0, json.err.constData());
        const QJsonObject group = QJsonDocument::fromJson(json.out)["logs"][0]["groups"][1].toObject();
        const QJsonArray matrix = group["confusion"]["matrix"].toArray();
        QCOMPARE(group["metrics"]["profit"].toDouble(), 5 * matrix[1][1].toDouble() - matrix[0][1].toDouble());
        QCOMPARE(group["metrics"]["cost"].toDouble(), (matrix[0][1].toDouble() + 3 * matrix[1][0].toDouble()) / 120);
        QVERIFY(run({log, "--formula", "profit = sum(n)"}).out.contains("profit"));
        const Run bad = run({log, "--formula", "profit = sum(nothing)"});
        QCOMPARE(bad.exit, 2);
        QVERIFY2(bad.err.contains("there is no column nothing"), bad.err.constData());
        QCOMPARE(run({log, "--formula", "profit = sum("}).exit, 2);
    }

    void smallGroupsAreWithheld()
    {
        const QString log = writeModels("small.csv");
        const QByteArray out = run({log, "--by", "lang", "--format", "json"}).out;
        const QJsonArray groups = QJsonDocument::fromJson(out)["logs"][0]["groups"].toArray();
        for (const QJsonValue group : groups) {
            const bool small = group["by"].toObject()["lang"].toString() == "(fewer than 10 rows)";
            QCOMPARE(group["metrics"].toObject().isEmpty(), small);
            QCOMPARE(group["confusion"].isNull(), small);
        }
        QVERIFY(out.contains("withheld") && !out.contains("\"eo\"")); // its value could be an id
        QVERIFY(!run({log, "--slices", "lang", "--format", "json"}).out.contains("\"eo\""));
        const QByteArray all = run({log, "--by", "lang", "--min-slice", "1", "--format", "json"}).out;
        QVERIFY(!all.contains("withheld"));
    }

    void hostileNames()
    {
        const QString log = write("hostile.csv", "y_true,y_pred,model\n0,0,=cmd|'/C calc'!A0\n1,1,\x1B[31mred\xE2\x80\xAE\n");
        const Run table = run({log});
        QCOMPARE(table.exit, 0);
        QVERIFY(!table.out.contains('\x1B') && !table.out.contains("\xE2\x80\xAE"));
        const Run markdown = run({log, "--format", "markdown"});
        QCOMPARE(markdown.exit, 0);
        QVERIFY(markdown.out.contains("| '=cmd\\|'/C calc'!A0 |"));
        QVERIFY(!markdown.out.contains('\x1B'));
    }
};

QTEST_GUILESS_MAIN(TestEvaluateCommand)
#include "tst_evaluate_command.moc"
