// What scripts do not reach of the functions, operators and aggregations on instant vectors: wordings with positions, the
// share of limit_ratio, orders of answers, names that go at the end of the query, and threads that change nothing.
#include "core/promql/engine.h"
#include "core/promql/go_float.h"
#include "core/promql/label_key.h"
#include "core/promql/parser.h"
#include "core/tsdb/head.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace wg;
using namespace wg::promql;

namespace {

std::string shown(const series::Vector& vector)
{
    std::string out;
    for (const series::VectorSample& sample : vector.samples)
        out += (out.empty() ? "" : "; ") + sample.labels.text() + " " + goFloat(sample.v);
    return out;
}

} // namespace

class TestPromqlVectors : public QObject {
    Q_OBJECT
private:
    void load(const std::string& metric, double value)
    {
        const auto matchers = parseSelector(metric);
        QVERIFY(matchers.has_value());
        std::vector<series::Label> labels;
        for (const series::Matcher& m : *matchers)
            labels.push_back({m.name(), m.value()});
        const TimeMs at = 0;
        m_head.append(series::Labels(labels), {&at, 1}, {&value, 1});
    }

    /// The answer, then warnings and infos in brackets; or the error.
    std::string answer(const std::string& expression, EngineOptions options = {})
    {
        const auto out = queryInstant(m_head, expression, 0, {}, options);
        if (!out)
            return out.error().text();
        std::string text;
        if (const auto* vector = std::get_if<series::Vector>(&out->value))
            text = shown(*vector);
        else if (const auto* scalar = std::get_if<series::Scalar>(&out->value))
            text = goFloat(scalar->v);
        for (const Warning& warning : out->warnings)
            text += " [" + warning.message + "]";
        return text;
    }

private Q_SLOTS:
    void initTestCase()
    {
        load("a{x=\"1\",y=\"p\"}", 1);
        load("a{x=\"2\",y=\"p\"}", 2);
        load("a{x=\"3\",y=\"q\"}", 3.5);
        load("b{x=\"1\",y=\"p\"}", 1);
        load("b{x=\"2\",y=\"p\"}", 5);
        load("c{y=\"p\",region=\"r1\"}", 2);
        load("n{x=\"1\"}", std::nan(""));
        load("n{x=\"2\"}", 7);
        load("host{name=\"node10\"}", 1);
        load("host{name=\"node2\"}", 2);
        load("host{name=\"node1b\"}", 3);
        load("h_bucket{le=\"1\"}", 3);
        load("h_bucket{le=\"2\"}", 1);
        load("h_bucket{le=\"+Inf\"}", 4);
        load("h_bucket{le=\"zero\"}", 4);
    }

