// Every metric, confusion matrix, figure by class and curve point of random logs against scikit-learn, through files. A missing
// oracle is a failure.
#include "core/evaluation/evaluate.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace wg;
using namespace wg::evaluation;

class TestSklearnDifferential : public QObject {
    Q_OBJECT

    static bool near(double ours, double theirs) { return std::abs(ours - theirs) <= 1e-9 * std::max(1.0, std::abs(theirs)); }

    static QJsonDocument readJson(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()) : QJsonDocument();
    }

    static QString runOracle(const QStringList& arguments)
    {
        QProcess process;
        process.start("/usr/bin/python3", QStringList{WG_SOURCE_DIR "/tests/integration/sklearn_oracle.py"} + arguments);
        if (!process.waitForFinished(120'000))
            return "the oracle did not end: " + process.errorString();
        return process.exitCode() == 0 ? QString() : QString::fromUtf8(process.readAllStandardError());
    }

    static void compareCurve(const std::shared_ptr<const Curve>& ours, const QJsonArray& theirs, std::size_t first)
    {
        QVERIFY(ours);
        QCOMPARE(ours->threshold.size() - first, static_cast<std::size_t>(theirs[0].toArray().size()));
        for (std::size_t i = first; i < ours->threshold.size(); ++i) {
            const auto at = static_cast<qsizetype>(i - first);
            QCOMPARE(ours->threshold[i], theirs[0].toArray()[at].toDouble());
            QVERIFY(near(ours->x[i], theirs[1].toArray()[at].toDouble()));
            QVERIFY(near(ours->y[i], theirs[2].toArray()[at].toDouble()));
        }
    }

    static void compareConfusion(const Confusion& ours, const QJsonObject& theirs)
    {
        const QJsonArray labels = theirs["labels"].toArray();
        const QJsonArray matrix = theirs["matrix"].toArray();
        QCOMPARE(ours.labels.size(), static_cast<std::size_t>(labels.size()));
        QCOMPARE(ours.matrix.size(), static_cast<std::size_t>(matrix.size()));
        for (qsizetype a = 0; a < labels.size(); ++a) {
            const auto& line = ours.matrix[static_cast<std::size_t>(a)];
            const QJsonArray expected = matrix[a].toArray();
            QCOMPARE(QString::fromStdString(ours.labels[static_cast<std::size_t>(a)]), labels[a].toString());
            QCOMPARE(line.size(), static_cast<std::size_t>(expected.size()));
            for (qsizetype p = 0; p < expected.size(); ++p)
                QCOMPARE(static_cast<qint64>(line[static_cast<std::size_t>(p)]), expected[p].toInteger(-1));
        }
    }

    static void compareClasses(const std::vector<ClassMetrics>& ours, const QJsonArray& theirs)
    {
        QCOMPARE(ours.size(), static_cast<std::size_t>(theirs.size()));
        for (std::size_t i = 0; i < ours.size(); ++i) {
            const QJsonObject expected = theirs[static_cast<qsizetype>(i)].toObject();
            QCOMPARE(QString::fromStdString(ours[i].label), expected["label"].toString());
            QCOMPARE(static_cast<qint64>(ours[i].support), expected["support"].toInteger(-1));
            const std::pair<const char*, double> figures[] = {
                {"precision", ours[i].precision}, {"recall", ours[i].recall}, {"f1", ours[i].f1}};
            for (const auto& [key, value] : figures) {
                const QJsonValue figure = expected[QLatin1String(key)];
                const bool same = figure.isNull() ? std::isnan(value) : figure.isDouble() && near(value, figure.toDouble());
                QVERIFY2(same, qPrintable(QString("%1 of class %2: %3").arg(key, expected["label"].toString()).arg(value)));
            }
        }
    }

    static void compareCase(const QString& folder, const QJsonObject& one, const QJsonObject& expected)
    {
        Options options;
        if (one.contains("threshold"))
            options.threshold = one["threshold"].toDouble();
        options.weights = one["weights"].toString().toStdString();
        const auto log = openLog((folder + "/" + one["name"].toString() + ".csv").toStdString(), options, {});
        QVERIFY2(log, log ? "" : log.error().text().c_str());
        EvaluateOptions all; // every point of the curves
        all.curves = EvaluateOptions::Curves::All;
        all.intervals = false;
        const auto result = evaluate(**log, all, {});
        QVERIFY(result);
        QCOMPARE(QString::fromStdString(std::string(taskName(result->task))), one["task"].toString());
        QCOMPARE(result->groups.size(), std::size_t{1});
        const Group& group = result->groups.front();
        const QJsonObject metrics = expected["metrics"].toObject();
        QCOMPARE(group.metrics.size() + group.undefined.size(), static_cast<std::size_t>(metrics.size()));
        for (auto at = metrics.begin(); at != metrics.end(); ++at) {
            const std::string key = at.key().toStdString();
            if (at.value().isNull()) {
                QVERIFY2(group.undefined.contains(key) && !group.metrics.contains(key), qPrintable(at.key()));
                continue;
            }
            QVERIFY2(group.metrics.contains(key) && !group.undefined.contains(key), qPrintable(at.key()));
            const double ours = group.metrics.at(key);
            QVERIFY2(near(ours, at.value().toDouble()),
                qPrintable(QString("%1: %2, scikit-learn %3")
                        .arg(at.key())
                        .arg(ours, 0, 'g', 17)
                        .arg(at.value().toDouble(), 0, 'g', 17)));
        }
        compareConfusion(group.confusion, expected["confusion"].toObject());
        compareClasses(group.perClass, expected["per_class"].toArray()); // several classes only
        QCOMPARE(static_cast<bool>(group.roc), expected.contains("roc"));
        QCOMPARE(static_cast<bool>(group.pr), expected.contains("pr"));
        if (group.roc) {
            QVERIFY(std::isinf(group.roc->threshold[0]) && group.roc->threshold[0] > 0);
            QCOMPARE(group.roc->x[0], 0.0);
            QCOMPARE(group.roc->y[0], 0.0);
            compareCurve(group.roc, expected["roc"].toArray(), 1);
        }
        if (group.pr)
            compareCurve(group.pr, expected["pr"].toArray(), 0);
    }

private Q_SLOTS:
    void randomLogs_data()
    {
        QTest::addColumn<int>("seed");
        for (const int seed : {1, 2, 3})
            QTest::addRow("seed %d", seed) << seed;
    }
    void randomLogs()
    {
        QFETCH(int, seed);
        QTemporaryDir folder;
        QCOMPARE(runOracle({"make", folder.path(), QString::number(seed)}), QString());
        QCOMPARE(runOracle({"judge", folder.path()}), QString());
        const QJsonArray cases = readJson(folder.filePath("cases.json")).array();
        const QJsonObject expected = readJson(folder.filePath("expected.json")).object();
        QVERIFY(cases.size() > 50);
        for (const auto& value : cases) {
            const QJsonObject one = value.toObject();
            compareCase(folder.path(), one, expected[one["name"].toString()].toObject());
            if (QTest::currentTestFailed()) {
                qWarning() << "in case" << one["name"].toString();
                return;
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestSklearnDifferential)
#include "tst_sklearn_differential.moc"
