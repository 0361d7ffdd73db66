// Labels that came later: the drifting log of the corpora joined with its labels gives what scikit-learn says.
#include "core/evaluation/evaluate.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <cmath>

using namespace wg;
using namespace wg::evaluation;

class TestJoinCorpora : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nannyml()
    {
        const QDir folder(QStringLiteral(WG_CORPORA "/evallogs"));
        if (!folder.exists())
            QSKIP("the corpora are not here");
        QFile file(folder.filePath("expected.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject expected =
            QJsonDocument::fromJson(file.readAll())["nannyml_california_housing_analysis.csv joined with gt by id"].toObject();
        QVERIFY(!expected.isEmpty());
        Options options;
        options.threshold = 0.5;
        options.join = {"id", folder.filePath("nannyml_california_housing_analysis_gt.csv").toStdString()};
        const auto log = openLog(folder.filePath("nannyml_california_housing_analysis.csv").toStdString(), options, {});
        QVERIFY2(log, log ? "" : log.error().message.c_str());
        const auto result = evaluate(**log, {}, {});
        QVERIFY(result);
        QCOMPARE(static_cast<int>(result->rows), expected["n"].toInt());
        const Group& group = result->groups.front();
        const std::pair<const char*, const char*> keys[] = {{"roc_auc", "roc_auc"}, {"average_precision", "average_precision"},
            {"pr_auc", "pr_auc_trapezoid"}, {"log_loss", "log_loss"}, {"brier", "brier"}, {"accuracy", "accuracy_at_0_5"},
            {"precision", "precision_at_0_5"}, {"recall", "recall_at_0_5"}, {"f1", "f1_at_0_5"}, {"mcc", "mcc_at_0_5"},
            {"balanced_accuracy", "balanced_accuracy_at_0_5"}, {"ece", "ece_10_equal_width"}, {"ks", "ks"}};
        for (const auto& [ours, theirs] : keys) {
            QVERIFY2(group.metrics.contains(ours), ours);
            QVERIFY2(std::abs(group.metrics.at(ours) - expected[QLatin1String(theirs)].toDouble(99)) < 1e-9, ours);
        }
        QVERIFY(result->fingerprint.find('+') != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestJoinCorpora)
#include "tst_join_corpora.moc"
