// What a metric says when there is nothing to say: no rows, one class, constants, weights of 0; and figures by hand that the
// differential test does not reach.
#include "core/mlmetrics/class_report.h"
#include "core/mlmetrics/language.h"
#include "core/mlmetrics/multiclass.h"
#include "core/mlmetrics/multiclass_scores.h"
#include "core/mlmetrics/multilabel.h"
#include "core/mlmetrics/ranking.h"
#include "core/mlmetrics/regression.h"

#include <QtTest>

#include <cmath>

using namespace wg;
using namespace wg::mlmetrics;

namespace {

using Bits = std::vector<std::uint8_t>;
using Codes = std::vector<std::uint32_t>;
using Numbers = std::vector<double>;

constexpr std::string_view kNoRows = "no rows";
constexpr std::string_view kBadWeight = "a weight is not above 0";

bool near(const Metric& metric, double value)
{
    return metric.defined() && std::abs(metric.value - value) < 1e-12;
}

std::vector<Metric> allOf(const Averages& a)
{
    return {a.precision, a.recall, a.f1, a.fBeta, a.jaccard};
}

std::vector<Metric> allOf(const RegressionMetrics& r)
{
    return {r.mse, r.rmse, r.mae, r.r2, r.medianAe, r.mape, r.msle, r.rmsle, r.explainedVariance, r.maxError, r.meanBias,
        r.d2Absolute};
}

void verifyReason(const std::vector<Metric>& metrics, std::string_view reason)
{
    for (const Metric& metric : metrics) {
        QCOMPARE(metric.reason, reason);
        QVERIFY(std::isnan(metric.value));
    }
}

} // namespace

