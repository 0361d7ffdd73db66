// The metrics library against scikit-learn and SciPy on some hundred random data sets with ties, weights, one class and next to
// no rows; one Python process answers all. A missing oracle is a failure.
#include "core/mlmetrics/bootstrap.h"
#include "core/mlmetrics/class_report.h"
#include "core/mlmetrics/drift.h"
#include "core/mlmetrics/kolmogorov.h"
#include "core/mlmetrics/language.h"
#include "core/mlmetrics/multiclass.h"
#include "core/mlmetrics/multiclass_scores.h"
#include "core/mlmetrics/multilabel.h"
#include "core/mlmetrics/ranking.h"
#include "core/mlmetrics/regression.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

using namespace wg::mlmetrics;

namespace {

using Numbers = std::vector<double>;
using Codes = std::vector<std::uint32_t>;
using Bits = std::vector<std::uint8_t>;
using Figures = std::map<QString, double>; // NaN: undefined

struct Case {
    QJsonObject input;
    Figures ours;
    double tolerance = 1e-9;
};

template <class Range>
QJsonArray toArray(const Range& values)
{
    QJsonArray out;
    for (const auto value : values)
        out.append(static_cast<double>(value));
    return out;
}

class Random {
public:
    explicit Random(unsigned seed) : m_engine(seed) { }
    double uniform() { return std::uniform_real_distribution<>(0, 1)(m_engine); }
    double normal() { return std::normal_distribution<>()(m_engine); }
    std::uint32_t below(std::size_t n) { return static_cast<std::uint32_t>(uniform() * static_cast<double>(n)); }

