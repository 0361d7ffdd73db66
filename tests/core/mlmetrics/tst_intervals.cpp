// DeLong, Wilson and Newcombe against worked examples in print.
#include "core/mlmetrics/binary_scores.h"
#include "core/mlmetrics/delong.h"
#include "core/mlmetrics/wilson.h"

#include <QtTest>

#include <array>
#include <cmath>

using namespace wg::mlmetrics;

namespace {

QString shown(double value)
{
    return QString::number(value, 'f', 4).replace("-0.0000", "0.0000");
}
QString shown(const Interval& interval)
{
    return shown(interval.low) + " " + shown(interval.high);
}

/// The data of DeLong, DeLong and Clarke-Pearson (1988): patients with ovarian cancer; albumin, total protein, K-G score, and
/// whether surgery helped. The 43 without a missing value, as SAS/STAT prints them.
struct Patient {
    double albumin, protein, score;
    int helped;
};
constexpr std::array kPatients{Patient{3.0, 5.8, 10, 0}, Patient{3.2, 6.3, 5, 1}, Patient{3.9, 6.8, 3, 1},
    Patient{2.8, 4.8, 6, 0}, Patient{3.2, 5.8, 3, 1}, Patient{0.9, 4.0, 5, 0}, Patient{2.5, 5.7, 8, 0}, Patient{1.6, 5.6, 5, 1},
    Patient{3.8, 5.7, 5, 1}, Patient{3.7, 6.7, 6, 1}, Patient{3.2, 5.4, 4, 1}, Patient{3.8, 6.6, 6, 1}, Patient{4.1, 6.6, 5, 1},
    Patient{3.6, 5.7, 5, 1}, Patient{4.3, 7.0, 4, 1}, Patient{3.6, 6.7, 4, 0}, Patient{2.3, 4.4, 6, 1}, Patient{4.2, 7.6, 4, 0},
    Patient{4.0, 6.6, 6, 0}, Patient{3.5, 5.8, 6, 1}, Patient{3.8, 6.8, 7, 1}, Patient{3.0, 4.7, 8, 0}, Patient{4.5, 7.4, 5, 1},
    Patient{3.7, 7.4, 5, 1}, Patient{3.1, 6.6, 6, 1}, Patient{4.1, 8.2, 6, 1}, Patient{4.3, 7.0, 5, 1}, Patient{4.3, 6.5, 4, 1},
    Patient{3.2, 5.1, 5, 1}, Patient{2.6, 4.7, 6, 1}, Patient{3.3, 6.8, 6, 0}, Patient{1.7, 4.0, 7, 0}, Patient{3.7, 6.1, 5, 1},
    Patient{3.3, 6.3, 7, 1}, Patient{4.2, 7.7, 6, 1}, Patient{3.5, 6.2, 5, 1}, Patient{2.9, 5.7, 9, 0}, Patient{2.1, 4.8, 7, 1},
    Patient{2.8, 6.2, 8, 0}, Patient{4.0, 7.0, 7, 1}, Patient{3.3, 5.7, 6, 1}, Patient{3.7, 6.9, 5, 1},
    Patient{3.6, 6.6, 5, 1}};

} // namespace

