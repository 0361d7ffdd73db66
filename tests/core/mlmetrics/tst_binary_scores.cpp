// summarise() beyond what scikit-learn can say: reduced curves and tables against the full ones, any number of threads, extreme
// scores, undefined cases; sorting; histogram.
#include "core/mlmetrics/binary_scores.h"
#include "core/mlmetrics/ranked.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace wg::mlmetrics;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Data {
    std::vector<std::uint8_t> actual;
    std::vector<double> score, weights;
};

Data randomData(std::size_t rows, double prevalence, double signal, int digits, bool weighted)
{
    std::mt19937_64 random(rows + static_cast<std::size_t>(digits));
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform;
    Data data;
    const double step = std::pow(10, digits);
    for (std::size_t i = 0; i < rows; ++i) {
        data.actual.push_back(uniform(random) < prevalence ? 1 : 0);
        const double score = 1 / (1 + std::exp(-normal(random) - signal * data.actual.back()));
        data.score.push_back(digits > 0 ? std::round(score * step) / step : score);
        if (weighted)
            data.weights.push_back(0.1 + uniform(random));
    }
    return data;
}

BinaryScores summarised(const Data& data, const BinaryScoresOptions& options = {})
{
    return summarise(data.actual, data.score, data.weights, options);
}

/// Of a plot that shows the curve.
double extent(const std::vector<double>& values)
{
    constexpr double kLeast = 0.05;
    double low = kInfinity;
    double high = -kInfinity;
    for (const double value : values) {
        low = std::isfinite(value) ? std::min(low, value) : low;
        high = std::isfinite(value) ? std::max(high, value) : high;
    }
    return std::max(high - low, kLeast);
}

