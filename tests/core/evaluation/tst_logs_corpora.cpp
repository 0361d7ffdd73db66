// Every file of the evallogs corpus is opened as expected-read.tsv says, and its metrics are those of expected.json.
#include "core/evaluation/evaluate.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace wg;
using namespace wg::evaluation;

namespace {

const QString kFolder = QStringLiteral(WG_CORPORA "/evallogs/");

QString joined(const std::vector<std::string>& names)
{
    QStringList out;
    for (const std::string& name : names)
        out << QString::fromStdString(name);
    return out.join(',');
}

/// "label=y_true;score=y_score", in the order of the table.
QString rolesText(const Roles& roles)
{
    QStringList out;
    const auto add = [&out](const char* role, const QString& value) {
        if (!value.isEmpty())
            out << QString("%1=%2").arg(role, value);
    };
    add("label", QString::fromStdString(roles.label));
    add("score", joined(roles.scores));
    add("prediction", joined(roles.predictions));
    add("model", QString::fromStdString(roles.model));
    add("dataset", QString::fromStdString(roles.dataset));
    add("x", QString::fromStdString(roles.step));
    add("y", joined(roles.series));
    add("time", QString::fromStdString(roles.time));
    add("id", QString::fromStdString(roles.id));
    return out.isEmpty() ? "-" : out.join(';');
}

/// What expected.json calls otherwise.
const QMap<QString, QString> kOurNames = {{"ece_10_equal_width", "ece"}, {"pr_auc_trapezoid", "pr_auc"},
    {"roc_auc_ovr_macro", "roc_auc_ovr"}, {"roc_auc_ovo_macro", "roc_auc_ovo"}, {"top2_accuracy", "top_2_accuracy"}};

void comparePerClass(const std::vector<ClassMetrics>& ours, const QJsonObject& expected)
{
    QCOMPARE(static_cast<qsizetype>(ours.size()), expected.size());
    for (const ClassMetrics& one : ours) {
        const QJsonObject wanted = expected[QString::fromStdString(one.label)].toObject();
        QVERIFY(std::abs(one.precision - wanted["precision"].toDouble()) <= 1e-9);
        QVERIFY(std::abs(one.recall - wanted["recall"].toDouble()) <= 1e-9);
        QVERIFY(std::abs(one.f1 - wanted["f1"].toDouble()) <= 1e-9);
        QCOMPARE(static_cast<int>(one.support), wanted["support"].toInt());
    }
}

} // namespace

