// Two models: how rows are matched, which tests are made, and what the numbers are.
#include "core/evaluation/compare.h"
#include "core/evaluation/opened_log.h"
#include "core/logs/csv_reader.h"

#include <QtTest>

#include <cmath>

using namespace wg;
using namespace wg::evaluation;

namespace {

Result<Contender> contender(const std::string& csv, std::size_t group, const std::string& name)
{
    logs::CsvReader reader({});
    WG_CHECK(reader.feed(csv));
    WG_TRY(logs::Table table, reader.finish());
    WG_TRY(const auto log, recognise(name + ".csv", std::move(table), {}));
    WG_TRY(LogResult result, evaluate(*log, {}, {}));
    return Contender{log, std::make_shared<const LogResult>(std::move(result)), group, name};
}

/// Row i of a made-up log: its label, a good score and a poorer one.
struct Row {
    int label;
    double good, poor;
};
Row rowAt(unsigned i)
{
    const int label = (i * 7 + i / 3) % 5 < 2 ? 1 : 0;
    const double noise = static_cast<double>((i * 2654435761U) % 1000) / 1000;
    const double other = static_cast<double>((i * 40503U + 17) % 1000) / 1000;
    return {label, 0.55 * label * 0.8 + 0.55 * noise, 0.3 * label + 0.7 * other};
}

std::string logOf(bool good, bool backwards, unsigned rows = 400, bool ids = true)
{
    std::string out = ids ? "id,y_true,score\n" : "y_true,score\n";
    for (unsigned k = 0; k < rows; ++k) {
        const unsigned i = backwards ? rows - 1 - k : k;
        const Row row = rowAt(i);
        out += (ids ? "9007199254740993" + std::to_string(i) + "," : "") + std::to_string(row.label) + ","
            + std::to_string(good ? row.good : row.poor) + "\n";
    }
    return out;
}

std::string wide(unsigned rows = 400)
{
    std::string out = "y_true,good_proba,poor_proba\n";
    for (unsigned i = 0; i < rows; ++i) {
        const Row row = rowAt(i);
        out += std::to_string(row.label) + "," + std::to_string(row.good) + "," + std::to_string(row.poor) + "\n";
    }
    return out;
}

const MetricDifference* metric(const Comparison& comparison, std::string_view key)
{
    for (const MetricDifference& one : comparison.metrics) {
        if (one.metric == key)
            return &one;
    }
    return nullptr;
}

CompareOptions quick()
{
    CompareOptions options;
    options.draws = 400;
    return options;
}

} // namespace