double distance(double px, double py, double ax, double ay, double bx, double by)
{
    const double length = (bx - ax) * (bx - ax) + (by - ay) * (by - ay);
    const double along = length > 0 ? std::clamp(((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length, 0.0, 1.0) : 0;
    return std::hypot(px - ax - along * (bx - ax), py - ay - along * (by - ay));
}

/// Of points of `full` to the line through `reduced`, in shares of the full curve's width and height; infinite when a reduced
/// point is none of the full curve's.
double greatestDistance(const CurvePoints& full, const CurvePoints& reduced)
{
    const double width = extent(full.x);
    const double height = extent(full.y);
    double greatest = 0;
    std::size_t next = 0; // of the reduced points at or after the full one
    for (std::size_t i = 0; i < full.x.size(); ++i) {
        if (!std::isfinite(full.x[i]))
            continue; // no place on the screen
        if (next < reduced.x.size() && reduced.threshold[next] == full.threshold[i]) {
            if (reduced.x[next] != full.x[i] || reduced.y[next] != full.y[i])
                return kInfinity;
            ++next;
            continue;
        }
        if (next == 0 || next == reduced.x.size())
            return kInfinity;
        greatest = std::max(greatest,
            distance(full.x[i] / width, full.y[i] / height, reduced.x[next - 1] / width, reduced.y[next - 1] / height,
                reduced.x[next] / width, reduced.y[next] / height));
    }
    return next == reduced.x.size() ? greatest : kInfinity;
}

} // namespace

class TestBinaryScores : public QObject {
    Q_OBJECT

    static void compareTable(const Sweep& table, const Sweep& full)
    {
        for (const double threshold : table.score) {
            const BinaryCounts ours = countsAt(table, threshold);
            const BinaryCounts expected = countsAt(full, threshold);
            QVERIFY(std::abs(ours.truePositives - expected.truePositives) < 1e-6);
            QVERIFY(std::abs(ours.falsePositives - expected.falsePositives) < 1e-6);
            QCOMPARE(rowsAt(table, threshold).truePositives, rowsAt(full, threshold).truePositives);
            QCOMPARE(rowsAt(table, threshold).falsePositives, rowsAt(full, threshold).falsePositives);
        }
    }

private Q_SLOTS:
    void reducedCurves_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<double>("prevalence");
        QTest::addColumn<double>("signal");
        QTest::addColumn<int>("digits");
        QTest::addColumn<bool>("weighted");
        QTest::newRow("balanced") << 600'000 << 0.5 << 1.0 << 0 << false;
        QTest::newRow("weighted") << 100'000 << 0.3 << 1.0 << 0 << true;
        QTest::newRow("rare") << 600'000 << 0.0002 << 2.0 << 0 << false;
        QTest::newRow("mostly positive") << 600'000 << 0.9995 << 2.0 << 0 << false;
        QTest::newRow("no signal") << 200'000 << 0.01 << 0.0 << 0 << false;
        QTest::newRow("the wrong way round") << 100'000 << 0.4 << -2.0 << 0 << false;
        QTest::newRow("nearly perfect") << 200'000 << 0.2 << 9.0 << 0 << false;
        QTest::newRow("ties") << 200'000 << 0.2 << 1.0 << 4 << false;
        QTest::newRow("few") << 40 << 0.4 << 1.0 << 0 << false;
    }
    /// Nothing lies further than half a pixel of 1000 from the line that is drawn, whether or not the pass left points out.
    void reducedCurves()
    {
        QFETCH(int, rows);
        QFETCH(double, prevalence);
        QFETCH(double, signal);
        QFETCH(int, digits);
        QFETCH(bool, weighted);
        const Data data = randomData(static_cast<std::size_t>(rows), prevalence, signal, digits, weighted);
        const BinaryScores full = summarised(data, {.curves = CurveDetail::All, .knots = data.score.size()});
        const BinaryScores screen = summarised(data, {.curves = CurveDetail::Screen, .knots = 1000});
        QCOMPARE(full.table.score.size(), std::size_t{full.distinct});
        QCOMPARE(screen.curves.size(), full.curves.size());
        QVERIFY(greatestDistance(full.roc, screen.roc) <= kScreenError);
        QVERIFY(greatestDistance(full.pr, screen.pr) <= kScreenError);
        QVERIFY(screen.roc.x.size() < 5000);
        for (std::size_t i = 0; i < full.curves.size(); ++i) {
            QCOMPARE(screen.curves[i].name, full.curves[i].name);
            const double error = greatestDistance(full.curves[i].points, screen.curves[i].points);
            QVERIFY2(error <= kScreenError, qPrintable(QString("%1: %2").arg(full.curves[i].name.data()).arg(error)));
        }
        compareTable(screen.table, full.table);
    }

    void tableKnots()
    {
        const Data data = randomData(200'000, 0.3, 1, 0, false);
        const BinaryScores scores = summarised(data, {.curves = CurveDetail::None, .knots = 2000});
        const auto& thresholds = scores.table.score;
        QVERIFY(thresholds.size() > 2000 && thresholds.size() < 40'000);
        for (int i = 1; i < 1000; ++i) { // every round threshold between the least and the greatest score
            const double round = static_cast<double>(i) / 1000;
            if (round > scores.least && round < scores.greatest)
                QVERIFY(std::binary_search(thresholds.begin(), thresholds.end(), round, std::greater<>()));
        }
        for (const BestThreshold& best : {scores.ks, scores.youdenJ, scores.f1, scores.cost})
            QVERIFY(std::binary_search(thresholds.begin(), thresholds.end(), best.threshold, std::greater<>()));
        QCOMPARE(thresholds.back(), scores.least);
        QCOMPARE(thresholds.front(), scores.greatest);
        std::uint64_t last = 0;
        for (std::size_t i = 0; i < thresholds.size(); ++i) {
            const std::uint64_t above = scores.table.truePositives[i] + scores.table.falsePositives[i];
            QVERIFY(above >= last && above - last <= 200'000 / 2000 + 1);
            last = above;
        }
        QCOMPARE(last, std::uint64_t{200'000});
    }

    void threadsDoNotMatter()
    {
        for (const bool weighted : {false, true}) {
            const Data data = randomData(150'000, 0.3, 1, 5, weighted);
            const BinaryScores one = summarised(data, {.threads = 1});
            const BinaryScores three = summarised(data, {.threads = 3});
            QCOMPARE(one.rocAuc.value, three.rocAuc.value);
            QCOMPARE(one.rocAucVariance, three.rocAucVariance);
            QCOMPARE(one.averagePrecision.value, three.averagePrecision.value);
            QCOMPARE(one.f1.threshold, three.f1.threshold);
            QCOMPARE(one.table.score, three.table.score);
            QCOMPARE(one.table.weightedTruePositives, three.table.weightedTruePositives);
            QCOMPARE(one.pr.y, three.pr.y);
            QCOMPARE(one.histogram.positives, three.histogram.positives);
        }
    }

    /// Equal weights are none: DeLong's variance too.
    void equalWeights()
    {
        Data data = randomData(3000, 0.3, 1, 2, false);
        const BinaryScores plain = summarised(data);
        data.weights.assign(data.score.size(), 0.25);
        const BinaryScores equal = summarised(data);
        QVERIFY(std::abs(plain.rocAuc.value - equal.rocAuc.value) < 1e-12);
        QVERIFY(std::abs(plain.rocAucVariance - equal.rocAucVariance) < 1e-15);
        QVERIFY(std::abs(plain.averagePrecision.value - equal.averagePrecision.value) < 1e-12);
        QCOMPARE(equal.positiveWeight, 0.25 * static_cast<double>(plain.positives));
    }

    void sorting_data()
    {
        QTest::addColumn<int>("kind");
        for (int kind = 0; kind < 8; ++kind)
            QTest::addRow("%d", kind) << kind;
    }
    void sorting()
    {
        QFETCH(int, kind);
        std::mt19937_64 random(7);
        std::normal_distribution<double> normal;
        Data data;
        for (std::size_t i = 0; i < 50'000; ++i) {
            const double x = normal(random);
            const double infinite = i % 3 == 0 ? kInfinity : i % 3 == 1 ? -kInfinity : x;
            const double kinds[] = {x, std::exp(50 * x), i == 77 ? 1e300 : x, infinite, std::copysign(1e308, x) * std::abs(x),
                std::round(x), 4e-324 * std::round(100 * x), i % 2 == 0 ? kInfinity : -kInfinity};
            data.score.push_back(std::clamp(kinds[kind], -kInfinity, kInfinity));
            data.actual.push_back(random() % 3 == 0 ? 1 : 0);
        }
        const RankedScores<double> ranked(data.actual, 2, wg::CancelToken(), [&](std::size_t row) { return data.score[row]; });
        std::vector<double> got[2];
        for (std::size_t i = 0; i < ranked.buckets(); ++i) {
            const auto bucket = ranked.bucket(i);
            got[1].insert(got[1].end(), bucket.positives.begin(), bucket.positives.end());
            got[0].insert(got[0].end(), bucket.negatives.begin(), bucket.negatives.end());
            for (const auto& part : {bucket.positives, bucket.negatives}) {
                for (const double score : part)
                    QCOMPARE(ranked.bucketOf(score), i);
            }
        }
        for (const std::uint8_t side : {0, 1}) {
            std::vector<double> expected;
            for (std::size_t i = 0; i < data.score.size(); ++i) {
                if (data.actual[i] == side)
                    expected.push_back(data.score[i]);
            }
            std::sort(expected.begin(), expected.end(), std::greater<>());
            QVERIFY(got[side] == expected);
        }
    }

    void infiniteScores()
    {
        const std::vector<std::uint8_t> actual{1, 1, 0, 1, 0, 0};
        const std::vector<double> score{kInfinity, 2, 2, -1, -kInfinity, kInfinity};
        const BinaryScores scores = summarise(actual, score, {}, {.histogramBins = 3});
        QCOMPARE(scores.table.score, (std::vector{kInfinity, 2.0, -1.0, -kInfinity}));
        QCOMPARE(scores.rocAuc.value, 5.0 / 9); // wins of the positives over 2, -Inf and Inf: 2.5 + 1.5 + 1
        QCOMPARE(scores.greatest, kInfinity);
        QCOMPARE(scores.least, -kInfinity);
        QCOMPARE(scores.histogram.low, -1.0);
        QCOMPARE(scores.histogram.high, 2.0);
        QCOMPARE(scores.histogram.positives, (std::vector{1.0, 0.0, 2.0}));
        QCOMPARE(scores.histogram.negatives, (std::vector{1.0, 0.0, 2.0}));
    }

    void histogram()
    {
        const std::vector<std::uint8_t> actual{0, 0, 1, 1, 1, 0};
        const std::vector<double> score{0, 0.19, 0.2, 0.999, 1, 0.5};
        const ClassHistogram plain = summarise(actual, score, {}, {.histogramBins = 5}).histogram;
        QCOMPARE(plain.low, 0.0);
        QCOMPARE(plain.high, 1.0);
        QCOMPARE(plain.negatives, (std::vector<double>{2, 0, 1, 0, 0}));
        QCOMPARE(plain.positives, (std::vector<double>{0, 1, 0, 0, 2}));
        const std::vector<double> weights{1, 2, 3, 4, 5, 6};
        const ClassHistogram weighted = summarise(actual, score, weights, {.histogramBins = 5}).histogram;
        QCOMPARE(weighted.negatives, (std::vector<double>{3, 0, 6, 0, 0}));
        QCOMPARE(weighted.positives, (std::vector<double>{0, 3, 0, 0, 9}));
    }

    void oneClass()
    {
        const BinaryScores negative = summarise(std::vector<std::uint8_t>{0, 0}, std::vector{0.1, 0.2});
        for (const Metric& metric : {negative.rocAuc, negative.partialAuc})
            QCOMPARE(QString::fromUtf8(metric.reason.data()), QString("only one class"));
        for (const Metric& metric :
            {negative.averagePrecision, negative.prAuc, negative.f1.value, negative.youdenJ.value, negative.ks.value})
            QCOMPARE(QString::fromUtf8(metric.reason.data()), QString("no positive label"));
        QVERIFY(!negative.rocAucInterval.defined() && std::isnan(negative.f1.threshold));
        QVERIFY(negative.roc.x.empty() && negative.pr.x.empty());
        QCOMPARE(negative.cost.value.value, 0.0);
        QCOMPARE(negative.cost.threshold, kInfinity); // best: nothing is decided positive
        const BinaryScores positive = summarise(std::vector<std::uint8_t>{1, 1}, std::vector{0.1, 0.2});
        QCOMPARE(positive.averagePrecision.value, 1.0);
        QCOMPARE(positive.f1.threshold, 0.1);
        QVERIFY(!positive.rocAuc.defined() && positive.roc.x.empty() && !positive.pr.x.empty());
        QCOMPARE(QString::fromUtf8(positive.youdenJ.value.reason.data()), QString("no negative label"));
    }

    void allScoresEqual()
    {
        const BinaryScores equal = summarise(std::vector<std::uint8_t>{0, 1, 1, 0}, std::vector{0.0, -0.0, 0.0, 0.0});
        QCOMPARE(equal.distinct, std::uint64_t{1});
        QCOMPARE(equal.rocAuc.value, 0.5);
        QCOMPARE(equal.rocAucVariance, 0.0);
        QCOMPARE(equal.averagePrecision.value, 0.5);
        QCOMPARE(equal.ks.value.value, 0.0);
        QCOMPARE(equal.roc.x, (std::vector{0.0, 1.0}));
    }

    void noRows()
    {
        const BinaryScores none = summarise({}, {});
        for (const Metric& metric : {none.rocAuc, none.partialAuc, none.averagePrecision, none.prAuc, none.f1.value,
                 none.youdenJ.value, none.ks.value, none.cost.value})
            QCOMPARE(QString::fromUtf8(metric.reason.data()), QString("no rows"));
        QVERIFY(none.table.score.empty() && none.roc.x.empty() && none.curves.empty() && none.histogram.positives.empty());
        QVERIFY(std::isnan(none.least) && std::isnan(none.greatest));
    }

    void perfect()
    {
        const BinaryScores scores =
            summarise(std::vector<std::uint8_t>{0, 1, 1, 0}, std::vector{0.1, 0.7, 0.9, 0.2}, {}, {.costFalsePositive = 2});
        QCOMPARE(scores.rocAuc.value, 1.0);
        QCOMPARE(scores.partialAuc.value, 1.0);
        QCOMPARE(scores.rocAucInterval.low, 1.0);
        QCOMPARE(scores.f1.threshold, 0.7);
        QCOMPARE(scores.youdenJ.threshold, 0.7);
        QCOMPARE(scores.ks.value.value, 1.0);
        QCOMPARE(scores.cost.threshold, 0.7);
        QCOMPARE(scores.cost.value.value, 0.0);
        QCOMPARE(scores.roc.x, (std::vector<double>{0, 0, 1})); // the corner stays
        QCOMPARE(scores.roc.y, (std::vector<double>{0, 1, 1}));
    }

    void cancelled()
    {
        const Data data = randomData(10'000, 0.3, 1, 0, false);
        const wg::CancelToken cancel;
        cancel.cancel();
        QVERIFY(summarise(data.actual, data.score, {}, {}, cancel).table.score.empty());
    }
};

QTEST_GUILESS_MAIN(TestBinaryScores)
#include "tst_binary_scores.moc"
