// Every binary figure and curve of hundreds of random data sets (ties, weights, one class, tiny, constant, imbalanced, scores
// of any range) against scikit-learn, SciPy and plain NumPy: binary_oracle.py. A missing oracle is a failure.
#include "core/mlmetrics/binary_scores.h"
#include "core/mlmetrics/calibration.h"
#include "core/mlmetrics/delong.h"
#include "core/mlmetrics/probability.h"
#include "core/mlmetrics/wilson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace wg::mlmetrics;

namespace {

constexpr double kLevel = 0.9;
constexpr double kCostFalsePositive = 3;
constexpr double kCostFalseNegative = 7.5;

bool near(double ours, double theirs)
{
    return std::abs(ours - theirs) <= 1e-9 * std::max(1.0, std::abs(theirs));
}

std::vector<double> numbersOf(const QJsonValue& value)
{
    std::vector<double> out;
    for (const auto& item : value.toArray())
        out.push_back(item.toDouble(std::nan("")));
    return out;
}

std::vector<std::uint8_t> labelsOf(const QJsonValue& value)
{
    std::vector<std::uint8_t> out;
    for (const double label : numbersOf(value))
        out.push_back(label != 0 ? 1 : 0);
    return out;
}

struct Data {
    std::vector<std::uint8_t> actual;
    std::vector<double> score, other, weights;
};

} // namespace

class TestBinarySklearn : public QObject {
    Q_OBJECT

    static void compare(const char* what, double ours, const QJsonValue& theirs)
    {
        const bool same = theirs.isNull() ? std::isnan(ours) : theirs.isDouble() && near(ours, theirs.toDouble());
        QVERIFY2(same,
            qPrintable(QString("%1: %2, expected %3")
                    .arg(what)
                    .arg(ours, 0, 'g', 17)
                    .arg(theirs.isNull() ? "undefined" : QString::number(theirs.toDouble(), 'g', 17))));
    }
    static void compare(const char* what, const Metric& ours, const QJsonValue& theirs)
    {
        QCOMPARE(ours.defined(), !std::isnan(ours.value));
        compare(what, ours.value, theirs);
    }
    static void compare(const char* what, const std::vector<double>& ours, const std::vector<double>& theirs)
    {
        QVERIFY2(ours.size() == theirs.size(), what);
        for (std::size_t i = 0; i < ours.size(); ++i)
            compare(what, ours[i], theirs[i]);
    }

    static void compareDecision(const Data& data, const Sweep& table, const QJsonObject& expected)
    {
        const double threshold = expected["threshold"].toDouble();
        std::vector<std::uint8_t> decided;
        for (const double score : data.score)
            decided.push_back(score >= threshold ? 1 : 0);
        const BinaryCounts c = countBinary(data.actual, decided, data.weights);
        const BinaryCounts swept = countsAt(table, threshold);
        for (const BinaryCounts& counts : {c, swept}) {
            compare("tp", counts.truePositives, expected["tp"]);
            compare("fp", counts.falsePositives, expected["fp"]);
            compare("tn", counts.trueNegatives, expected["tn"]);
            compare("fn", counts.falseNegatives, expected["fn"]);
        }
        const std::pair<const char*, Metric> figures[] = {{"accuracy", accuracy(c)}, {"precision", precision(c)},
            {"recall", recall(c)}, {"specificity", specificity(c)}, {"f1", f1(c)}, {"f2", fBeta(c, 2)}, {"f0.5", fBeta(c, 0.5)},
            {"balanced_accuracy", balancedAccuracy(c)}, {"mcc", mcc(c)}, {"kappa", kappa(c)}, {"jaccard", jaccard(c)},
            {"npv", negativePredictiveValue(c)}, {"fpr", falsePositiveRate(c)}, {"fnr", falseNegativeRate(c)},
            {"youden_j", youdenJ(c)}, {"prevalence", prevalence(c)}, {"lr_plus", positiveLikelihoodRatio(c)},
            {"lr_minus", negativeLikelihoodRatio(c)}, {"dor", diagnosticOddsRatio(c)}, {"fowlkes_mallows", fowlkesMallows(c)},
            {"lift", lift(c)}, {"cost", cost(c, kCostFalsePositive, kCostFalseNegative)}};
        for (const auto& [key, figure] : figures) {
            if (expected[QLatin1String(key)].toString() != "skip")
                compare(key, figure, expected[QLatin1String(key)]);
        }
    }