    void wordings_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* expression, const char* want) { QTest::newRow(expression) << expression << want; };
        row("c + on (y) a",
            "1:3: found duplicate series for the match group {y=\"p\"} on the right hand-side of the operation: "
            "[{__name__=\"a\", x=\"2\", y=\"p\"}, {__name__=\"a\", x=\"1\", y=\"p\"}];many-to-many matching not allowed: "
            "matching "
            "labels must be unique on one side");
        row("a + on (y) group_right c",
            "1:3: found duplicate series for the match group {y=\"p\"} on the left hand-side of the operation: "
            "[{__name__=\"a\", x=\"2\", y=\"p\"}, {__name__=\"a\", x=\"1\", y=\"p\"}];many-to-many matching not allowed: "
            "matching "
            "labels must be unique on one side");
        row("a + on (y) group_left (x) c", "1:3: multiple matches for labels: grouping labels must ensure unique matches");
        row("a > on (y) c", "1:3: multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
        row("a </ 2", " [PromQL info: incompatible sample types encountered for binary operator \"</\": float </ float (1:1)]");
        row("1 + (a >/ b)",
            " [PromQL info: incompatible sample types encountered for binary operator \">/\": float >/ float (1:6)]");
        row("none </ 2", "");
        row("topk(-1e30, a)", "");
        row("bottomk(1e30, a)", "1:9: Scalar value 1e+30 overflows int64");
        row("limit_ratio(2, c)",
            "c{region=\"r1\", y=\"p\"} 2 [PromQL warning: ratio value should be between -1 and 1, got 2, capping to 1 (1:13)]");
        row("quantile((1.5), c)", "{} +Inf [PromQL warning: quantile value should be between 0 and 1, got 1.5 (1:11)]");
        row("count_values(\"\", a)", "1:14: invalid label name \"\"");
        row("label_replace(a, \"\", \"v\", \"x\", \"1\")", "1:18: invalid destination label name in label_replace(): ");
        row("label_replace(a, \"d\", \"v\", \"x\", \"(\")", "1:33: invalid regular expression in label_replace(): (");
        row("label_join(a, \"d\", \"-\", \"\")", "1:25: invalid source label name in label_join(): ");
        row("histogram_quantile(0.5, h_bucket)",
            "{} 0.6666666666666666 [PromQL warning: bucket label \"le\" is missing or has a malformed value of \"zero\" "
            "(1:25)] "
            "[PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see "
            "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile), from buckets 2 to 2, with a "
            "max diff of 2, over 1 samples from 1970-01-01T00:00:00Z to 1970-01-01T00:00:00Z (1:25)]");
        row("histogram_quantiles(h_bucket{le!=\"zero\", le!=\"2\"}, \"q\", 0.5, 1)",
            "{q=\"0.5\"} 0.6666666666666666; {q=\"1.0\"} 1");
    }
    void wordings()
    {
        QFETCH(QString, expression);
        QFETCH(QString, want);
        QCOMPARE(QString::fromStdString(answer(expression.toStdString())), want);
    }

    /// Until 3.8 what the comparison dropped did not count; NaN and -Inf were just numbers that do not fit.
    void olderVersionsSayLess()
    {
        EngineOptions older;
        for (const Compat compat : {Compat::V2_55, Compat::V2_42}) {
            older.compat = compat;
            QCOMPARE(answer("b > on (y) c", older), std::string("{y=\"p\"} 5"));
            QCOMPARE(answer("topk(NaN, a)", older), std::string("1:6: Scalar value NaN overflows int64"));
            QCOMPARE(answer("topk(-Inf, a)", older), std::string("1:6: Scalar value -Inf overflows int64"));
        }
        QCOMPARE(answer("quantile(2, c)", older), std::string("{} +Inf"));
        QCOMPARE(answer("a{x=\"1\"} atan2 a", older), std::string("a{x=\"1\", y=\"p\"} 0.7853981633974483"));
        QCOMPARE(answer("a{x=\"1\"} atan2 a"), std::string("{x=\"1\", y=\"p\"} 0.7853981633974483"));
    }

    void answersAreOrdered()
    {
        QCOMPARE(answer("sort_desc(a)"), std::string("a{x=\"3\", y=\"q\"} 3.5; a{x=\"2\", y=\"p\"} 2; a{x=\"1\", y=\"p\"} 1"));
        QCOMPARE(answer("sort_desc(n)"), std::string("n{x=\"2\"} 7; n{x=\"1\"} NaN"));
        QCOMPARE(answer("topk(3, n)"), std::string("n{x=\"2\"} 7; n{x=\"1\"} NaN"));
        QCOMPARE(answer("sort_by_label(host, \"name\")"),
            std::string("host{name=\"node1b\"} 3; host{name=\"node2\"} 2; host{name=\"node10\"} 1"));
        QCOMPARE(answer("sort_by_label_desc(host, \"none\", \"name\")"),
            std::string("host{name=\"node10\"} 1; host{name=\"node2\"} 2; host{name=\"node1b\"} 3"));
        // What was sorted stays so behind an operator, whatever the groups.
        QCOMPARE(answer("sort_desc(a) * on (y) group_left c"), std::string("{x=\"2\", y=\"p\"} 4; {x=\"1\", y=\"p\"} 2"));
        QCOMPARE(answer("sort_desc(a) + on () group_left vector(1)"),
            std::string("{x=\"3\", y=\"q\"} 4.5; {x=\"2\", y=\"p\"} 3; {x=\"1\", y=\"p\"} 2"));
    }

    void namesGoAtTheEnd()
    {
        EngineOptions late;
        late.delayedNameRemoval = true;
        QCOMPARE(answer("sum by (__name__) (abs(c))", late), std::string("{} 2"));
        QCOMPARE(answer("sum by (__name__) (abs(c))"), std::string("{} 2"));
        QCOMPARE(answer("count(sum by (__name__) (abs({__name__=~\"a|c\"})))", late), std::string("{} 2"));
        QCOMPARE(answer("count(sum by (__name__) (abs({__name__=~\"a|c\"})))"), std::string("{} 1"));
        QCOMPARE(answer("label_replace(abs(c), \"was\", \"$1\", \"__name__\", \"(.*)\")", late),
            std::string("{region=\"r1\", was=\"c\", y=\"p\"} 2"));
        QCOMPARE(answer("label_replace(abs(c), \"__name__\", \"d\", \"y\", \".*\")", late),
            std::string("d{region=\"r1\", y=\"p\"} 2"));
        QCOMPARE(answer("topk(1, abs(c)) > 1", late), std::string("{region=\"r1\", y=\"p\"} 2"));
        QCOMPARE(answer("abs({__name__=~\"a|b\"})", late), std::string("vector cannot contain metrics with the same labelset"));
    }

    /// The wanted ones are libxxhash's, of the bytes that Prometheus keeps: each name and value behind its size.
    void hashOfLabels()
    {
        const auto hash = [](std::size_t length) { return prometheusHash({{"a", std::string(length, 'v')}}); };
        QCOMPARE(prometheusHash(series::Labels()), std::uint64_t(0xef46db3751d8e999ULL));
        QCOMPARE(hash(1), std::uint64_t(0x6bafce566b16b20fULL));
        QCOMPARE(hash(6), std::uint64_t(0x777261b738bfd123ULL));
        QCOMPARE(hash(30), std::uint64_t(0xb7f95080f66aef69ULL));
        QCOMPARE(hash(254), std::uint64_t(0x6229dc6c89cfeac6ULL));
        QCOMPARE(hash(255), std::uint64_t(0x04af93533fc34dbbULL)); // the size needs four bytes
        QCOMPARE(hash(300), std::uint64_t(0x9062a6dbf22e4b1cULL));
        QCOMPARE(prometheusHash({{"__name__", "up"}, {"instance", "localhost:9090"}, {"job", "prometheus"}}),
            std::uint64_t(0x70e9258041254325ULL));
    }

    /// A ratio and its complement share no series and miss none.
    void sharesAreComplements()
    {
        tsdb::Head head;
        for (int i = 0; i < 1000; ++i) {
            const TimeMs at = 0;
            const double value = i;
            head.append({{"__name__", "m"}, {"i", std::to_string(i)}}, {&at, 1}, {&value, 1});
        }
        const auto size = [&](const std::string& expression) {
            const auto out = queryInstant(head, expression, 0, {});
            return out ? std::get<series::Vector>(out->value).samples.size() : std::size_t(0);
        };
        const std::size_t share = size("limit_ratio(0.3, m)");
        QVERIFY(share > 230 && share < 370); // binomial, 5 sigma
        QCOMPARE(size("limit_ratio(-0.7, m)"), 1000 - share);
        QCOMPARE(size("limit_ratio(0.3, m) and limit_ratio(-0.7, m)"), std::size_t(0));
        QCOMPARE(size("limit_ratio(0.3, m) or limit_ratio(-0.7, m)"), std::size_t(1000));
        QCOMPARE(size("limit_ratio(0.3, m) unless limit_ratio(0.5, m)"), std::size_t(0));
        QCOMPARE(size("limit_ratio(1, m)"), std::size_t(1000));
        QCOMPARE(size("limit_ratio(0, m)"), std::size_t(0));
        QCOMPARE(size("limitk(7, m)"), std::size_t(7));
    }

    void threadsChangeNothing_data()
    {
        QTest::addColumn<QString>("expression");
        for (const char* expression : {"sum(m)", "avg by (g) (m)", "quantile(0.7, m)", "topk(3, m)", "stddev(m)",
                 "sum(topk(20, m))", "bottomk by (g) (2, m)"})
            QTest::newRow(expression) << expression;
    }
    void threadsChangeNothing()
    {
        QFETCH(QString, expression);
        tsdb::Head head;
        constexpr int kSteps = 600;
        for (int i = 0; i < 700; ++i) {
            std::vector<TimeMs> t;
            std::vector<double> v;
            for (int s = 0; s < kSteps; ++s) {
                t.push_back(s * kMinute);
                v.push_back(std::sin(i * 7919.0 + s) * std::pow(10, i % 9));
            }
            head.append({{"__name__", "m"}, {"g", std::to_string(i % 5)}, {"i", std::to_string(i)}}, t, v);
        }
        EngineOptions one;
        one.threads = 1;
        EngineOptions many;
        many.threads = 7;
        const auto range = [&](const EngineOptions& options) {
            const auto out = queryRange(head, expression.toStdString(), 0, (kSteps - 1) * kMinute, kMinute, {}, options);
            return out ? std::get<series::Matrix>(out->value) : series::Matrix();
        };
        const series::Matrix want = range(one);
        QVERIFY(!want.series.empty());
        QVERIFY(range(many) == want);
    }

private:
    tsdb::Head m_head;
};

QTEST_APPLESS_MAIN(TestPromqlVectors)
#include "tst_promql_vectors.moc"
