// Metrics on vectors small enough to be reckoned by hand, and the edges where something is undefined.
#include "core/mlmetrics/binary_scores.h"
#include "core/mlmetrics/multiclass.h"
#include "core/mlmetrics/probability.h"
#include "core/mlmetrics/regression.h"

#include <QtTest>

#include <cmath>

using namespace wg::mlmetrics;

namespace {

using Bits = std::vector<std::uint8_t>;
using Numbers = std::vector<double>;

/// "0.5" or "undefined: why"
QString shown(const Metric& metric)
{
    return metric.defined()
        ? QString::number(metric.value, 'g', 6)
        : "undefined: " + QString::fromUtf8(metric.reason.data(), static_cast<qsizetype>(metric.reason.size()));
}

} // namespace

class TestMlmetrics : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void decisions()
    {
        const BinaryCounts c = countBinary(Bits{0, 1, 1, 0, 0, 1, 1, 0, 1, 0}, Bits{0, 1, 1, 0, 1, 0, 1, 0, 1, 0});
        QCOMPARE(c.truePositives, 4.0);
        QCOMPARE(c.falsePositives, 1.0);
        QCOMPARE(c.trueNegatives, 4.0);
        QCOMPARE(c.falseNegatives, 1.0);
        for (const auto metric : {accuracy, precision, recall, specificity, f1, balancedAccuracy})
            QCOMPARE(shown(metric(c)), QString("0.8"));
        QCOMPARE(shown(mcc(c)), QString("0.6"));
    }

    void undefinedDecisions()
    {
        const BinaryCounts onlyNegative{.trueNegatives = 3};
        QCOMPARE(shown(accuracy(onlyNegative)), QString("1"));
        QCOMPARE(shown(precision(onlyNegative)), QString("undefined: nothing was decided positive"));
        QCOMPARE(shown(recall(onlyNegative)), QString("undefined: no positive label"));
        QCOMPARE(shown(f1(onlyNegative)), QString("undefined: no positive label and nothing was decided positive"));
        QCOMPARE(shown(mcc(onlyNegative)), QString("undefined: only one class"));
        QCOMPARE(shown(balancedAccuracy(onlyNegative)), QString("1"));
        const BinaryCounts allFound{.truePositives = 2, .falsePositives = 3};
        QCOMPARE(shown(mcc(allFound)), QString("undefined: every decision is the same class"));
        QCOMPARE(shown(f1(BinaryCounts{.falsePositives = 3})), QString("0"));
        QCOMPARE(shown(specificity(BinaryCounts{.truePositives = 1})), QString("undefined: no negative label"));
        for (const auto metric : {accuracy, precision, recall, specificity, f1, balancedAccuracy, mcc})
            QCOMPARE(shown(metric(BinaryCounts{})), QString("undefined: no rows"));
    }

    void weightedCounts()
    {
        const BinaryCounts c = countBinary(Bits{1, 0, 1}, Bits{1, 1, 0}, Numbers{0.5, 2, 1.5});
        QCOMPARE(shown(precision(c)), QString("0.2"));
        QCOMPARE(shown(recall(c)), QString("0.25"));
    }

    /// scikit-learn's own example for roc_curve and precision_recall_curve.
    void curves()
    {
        const BinaryScores scores = summarise(Bits{0, 0, 1, 1}, Numbers{0.1, 0.4, 0.35, 0.8}, {}, {.curves = CurveDetail::All});
        QCOMPARE(scores.roc.threshold, (Numbers{std::numeric_limits<double>::infinity(), 0.8, 0.4, 0.35, 0.1}));
        QCOMPARE(scores.roc.x, (Numbers{0, 0, 0.5, 0.5, 1}));
        QCOMPARE(scores.roc.y, (Numbers{0, 0.5, 0.5, 1, 1}));
        QCOMPARE(scores.pr.threshold, (Numbers{0.8, 0.4, 0.35, 0.1}));
        QCOMPARE(scores.pr.x, (Numbers{0.5, 0.5, 1, 1}));
        QCOMPARE(scores.pr.y, (Numbers{1, 0.5, 2.0 / 3, 0.5}));
        QCOMPARE(shown(scores.rocAuc), QString("0.75"));
        QCOMPARE(shown(scores.averagePrecision), QString("0.833333"));
    }

    void thresholds()
    {
        const Bits actual{0, 0, 1, 1, 1};
        const Numbers score{0.1, 0.4, 0.35, 0.8, 0.8};
        const Sweep s = summarise(actual, score).table;
        for (const double threshold : {-1.0, 0.1, 0.2, 0.35, 0.4, 0.5, 0.8, 0.9}) {
            Bits decided;
            for (const double value : score)
                decided.push_back(value >= threshold ? 1 : 0);
            const BinaryCounts expected = countBinary(actual, decided);
            const BinaryCounts got = countsAt(s, threshold);
            QCOMPARE(got.truePositives, expected.truePositives);
            QCOMPARE(got.falsePositives, expected.falsePositives);
            QCOMPARE(got.trueNegatives, expected.trueNegatives);
            QCOMPARE(got.falseNegatives, expected.falseNegatives);
        }
        const Sweep weighted = summarise(Bits{0, 1}, Numbers{0.2, 0.6}, Numbers{3, 5}).table;
        QCOMPARE(countsAt(Sweep{}, 0.5).total(), 0.0);
        QCOMPARE(countsAt(weighted, 0.5).truePositives, 5.0);
        QCOMPARE(countsAt(weighted, 0.5).trueNegatives, 3.0);
        QCOMPARE(rowsAt(weighted, 0.5).trueNegatives, 1.0);
    }

    void probabilities()
    {
        QCOMPARE(shown(logLoss(Bits{1, 0}, Numbers{0.8, 0.4})), QString::number(-(std::log(0.8) + std::log(0.6)) / 2, 'g', 6));
        QCOMPARE(shown(logLoss(Bits{1}, Numbers{0})), QString::number(-std::log(2.220446049250313e-16), 'g', 6));
        QCOMPARE(shown(brier(Bits{1, 0}, Numbers{0.8, 0.4}, Numbers{3, 1})), QString("0.07"));
        QVERIFY(shown(brier(Bits{1}, Numbers{1.5})).startsWith("undefined: scores lie outside"));
        QCOMPARE(shown(logLoss(Bits{}, Numbers{})), QString("undefined: no rows"));
        const Numbers a{0.7, 0.2};
        const Numbers b{0.3, 0.6};
        const std::vector<std::span<const double>> columns{a, b}; // the second row sums to 0.8
        const std::vector<std::uint32_t> actual{0, 1};
        QCOMPARE(shown(logLossMulticlass(actual, columns)), QString::number(-(std::log(0.7) + std::log(0.75)) / 2, 'g', 6));
    }

    void amounts()
    {
        const auto r = regression(Numbers{3, -0.5, 2, 7}, Numbers{2.5, 0.0, 2, 8});
        QCOMPARE(shown(r.mse), QString("0.375"));
        QCOMPARE(shown(r.rmse), QString("0.612372"));
        QCOMPARE(shown(r.mae), QString("0.5"));
        QCOMPARE(shown(r.r2), QString("0.948608"));
        QCOMPARE(shown(regression(Numbers{1, 1}, Numbers{1, 2}).r2), QString("undefined: all labels are equal"));
        QCOMPARE(shown(regression(Numbers{0.1, 0.1, 0.1}, Numbers{1, 2, 3}).r2), QString("undefined: all labels are equal"));
        QCOMPARE(shown(regression(Numbers{1}, Numbers{1}).r2), QString("undefined: fewer than two rows"));
        QCOMPARE(shown(regression({}, {}).mse), QString("undefined: no rows"));
    }

    void severalClasses()
    {
        const std::vector<std::uint32_t> actual{0, 1, 2, 0, 1, 2};
        const std::vector<std::uint32_t> predicted{0, 2, 1, 0, 0, 1};
        const auto r = multiclass(confusion(4, actual, predicted)); // class 3 is nowhere
        QCOMPARE(shown(r.accuracy), QString("0.333333"));
        QCOMPARE(shown(r.balancedAccuracy), QString("0.333333"));
        QCOMPARE(shown(r.macro.precision), QString("0.222222"));
        QCOMPARE(shown(r.macro.f1), QString("0.266667"));
        QCOMPARE(shown(r.weighted.f1), QString("0.266667"));
        QCOMPARE(shown(r.perClass[3].f1), QString("undefined: neither among labels nor predictions"));
        QVERIFY(r.neverPredicted.empty() && r.neverActual.empty());
        const auto odd = multiclass(confusion(3, std::vector<std::uint32_t>{0, 0, 1}, std::vector<std::uint32_t>{0, 2, 0}));
        QCOMPARE(odd.neverPredicted, std::vector<std::size_t>{1});
        QCOMPARE(odd.neverActual, std::vector<std::size_t>{2});
        QCOMPARE(shown(odd.perClass[1].precision), QString("undefined: never predicted"));
        QCOMPARE(shown(odd.perClass[2].recall), QString("undefined: not among the labels"));
        QCOMPARE(shown(multiclass(ConfusionMatrix(2)).accuracy), QString("undefined: no rows"));
    }
};

QTEST_GUILESS_MAIN(TestMlmetrics)
#include "tst_mlmetrics.moc"
