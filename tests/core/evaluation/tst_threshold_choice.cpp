#include "core/evaluation/threshold_choice.h"

#include <QtTest>

using namespace wg::evaluation;

namespace {

// Rows (score, class): 0.9+ 0.8+ 0.7- 0.6+ 0.6- 0.3- 0.1-.
ThresholdTable sample()
{
    ThresholdTable t;
    t.score = {0.9, 0.8, 0.7, 0.6, 0.3, 0.1};
    t.truePositives = {1, 2, 2, 3, 3, 3};
    t.falsePositives = {0, 0, 1, 2, 3, 4};
    t.positives = 3;
    t.negatives = 4;
    return t;
}

} // namespace

class TestThresholdChoice : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void greatest()
    {
        const auto j = greatestYoudenJ(sample());
        QVERIFY(j);
        QCOMPARE(j->threshold, 0.8); // J: 1/3, 2/3, 5/12, 1/2, 1/4, 0
        QCOMPARE(j->value, 2.0 / 3);
        const auto f1 = greatestF1(sample());
        QVERIFY(f1);
        QCOMPARE(f1->threshold, 0.8); // F1: 1/2, 4/5, 2/3, 3/4, 2/3, 3/5
        QCOMPARE(f1->value, 0.8);
    }

    void oneClass()
    {
        ThresholdTable t = sample();
        t.negatives = 0;
        t.falsePositives.assign(6, 0);
        QVERIFY(!greatestYoudenJ(t));
        QVERIFY(greatestF1(t));
        t.positives = 0;
        QVERIFY(!greatestF1(t));
        QVERIFY(!greatestF1(ThresholdTable()));
    }

    void range()
    {
        ThresholdTable t = sample();
        QCOMPARE(scoreRange(t).from, 0.0);
        QCOMPARE(scoreRange(t).to, 1.0);
        t.score = {12, 8, 4, 0, -4, -8};
        QCOMPARE(scoreRange(t).from, -8.0);
        QCOMPARE(scoreRange(t).to, 12.0);
        t.score.assign(6, 3.0);
        QVERIFY(scoreRange(t).to > scoreRange(t).from);
        QCOMPARE(scoreRange(ThresholdTable()).to, 1.0);
    }
};

QTEST_GUILESS_MAIN(TestThresholdChoice)
#include "tst_threshold_choice.moc"