    /// `theirs` is thresholds, x, y; the points before the first threshold are the one at +Inf.
    static void compareCurve(const char* what, const CurvePoints& ours, const QJsonArray& theirs)
    {
        std::vector<double> thresholds = numbersOf(theirs[0]);
        const std::vector<double> x = numbersOf(theirs[1]);
        if (x.size() > thresholds.size())
            thresholds.insert(thresholds.begin(), std::numeric_limits<double>::infinity());
        QCOMPARE(ours.threshold, thresholds);
        compare(what, ours.x, x);
        compare(what, ours.y, numbersOf(theirs[2]));
    }

    static const CurvePoints* named(const BinaryScores& scores, std::string_view name)
    {
        const auto at = std::find_if(
            scores.curves.begin(), scores.curves.end(), [&](const NamedCurvePoints& curve) { return curve.name == name; });
        return at == scores.curves.end() ? nullptr : &at->points;
    }

    static void compareCurves(const BinaryScores& ours, const QJsonObject& expected)
    {
        compareCurve("roc", ours.roc, expected["roc"].toArray());
        compareCurve("pr", ours.pr, expected["pr"].toArray());
        if (expected.contains("gain")) {
            const QJsonArray gain = expected["gain"].toArray();
            QVERIFY(named(ours, "gain") && named(ours, "lift"));
            compareCurve("gain", *named(ours, "gain"), gain);
            compare("lift", named(ours, "lift")->y, numbersOf(expected["lift"]));
        }
        if (!expected.contains("det"))
            return;
        // scikit-learn leaves out the ends of this curve: each of its points is one of ours.
        const CurvePoints* det = named(ours, "det");
        QVERIFY(det);
        const QJsonArray points = expected["det"].toArray();
        const std::vector<double> thresholds = numbersOf(points[0]);
        for (std::size_t i = 0; i < thresholds.size(); ++i) {
            const auto at = std::find(det->threshold.begin(), det->threshold.end(), thresholds[i]);
            QVERIFY(at != det->threshold.end());
            const auto index = static_cast<std::size_t>(at - det->threshold.begin());
            compare("det x", det->x[index], points[1].toArray()[static_cast<qsizetype>(i)]);
            compare("det y", det->y[index], points[2].toArray()[static_cast<qsizetype>(i)]);
        }
    }

    /// The curves over the threshold are the metrics there.
    static void compareMetricCurves(const BinaryScores& ours)
    {
        const std::pair<std::string_view, Metric (*)(const BinaryCounts&)> metrics[] = {{"precision", precision},
            {"recall", recall}, {"specificity", specificity}, {"f1", f1}, {"accuracy", accuracy},
            {"balanced_accuracy", balancedAccuracy}, {"mcc", mcc}, {"youden_j", youdenJ},
            {"cost", [](const BinaryCounts& c) { return cost(c, kCostFalsePositive, kCostFalseNegative); }}};
        for (const auto& [name, metric] : metrics) {
            CurvePoints expected;
            for (const double threshold : ours.table.score) {
                const double value = metric(countsAt(ours.table, threshold)).value;
                if (std::isnan(value))
                    continue;
                expected.x.push_back(threshold);
                expected.y.push_back(value);
            }
            const CurvePoints* curve = named(ours, name);
            QCOMPARE(curve != nullptr, !expected.x.empty());
            if (!curve)
                continue;
            QCOMPARE(curve->threshold, expected.x);
            QCOMPARE(curve->x, expected.x);
            compare(name.data(), curve->y, expected.y);
        }
    }

