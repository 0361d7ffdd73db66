// A threshold's intervals, cost and choices, against counting by hand.
#include "core/evaluation/operating_point.h"

#include "core/mlmetrics/binary_scores.h"

#include <QTest>

using namespace wg;
using namespace wg::evaluation;

namespace {

/// Scores 0.9 + 0.8 - 0.7 + 0.6 - 0.2 - 0.1 -, signs as labels.
Group sixRows()
{
    const std::vector<std::uint8_t> actual{1, 0, 1, 0, 0, 0};
    const std::vector<double> score{0.9, 0.8, 0.7, 0.6, 0.2, 0.1};
    Group group;
    group.thresholds = std::make_shared<const ThresholdTable>(mlmetrics::summarise(actual, score).table);
    return group;
}

} // namespace

class TestOperatingPoint : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void falsePositiveRate()
    {
        const Group group = sixRows();
        const auto none = withinFalsePositiveRate(*group.thresholds, 0);
        QVERIFY(none);
        QCOMPARE(none->threshold, 0.9);
        QCOMPARE(none->value, 0.0);
        const auto half = withinFalsePositiveRate(*group.thresholds, 0.5);
        QCOMPARE(half->threshold, 0.6);
        QCOMPARE(half->value, 0.5);
        QCOMPARE(withinFalsePositiveRate(*group.thresholds, 1)->threshold, 0.1);
        ThresholdTable onlyPositives = mlmetrics::summarise(std::vector<std::uint8_t>{1}, std::vector<double>{0.5}).table;
        QVERIFY(!withinFalsePositiveRate(onlyPositives, 0.5));
    }

    void cheapest()
    {
        const Group group = sixRows();
        // Missing a positive costs nothing: predict none.
        const auto nobody = leastCost(*group.thresholds, {1, 0});
        QVERIFY(nobody->threshold > 0.9);
        QCOMPARE(nobody->value, 0.0);
        QCOMPARE(leastCost(*group.thresholds, {1, 5})->threshold, 0.7);
        QCOMPARE(leastCost(*group.thresholds, {1, 5})->value, 1.0);
        QCOMPARE(leastCost(*group.thresholds, {1, 0.5})->threshold, 0.9);
        const AtThreshold at = atThreshold(group, 0.7);
        QCOMPARE(costOf(at.confusion, {3, 5}), 3.0);
    }

    void intervals()
    {
        const auto at = intervalsAt(sixRows(), 0.7, 0.95); // TP 2, FP 1, FN 0, TN 3
        // Wilson by hand: 2 of 3.
        QVERIFY(std::abs(at.at("precision").low - 0.20765) < 1e-5);
        QVERIFY(std::abs(at.at("precision").high - 0.93851) < 1e-5);
        // F1 = 0.8 comes from J = 2 / 3, so its ends are those of precision here, carried over.
        const double low = at.at("precision").low;
        QCOMPARE(at.at("f1").low, 2 * low / (1 + low));
        QVERIFY(at.at("f1").contains(0.8));
        const Confusion matrix{{"0", "1"}, {{3, 1}, {0, 2}}};
        QCOMPARE(intervalsOf(matrix, 0.95).at("f1").low, at.at("f1").low);
        QVERIFY(at.at("recall").high > 0.999);
    }
};

QTEST_APPLESS_MAIN(TestOperatingPoint)
#include "tst_operating_point.moc"