class TestMetricEdges : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noRows()
    {
        const MulticlassMetrics classes = multiclass(ConfusionMatrix(3));
        verifyReason({classes.accuracy, classes.kappa, classes.mcc, classes.hammingLoss, classes.balancedAccuracy}, kNoRows);
        verifyReason(allOf(classes.macro), kNoRows);
        verifyReason(allOf(classes.micro), kNoRows);
        verifyReason(allOf(classes.weighted), kNoRows);
        QCOMPARE(kappa(ConfusionMatrix(0)).reason, kNoRows);
        QVERIFY(std::isnan(normalised(ConfusionMatrix(2), Normalise::All)[3]));
        QVERIFY(classificationReport(ConfusionMatrix(2)).classes.empty());
        verifyReason(allOf(regression({}, {})), kNoRows);
        QCOMPARE(pinballLoss({}, {}, 0.5).reason, kNoRows);
        QCOMPARE(d2Pinball({}, {}, 0.5).reason, kNoRows);
        QCOMPARE(pearson({}, {}).reason, kNoRows);
        QCOMPARE(spearman({}, {}).reason, kNoRows);
        QCOMPARE(intervalCoverage({}, {}, {}).coverage.reason, kNoRows);
        QVERIFY(std::isnan(quantiles({}, Numbers{0.5})[0]));
        const MultilabelMetrics labels = multilabel({}, {}, 3);
        verifyReason({labels.subsetAccuracy, labels.hammingLoss}, kNoRows);
        verifyReason(allOf(labels.samples), kNoRows);
        verifyReason(allOf(labels.macro), kNoRows);
        QVERIFY(!labels.micro.f1.defined());
        QCOMPARE(labelRanking({}, {}, 3).rankingLoss.reason, kNoRows);
        QCOMPARE(multilabel({}, {}, 0).hammingLoss.reason, kNoRows);
        QCOMPARE(ranking({}, {}, {}).ndcg.reason, std::string_view("no queries"));
        QCOMPARE(rankedQuery({}, {}).ndcg.reason, std::string_view("no items"));
        QCOMPARE(meanWithError({}).mean.reason, kNoRows);
        QCOMPARE(topKAccuracy({}, {}, 1).reason, kNoRows);
        QVERIFY(multiclassAuc({}, {}, {}, {})->oneVsRest.empty());
    }

    void weightsOfZero()
    {
        for (const double bad :
            {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
            const Numbers w{1, bad};
            const Numbers x{1, 2};
            verifyReason(allOf(regression(x, x, w)), kBadWeight);
            QCOMPARE(pinballLoss(x, x, 0.5, w).reason, kBadWeight);
            QCOMPARE(d2Pinball(x, x, 0.5, w).reason, kBadWeight);
            QCOMPARE(pearson(x, x, w).reason, kBadWeight);
            QCOMPARE(spearman(x, x, w).reason, kBadWeight);
            QCOMPARE(intervalCoverage(x, x, x, w).meanWidth.reason, kBadWeight);
            QCOMPARE(multilabel(Bits{1, 0}, Bits{1, 0}, 1, w).micro.f1.reason, kBadWeight);
            QCOMPARE(multilabel(Bits{1, 0}, Bits{1, 0}, 1, w).perLabel.size(), std::size_t{1});
            QCOMPARE(labelRanking(Bits{1, 0}, x, 1, w).coverageError.reason, kBadWeight);
            QCOMPARE(ranking(x, x, std::vector<std::size_t>{0, 1, 2}, 0, w).mrr.reason, kBadWeight);
            QCOMPARE(meanWithError(x, w).mean.reason, kBadWeight);
            QCOMPARE(tokenPerplexity(x, w).reason, kBadWeight);
            const std::vector<std::span<const double>> columns{x, x};
            QCOMPARE(topKAccuracy(Codes{0, 1}, columns, 1, w).reason, kBadWeight);
            QCOMPARE(multiclassAuc(Codes{0, 1}, columns, w, {})->ovoMacro.reason, kBadWeight);
        }
    }

    void oneClass()
    {
        const ConfusionMatrix matrix = confusion(3, Codes{1, 1}, Codes{1, 1});
        const MulticlassMetrics metrics = multiclass(matrix);
        QCOMPARE(metrics.accuracy.value, 1.0);
        QVERIFY(!metrics.kappa.defined() && !metrics.mcc.defined());
        QCOMPARE(metrics.macro.f1.value, 1.0); // of the one class that occurs
        const Numbers score{0.1, 0.9};
        const std::vector<std::span<const double>> columns{score, score, score};
        const auto areas = multiclassAuc(Codes{1, 1}, columns, {}, {});
        QCOMPARE(areas->oneVsRest[1].reason, std::string_view("only one class"));
        QCOMPARE(areas->oneVsRest[0].reason, std::string_view("not among the labels"));
        QCOMPARE(areas->ovoMacro.reason, std::string_view("only one class"));
        QVERIFY(!areas->ovrMacro.defined());
    }

    void cancelledAreas()
    {
        const CancelToken cancel;
        cancel.cancel();
        const Numbers score{0.1, 0.9};
        const std::vector<std::span<const double>> columns{score, score};
        QVERIFY(!multiclassAuc(Codes{0, 1}, columns, {}, cancel));
    }

    /// Of equal scores the later class ranks first.
    void topKTies()
    {
        const Numbers score{0.5};
        const std::vector<std::span<const double>> columns{score, score, score};
        QCOMPARE(topKAccuracy(Codes{2}, columns, 1).value, 1.0);
        QCOMPARE(topKAccuracy(Codes{1}, columns, 1).value, 0.0);
        QCOMPARE(topKAccuracy(Codes{1}, columns, 2).value, 1.0);
        QCOMPARE(topKAccuracy(Codes{0}, columns, 9).value, 1.0);
    }

    /// Distances count among the classes that occur: 0 and 5 are neighbours here.
    void kappaLeavesOutWhatIsNotThere()
    {
        const Codes actual{0, 5, 9, 9};
        const Codes predicted{5, 5, 9, 0};
        ConfusionMatrix close = confusion(3, Codes{0, 1, 2, 2}, Codes{1, 1, 2, 0});
        QCOMPARE(kappa(confusion(10, actual, predicted), KappaWeights::Linear).value, kappa(close, KappaWeights::Linear).value);
    }

    void constantLabels()
    {
        const RegressionMetrics r = regression(Numbers{2, 2}, Numbers{2, 3});
        QCOMPARE(r.r2.reason, std::string_view("all labels are equal"));
        QVERIFY(!r.explainedVariance.defined() && !r.d2Absolute.defined());
        QVERIFY(near(r.mse, 0.5) && near(r.meanBias, 0.5) && near(r.maxError, 1) && near(r.medianAe, 0.5));
        QVERIFY(near(r.mape, 0.25));
        QCOMPARE(regression(Numbers{0, 1}, Numbers{1, 1}).mape.reason, std::string_view("a label is 0"));
        QVERIFY(!regression(Numbers{1, 1}, Numbers{-1, 1}).msle.defined());
        QCOMPARE(regression(Numbers{1}, Numbers{2}).r2.reason, std::string_view("fewer than two rows"));
        QCOMPARE(pearson(Numbers{1, 1}, Numbers{1, 2}).reason, std::string_view("one side is constant"));
        QVERIFY(!pinballLoss(Numbers{1}, Numbers{1}, 1.5).defined());
        QVERIFY(!d2Pinball(Numbers{1, 2}, Numbers{1, 2}, -0.1).defined());
        QVERIFY(!intervalCoverage(Numbers{1}, Numbers{2}, Numbers{0}).coverage.defined());
    }

    void labelEdges()
    {
        const MultilabelMetrics none = multilabel(Bits{0, 0}, Bits{0, 0}, 2); // no label at all: right, but 0/0 everywhere
        QCOMPARE(none.subsetAccuracy.value, 1.0);
        QCOMPARE(none.samples.f1.value, 0.0); // as scikit-learn
        QVERIFY(!none.weighted.f1.defined() && !none.micro.f1.defined() && !none.perLabel[0].f1.defined());
        const LabelRanking one = labelRanking(Bits{1, 0}, Numbers{0.2, 0.8}, 1); // one label: nothing to rank
        QVERIFY(near(one.averagePrecision, 1) && near(one.rankingLoss, 0) && near(one.coverageError, 0.5));
    }

    void rankings()
    {
        const QueryScores constant = rankedQuery(Numbers{0, 1, 0}, Numbers{1, 1, 1}); // a constant score wins nothing
        QVERIFY(near(constant.reciprocalRank, 1.0 / 3) && near(constant.averagePrecision, 1.0 / 3));
        QVERIFY(near(rankedQuery(Numbers{0, 1, 0}, Numbers{1, 1, 1}, 2).hit, 0));
        const QueryScores empty = rankedQuery(Numbers{0, 0}, Numbers{1, 2});
        QVERIFY(
            near(empty.ndcg, 0) && near(empty.reciprocalRank, 0) && near(empty.hit, 0) && !empty.averagePrecision.defined());
        QVERIFY(!rankedQuery(Numbers{-1, 2}, Numbers{1, 2}).ndcg.defined());
        const QueryOrder order = groupByQuery(Codes{1, 0, 1, 3});
        QVERIFY(order.rows == Codes({1, 0, 2, 3}));
        QVERIFY(order.start == std::vector<std::size_t>({0, 1, 3, 3, 4}));
        const RankingMetrics metrics = ranking(Numbers{1, 0, 0, 0}, Numbers{1, 2, 3, 4}, order.start);
        QCOMPARE(metrics.queries, std::size_t{3}); // the empty one is none
        QCOMPARE(metrics.withoutRelevant, std::size_t{2});
        QVERIFY(near(metrics.mrr, 1.0 / 3) && near(metrics.meanAveragePrecision, 1));
        QVERIFY(groupByQuery({}).rows.empty());
    }

    void exactMatches()
    {
        QVERIFY(exactMatch(" Paris\n", "Paris"));
        QVERIFY(!exactMatch("paris", "Paris"));
        QVERIFY(exactMatch("paris.", "PARIS", {true, true, true}));
        QVERIFY(!exactMatch(" Paris", "Paris", {false, false, false}));
        QVERIFY(exactMatch("", ""));
    }

    /// 1 - C(n-c, k) / C(n, k)
    void passes()
    {
        QVERIFY(near(passAtK(5, 2, 1), 0.4));
        QVERIFY(near(passAtK(5, 2, 2), 1 - 3.0 / 10));
        QVERIFY(near(passAtK(5, 0, 5), 0) && near(passAtK(5, 1, 5), 1));
        QVERIFY(!passAtK(5, 2, 6).defined() && !passAtK(5, 2, 0).defined() && !passAtK(5, 6, 1).defined());
        using Counts = std::vector<std::uint64_t>;
        QVERIFY(near(passAtK(Counts{5, 5, 1}, Counts{5, 0, 1}, 2), 0.5)); // the task of one sample says nothing about two
        QVERIFY(!passAtK(Counts{1}, Counts{1}, 2).defined());
    }

    void tasks()
    {
        const auto means = meansByTask(3, Codes{0, 0, 2, 2, 2}, Numbers{1, 0, 1, 1, 0});
        QVERIFY(near(means[0].mean, 0.5) && near(means[0].standardError, 0.5));
        QVERIFY(!means[1].mean.defined());
        QVERIFY(near(means[2].mean, 2.0 / 3) && near(means[2].standardError, std::sqrt(1.0 / 3 / 3)));
        const MeanWithError all = pooled(means); // sqrt(((2-1) 0.5 + (3-1) 1/3) / (5 - 2) / 5)
        QVERIFY(near(all.mean, 0.6) && near(all.standardError, std::sqrt((0.5 + 2.0 / 3) / 3 / 5)));
        QVERIFY(!meanWithError(Numbers{1}).standardError.defined());
        QVERIFY(near(meanWithError(Numbers{1, 0, 1}, Numbers{2, 2, 2}).standardError, means[2].standardError.value));
        QVERIFY(!pooled({}).mean.defined());
    }

    void perplexities()
    {
        const Perplexity one = perplexity({-8 * std::log(2.0), 4, 2, 8});
        QVERIFY(near(one.token, 4) && near(one.word, 16) && near(one.byte, 2) && near(one.bitsPerByte, 1));
        QVERIFY(!perplexity({-1, 4, 0, 0}).word.defined() && !perplexity({-1, 4, 0, 0}).bitsPerByte.defined());
        QVERIFY(near(tokenPerplexity(Numbers{std::log(0.5), std::log(0.125)}), 4));
        QVERIFY(!tokenPerplexity({}).defined());
    }
};

QTEST_GUILESS_MAIN(TestMetricEdges)
#include "tst_metric_edges.moc"