    static void compareScores(const Data& data, const QJsonObject& one)
    {
        const QJsonObject expected = one["scores"].toObject();
        const BinaryScoresOptions options{.curves = CurveDetail::All,
            .level = kLevel,
            .maxFpr = 0.3,
            .costFalsePositive = kCostFalsePositive,
            .costFalseNegative = kCostFalseNegative,
            .threads = 1};
        const BinaryScores ours = summarise(data.actual, data.score, data.weights, options);
        compare("roc_auc", ours.rocAuc, expected["roc_auc"]);
        compare("partial_auc", ours.partialAuc, expected["partial_auc"]);
        compare("average_precision", ours.averagePrecision, expected["average_precision"]);
        compare("pr_auc", ours.prAuc, expected["pr_auc"]);
        compare("ks", ours.ks.value, expected.contains("ks") ? expected["ks"] : QJsonValue());
        compare("best f1", ours.f1.value, expected.contains("best_f1") ? expected["best_f1"] : QJsonValue());
        compare("best cost", ours.cost.value, expected["best_cost"]);
        compare("best youden_j", ours.youdenJ.value, expected.contains("youden") ? expected["youden"] : QJsonValue());
        if (ours.youdenJ.value.defined()) // of thresholds equal but for rounding either may be named
            compare("youden_j there", youdenJ(countsAt(ours.table, ours.youdenJ.threshold)), expected["youden"]);
        if (ours.f1.value.defined())
            compare("f1 there", f1(countsAt(ours.table, ours.f1.threshold)), expected["best_f1"]);
        compare("cost there", cost(countsAt(ours.table, ours.cost.threshold), kCostFalsePositive, kCostFalseNegative),
            expected["best_cost"]);
        compareCurves(ours, expected);
        compareMetricCurves(ours);
        for (const auto& decision : one["decisions"].toArray())
            compareDecision(data, ours.table, decision.toObject());
        const QJsonValue covariance = one["delong"].toObject()["cov"];
        compare("variance", ours.rocAucVariance, covariance.isArray() ? covariance.toArray()[0] : QJsonValue());
    }

    static void compareDelong(const Data& data, const QJsonObject& expected)
    {
        const DelongResult ours =
            delong(data.actual, std::vector<std::span<const double>>{data.score, data.other}, data.weights, 1);
        if (expected.isEmpty()) {
            QVERIFY(!ours.auc[0].defined() && !pairedAucTest(ours, 0, 1).difference.defined());
            return;
        }
        compare("auc", ours.auc[0], expected["auc"].toArray()[0]);
        compare("auc", ours.auc[1], expected["auc"].toArray()[1]);
        if (expected["cov"].isNull()) {
            QVERIFY(std::isnan(ours.variance(0)) && !aucInterval(ours.auc[0], ours.variance(0)).defined());
            return;
        }
        compare("covariance", ours.covariance, numbersOf(expected["cov"]));
        const Interval interval = aucInterval(ours.auc[0], ours.variance(0), kLevel);
        compare("interval", std::vector{interval.low, interval.high}, numbersOf(expected["ci"]));
        if (expected.contains("test")) {
            const AucTest test = pairedAucTest(ours, 0, 1, kLevel);
            compare("paired test", std::vector{test.difference.value, test.interval.low, test.interval.high, test.z, test.p},
                numbersOf(expected["test"]));
        }
    }