    Numbers numbers(std::size_t n, auto make)
    {
        Numbers out(n);
        std::generate(out.begin(), out.end(), make);
        return out;
    }
    Codes codes(std::size_t n, std::size_t classes)
    {
        Codes out(n);
        std::generate(out.begin(), out.end(), [&] { return below(classes); });
        return out;
    }
    Bits bits(std::size_t n, double share)
    {
        Bits out(n);
        std::generate(out.begin(), out.end(), [&] { return uniform() < share ? 1 : 0; });
        return out;
    }
    /// None, fractions or whole numbers.
    Numbers weights(std::size_t n, int kind)
    {
        if (kind == 0)
            return {};
        return numbers(n, [&] { return kind == 1 ? uniform() + 0.01 : 1 + below(4); });
    }

private:
    std::mt19937 m_engine;
};

void addAverages(Figures& out, const QString& name, const Averages& averages)
{
    out[name + " precision"] = averages.precision.value;
    out[name + " recall"] = averages.recall.value;
    out[name + " f1"] = averages.f1.value;
    out[name + " jaccard"] = averages.jaccard.value;
}

/// scikit-learn counts 0/0 as 0 here.
double zeroed(const Metric& metric)
{
    return metric.defined() ? metric.value : 0;
}

void addReport(Figures& out, const QString& prefix, const ClassificationReport& report)
{
    const auto add = [&](const QString& name, const ClassificationReport::Row& row) {
        out[prefix + name + " precision"] = zeroed(row.precision);
        out[prefix + name + " recall"] = zeroed(row.recall);
        out[prefix + name + " f1"] = zeroed(row.f1);
        out[prefix + name + " support"] = row.support;
    };
    for (const auto& row : report.classes)
        add(QString::number(row.label), row);
    if (report.accuracyIsMicro)
        out[prefix + "accuracy"] = report.micro.f1.value;
    else
        add("micro avg", report.micro);
    add("macro avg", report.macro);
    add("weighted avg", report.weighted);
}

/// Probabilities that add up to exactly 1, with many ties: columns of sixteenths.
std::vector<Numbers> sixteenths(Random& random, std::size_t rows, std::size_t classes)
{
    std::vector<Numbers> out(classes, Numbers(rows));
    for (std::size_t i = 0; i < rows; ++i) {
        for (int part = 0; part < 16; ++part)
            out[random.below(classes)][i] += 1.0 / 16;
    }
    return out;
}

Case multiclassCase(Random& random, int at)
{
    const std::size_t sizes[] = {1, 2, 3, 12, 60, 400};
    const std::size_t rows = sizes[at % 6];
    const std::size_t classes = 3 + random.below(8);
    const std::size_t among = at % 7 == 0 ? 1 : classes;
    const Codes actual = random.codes(rows, among);
    Codes predicted = random.codes(rows, at % 11 == 0 ? 1 : classes);
    for (std::size_t i = 0; i < rows; ++i)
        predicted[i] = random.uniform() < 0.4 ? actual[i] : predicted[i];
    const Numbers w = random.weights(rows, at % 3);
    const std::vector<Numbers> scores = sixteenths(random, rows, classes);
    const std::vector<std::span<const double>> columns(scores.begin(), scores.end());
    const std::size_t listed[] = {2, 0};
    QJsonArray scoresJson;
    for (const Numbers& column : scores)
        scoresJson.append(toArray(column));

    const ConfusionMatrix matrix = confusion(classes, actual, predicted, w);
    const MulticlassMetrics metrics = multiclass(matrix, 2);
    Figures out{{"accuracy", metrics.accuracy.value}, {"balanced", metrics.balancedAccuracy.value},
        {"hamming", metrics.hammingLoss.value}, {"mcc", metrics.mcc.value}, {"kappa", metrics.kappa.value},
        {"kappa linear", kappa(matrix, KappaWeights::Linear).value},
        {"kappa quadratic", kappa(matrix, KappaWeights::Quadratic).value}};
    const std::pair<QString, const Averages*> averages[] = {
        {"macro", &metrics.macro}, {"micro", &metrics.micro}, {"weighted", &metrics.weighted}};
    for (const auto& [name, figures] : averages) {
        addAverages(out, name, *figures);
        out[name + " f2"] = figures->fBeta.value;
    }
    const std::pair<QString, Normalise> ways[] = {
        {"actual", Normalise::Actual}, {"predicted", Normalise::Predicted}, {"all", Normalise::All}};
    for (const auto& [name, by] : ways) {
        const Numbers cells = normalised(matrix, by);
        for (std::size_t i = 0; i < cells.size(); ++i)
            out[QString("%1 %2").arg(name).arg(i)] = cells[i];
    }
    addReport(out, "report ", classificationReport(matrix));
    addReport(out, "listed ", classificationReport(matrix, listed));
    for (const std::size_t k : {std::size_t{1}, std::size_t{2}, std::size_t{3}, classes})
        out[QString("top%1").arg(k)] = topKAccuracy(actual, columns, k, w).value;
    const auto areas = multiclassAuc(actual, columns, w, {}, 2);
    for (std::size_t k = 0; k < classes; ++k)
        out[QString("ovr %1").arg(k)] = areas->oneVsRest[k].value;
    out["ovr macro"] = areas->ovrMacro.value;
    out["ovr weighted"] = areas->ovrWeighted.value;
    out["ovo macro"] = areas->ovoMacro.value;
    out["ovo weighted"] = areas->ovoWeighted.value;
    return {{{"kind", "multiclass"}, {"classes", static_cast<int>(classes)}, {"y", toArray(actual)}, {"p", toArray(predicted)},
                {"w", toArray(w)}, {"scores", scoresJson}, {"listed", toArray(listed)}},
        out};
}

Case multilabelCase(Random& random, int at)
{
    const std::size_t rows = at % 5 == 0 ? 1 : 1 + random.below(80);
    const std::size_t labels = 2 + random.below(6); // of one label scikit-learn thinks it is binary
    const double share = at % 7 == 3 ? 0 : random.uniform();
    const Bits actual = random.bits(rows * labels, share);
    const Bits predicted = random.bits(rows * labels, at % 6 == 1 ? 0 : random.uniform());
    const Numbers scores = random.numbers(rows * labels, [&] { return std::round(random.uniform() * 6) / 6; });
    const Numbers w = random.weights(rows, at % 3);
    const MultilabelMetrics metrics = multilabel(actual, predicted, labels, w);
    const LabelRanking ranks = labelRanking(actual, scores, labels, w);
    Figures out{{"subset", metrics.subsetAccuracy.value}, {"hamming", metrics.hammingLoss.value},
        {"lrap", ranks.averagePrecision.value}, {"coverage", ranks.coverageError.value}, {"loss", ranks.rankingLoss.value}};
    addAverages(out, "samples", metrics.samples);
    addAverages(out, "macro", metrics.macro);
    addAverages(out, "micro", metrics.micro);
    addAverages(out, "weighted", metrics.weighted);
    return {{{"kind", "multilabel"}, {"labels", static_cast<int>(labels)}, {"y", toArray(actual)}, {"p", toArray(predicted)},
                {"scores", toArray(scores)}, {"w", toArray(w)}},
        out};
}

Case rankingCase(Random& random, int at)
{
    const std::size_t queries = 1 + random.below(20);
    std::vector<std::size_t> start{0};
    for (std::size_t q = 0; q < queries; ++q)
        start.push_back(start.back() + 1 + random.below(15));
    const double share = at % 6 == 0 ? 0 : random.uniform();
    const Numbers relevance = random.numbers(start.back(), [&] { return random.uniform() < share ? 1 + random.below(3) : 0; });
    const Numbers score = random.numbers(start.back(), [&] { return std::round(random.normal() * 3); });
    const Numbers w = random.weights(queries, at % 3);
    const std::size_t k = at % 4 == 0 ? 0 : 1 + random.below(8);
    const RankingMetrics metrics = ranking(relevance, score, start, k, w);
    return {{{"kind", "ranking"}, {"relevance", toArray(relevance)}, {"s", toArray(score)}, {"start", toArray(start)},
                {"k", static_cast<int>(k)}, {"w", toArray(w)}},
        {{"dcg", metrics.dcg.value}, {"ndcg", metrics.ndcg.value}, {"mrr", metrics.mrr.value}, {"hit", metrics.hitRate.value},
            {"map", metrics.meanAveragePrecision.value}}};
}

Case regressionCase(Random& random, int at)
{
    const std::size_t sizes[] = {1, 2, 3, 30, 500};
    const std::size_t rows = sizes[at % 5];
    const double shift = at % 2 == 0 ? 0 : 50;
    const bool whole = at % 4 == 1;
    const auto make = [&] { return whole ? std::round(random.normal() * 2 + shift) : random.normal() * 10 + shift; };
    Numbers actual = random.numbers(rows, make);
    if (at % 13 == 12)
        actual.assign(rows, 4);
    Numbers predicted = random.numbers(rows, make);
    for (std::size_t i = 0; i < rows; ++i)
        predicted[i] = 0.5 * (actual[i] + predicted[i]);
    const Numbers w = random.weights(rows, at % 3 == 0 ? 0 : 2);
    const RegressionMetrics metrics = regression(actual, predicted, w);
    Figures out{{"mse", metrics.mse.value}, {"rmse", metrics.rmse.value}, {"mae", metrics.mae.value}, {"r2", metrics.r2.value},
        {"medianAe", metrics.medianAe.value}, {"mape", metrics.mape.value}, {"msle", metrics.msle.value},
        {"rmsle", metrics.rmsle.value}, {"explained", metrics.explainedVariance.value}, {"maxError", metrics.maxError.value},
        {"bias", metrics.meanBias.value}, {"d2Absolute", metrics.d2Absolute.value}};
    for (const double a : {0.05, 0.5, 0.9}) {
        out[QString("pinball %1").arg(a)] = pinballLoss(actual, predicted, a, w).value;
        out[QString("d2 %1").arg(a)] = d2Pinball(actual, predicted, a, w).value;
    }
    out["pearson"] = pearson(actual, predicted, w).value;
    out["spearman"] = spearman(actual, predicted, w).value;
    const double half = whole ? 1 : 3;
    Numbers low = predicted;
    Numbers high = predicted;
    for (std::size_t i = 0; i < rows; ++i) {
        low[i] -= half;
        high[i] += half;
    }
    const IntervalCoverage coverage = intervalCoverage(actual, low, high, w);
    out.insert({{"coverage", coverage.coverage.value}, {"below", coverage.below.value}, {"above", coverage.above.value},
        {"width", coverage.meanWidth.value}});
    const double at5[] = {0, 0.1, 0.5, 0.77, 1};
    const Numbers residuals = residualQuantiles(actual, predicted, at5, w);
    for (std::size_t i = 0; i < residuals.size(); ++i)
        out[QString("residual %1").arg(at5[i])] = residuals[i];
    return {
        {{"kind", "regression"}, {"y", toArray(actual)}, {"p", toArray(predicted)}, {"w", toArray(w)}, {"half", half}}, out};
}

Case languageCase(Random& random, int at)
{
    std::vector<std::uint64_t> n;
    std::vector<std::uint64_t> c;
    for (std::uint32_t task = 0; task <= random.below(12); ++task) {
        n.push_back(1 + random.below(40));
        c.push_back(random.below(n.back() + 1));
    }
    const Numbers v = random.numbers(1 + random.below(50), [&] { return random.below(2); });
    const Numbers w = random.weights(v.size(), at % 2);
    const MeanWithError mean = meanWithError(v, w);
    Figures out{{"mean", mean.mean.value}};
    if (w.empty())
        out["error"] = mean.standardError.value;
    for (const std::uint64_t k : {1U, 5U, 10U})
        out[QString("pass@%1").arg(k)] = passAtK(n, c, k).value;
    return {{{"kind", "language"}, {"n", toArray(n)}, {"c", toArray(c)}, {"v", toArray(v)}, {"w", toArray(w)}}, out};
}

Case driftCase(Random& random, int at)
{
    const std::size_t sizes[] = {1, 2, 7, 40, 300, 12'000};
    const std::size_t rows = sizes[at % 6];
    const std::size_t others = at % 3 == 0 ? rows : 1 + random.below(rows + 20);
    const bool ties = at % 4 == 1;
    const double shift = random.uniform() * (rows > 1000 ? 0.05 : 0.5);
    const auto make = [&](double by) { return ties ? std::round(random.normal() * 3 + by) : random.normal() + by; };
    const Numbers a = random.numbers(rows, [&] { return make(0); });
    const Numbers b = random.numbers(others, [&] { return make(shift); });
    const Numbers wa = random.weights(rows, at % 5 == 4 ? 1 : 0);
    const Numbers wb = random.weights(others, at % 5 == 4 ? 2 : 0);
    const Numbers counts = random.numbers(6, [&] { return random.below(30); });
    Numbers window = random.numbers(6, [&] { return random.below(30); });
    window[0] += 1;
    Numbers reference = counts;
    reference[1] += 1;
    const NumericDrift numeric = numericDrift(a, b, 10, wa, wb);
    const CategoryDrift category = categoryDrift(reference, window);
    Figures out{{"wasserstein", numeric.wasserstein.value}, {"ks", numeric.ks.statistic}, {"p", numeric.ks.p},
        {"category js", category.jensenShannon.value}, {"chi2", category.chi2.statistic}, {"chi2 p", category.chi2.p},
        {"degrees", category.chi2.degrees}};
    if (wa.empty() && std::any_of(a.begin(), a.end(), [&](double value) { return value != a[0]; })) {
        out["psi"] = numeric.psi.value;
        out["js"] = numeric.jensenShannon.value;
    }
    return {{{"kind", "drift"}, {"a", toArray(a)}, {"b", toArray(b)}, {"wa", toArray(wa)}, {"wb", toArray(wb)},
                {"counts", toArray(reference)}, {"others", toArray(window)}},
        out};
}

Case significanceCase(Random& random, int at)
{
    const std::uint64_t b = random.below(at % 2 == 0 ? 15 : 200);
    const std::uint64_t c = random.below(at % 2 == 0 ? 15 : 200);
    const Numbers ps = random.numbers(1 + random.below(9), [&] { return std::round(random.uniform() * 20) / 40; });
    const Numbers x = random.numbers(2 + random.below(40), [&] { return random.normal(); });
    const Numbers y = random.numbers(2 + random.below(40), [&] { return random.normal() * 3 + 0.5; });
    const Numbers shares{1.0 + random.below(40), 50, 1.0 + random.below(70), 90};
    const TestResult mcnemar = mcNemar(b, c);
    const TestResult t = welchT(x, y);
    const TestResult z = twoProportionZ(shares[0], shares[1], shares[2], shares[3]);
    Figures out{{"mcnemar", mcnemar.statistic}, {"mcnemar p", mcnemar.p}, {"t", t.statistic}, {"t p", t.p},
        {"z2", z.statistic * z.statistic}, {"z p", z.p}};
    const Numbers corrected = holm(ps);
    for (std::size_t i = 0; i < ps.size(); ++i)
        out[QString("holm %1").arg(i)] = corrected[i];
    return {{{"kind", "significance"}, {"b", static_cast<int>(b)}, {"c", static_cast<int>(c)}, {"ps", toArray(ps)},
                {"x", toArray(x)}, {"y", toArray(y)}, {"shares", toArray(shares)}},
        out};
}

Case kolmogorovCase(Random& random, int at)
{
    const std::uint64_t sizes[] = {1, 2, 5, 30, 139, 141, 1000, 5000, 99'000, 250'000};
    const std::uint64_t n = sizes[at % 10];
    const double square = random.uniform() * random.uniform() * 8; // n d^2
    const double d = std::sqrt(square / static_cast<double>(n));
    return {{{"kind", "kolmogorov"}, {"n", static_cast<int>(n)}, {"d", d}},
        {{"tail", kolmogorovTail(n, d)}, {"one-sided", smirnovTail(n, d)}}};
}

double statisticOf(const QString& name, std::span<const double> x, std::span<const std::uint32_t> times)
{
    double n = 0;
    double sum = 0;
    double squares = 0;
    double cubes = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        n += times[i];
        sum += times[i] * x[i];
        squares += times[i] * x[i] * x[i];
        cubes += times[i] * x[i] * x[i] * x[i];
    }
    if (name == "third")
        return cubes / n;
    return name == "mean" ? sum / n : std::sqrt(std::max(0.0, squares / n - sum * sum / n / n));
}

constexpr const char* kStatistics[] = {"mean", "std", "third"};

Case bcaCase(Random& random, int at)
{
    const QString name = kStatistics[at % 3];
    const Numbers x = random.numbers(5 + random.below(60), [&] { return std::exp(random.normal()); });
    std::vector<std::uint32_t> times(x.size(), 1);
    const double estimate = statisticOf(name, x, times);
    Numbers draws;
    for (int draw = 0; draw < 400; ++draw) {
        std::vector<std::uint32_t> drawn(x.size());
        for (std::size_t i = 0; i < x.size(); ++i)
            ++drawn[random.below(x.size())];
        draws.push_back(statisticOf(name, x, drawn));
    }
    Numbers jackknife;
    for (std::size_t i = 0; i < x.size(); ++i) {
        times[i] = 0;
        jackknife.push_back(statisticOf(name, x, times));
        times[i] = 1;
    }
    const Bootstrap ours = bcaFromDraws(estimate, draws, jackknife, 0.95);
    return {{{"kind", "bca"}, {"statistic", name}, {"x", toArray(x)}, {"draws", toArray(draws)}},
        {{"low", ours.interval.low}, {"high", ours.interval.high}}};
}

/// Both by 20,000 draws of their own: equal within the noise of a quantile of draws, 1/20 of the standard error.
Case bootstrapCase(Random& random, int at)
{
    const QString name = kStatistics[at % 3];
    const Numbers x = random.numbers(40, [&] { return std::exp(0.7 * random.normal()); });
    BootstrapOptions options;
    options.draws = 20'000;
    const auto compute = [&](std::span<const std::uint32_t> times, std::span<double> out) {
        out[0] = statisticOf(name, x, times);
    };
    const auto ours = bootstrapRows(x.size(), 1, compute, options, {});
    const Bootstrap& one = ours->front();
    return {{{"kind", "bootstrap"}, {"statistic", name}, {"x", toArray(x)}},
        {{"low", one.interval.low}, {"high", one.interval.high}, {"error", one.standardError}}, one.standardError / 8};
}

std::vector<Case> allCases()
{
    using Make = Case (*)(Random&, int);
    const std::pair<Make, int> kinds[] = {{multiclassCase, 120}, {multilabelCase, 90}, {rankingCase, 60}, {regressionCase, 90},
        {languageCase, 30}, {driftCase, 90}, {significanceCase, 60}, {kolmogorovCase, 100}, {bcaCase, 30}, {bootstrapCase, 6}};
    Random random(20'260);
    std::vector<Case> out;
    for (const auto& [make, count] : kinds) {
        for (int at = 0; at < count; ++at)
            out.push_back(make(random, at));
    }
    return out;
}

} // namespace

class TestMetricsSklearn : public QObject {
    Q_OBJECT

