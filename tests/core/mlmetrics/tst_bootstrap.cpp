// Resampling: the draws, the intervals they give, and that neither depends on the number of threads.
#include "core/mlmetrics/bootstrap.h"
#include "core/mlmetrics/resample.h"

#include <QtTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>
#include <random>

using namespace wg;
using namespace wg::mlmetrics;

namespace {

using Numbers = std::vector<double>;

Numbers normals(std::size_t n, unsigned seed, double shift = 0)
{
    std::mt19937 engine(seed);
    std::normal_distribution<> normal(shift);
    Numbers out(n);
    std::generate(out.begin(), out.end(), [&] { return normal(engine); });
    return out;
}

void meanOf(std::span<const double> means, std::span<double> out)
{
    out[0] = means[0];
}

Bootstrap meanInterval(const Numbers& values, const BootstrapOptions& options, std::span<const double> weights = {})
{
    const std::span<const double> columns[] = {values};
    return bootstrapMeans(columns, weights, 1, meanOf, options, {})->front();
}

bool close(double a, double b, double tolerance)
{
    return std::abs(a - b) <= tolerance;
}

struct Scored {
    std::vector<std::uint8_t> actual;
    Numbers score, other;
};

Scored scored(std::size_t n)
{
    std::mt19937 engine(5);
    std::normal_distribution<> normal;
    Scored out;
    for (std::size_t i = 0; i < n; ++i) {
        out.actual.push_back(i % 3 == 0 ? 1 : 0);
        out.score.push_back(std::round(2 * (normal(engine) + out.actual[i])) / 2);
        out.other.push_back(out.score[i] + normal(engine));
    }
    return out;
}

/// Mann and Whitney's count, pair by pair.
double areaByPairs(const Scored& data, std::span<const double> score, std::span<const double> weight)
{
    double wins = 0;
    double pairs = 0;
    for (std::size_t i = 0; i < score.size(); ++i) {
        for (std::size_t j = 0; j < score.size(); ++j) {
            if (data.actual[i] == 0 || data.actual[j] != 0)
                continue;
            const double product = weight[i] * weight[j];
            pairs += product;
            wins += score[i] > score[j] ? product : score[i] == score[j] ? product / 2 : 0;
        }
    }
    return wins / pairs;
}

} // namespace