class TestIntervals : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// SAS/STAT User's Guide, PROC LOGISTIC, example "Comparing Receiver Operating Characteristic Curves": areas, standard
    /// errors, limits, contrasts with the K-G score.
    void delongPublished()
    {
        std::vector<std::uint8_t> actual;
        std::array<std::vector<double>, 3> scores;
        for (const Patient& patient : kPatients) {
            actual.push_back(patient.helped == 0 ? 1 : 0); // the event is 0; low values speak for it
            scores[0].push_back(-patient.albumin);
            scores[1].push_back(patient.score);
            scores[2].push_back(-patient.protein);
        }
        const std::vector<std::span<const double>> models(scores.begin(), scores.end());
        const DelongResult result = delong(actual, models);
        QCOMPARE(result.positives, std::uint64_t{12});
        const std::array<QString, 3> areas{
            "0.7366 0.0927 0.5549 0.9182", "0.7258 0.1028 0.5243 0.9273", "0.6478 0.1000 0.4518 0.8439"};
        for (std::size_t i = 0; i < 3; ++i) {
            const double error = std::sqrt(result.variance(i));
            QCOMPARE(
                shown(result.auc[i].value) + " " + shown(error) + " " + shown(aucInterval(result.auc[i], result.variance(i))),
                areas[i]);
            const BinaryScores pass = summarise(actual, scores[i]); // the same from one pass
            QVERIFY(std::abs(pass.rocAuc.value - result.auc[i].value) < 1e-12);
            QVERIFY(std::abs(pass.rocAucVariance - result.variance(i)) < 1e-12);
        }
        const AucTest albumin = pairedAucTest(result, 0, 1);
        QCOMPARE(shown(albumin.difference.value) + " " + shown(albumin.z * albumin.z) + " " + shown(albumin.p),
            QString("0.0108 0.0127 0.9102"));
        const AucTest protein = pairedAucTest(result, 2, 1);
        QCOMPARE(shown(protein.difference.value) + " " + shown(protein.interval) + " " + shown(protein.z * protein.z) + " "
                + shown(protein.p),
            QString("-0.0780 -0.2830 0.1271 0.5554 0.4561"));
        QCOMPARE(protein.interval.method, std::string_view("paired DeLong"));
        const AucTest apart = unpairedAucTest(result.auc[2], result.variance(2), result.auc[1], result.variance(1));
        QVERIFY(apart.p > protein.p && apart.interval.low < protein.interval.low); // correlation made the test sharper
    }

    void delongEdges()
    {
        const std::vector<std::uint8_t> actual{1, 0, 1, 0};
        const std::vector<double> score{4, 3, 2, 1};
        const std::vector<double> same{40, 30, 20, 10};
        const AucTest test = pairedAucTest(delong(actual, std::vector<std::span<const double>>{score, same}), 0, 1);
        QCOMPARE(test.difference.value, 0.0);
        QCOMPARE(test.p, 1.0); // they rank alike
        const DelongResult one =
            delong(std::vector<std::uint8_t>{1, 1}, std::vector<std::span<const double>>{std::span(score).first(2)});
        QCOMPARE(one.auc[0].reason, std::string_view("only one class"));
        const DelongResult lone =
            delong(std::vector<std::uint8_t>{1, 0, 0}, std::vector<std::span<const double>>{std::span(score).first(3)});
        QCOMPARE(lone.auc[0].value, 1.0);
        QVERIFY(std::isnan(lone.variance(0)) && std::isnan(pairedAucTest(lone, 0, 0).p));
    }

    /// Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
    void wilsonPublished()
    {
        QCOMPARE(shown(wilson(81, 263)), QString("0.2553 0.3662"));
        QCOMPARE(shown(wilson(15, 148)), QString("0.0624 0.1605"));
        QCOMPARE(shown(wilson(0, 20)), QString("0.0000 0.1611"));
        QCOMPARE(shown(wilson(1, 29)), QString("0.0061 0.1718"));
        QVERIFY(!wilson(0, 0).defined());
        QCOMPARE(wilson(5, 5).high, 1.0);
    }

    /// Newcombe, "Interval estimation for the difference between independent proportions" (1998), table II, method 10.
    void newcombePublished()
    {
        QCOMPARE(shown(newcombeDifference(56, 70, 48, 80)), QString("0.0524 0.3339"));
        QCOMPARE(shown(newcombeDifference(9, 10, 3, 10)), QString("0.1705 0.8090"));
        QCOMPARE(shown(newcombeDifference(6, 7, 2, 7)), QString("0.0582 0.8062"));
        QCOMPARE(shown(newcombeDifference(5, 56, 0, 29)), QString("-0.0381 0.1926"));
        QCOMPARE(shown(newcombeDifference(0, 10, 0, 20)), QString("-0.1611 0.2775"));
        QCOMPARE(shown(newcombeDifference(0, 10, 0, 10)), QString("-0.2775 0.2775"));
        QCOMPARE(shown(newcombeDifference(10, 10, 0, 20)), QString("0.6791 1.0000"));
        QVERIFY(!newcombeDifference(1, 2, 0, 0).defined());
    }

    void weightedProportions()
    {
        QCOMPARE(effectiveShare({}), 1.0);
        QCOMPARE(effectiveShare(std::vector{4.0, 4.0}), 0.25); // two rows, whatever they weigh
        const BinaryCounts counts{.truePositives = 30, .falsePositives = 10, .trueNegatives = 50, .falseNegatives = 10};
        const ProportionIntervals plain = proportionIntervals(counts);
        QCOMPARE(shown(plain.recall), shown(wilson(30, 40)));
        QCOMPARE(shown(plain.falsePositiveRate), shown(wilson(10, 60)));
        QCOMPARE(shown(plain.accuracy), shown(wilson(80, 100)));
        QCOMPARE(shown(proportionIntervals(counts, 0.95, 0.5).precision), shown(wilson(15, 20)));
    }

    void normalDeviates()
    {
        QVERIFY(std::abs(normalDeviate(0.95) - 1.959963984540054) < 1e-14);
        QVERIFY(std::abs(twoSidedP(-1.959963984540054) - 0.05) < 1e-14);
    }
};

QTEST_GUILESS_MAIN(TestIntervals)
#include "tst_intervals.moc"
