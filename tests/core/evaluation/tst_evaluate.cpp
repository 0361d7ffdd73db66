// Decisions about a log: roles, task, positive class, groups, what is asked and what is said.
#include "core/evaluation/evaluate.h"
#include "core/evaluation/opened_log.h"
#include "core/logs/csv_reader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <cmath>

using namespace wg;
using namespace wg::evaluation;

namespace {

Result<std::shared_ptr<const OpenedLog>> open(const std::string& csv, const Options& options = {})
{
    logs::CsvReader reader({});
    WG_CHECK(reader.feed(csv));
    WG_TRY(logs::Table table, reader.finish());
    return recognise("log.csv", std::move(table), options);
}

Result<LogResult> result(const std::string& csv, const Options& options = {})
{
    WG_TRY(const auto log, open(csv, options));
    return evaluate(*log, {}, {});
}

/// "binary 4 +1 positive=1": task, rows, skipped, positive class; or the error.
QString shown(const Result<LogResult>& log)
{
    if (!log)
        return QString::fromStdString("error: " + log.error().message);
    QString out = QString::fromStdString(std::string(log->task == Task::None ? kindName(log->kind) : taskName(log->task)));
    out += QString(" %1").arg(log->rows);
    if (log->skipped > 0)
        out += QString(" +%1").arg(log->skipped);
    if (!log->groups.empty() && !log->groups[0].positive.empty())
        out += " positive=" + QString::fromStdString(log->groups[0].positive);
    return out;
}

} // namespace