class TestCompare : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneLogTwoModels()
    {
        const auto good = contender(wide(), 0, "good");
        QVERIFY(good);
        Contender poor = *good;
        poor.group = 1;
        poor.name = "poor";
        const auto result = compare({*good, poor}, quick(), {});
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        const Comparison& one = result->front();
        QCOMPARE(one.pairing, std::string("same rows"));
        QCOMPARE(one.pairs, std::uint64_t{400});
        const MetricDifference* auc = metric(one, "roc_auc");
        QVERIFY(auc && auc->test == "paired DeLong" && auc->significant && auc->better);
        QCOMPARE(auc->candidate, good->result->groups[0].metrics.at("roc_auc"));
        QCOMPARE(auc->reference, good->result->groups[1].metrics.at("roc_auc"));
        QVERIFY(auc->interval.contains(auc->difference) && !auc->interval.contains(0));
        QVERIFY(auc->pHolm >= auc->p);
        const MetricDifference* accuracy = metric(one, "accuracy");
        QVERIFY(accuracy && accuracy->test == "McNemar");
        QCOMPARE(std::round(accuracy->difference * 400),
            static_cast<double>(one.onlyCandidateRight) - static_cast<double>(one.onlyReferenceRight));
        for (const char* key : {"f1", "precision", "recall", "mcc", "average_precision", "brier", "log_loss", "ece"}) {
            const MetricDifference* other = metric(one, key);
            QVERIFY2(other && other->test == "paired bootstrap", key);
            QVERIFY2(std::abs(other->candidate - good->result->groups[0].metrics.at(key)) < 1e-12, key);
            QVERIFY2(std::abs(other->reference - good->result->groups[1].metrics.at(key)) < 1e-12, key);
        }
        const MetricDifference* brier = metric(one, "brier");
        QCOMPARE(brier->better, brier->difference < 0);
    }

    void matchedByIdWhateverTheOrder()
    {
        const auto good = contender(logOf(true, false), 0, "good");
        const auto poor = contender(logOf(false, true), 0, "poor");
        QVERIFY(good && poor);
        const auto byId = compare({*good, *poor}, quick(), {});
        QVERIFY(byId);
        QCOMPARE(byId->front().pairing, std::string("by id"));
        QCOMPARE(byId->front().pairs, std::uint64_t{400});
        const auto both = contender(wide(), 0, "good");
        QVERIFY(both);
        Contender other = *both;
        other.group = 1;
        const auto same = compare({*both, other}, quick(), {});
        QVERIFY(same);
        for (const char* key : {"roc_auc", "accuracy", "f1", "brier"}) {
            QVERIFY(std::abs(metric(byId->front(), key)->difference - metric(same->front(), key)->difference) < 1e-12);
            QVERIFY(std::abs(metric(byId->front(), key)->p - metric(same->front(), key)->p) < 1e-12);
        }
    }

    void rowByRowAndNotAtAll()
    {
        const auto good = contender(logOf(true, false, 400, false), 0, "good");
        const auto poor = contender(logOf(false, false, 400, false), 0, "poor");
        const auto longer = contender(logOf(false, false, 500, false), 0, "longer");
        QVERIFY(good && poor && longer);
        const auto result = compare({*good, *poor, *longer}, quick(), {});
        QVERIFY(result);
        QCOMPARE(result->size(), std::size_t{2});
        QCOMPARE(result->at(0).pairing, std::string("row by row"));
        QCOMPARE(result->at(1).pairing, std::string());
        QCOMPARE(metric(result->at(1), "roc_auc")->test, std::string_view("DeLong"));
        QCOMPARE(metric(result->at(1), "accuracy")->test, std::string_view("two proportions"));
        QCOMPARE(metric(result->at(1), "f1")->test, std::string_view("bootstrap"));
        QVERIFY(!result->at(1).notes.empty());
    }

    void aModelIsNotBetterThanItself()
    {
        const auto one = contender(logOf(true, false), 0, "one");
        const auto two = contender(logOf(true, true), 0, "two");
        QVERIFY(one && two);
        const auto result = compare({*one, *two}, quick(), {});
        QVERIFY(result);
        for (const MetricDifference& difference : result->front().metrics) {
            QVERIFY2(std::abs(difference.difference) < 1e-12 && !difference.significant, difference.metric.c_str());
        }
    }

    void otherClassesAreRefused()
    {
        const auto binary = contender("y_true,score\n0,.1\n1,.9\n", 0, "binary");
        const auto words = contender("y_true,score\nno,.1\nyes,.9\n", 0, "words");
        const auto amounts = contender("actual,predicted\n0.5,1\n1.5,2\n", 0, "amounts");
        QVERIFY(binary && words && amounts);
        QVERIFY(!compare({*binary, *words}, quick(), {}));
        QVERIFY(!compare({*binary, *amounts}, quick(), {}));
    }

    void regressionAndSeveralClasses()
    {
        std::string good = "actual,predicted\n";
        std::string poor = good;
        std::string left = "label,prediction\n";
        std::string right = left;
        const char* names[] = {"a", "b", "c"};
        for (unsigned i = 0; i < 300; ++i) {
            const Row row = rowAt(i);
            const double y = 10 + 5 * row.good + 0.5;
            good += std::to_string(y) + "," + std::to_string(y + row.poor - 0.5) + "\n";
            poor += std::to_string(y) + "," + std::to_string(y + 3 * (row.poor - 0.5)) + "\n";
            const char* actual = names[i % 3];
            left += std::string(actual) + "," + (i % 7 == 0 ? names[(i + 1) % 3] : actual) + "\n";
            right += std::string(actual) + "," + (i % 3 == 0 ? names[(i + 1) % 3] : actual) + "\n";
        }
        const auto a = contender(good, 0, "a");
        const auto b = contender(poor, 0, "b");
        QVERIFY(a && b);
        const auto amounts = compare({*a, *b}, quick(), {});
        QVERIFY2(amounts, amounts ? "" : amounts.error().message.c_str());
        const MetricDifference* rmse = metric(amounts->front(), "rmse");
        QVERIFY(rmse && rmse->significant && rmse->better && rmse->difference < 0);
        QVERIFY(std::abs(rmse->candidate - a->result->groups[0].metrics.at("rmse")) < 1e-12);
        QVERIFY(std::abs(metric(amounts->front(), "r2")->reference - b->result->groups[0].metrics.at("r2")) < 1e-9);
        const auto c = contender(left, 0, "c");
        const auto d = contender(right, 0, "d");
        QVERIFY(c && d);
        const auto classes = compare({*c, *d}, quick(), {});
        QVERIFY2(classes, classes ? "" : classes.error().message.c_str());
        QCOMPARE(metric(classes->front(), "accuracy")->test, std::string_view("McNemar"));
        QVERIFY(metric(classes->front(), "f1_macro")->significant && metric(classes->front(), "f1_macro")->better);
    }
};

QTEST_GUILESS_MAIN(TestCompare)
#include "tst_compare.moc"
