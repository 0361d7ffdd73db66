// Tests and drift on published examples and by hand; random data are the matter of tst_metrics_sklearn.
#include "core/mlmetrics/drift.h"
#include "core/mlmetrics/kolmogorov.h"
#include "core/mlmetrics/significance.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace wg::mlmetrics;

namespace {

using Numbers = std::vector<double>;

bool close(double a, double b, double relative = 1e-9)
{
    return std::abs(a - b) <= relative * std::abs(b);
}

} // namespace

class TestSignificance : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// Agresti, "Categorical data analysis" (2002), table 10.1: 150 and 86 changed their mind; z^2 = 64^2 / 236 = 17.36 there,
    /// 63^2 / 236 with the correction.
    void mcNemarOfPublishedTable()
    {
        const TestResult test = mcNemar(150, 86);
        QVERIFY(close(test.statistic, 63.0 * 63 / 236));
        QVERIFY(close(test.p, std::erfc(63 / std::sqrt(236.0) / std::sqrt(2.0))));
        QCOMPARE(test.test, std::string_view("McNemar"));
    }
    void mcNemarExact()
    {
        const TestResult test = mcNemar(1, 9); // 2 (1 + 10) / 2^10
        QVERIFY(close(test.p, 22.0 / 1024));
        QCOMPARE(test.statistic, 1.0);
        QCOMPARE(test.test, std::string_view("McNemar (exact)"));
        QCOMPARE(mcNemar(9, 1).p, test.p);
        QCOMPARE(mcNemar(5, 5).p, 1.0);
        QCOMPARE(mcNemar(0, 0).p, 1.0);
        QCOMPARE(mcNemar(12, 12).test, std::string_view("McNemar (exact)"));
        QCOMPARE(mcNemar(12, 13).test, std::string_view("McNemar"));
        QCOMPARE(mcNemar(13, 13).p, 1.0); // the correction stops at 0
    }

    void holmStepsDown()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const Numbers out = holm(Numbers{0.01, 0.04, 0.03, 0.005, nan});
        QVERIFY(close(out[0], 0.03));
        QVERIFY(close(out[1], 0.06)); // 0.04 alone, but never under an earlier one
        QVERIFY(close(out[2], 0.06));
        QVERIFY(close(out[3], 0.02));
        QVERIFY(std::isnan(out[4]));
        QCOMPARE(holm(Numbers{0.9, 0.8})[0], 1.0);
        QVERIFY(holm({}).empty());
    }

    void undefinedTests()
    {
        QVERIFY(!twoProportionZ(0, 0, 1, 2).defined());
        QVERIFY(!twoProportionZ(3, 3, 2, 2).defined());
        QVERIFY(!welchT(Numbers{1}, Numbers{1, 2}).defined());
        QVERIFY(!welchT(Numbers{}, Numbers{}).defined());
        QVERIFY(!welchT(Numbers{2, 2}, Numbers{2, 2}).defined());
        QVERIFY(!normalZ(1, 0).defined());
        QVERIFY(close(normalZ(1.959963984540054, 1).p, 0.05));
    }

    /// Marsaglia, Tsang, Wang (2003) print K(10, 0.274) = 0.6284796154565043.
    void kolmogorovPublished()
    {
        QVERIFY(close(1 - kolmogorovTail(10, 0.274), 0.6284796154565043, 1e-13));
        QCOMPARE(kolmogorovTail(5, 0), 1.0);
        QCOMPARE(kolmogorovTail(5, 1), 0.0);
        QVERIFY(close(kolmogorovTail(1'000'000, 0.001), 0.27, 1e-3)); // the limit 2 sum (-1)^(k-1) exp(-2 k^2) = 0.26999967
        QVERIFY(close(kolmogorovTail(4'000'000'000, 1e-4), 2 * std::exp(-80.0), 1e-3));
    }
    /// All C(4,2) = 6 orders of two and two: two of them keep the samples apart.
    void twoSamplesExact()
    {
        QVERIFY(close(ksTwoSample(Numbers{1, 2}, Numbers{3, 4}).p, 2.0 / 6));
        QVERIFY(close(kolmogorovTwoSampleTail(2, 2, 1), 1));
        QVERIFY(close(kolmogorovTwoSampleTail(1, 3, 3), 2.0 / 4));
        // digits of tiny chances: 2 / C(80, 40)
        const double apart = 2 * std::exp(2 * std::lgamma(41.0) - std::lgamma(81.0));
        QVERIFY(close(kolmogorovTwoSampleTail(40, 40, 40), apart, 1e-10));
    }

    void samplesThatAreOne()
    {
        Numbers values(100);
        std::iota(values.begin(), values.end(), 0);
        const NumericDrift drift = numericDrift(values, values);
        QCOMPARE(drift.psi.value, 0.0);
        QCOMPARE(drift.jensenShannon.value, 0.0);
        QCOMPARE(drift.wasserstein.value, 0.0);
        QCOMPARE(drift.ks.p, 1.0);
        QCOMPARE(drift.bins.size(), std::size_t{10});
        QCOMPARE(drift.bins.front().reference, 0.1);
        QVERIFY(std::isinf(drift.bins.front().low) && std::isinf(drift.bins.back().high));
    }
    void samplesApart()
    {
        const NumericDrift drift = numericDrift(Numbers{1, 2, 3, 4}, Numbers{11, 12, 13, 14}, 2);
        QCOMPARE(drift.wasserstein.value, 10.0);
        QCOMPARE(drift.ks.statistic, 1.0);
        QCOMPARE(drift.bins.size(), std::size_t{2}); // half and half against 0 and 1
        const double expected = (kPsiFloor - 0.5) * std::log(kPsiFloor / 0.5) + 0.5 * std::log(2.0);
        QVERIFY(close(drift.psi.value, expected));
        QVERIFY(close(drift.bins[0].psi + drift.bins[1].psi, expected));
    }
    /// A constant reference keeps a bin of its own, so that values on either side are seen.
    void constantReference()
    {
        const NumericDrift drift = numericDrift(Numbers{5, 5, 5}, Numbers{5, 6, 4, 5});
        QCOMPARE(drift.bins.size(), std::size_t{3});
        QCOMPARE(drift.bins[1].low, 5.0);
        QCOMPARE(drift.bins[1].reference, 1.0);
        QCOMPARE(drift.bins[1].window, 0.5);
        QVERIFY(drift.psi.value > 1);
    }
    void zeroAndOneScores()
    {
        const NumericDrift drift = numericDrift(Numbers{0, 0, 0, 1}, Numbers{0, 1, 1, 1});
        QCOMPARE(drift.bins.size(), std::size_t{2}); // no bin under the least value
        QCOMPARE(drift.bins[0].reference, 0.75);
        QCOMPARE(drift.bins[1].window, 0.75);
    }
    void weightedRowsAreRepeatedRows()
    {
        const Numbers ones(5, 1);
        const NumericDrift one = numericDrift(Numbers{1, 2, 2, 2, 9}, Numbers{1, 1, 4, 4, 4}, 4);
        const NumericDrift other = numericDrift(Numbers{1, 2, 9}, Numbers{1, 4}, 4, Numbers{1, 3, 1}, Numbers{2, 3});
        QVERIFY(close(one.wasserstein.value, other.wasserstein.value));
        QVERIFY(close(one.ks.statistic, other.ks.statistic));
        QCOMPARE(one.bins.size(), other.bins.size());
    }
    void nothingToCompare()
    {
        const NumericDrift drift = numericDrift({}, Numbers{1});
        QCOMPARE(drift.psi.reason, std::string_view("no rows on one side"));
        QVERIFY(!drift.ks.defined() && !drift.wasserstein.defined());
        QCOMPARE(numericDrift(Numbers{1}, Numbers{2}, 10, Numbers{-1}).psi.reason, std::string_view("a weight is not above 0"));
        const CategoryDrift categories = categoryDrift(Numbers{0, 0}, Numbers{3, 4});
        QVERIFY(!categories.psi.defined() && !categories.chi2.defined() && !categories.jensenShannon.defined());
        QVERIFY(!categoryDrift(Numbers{5, 0}, Numbers{4, 0}).chi2.defined());
        QVERIFY(!categoryDrift({}, {}).chi2.defined());
    }
    /// Shares that have nothing in common are one bit apart.
    void jensenShannonEnds()
    {
        QCOMPARE(jensenShannonDistance(Numbers{1, 0}, Numbers{0, 7}).value, 1.0);
        QCOMPARE(jensenShannonDistance(Numbers{1, 3}, Numbers{2, 6}).value, 0.0);
    }
};

QTEST_GUILESS_MAIN(TestSignificance)
#include "tst_significance.moc"
