#include "core/evaluation/threshold_choice.h"

#include <QtTest>

#include <numeric>

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

    void bins()
    {
        const ScoreBins bins = binScores(sample(), 10);
        QCOMPARE(bins.range.from, 0.0);
        QCOMPARE(bins.range.to, 1.0);
        QCOMPARE(std::accumulate(bins.positives.begin(), bins.positives.end(), 0), 3);
        QCOMPARE(std::accumulate(bins.negatives.begin(), bins.negatives.end(), 0), 4);
        QCOMPARE(int(bins.positives[9]), 1); // 0.9 begins the last bin
        QCOMPARE(int(bins.negatives[1]), 1);
    }

    void scoresOutsideTheUnitInterval()
    {
        ThresholdTable t = sample();
        t.score = {12, 8, 4, 0, -4, -8};
        const ScoreBins bins = binScores(t, 5);
        QCOMPARE(bins.range.from, -8.0);
        QCOMPARE(bins.range.to, 12.0);
        QCOMPARE(int(bins.positives[4]), 2); // 12 is the end of the last bin, 8 its beginning
        t.score.assign(6, 3.0);
        QVERIFY(scoreRange(t).to > scoreRange(t).from);
        t.score = {1e308, 1, 0, 0, 0, -1e308};
        QCOMPARE(int(binScores(t, 2).negatives[0]), 1);
    }
};

QTEST_GUILESS_MAIN(TestThresholdChoice)
#include "tst_threshold_choice.moc"