class TestBootstrap : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// Pearson's chi-squared of 200,000 draws against the exact chances; its 99.99 % quantile at 10 bins is about 35.6.
    void binomialDrawsHaveTheirLaw_data()
    {
        QTest::addColumn<int>("trials");
        QTest::addColumn<double>("p");
        QTest::newRow("inversion") << 20 << 0.3;
        QTest::newRow("rejection") << 100 << 0.4;
        QTest::newRow("mirrored") << 400 << 0.9;
    }
    void binomialDrawsHaveTheirLaw()
    {
        QFETCH(int, trials);
        QFETCH(double, p);
        constexpr int kDraws = 200'000;
        SplitMix random(9, 1);
        std::vector<double> seen(static_cast<std::size_t>(trials) + 1);
        for (int i = 0; i < kDraws; ++i)
            ++seen[drawBinomial(random, static_cast<std::uint64_t>(trials), p)];
        double statistic = 0;
        int bins = 0;
        for (int k = 0; k <= trials; ++k) {
            const double chance = std::exp(std::lgamma(trials + 1) - std::lgamma(k + 1) - std::lgamma(trials - k + 1)
                + k * std::log(p) + (trials - k) * std::log1p(-p));
            const double expected = chance * kDraws;
            if (expected < 20)
                continue;
            ++bins;
            statistic +=
                (seen[static_cast<std::size_t>(k)] - expected) * (seen[static_cast<std::size_t>(k)] - expected) / expected;
        }
        QVERIFY2(statistic < bins + 5 * std::sqrt(2.0 * bins), qPrintable(QString("%1 in %2 bins").arg(statistic).arg(bins)));
    }

    void multiplicitiesAddUp_data()
    {
        QTest::addColumn<int>("rows");
        for (const int rows : {0, 1, 2, 7, 32'768, 32'769, 100'000})
            QTest::addRow("%d", rows) << rows;
    }
    void multiplicitiesAddUp()
    {
        QFETCH(int, rows);
        std::vector<std::uint32_t> times(static_cast<std::size_t>(rows));
        SplitMix random(1, 2);
        drawMultiplicities(random, times);
        QCOMPARE(std::accumulate(times.begin(), times.end(), 0U), static_cast<unsigned>(rows));
        if (rows >= 32'768) // Poisson: one in e is not drawn
            QVERIFY(close(static_cast<double>(std::count(times.begin(), times.end(), 0U)) / rows, std::exp(-1), 0.01));
    }

    void multinomialAddsUp()
    {
        const Numbers cells{5, 0, 120, 3000, 1};
        Numbers sums(cells.size());
        for (std::uint64_t draw = 0; draw < 2000; ++draw) {
            Numbers drawn(cells.size());
            SplitMix random(3, draw);
            drawMultinomial(random, cells, drawn);
            QCOMPARE(std::accumulate(drawn.begin(), drawn.end(), 0.0), 3126.0);
            QCOMPARE(drawn[1], 0.0);
            std::transform(sums.begin(), sums.end(), drawn.begin(), sums.begin(), std::plus<>());
        }
        for (std::size_t i = 0; i < cells.size(); ++i)
            QVERIFY(close(sums[i] / 2000, cells[i], 4 * std::sqrt((cells[i] + 0.01) / 2000)));
    }

    void sameForAnyNumberOfThreads()
    {
        const Numbers values = normals(3000, 1);
        BootstrapOptions options;
        options.draws = 301;
        options.threads = 1;
        const Bootstrap one = meanInterval(values, options);
        for (const unsigned threads : {2U, 3U, 8U}) {
            options.threads = threads;
            const Bootstrap other = meanInterval(values, options);
            QCOMPARE(other.draws, one.draws);
            QCOMPARE(other.interval.low, one.interval.low);
            QCOMPARE(other.acceleration, one.acceleration);
        }
        options.seed = 2;
        QVERIFY(meanInterval(values, options).draws != one.draws);
    }

    /// z0 and the acceleration of a hand-made case: 10 draws, 3 under the estimate and 2 equal to it, so z0 = Phi^-1(0.4);
    /// jackknife 1, 1, 1, 5: distances 1, 1, 1, -3 from their mean 2, so a = (3 - 27) / (6 (3 + 9)^1.5).
    void correctionsByHand()
    {
        const Bootstrap one = bcaFromDraws(4, {9, 1, 2, 3, 4, 4, 5, 6, 7, 8}, Numbers{1, 1, 1, 5}, 0.9);
        QVERIFY(close(one.bias, -0.2533471031357997, 1e-12));
        QVERIFY(close(one.acceleration, -24 / (6 * std::pow(12, 1.5)), 1e-12));
        QCOMPARE(one.interval.method, std::string_view("BCa bootstrap"));
        const Bootstrap counted = bcaFromDraws(4, {9, 1, 2, 3, 4, 4, 5, 6, 7, 8}, Numbers{1, 5}, 0.9, Numbers{3, 1});
        QCOMPARE(counted.acceleration, one.acceleration);
        // Efron and Tibshirani (1993), equation 14.10: level 5 % goes to Phi(z0 + (z0 - 1.645) / (1 - a (z0 - 1.645))).
        const double at = one.bias - 1.6448536269514722;
        const double level = std::erfc(-(one.bias + at / (1 - one.acceleration * at)) / std::sqrt(2.0)) / 2;
        QVERIFY(close(one.interval.low, 1 + level * 9, 1e-12)); // the draws between are one apart up to 4
    }

    void fallsBackAndSaysWhy()
    {
        const Numbers jackknife{1, 2, 3};
        QCOMPARE(bcaFromDraws(1, {2, 2, 2}, jackknife, 0.95).fallback, std::string_view("all draws are equal"));
        const Bootstrap aside = bcaFromDraws(1, {2, 3, 4}, jackknife, 0.95);
        QCOMPARE(aside.fallback, std::string_view("all draws lie on one side of the estimate"));
        QCOMPARE(aside.interval.method, std::string_view("percentile bootstrap"));
        QVERIFY(close(aside.interval.low, 2.05, 1e-12));
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(!bcaFromDraws(2, {1, 2, 3}, Numbers{1, nan}, 0.95).fallback.empty());
        const Bootstrap holes = bcaFromDraws(2, {1, nan, 3, 2}, jackknife, 0.95);
        QCOMPARE(holes.undefinedDraws, std::size_t{1});
        QVERIFY(holes.interval.defined());
        QVERIFY(!bcaFromDraws(nan, {1, 2}, jackknife, 0.95).interval.defined());
        QVERIFY(!bcaFromDraws(1, {}, jackknife, 0.95).interval.defined());
        QVERIFY(std::isnan(bootstrapP(bcaFromDraws(1, {}, jackknife, 0.95))));
    }

    void emptyAndBadRows()
    {
        QVERIFY(!meanInterval({}, {}).interval.defined());
        const Numbers values{1, 2, 3};
        const Bootstrap bad = meanInterval(values, {}, Numbers{1, 0, 2});
        QVERIFY(!bad.interval.defined());
        QCOMPARE(bad.fallback, std::string_view("a weight is not above 0"));
        const std::vector<std::uint8_t> one(3, 1);
        QVERIFY(!bootstrapAuc(one, values, {}, {}, {})->interval.defined());
    }

    void cancels()
    {
        const CancelToken cancel;
        cancel.cancel();
        const Numbers values = normals(100, 1);
        const std::span<const double> columns[] = {values};
        const auto none = bootstrapMeans(columns, {}, 1, meanOf, {}, cancel);
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::Cancelled);
    }

    /// The three ways of one proportion: by cells, by rows, by means.
    void fastPathsAgree()
    {
        Numbers values(500);
        std::fill(values.begin(), values.begin() + 60, 1.0);
        BootstrapOptions options;
        options.draws = 8000;
        const Bootstrap means = meanInterval(values, options);
        const double cells[] = {60, 440};
        const auto share = [](std::span<const double> counts, std::span<double> out) {
            out[0] = counts[0] / (counts[0] + counts[1]);
        };
        const Bootstrap counted = bootstrapCells(cells, 1, share, options, {})->front();
        const auto direct = [&](std::span<const std::uint32_t> times, std::span<double> out) {
            out[0] = std::inner_product(times.begin(), times.end(), values.begin(), 0.0) / 500;
        };
        const Bootstrap rows = bootstrapRows(values.size(), 1, direct, options, {})->front();
        QCOMPARE(counted.estimate, 0.12);
        QVERIFY(close(counted.acceleration, rows.acceleration, 1e-12));
        QVERIFY(close(means.acceleration, rows.acceleration, 1e-12));
        for (const Bootstrap& other : {means, counted}) {
            QVERIFY(close(other.interval.low, rows.interval.low, 0.0025));
            QVERIFY(close(other.interval.high, rows.interval.high, 0.0025));
            QVERIFY(close(other.standardError, std::sqrt(0.12 * 0.88 / 500), 0.0005));
        }
    }

    /// Many rows are resampled by groups; the spread stays that of the mean, and the third moment gives the acceleration.
    void manyRows()
    {
        std::mt19937 engine(4);
        std::exponential_distribution<> exponential;
        Numbers values(200'000);
        std::generate(values.begin(), values.end(), [&] { return exponential(engine); });
        const Bootstrap one = meanInterval(values, {});
        const double root = std::sqrt(200'000.0);
        QVERIFY(close(one.standardError * root, 1, 0.06));
        QVERIFY(close((one.interval.high - one.interval.low) * root, 2 * 1.96, 0.3));
        QVERIFY(close(one.acceleration, 2 / (6 * root), 1e-3));
    }

    void areasEqualPairs()
    {
        const Scored data = scored(60);
        Numbers weights(60, 1);
        BootstrapOptions options;
        options.draws = 300;
        const auto plain = bootstrapAuc(data.actual, data.score, {}, options, {});
        QVERIFY(close(plain->estimate, areaByPairs(data, data.score, weights), 1e-12));
        const auto ofOnes = bootstrapAuc(data.actual, data.score, weights, options, {});
        QVERIFY(close(ofOnes->interval.low, plain->interval.low, 1e-12));
        for (std::size_t i = 0; i < weights.size(); ++i)
            weights[i] = 1 + static_cast<double>(i % 4);
        QVERIFY(close(bootstrapAuc(data.actual, data.score, weights, options, {})->estimate,
            areaByPairs(data, data.score, weights), 1e-12));
        const auto difference = bootstrapAucDifference(data.actual, data.score, data.other, weights, options, {});
        QVERIFY(close(
            difference->estimate, areaByPairs(data, data.score, weights) - areaByPairs(data, data.other, weights), 1e-12));
    }

    /// Of paired rows the noise that both share cancels out; p is small where the interval excludes 0, and the other way round.
    void pairedDifference()
    {
        const Scored data = scored(1500);
        const auto difference = bootstrapAucDifference(data.actual, data.score, data.other, {}, {}, {});
        QVERIFY(difference->interval.low > 0);
        QVERIFY(bootstrapP(*difference) < 0.05);
        const auto none = bootstrapAucDifference(data.actual, data.score, data.score, {}, {}, {});
        QCOMPARE(none->interval.low, 0.0);
        QCOMPARE(bootstrapP(*none), 1.0);
        const Bootstrap& one = *difference;
        for (const double level : {0.5, 0.8, 0.95}) { // p at an end of the interval is 1 - level
            const Bootstrap again = bcaFromDraws(one.estimate, one.draws, Numbers{0, 1}, level);
            QVERIFY(close(bootstrapP(again, again.interval.low), 1 - level, 0.003));
            QVERIFY(close(bootstrapP(again, again.interval.high), 1 - level, 0.003));
        }
        QVERIFY(close(bootstrapP(one, one.estimate), 1, 0.1));
        QCOMPARE(bootstrapP(one, 10), 2.0 / 2001);
    }

    /// 90 % intervals of the mean of 50 skew values: 400 of them hold the truth about 360 times; BCa comes to about 87 %.
    void coverage()
    {
        BootstrapOptions options;
        options.draws = 400;
        options.level = 0.9;
        int held = 0;
        for (unsigned seed = 1; seed <= 400; ++seed) {
            std::mt19937 engine(seed);
            std::exponential_distribution<> exponential;
            Numbers values(50);
            std::generate(values.begin(), values.end(), [&] { return exponential(engine); });
            options.seed = seed;
            held += meanInterval(values, options).interval.contains(1) ? 1 : 0;
        }
        QVERIFY2(held >= 335 && held <= 375, qPrintable(QString::number(held)));
    }
};

QTEST_GUILESS_MAIN(TestBootstrap)
#include "tst_bootstrap.moc"