class TestEvaluate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void decides_data()
    {
        QTest::addColumn<QString>("csv");
        QTest::addColumn<QString>("expected");
        QTest::newRow("two classes") << "label,score\n0,.1\n1,.9\n" << "binary 2 positive=1";
        QTest::newRow("names in any spelling") << "Y-True,Pred Score\n0,.1\n1,.9\n" << "binary 2 positive=1";
        QTest::newRow("fractions") << "label,prediction\n0.5,1\n1,2\n" << "regression 2";
        QTest::newRow("whole labels, fractions predicted") << "label,prediction\n1,1.5\n2,2\n" << "regression 2";
        QTest::newRow("78.0 is whole") << "label,prediction\n78.0,79\n80,78\n" << "multiclass 2";
        QTest::newRow("words") << "label,prediction\na,b\nb,c\n" << "multiclass 2";
        QTest::newRow("sort order") << "label,score\ncat,.1\ndog,.9\n" << "binary 2 positive=dog";
        QTest::newRow("yes") << "label,score\nYes,.1\nno,.9\n" << "binary 2 positive=Yes";
        QTest::newRow("minus one") << "label,score\n-1,.1\n1,.9\n" << "binary 2 positive=1";
        QTest::newRow("one class and a score") << "label,score\n0,.1\n0,.9\n" << "binary 2 positive=1";
        QTest::newRow("one word and a score") << "label,score\nspam,.1\nspam,.9\n" << "binary 2 positive=spam";
        QTest::newRow("one class, 0/1 predicted") << "label,prediction\n1,1\n1,0\n" << "binary 2 positive=1";
        QTest::newRow("one class, no score") << "label,prediction\na,a\na,a\n" << "multiclass 2";
        QTest::newRow("1.0 and 1 are one class") << "label,prediction\n1.0,1\n0.0,1\n" << "binary 2 positive=1";
        QTest::newRow("prob_<class> names the positive") << "label,prob_a\na,.9\nb,.1\n" << "binary 2 positive=a";
        QTest::newRow("missing cells") << "label,score\n0,.1\n,.2\n1,\n1,inf\n1,NaN\n1,.7\n" << "binary 2 +4 positive=1";
        QTest::newRow("bad rows count too") << "label,score\n0,.1\n1\n1,.7\n" << "binary 2 +1 positive=1";
        QTest::newRow("no rows") << "label,score\n" << "binary 0 positive=1";
        QTest::newRow("no label") << "y_pred\n0\n1\n" << "binary 2 positive=1";
        QTest::newRow("label alone") << "label\n0\n1\n" << "table 2";
        QTest::newRow("counted pairs") << "label,prediction,count\na,a,3\na,b,1\n" << "results 2";
        QTest::newRow("pairs that come twice") << "label,prediction,count\na,a,3\na,a,1\n" << "multiclass 2";
        QTest::newRow("long form history") << "key,value,step\nloss,1,0\nloss,2,1\n" << "history 2";
        QTest::newRow("two labels") << "label,target,score\n0,0,.1\n"
                                    << "error: 2 columns claim to be the label: label, target. Choose one with --label label";
        QTest::newRow("two predictions")
            << "label,pred,y_pred\n0,0,1\n"
            << "error: 2 columns claim to be the prediction: pred, y_pred. Choose one with --prediction pred";
        QTest::newRow("no header")
            << "0,0.1\n1,0.9\n0,0.3\n"
            << "error: there is no header, so names cannot tell what the columns are. Column(s) 1 could be the "
               "label, column(s) 2 the score: say --label 1 --score 2";
    }
    void decides()
    {
        QFETCH(QString, csv);
        QFETCH(QString, expected);
        QCOMPARE(shown(result(csv.toStdString())), expected);
    }

    void userDecides()
    {
        const std::string csv = "a,b,c\n0,.1,x\n1,.9,y\n2,.5,y\n";
        QVERIFY(!result(csv, {.label = "zz"}));
        QCOMPARE(shown(result(csv, {.label = "a", .scores = {"b"}})), QString("multiclass 3"));
        const Options binary{.task = Task::Binary, .label = "a", .scores = {"b"}, .positive = "1"};
        const auto rest = result(csv, binary);
        QCOMPARE(shown(rest), QString("binary 3 positive=1"));
        QCOMPARE(rest->groups[0].confusion.labels, (std::vector<std::string>{"not 1", "1"}));
        QCOMPARE(shown(result(csv, {.task = Task::Binary, .label = "a", .scores = {"b"}})),
            QString("error: binary, but there are 3 classes (0, 1, 2): say --positive, the others are then one class"));
        QVERIFY(shown(result(csv, {.label = "c", .scores = {"b"}, .positive = "z"}))
                .contains("no such class; the classes are x, y"));
        QVERIFY(shown(result(csv, {.label = "a", .scores = {"c"}})).contains("holds no numbers"));
        QCOMPARE(shown(result("0,0.1\n1,0.9\n", {.label = "1", .scores = {"2"}})), QString("binary 2 positive=1"));
        QVERIFY(shown(result("label,prediction\n0,1\n1,1\n", {.threshold = 0.5})).contains("--threshold needs"));
    }

    void thresholdAndPrediction()
    {
        const std::string csv = "label,score,prediction\n0,.6,0\n1,.7,1\n1,.3,1\n";
        const auto predicted = result(csv);
        QVERIFY(!predicted->groups[0].threshold);
        QCOMPARE(predicted->groups[0].metrics.at("accuracy"), 1.0);
        const auto decided = result(csv, {.threshold = 0.65});
        QCOMPARE(*decided->groups[0].threshold, 0.65);
        QCOMPARE(decided->groups[0].metrics.at("accuracy"), 2.0 / 3);
        const auto outside = result("label,score\n0,-2\n1,3\n");
        QVERIFY(outside->groups[0].undefined.at("accuracy").find("--threshold") != std::string::npos);
        QVERIFY(outside->groups[0].undefined.contains("brier") && outside->groups[0].undefined.contains("log_loss"));
        QCOMPARE(outside->groups[0].metrics.at("roc_auc"), 1.0);
    }

    /// Hazard 25.
    void edges()
    {
        const auto one = result("label,score\n0,.1\n0,.9\n")->groups[0];
        QCOMPARE(one.undefined.at("roc_auc"), std::string("only one class"));
        QVERIFY(!one.roc);
        const auto equal = result("label,score\n0,.5\n1,.5\n")->groups[0];
        QCOMPARE(equal.metrics.at("roc_auc"), 0.5);
        QCOMPARE(equal.warnings.front().message, std::string("all scores equal"));
        const auto none = result("label,score\n,.5\n1,\n")->groups[0];
        QCOMPARE(none.rows, std::uint64_t{0});
        QVERIFY(none.undefined.size() > 14 && none.undefined.contains("f1"));
        QCOMPARE(none.undefined.at("accuracy"), std::string("no rows"));
        const std::string weights = "label,score,w\n0,.1,1\n1,.9,2\n1,.8,";
        QVERIFY(result(weights + "3\n", {.weights = "w"}));
        for (const char* bad : {"0", "-1", "", "nan", "inf"})
            QVERIFY(shown(result(weights + bad + "\n", {.weights = "w"})).contains("the weight in row 3 is"));
    }

    void confidenceIsOfThePredictedClass()
    {
        const auto g = result("label,prediction,confidence\n1,1,.9\n0,0,.8\n1,0,.6\n")->groups[0];
        QCOMPARE(g.thresholds->score, (std::vector<double>{0.9, 1 - 0.6, 1 - 0.8}));
        QCOMPARE(g.metrics.at("roc_auc"), 1.0);
    }

    void groups()
    {
        const std::string csv = "model,split,y_true,y_pred,site\nb,test,1,1,x\na,test,1,0,x\na,train,1,1,y\nb,test,0,1,x\n";
        const auto log = result(csv);
        QCOMPARE(log->groups.size(), std::size_t{3});
        QCOMPARE(log->groups[0].name(), std::string("a / test"));
        QCOMPARE(log->groups[1].name(), std::string("a / train"));
        QCOMPARE(log->groups[2].name(), std::string("b / test"));
        QCOMPARE(log->groups[2].metrics.at("accuracy"), 0.5);
        QCOMPARE(result(csv, {.by = {"site"}})->groups[0].by.at("site"), std::string("x"));
        const auto models = result("y_true,lr_proba,dt_proba,lr_pred\n0,.2,.9,1\n1,.8,.7,1\n");
        QCOMPARE(models->groups.size(), std::size_t{2});
        QCOMPARE(models->groups[0].by.at("model"), std::string("lr"));
        QCOMPARE(models->groups[0].metrics.at("accuracy"), 0.5); // its own decision
        QCOMPARE(models->groups[1].metrics.at("roc_auc"), 0.0);
        QVERIFY(models->groups[1].threshold.has_value());
    }

    void slider()
    {
        const auto log = result("label,score\n0,.1\n0,.4\n1,.35\n1,.8\n");
        const Group& group = log->groups[0];
        const AtThreshold at = atThreshold(group, 0.4);
        QCOMPARE(at.falsePositiveRate, 0.5);
        QCOMPARE(at.truePositiveRate, 0.5);
        QCOMPARE(at.precision, 0.5);
        QCOMPARE(at.confusion.matrix, (std::vector<std::vector<std::uint64_t>>{{1, 1}, {1, 1}}));
        const AtThreshold same = atThreshold(group, *group.threshold);
        for (const auto& [key, value] : same.metrics)
            QCOMPARE(value, group.metrics.at(key));
        QCOMPARE(atThreshold(group, 2).undefined.at("precision"), std::string("nothing was decided positive"));
    }

    void json()
    {
        auto log = result("y_true,y_pred\n0,0\n1,1\n1,1\n0,0\n0,1\n1,0\n1,1\n0,0\n1,1\n0,0\n");
        log->file = "a\xFF.csv"; // no UTF-8
        const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(toJson({*log})));
        const QJsonObject one = document["logs"][0].toObject();
        QCOMPARE(one["kind"].toString(), QString("predictions"));
        QCOMPARE(one["task"].toString(), QString("binary"));
        QCOMPARE(one["rows"].toInt(), 10);
        QCOMPARE(one["skipped"].toInt(), 0);
        QCOMPARE(one["columns"]["label"].toString(), QString("y_true"));
        QVERIFY(one["columns"]["score"].isNull());
        const QJsonObject group = one["groups"][0].toObject();
        QVERIFY(group["by"].isObject() && group["by"].toObject().isEmpty());
        QVERIFY(group["threshold"].isNull());
        for (const char* key : {"accuracy", "precision", "recall", "f1"})
            QCOMPARE(group["metrics"][QLatin1String(key)].toDouble(), 0.8);
        QCOMPARE(group["metrics"]["mse"].toDouble(), 0.2);
        QCOMPARE(group["undefined"]["roc_auc"].toString(), QString("no score column"));
        QCOMPARE(group["confusion"]["matrix"].toArray(), (QJsonArray{QJsonArray{4, 1}, QJsonArray{1, 4}}));
        const auto table = QJsonDocument::fromJson(QByteArray::fromStdString(toJson({*result("a\n1\n")})));
        QVERIFY(table["logs"][0]["groups"].isArray() && table["logs"][0]["groups"].toArray().isEmpty());
        QVERIFY(table["logs"][0]["task"].isNull());
    }
};

QTEST_GUILESS_MAIN(TestEvaluate)
#include "tst_evaluate.moc"
