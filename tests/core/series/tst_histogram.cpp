// Quantiles of native histograms; the expected numbers stand in Prometheus 3.14's own native_histograms.test.
#include "core/series/value.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace wg;
using series::Histogram;
using series::HistogramBucket;
using series::histogramQuantile;
using Bounds = HistogramBucket::Bounds;

namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

/// schema:0 count:12 z_bucket:2 z_bucket_w:0.001 buckets:[2 3 0 1 4], mirrored too when `negative`.
Histogram exponential(bool negative)
{
    Histogram out{12, 100,
        {{Bounds::ClosedBoth, -0.001, 0.001, 2}, {Bounds::OpenLeft, 0.5, 1, 2}, {Bounds::OpenLeft, 1, 2, 3},
            {Bounds::OpenLeft, 4, 8, 1}, {Bounds::OpenLeft, 8, 16, 4}}};
    if (!negative)
        return out;
    const std::vector<HistogramBucket> positive(out.buckets.begin() + 1, out.buckets.end());
    for (const HistogramBucket& one : positive)
        out.buckets.insert(out.buckets.begin(), {Bounds::OpenRight, -one.upper, -one.lower, one.count});
    out.count = 24;
    out.buckets[4].count = 4;
    return out;
}

} // namespace

class TestHistogram : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void exponentialBounds()
    {
        const Histogram one{4, 5, {{Bounds::OpenLeft, 0.5, 1, 1}, {Bounds::OpenLeft, 1, 2, 2}, {Bounds::OpenLeft, 2, 4, 1}}};
        QCOMPARE(histogramQuantile(0.5, one), 1.414213562373095);
        const Histogram positive = exponential(false);
        QCOMPARE(histogramQuantile(0.6, positive), 4.594793419988138);
        QCOMPARE(histogramQuantile(0.5, positive), 1.5874010519681994);
        QCOMPARE(histogramQuantile(0.1, positive), 0.0006);
        QCOMPARE(histogramQuantile(0, positive), 0.0);
        const Histogram both = exponential(true);
        QCOMPARE(histogramQuantile(1, both), 16.0);
        QCOMPARE(histogramQuantile(0.99, both), 15.34822590920423);
        QCOMPARE(histogramQuantile(0.9, both), 10.556063286183155);
        QCOMPARE(histogramQuantile(0.7, both), 1.2030250360821164);
        QCOMPARE(histogramQuantile(0, both), -16.0);
        QCOMPARE(histogramQuantile(0.3, both), -1.2030250360821164);
    }

    void ownBounds()
    {
        const Histogram own{
            4, 5, {{Bounds::OpenLeft, -kInf, 5, 1}, {Bounds::OpenLeft, 5, 10, 2}, {Bounds::OpenLeft, 10, kInf, 1}}};
        QCOMPARE(histogramQuantile(0.1, own), 5.0);
        QCOMPARE(histogramQuantile(0.5, own), 7.5);
        QCOMPARE(histogramQuantile(0.9, own), 10.0);
        // No bucket that gives it away but for the ratios of its bounds.
        const Histogram inner{4, 5, {{Bounds::OpenLeft, 5, 10, 2}, {Bounds::OpenLeft, 10, 15, 2}}};
        QCOMPARE(histogramQuantile(0.75, inner), 12.5);
    }

    void edges()
    {
        QVERIFY(std::isnan(histogramQuantile(0.5, {})));
        QCOMPARE(histogramQuantile(-1, exponential(false)), -kInf);
        QCOMPARE(histogramQuantile(2, exponential(false)), kInf);
        QVERIFY(std::isnan(histogramQuantile(std::nan(""), exponential(false))));
        // A NaN was observed: it is counted and in no bucket.
        const Histogram withNan{4, std::nan(""), {{Bounds::OpenLeft, 0.5, 1, 2}, {Bounds::OpenLeft, 1, 2, 1}}};
        QCOMPARE(histogramQuantile(0.5, withNan), 1.0);
        QVERIFY(std::isnan(histogramQuantile(1, withNan)));
    }

    void shown()
    {
        QCOMPARE(series::describe(exponential(false)), std::string("count 12, sum 100, p50 1.587, p90 13, p99 15.67"));
        series::Matrix matrix;
        matrix.series.resize(2);
        series::Matrix same = matrix;
        QCOMPARE(series::histogramSeries(matrix), std::size_t(0));
        matrix.series[1].histograms.push_back({5, exponential(false)});
        QCOMPARE(series::histogramSeries(matrix), std::size_t(1));
        QVERIFY(!(matrix == same));
        same.series[1].histograms.push_back({5, exponential(false)});
        QVERIFY(matrix == same);
        QCOMPARE(series::histogramSeries(series::Scalar{}), std::size_t(0));
    }
};

QTEST_APPLESS_MAIN(TestHistogram)
#include "tst_histogram.moc"
