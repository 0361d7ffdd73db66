// Metrics of a stream are those of the batch over all rows so far, at every point, however the rows come.
#include "core/mlmetrics/binary_scores.h"
#include "core/mlmetrics/probability.h"
#include "core/mlmetrics/streaming.h"

#include <QElapsedTimer>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace wg::mlmetrics;

namespace {

using Numbers = std::vector<double>;

bool same(const Metric& a, const Metric& b)
{
    if (!a.defined() || !b.defined())
        return a.defined() == b.defined() && a.reason == b.reason;
    return std::abs(a.value - b.value) <= 1e-9 * std::max(1.0, std::abs(b.value));
}

struct Rows {
    std::vector<std::uint8_t> actual;
    Numbers score, weight;
};

Rows rows(std::size_t n, int digits, bool weighted)
{
    std::mt19937 engine(static_cast<unsigned>(n) + (weighted ? 1 : 0));
    std::uniform_real_distribution<> uniform;
    const double scale = std::pow(10, digits);
    Rows out;
    for (std::size_t i = 0; i < n; ++i) {
        out.actual.push_back(i < 3 ? 1 : uniform(engine) < 0.3 ? 1 : 0); // one class only at first
        const double score = uniform(engine) * 0.7 + 0.3 * out.actual[i];
        out.score.push_back(digits > 0 ? std::round(score * scale) / scale : score);
        if (weighted)
            out.weight.push_back(uniform(engine) + 0.1);
    }
    return out;
}

template <class T>
std::span<const T> part(const std::vector<T>& values, std::size_t from, std::size_t count)
{
    return values.empty() ? std::span<const T>() : std::span(values).subspan(from, count);
}

} // namespace

class TestStreaming : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void binaryEqualsBatch_data()
    {
        QTest::addColumn<int>("step");
        QTest::addColumn<int>("digits");
        QTest::addColumn<bool>("weighted");
        for (const int step : {1, 7, 100}) {
            for (const int digits : {0, 1}) {
                QTest::addRow("by %d, %d digits", step, digits) << step << digits << false;
                QTest::addRow("by %d, %d digits, weights", step, digits) << step << digits << true;
            }
        }
    }
    void binaryEqualsBatch()
    {
        QFETCH(int, step);
        QFETCH(int, digits);
        QFETCH(bool, weighted);
        const Rows all = rows(400, digits, weighted);
        StreamingBinary stream(0.5);
        const auto size = static_cast<std::size_t>(step);
        for (std::size_t from = 0; from < all.actual.size(); from += size) {
            const std::size_t count = std::min(size, all.actual.size() - from);
            stream.add(part(all.actual, from, count), part(all.score, from, count), part(all.weight, from, count));
            const auto actual = part(all.actual, 0, from + count);
            const auto score = part(all.score, 0, from + count);
            const auto weight = part(all.weight, 0, from + count);
            const BinaryScores batch = summarise(actual, score, weight);
            QVERIFY(same(stream.auc(), batch.rocAuc) || (!stream.auc().defined() && !batch.rocAuc.defined()));
            QVERIFY(same(stream.brier(), brier(actual, score, weight)));
            QVERIFY(same(stream.logLoss(), logLoss(actual, score, weight)));
            QVERIFY(same(f1(stream.counts()), f1(countsAt(batch.table, 0.5))));
            QVERIFY(same(accuracy(stream.counts()), accuracy(countsAt(batch.table, 0.5))));
        }
    }

    void regressionEqualsBatch()
    {
        std::mt19937 engine(2);
        std::normal_distribution<> normal(5, 1);
        Numbers actual;
        Numbers predicted;
        Numbers weight;
        StreamingRegression stream;
        QVERIFY(!stream.metrics().mse.defined());
        for (int i = 0; i < 300; ++i) {
            actual.push_back(i < 2 ? 3 : i == 150 ? 0 : i == 250 ? -1 : normal(engine));
            predicted.push_back(actual.back() + normal(engine) - 4.5);
            weight.push_back(1 + i % 3);
            stream.add(std::span(actual).last(1), std::span(predicted).last(1), std::span(weight).last(1));
            const RegressionMetrics batch = regression(actual, predicted, weight);
            const RegressionMetrics ours = stream.metrics();
            QVERIFY(same(ours.mse, batch.mse) && same(ours.rmse, batch.rmse) && same(ours.mae, batch.mae));
            QVERIFY2(same(ours.r2, batch.r2) && same(ours.explainedVariance, batch.explainedVariance),
                qPrintable(QString::number(i)));
            QVERIFY(same(ours.mape, batch.mape) && same(ours.msle, batch.msle) && same(ours.rmsle, batch.rmsle));
            QVERIFY(same(ours.maxError, batch.maxError) && same(ours.meanBias, batch.meanBias));
            QVERIFY(!ours.medianAe.defined() && !ours.d2Absolute.defined());
        }
    }

    void undefinedStaysUndefined()
    {
        const std::vector<std::uint8_t> actual{0, 1};
        StreamingBinary stream;
        QVERIFY(!stream.auc().defined() && !stream.brier().defined());
        stream.add(actual, Numbers{0.2, 1.5});
        QVERIFY(stream.auc().defined());
        QVERIFY(!stream.brier().defined() && !stream.logLoss().defined());
        stream.add(actual, Numbers{0.2, 0.5});
        QVERIFY(!stream.brier().defined());
        stream.add(actual, Numbers{0.2, 0.5}, Numbers{1, 0});
        QCOMPARE(stream.auc().reason, std::string_view("a weight is not above 0"));
        stream.add(actual, Numbers{0.2, 0.5});
        QVERIFY(!stream.auc().defined());
    }

    /// Adding to many rows costs no more than a little above adding to few.
    void costsByNewRows()
    {
        const Rows all = rows(200'000, 0, false);
        StreamingAuc stream;
        stream.add(all.actual, all.score);
        QElapsedTimer timer;
        timer.start();
        for (std::size_t i = 0; i < 20'000; ++i)
            stream.add(part(all.actual, i, 1), part(all.score, i, 1));
        const qint64 taken = timer.elapsed(); // 20,000 times 200,000 rows would take minutes
        QVERIFY2(taken < 5000, qPrintable(QString::number(taken)));
        QCOMPARE(stream.rows(), std::size_t{220'000});
    }
};

QTEST_GUILESS_MAIN(TestStreaming)
#include "tst_streaming.moc"