    static void compareCase(const Case& one, const QJsonObject& expected, qsizetype at)
    {
        const QString name = QString("%1, case %2").arg(one.input["kind"].toString()).arg(at);
        QStringList ours;
        for (const auto& [key, value] : one.ours)
            ours.append(key);
        QStringList theirs = expected.keys();
        theirs.sort();
        ours.sort();
        QVERIFY2(ours == theirs, qPrintable(name + ": " + ours.join(",") + " / " + theirs.join(",")));
        for (const auto& [key, value] : one.ours) {
            const QJsonValue answer = expected[key];
            const bool same = answer.isNull()
                ? std::isnan(value)
                : std::abs(value - answer.toDouble()) <= one.tolerance * std::max(1.0, std::abs(answer.toDouble()));
            QVERIFY2(same,
                qPrintable(QString("%1, %2: %3, the oracle %4")
                        .arg(name, key)
                        .arg(value, 0, 'g', 17)
                        .arg(answer.isNull() ? "undefined" : QString::number(answer.toDouble(), 'g', 17))));
        }
    }

private Q_SLOTS:
    void equalsOracle()
    {
        const std::vector<Case> cases = allCases();
        QJsonArray inputs;
        for (const Case& one : cases)
            inputs.append(one.input);
        QProcess oracle;
        oracle.start("/usr/bin/python3", {WG_SOURCE_DIR "/tests/integration/metrics_oracle.py"});
        QVERIFY(oracle.waitForStarted());
        oracle.write(QJsonDocument(inputs).toJson(QJsonDocument::Compact));
        oracle.closeWriteChannel();
        QVERIFY(oracle.waitForFinished(180'000));
        QVERIFY2(oracle.exitCode() == 0, oracle.readAllStandardError().constData());
        const QJsonArray answers = QJsonDocument::fromJson(oracle.readAllStandardOutput()).array();
        QCOMPARE(static_cast<std::size_t>(answers.size()), cases.size());
        for (qsizetype i = 0; i < answers.size(); ++i) {
            compareCase(cases[static_cast<std::size_t>(i)], answers[i].toObject(), i);
            if (QTest::currentTestFailed())
                return;
        }
    }
};

QTEST_GUILESS_MAIN(TestMetricsSklearn)
#include "tst_metrics_sklearn.moc"
