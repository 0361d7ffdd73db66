// Groups whose rows are sets of labels, ranked lists, samples of language models, amounts with intervals. Expected values by
// scikit-learn 1.2.1 where it has the metric, else by hand.
#include "core/evaluation/metric_info.h"
#include "core/evaluation/opened_log.h"
#include "core/logs/csv_reader.h"

#include <QtTest>

#include <cmath>

using namespace wg;
using namespace wg::evaluation;

namespace {

Result<Group> groupOf(const std::string& csv, const Options& options = {})
{
    logs::CsvReader reader({});
    WG_CHECK(reader.feed(csv));
    WG_TRY(logs::Table table, reader.finish());
    WG_TRY(const auto log, recognise("log.csv", std::move(table), options));
    WG_TRY(LogResult result, evaluate(*log, {}, {}));
    return std::move(result.groups.front());
}

Options as(Task task)
{
    Options options;
    options.task = task;
    return options;
}

} // namespace

class TestGroupTasks : public QObject {
    Q_OBJECT

    static void compare(const Group& group, const char* key, double expected)
    {
        QVERIFY2(group.metrics.contains(key), key);
        QVERIFY2(std::abs(group.metrics.at(key) - expected) < 1e-12,
            qPrintable(QString("%1: %2").arg(key).arg(group.metrics.at(key), 0, 'g', 17)));
    }

private Q_SLOTS:
    void setsOfLabels()
    {
        const auto group =
            groupOf("label,prediction\n\"[\"\"a\"\",\"\"b\"\"]\",\"[\"\"a\"\"]\"\n\"[\"\"c\"\"]\",\"[\"\"c\"\"]\"\n"
                    "\"[\"\"a\"\"]\",\"[\"\"b\"\"]\"\n",
                as(Task::Multilabel));
        QVERIFY2(group, group ? "" : group.error().message.c_str());
        compare(*group, "subset_accuracy", 1.0 / 3);
        compare(*group, "hamming_loss", 3.0 / 9);
        compare(*group, "jaccard_samples", 0.5);
        compare(*group, "f1_micro", 4.0 / 7);
        QCOMPARE(group->perClass.size(), std::size_t{3});
        QCOMPARE(group->perClass[0].support, std::uint64_t{2});
        QVERIFY(group->intervals.contains("subset_accuracy"));
    }

    void rankedLists()
    {
        const auto group =
            groupOf("query_id,relevance,score\nq1,1,.9\nq1,0,.8\nq2,0,.7\nq2,1,.6\nq2,0,.1\n", as(Task::Ranking));
        QVERIFY2(group, group ? "" : group.error().message.c_str());
        compare(*group, "mrr", 0.75);
        compare(*group, "hit_1", 0.5);
        compare(*group, "map", 0.75);
        compare(*group, "ndcg", (1 + 1 / std::log2(3)) / 2);
        QCOMPARE(group->intervals.at("hit_1").method, std::string_view("Wilson"));
    }

    void samplesOfALanguageModel()
    {
        const auto group = groupOf("id,target,prediction,score\n1,a,a,1\n1,a,b,0\n2,b,b,1\n2,b,b,1\n", as(Task::LanguageModel));
        QVERIFY2(group, group ? "" : group.error().message.c_str());
        compare(*group, "accuracy", 0.75);
        compare(*group, "exact_match", 0.75);
        compare(*group, "standard_error", 0.25);
        compare(*group, "pass_1", 0.75);
        QVERIFY(!group->metrics.contains("pass_5"));
        QCOMPARE(group->intervals.at("accuracy").method, std::string_view("Wilson"));
    }

    void amountsWithIntervals()
    {
        const auto group = groupOf("actual,predicted,low,high\n1.5,1,0,2\n2.5,3,2.6,4\n3.5,3,2,5\n4.5,4,3,5\n");
        QVERIFY2(group, group ? "" : group.error().message.c_str());
        compare(*group, "coverage", 0.75);
        compare(*group, "interval_width", (2 + 1.4 + 3 + 2) / 4);
        compare(*group, "bias", -0.25);
        compare(*group, "mae", 0.5);
        QVERIFY(group->residuals && group->density);
        double rows = 0;
        for (const double count : group->residuals->positives)
            rows += count;
        QCOMPARE(rows, 4.0);
        QVERIFY(group->intervals.contains("mae") && group->intervals.contains("rmse"));
    }

    void theCatalogueHasEveryMetric()
    {
        const auto binary = groupOf("y_true,score\n1,.9\n0,.2\n1,.4\n0,.6\n");
        const auto classes = groupOf("label,prediction\na,b\nb,c\nc,c\n");
        const auto amounts = groupOf("actual,predicted\n1.5,2\n2.5,2\n3.5,1\n");
        for (const auto* group : {&binary, &classes, &amounts}) {
            QVERIFY(*group);
            for (const auto& [key, value] : (*group)->metrics)
                QVERIFY2(metricInfo(key) != nullptr, key.c_str());
            for (const auto& [key, reason] : (*group)->undefined)
                QVERIFY2(metricInfo(key) != nullptr, key.c_str());
        }
        for (const MetricInfo& info : metricCatalogue()) {
            QVERIFY2(!info.title.empty() && !info.formula.empty() && !info.tasks.empty(), info.key.data());
            QVERIFY2(info.meaning.ends_with('.') && info.misleads.ends_with('.'), info.key.data());
            QCOMPARE(metricInfo(info.key), &info); // no key twice
        }
    }

    void uncertainty()
    {
        Group group;
        group.rows = 1000;
        group.metrics = {{"f1", 0.8}, {"rmse", 10}};
        group.intervals = {{"f1", {0.78, 0.82, 0.95, "Wilson"}}, {"rmse", {8, 12, 0.95, "standard error"}}};
        QVERIFY(!tooUncertain(group, "f1"));
        QVERIFY(tooUncertain(group, "rmse")); // 4 is more than a quarter of 10
        group.intervals["f1"].low = 0.7;
        QVERIFY(tooUncertain(group, "f1"));
        group.intervals["f1"].low = 0.79;
        group.confusion = {{"0", "1"}, {{900, 80}, {5, 15}}};
        QVERIFY(tooUncertain(group, "f1")); // 20 positives
        QVERIFY(metricAdvice(group, Task::Binary).find("average precision") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestGroupTasks)
#include "tst_group_tasks.moc"