    static void compareReliability(const Calibration& ours, const QJsonObject& expected, const QJsonValue& brierScore)
    {
        compare("ece", ours.expectedError, expected["ece"]);
        compare("mce", ours.maximumError, expected["mce"]);
        compare("reliability", ours.reliability, expected["reliability"]);
        compare("resolution", ours.resolution, expected["resolution"]);
        compare("uncertainty", ours.uncertainty, expected["uncertainty"]);
        compare("within variance", ours.withinVariance, expected["within_variance"]);
        compare("within covariance", ours.withinCovariance, expected["within_covariance"]);
        compare("brier", ours.brier, brierScore);
        compare("sum of brier's parts",
            ours.reliability.value - ours.resolution.value + ours.uncertainty.value + ours.withinVariance.value
                - ours.withinCovariance.value,
            brierScore);
        const QJsonArray bins = expected["bins"].toArray();
        QCOMPARE(ours.bins.size(), static_cast<std::size_t>(bins.size()));
        for (std::size_t i = 0; i < ours.bins.size(); ++i) {
            const ReliabilityBin& bin = ours.bins[i];
            compare("bin",
                {bin.meanScore, bin.observed, static_cast<double>(bin.rows), bin.weight, bin.interval.low, bin.interval.high},
                numbersOf(bins[static_cast<qsizetype>(i)]));
        }
    }

    static void compareProbabilities(const Data& data, const QJsonValue& value)
    {
        const Calibration width = calibrate(data.actual, data.score, data.weights, 10, BinRule::EqualWidth, kLevel);
        if (value.isNull()) {
            QVERIFY(!logLoss(data.actual, data.score, data.weights).defined() && !width.brier.defined() && width.bins.empty());
            return;
        }
        const QJsonObject expected = value.toObject();
        compare("log_loss", logLoss(data.actual, data.score, data.weights), expected["log_loss"]);
        compare("brier", brier(data.actual, data.score, data.weights), expected["brier"]);
        compareReliability(width, expected["width"].toObject(), expected["brier"]);
        compareReliability(calibrate(data.actual, data.score, data.weights, 5, BinRule::EqualCount, kLevel),
            expected["count"].toObject(), expected["brier"]);
    }

    static void compareWilson(const QJsonObject& expected)
    {
        const double k = expected["k"].toDouble();
        const double n = expected["n"].toDouble();
        const Interval one = wilson(k, n, kLevel);
        compare("wilson", std::vector{one.low, one.high}, numbersOf(expected["ci"]));
        const Interval difference = newcombeDifference(k, n, expected["k2"].toDouble(), expected["n2"].toDouble(), kLevel);
        compare("newcombe", std::vector{difference.low, difference.high}, numbersOf(expected["difference"]));
    }

private Q_SLOTS:
    void randomData_data()
    {
        QTest::addColumn<int>("seed");
        QTest::addRow("seed 1") << 1;
        QTest::addRow("seed 2") << 2;
    }
    void randomData()
    {
        QFETCH(int, seed);
        constexpr int kCases = 200;
        QProcess oracle;
        oracle.start("/usr/bin/python3",
            {WG_SOURCE_DIR "/tests/integration/binary_oracle.py", QString::number(seed), QString::number(kCases)});
        QVERIFY(oracle.waitForFinished(120'000));
        QVERIFY2(oracle.exitCode() == 0, oracle.readAllStandardError().constData());
        const QList<QByteArray> lines = oracle.readAllStandardOutput().trimmed().split('\n');
        QCOMPARE(lines.size(), qsizetype{kCases});
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const QJsonObject one = QJsonDocument::fromJson(lines[i]).object();
            const Data data{labelsOf(one["y"]), numbersOf(one["s"]), numbersOf(one["other"]), numbersOf(one["w"])};
            QVERIFY(!data.actual.empty());
            compareScores(data, one);
            compareDelong(data, one["delong"].toObject());
            compareProbabilities(data, one["probabilities"]);
            compareWilson(one["wilson"].toObject());
            if (QTest::currentTestFailed()) {
                qWarning() << "in case" << i << "rows" << data.actual.size();
                return;
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestBinarySklearn)
#include "tst_binary_sklearn.moc"