class TestLogsCorpora : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!QFile::exists(kFolder + "expected-read.tsv"))
            QSKIP("the corpora are not beside the checkout");
    }

    void opens_data()
    {
        for (const char* column : {"file", "verdict", "kind", "task", "rows", "roles"})
            QTest::addColumn<QString>(column);
        QFile table(kFolder + "expected-read.tsv");
        QVERIFY(table.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(table.readAll()).split('\n', Qt::SkipEmptyParts);
        for (const QString& line : lines.mid(1)) {
            const QStringList cells = line.split('\t');
            QTest::newRow(qPrintable(cells[0])) << cells[0] << cells[1] << cells[2] << cells[3] << cells[4] << cells[5];
        }
    }
    void opens()
    {
        QFETCH(QString, file);
        QFETCH(QString, verdict);
        QFETCH(QString, kind);
        QFETCH(QString, task);
        QFETCH(QString, rows);
        QFETCH(QString, roles);
        const auto log = openLog((kFolder + file).toStdString(), {}, {});
        if (verdict != "read") {
            QVERIFY(!log);
            QCOMPARE(log.error().code, verdict == "ask" ? ErrorCode::Usage : ErrorCode::Parse);
            return;
        }
        QVERIFY2(log, log ? "" : log.error().text().c_str());
        const auto result = evaluate(**log, {}, {});
        QVERIFY(result);
        QCOMPARE(QString::fromStdString(std::string(kindName(result->kind))), kind);
        const std::string ours(taskName(result->task));
        QCOMPARE(ours.empty() ? "-" : QString::fromStdString(ours), task);
        const QString skipped = result->skipped > 0 ? QString(" +%1 skipped").arg(result->skipped) : QString();
        QCOMPARE(QString::number(result->rows) + skipped, rows);
        if (roles.endsWith(QStringLiteral(",…"))) // the table is cut there
            QVERIFY2(rolesText(result->roles).startsWith(roles.chopped(1)), qPrintable(rolesText(result->roles)));
        else
            QCOMPARE(rolesText(result->roles), roles);
        QCOMPARE(result->groups.empty(), result->kind != Kind::Predictions);
    }

    /// All of expected.json but two entries, which are those of tst_join_corpora and tst_drift_corpora.
    void metrics_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("group");
        const QStringList models = {"lr", "dt", "knn"};
        QFile json(kFolder + "expected.json");
        QVERIFY(json.open(QIODevice::ReadOnly));
        for (const QString& key : QJsonDocument::fromJson(json.readAll()).object().keys()) {
            const auto model = static_cast<int>(models.indexOf(key.section(' ', 1)));
            if (!key.contains(" joined with ") && !key.contains(" vs "))
                QTest::newRow(qPrintable(key)) << key << key.section(' ', 0, 0) << std::max(0, model);
        }
    }
    void metrics()
    {
        QFETCH(QString, key);
        QFETCH(QString, file);
        QFETCH(int, group);
        QFile json(kFolder + "expected.json");
        QVERIFY(json.open(QIODevice::ReadOnly));
        const QJsonObject expected = QJsonDocument::fromJson(json.readAll()).object()[key].toObject();
        QVERIFY(!expected.isEmpty());
        Options options;
        if (expected.contains("roc_auc")) // these are all at 0.5, whatever the predictions say
            options.threshold = 0.5;
        if (file.endsWith(".tsv")) {
            options.label = "1";
            options.scores = {"2"};
        }
        const auto log = openLog((kFolder + file).toStdString(), options, {});
        QVERIFY2(log, log ? "" : log.error().text().c_str());
        EvaluateOptions everything;
        everything.curves = EvaluateOptions::Curves::All;
        const auto result = evaluate(**log, everything, {});
        QVERIFY(result);
        const Group& ours = result->groups.at(static_cast<std::size_t>(group));
        QCOMPARE(static_cast<int>(ours.rows), expected["n"].toInt());
        int compared = 0;
        for (auto at = expected.begin(); at != expected.end(); ++at) {
            QString name = at.key();
            name.remove("_at_0_5");
            name = kOurNames.value(name, name);
            const auto value = ours.metrics.find(name.toStdString());
            if (at.value().isNull()) {
                QVERIFY2(ours.undefined.contains(name.toStdString()), qPrintable(name));
            } else if (value != ours.metrics.end()) {
                ++compared;
                QVERIFY2(std::abs(value->second - at.value().toDouble()) <= 1e-9 * std::max(1.0, at.value().toDouble()),
                    qPrintable(name));
            } else if (name == "confusion") {
                const QJsonArray rows = at.value().toArray();
                QCOMPARE(static_cast<qsizetype>(ours.confusion.matrix.size()), rows.size());
                for (qsizetype a = 0; a < rows.size(); ++a) {
                    for (qsizetype p = 0; p < rows.size(); ++p)
                        QCOMPARE(
                            static_cast<int>(ours.confusion.matrix[static_cast<std::size_t>(a)][static_cast<std::size_t>(p)]),
                            rows[a].toArray()[p].toInt());
                }
            } else if (name == "roc_points") {
                QVERIFY(ours.roc->threshold.size() >= static_cast<std::size_t>(at.value().toInt()));
            } else if (name == "per_class") {
                comparePerClass(ours.perClass, at.value().toObject());
            } else if (name == "labels") {
                QJsonArray labels;
                for (const std::string& label : ours.confusion.labels)
                    labels.append(QString::fromStdString(label));
                QCOMPARE(labels, at.value().toArray());
            } else {
                QVERIFY2(name == "n", qPrintable(name + " is missing"));
            }
        }
        QVERIFY(compared >= 4);
    }
};

QTEST_GUILESS_MAIN(TestLogsCorpora)
#include "tst_logs_corpora.moc"
