// `watchglass evaluate`, the real program: JSON, tables, curves, exit codes, hostile names. No display, no QPA plugin.
#include <QDir>
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

private Q_SLOTS:
    /// Hazard 26: the older file stays, the message names the path and the reason.
    void curvesOntoAFullDisk()
    {
        const bool root = ::geteuid() == 0;
        QVERIFY(QDir(m_folder.path()).mkpath("small") && QDir(m_folder.path()).mkpath("big")
            && QDir(m_folder.path()).mkpath("disk"));
        const QString script = QStringLiteral("mount -t tmpfs -o size=256k none \"$4\" && "
                                              "\"$1\" --quiet evaluate \"$2\" --curves \"$4\" && cp \"$4\"/*.csv \"$5\" && "
                                              "{ \"$1\" --quiet evaluate \"$3\" --curves \"$4\"; echo exit $?; "
                                              "cmp \"$4/log.roc.csv\" \"$5/log.roc.csv\" && echo INTACT; ls -A \"$4\"; }");
        const QString disk = m_folder.filePath("disk");
        QProcess child;
        child.start("unshare",
            {root ? "-m" : "-rm", "sh", "-c", script, "sh", WG_PROGRAM, writeScores("small/log.csv", 100),
                writeScores("big/log.csv", 20'000), disk, m_folder.path()});
        QVERIFY(child.waitForFinished(60'000));
        const QByteArray out = child.readAllStandardOutput();
        const QByteArray said = child.readAllStandardError();
        QVERIFY2(out.contains("exit 2\nINTACT\n"), (out + said).constData());
        QVERIFY2(out.endsWith("INTACT\nlog.pr.csv\nlog.roc.csv\n"), out.constData()); // no temporary is left
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
        QCOMPARE(QDir(folder).entryList(QDir::Files),
            (QStringList{"two.a_b.pr.csv", "two.a_b.roc.csv", "two.c.pr.csv", "two.c.roc.csv"}));
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
        QCOMPARE(run({write("a.json", "{\"a\":1}")}).exit, 2);
        QCOMPARE(run({write("table.csv", "a,b\n1,2\n")}).exit, 0);
    }

    void badRowsAreNamed()
    {
        const Run bad = run({write("bad.csv", "y_true,y_pred\n0,0\n1\n1,1\n")});
        QCOMPARE(bad.exit, 0);
        QVERIFY(bad.err.contains("bad.csv:3: row skipped: 1 cell(s) instead of 2"));
        QVERIFY(bad.out.contains("1 skipped"));
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
