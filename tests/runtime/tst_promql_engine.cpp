// Limits, cancellation, warnings and errors of the engine; what it computes is in tests/promql and the differential test.
#include "core/promql/engine.h"
#include "core/tsdb/head.h"

#include <QElapsedTimer>
#include <QtTest>

#include <limits>
#include <thread>

using namespace wg;
using namespace wg::promql;

class TestPromqlEngine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        for (int i = 0; i < 50; ++i) {
            std::vector<TimeMs> t;
            std::vector<double> v;
            for (TimeMs at = 0; at < kDay; at += 15 * kSecond) {
                t.push_back(at);
                v.push_back(static_cast<double>(at % 7777));
            }
            m_head.append({{"__name__", "m"}, {"i", std::to_string(i)}}, t, v);
        }
    }

    void errorsHavePositions_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* expression, const char* want) { QTest::newRow(expression) << expression << want; };
        row("1 +\n  foo(m)", "2:3: parse error: unknown function with name \"foo\"");
        row("m * on () m",
            "1:3: found duplicate series for the match group {} on the right hand-side of the operation: [{__name__=\"m\", "
            "i=\"1\"}, "
            "{__name__=\"m\", i=\"0\"}];many-to-many matching not allowed: matching labels must be unique on one side");
        row("m * on () vector(1)",
            "1:3: multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
        row("1 + abs(label_replace(m, \"i\", \"\", \"i\", \".*\"))",
            "1:9: vector cannot contain metrics with the same labelset");
        row("topk(NaN, m)", "1:6: Parameter value is NaN");
        row("m[5m:1m] + 1", "1:1: parse error: binary expression must contain only scalar and instant vector types");
    }
    void errorsHavePositions()
    {
        QFETCH(QString, expression);
        QFETCH(QString, want);
        const auto answer = queryInstant(m_head, expression.toStdString(), kHour, {});
        QVERIFY(!answer);
        QCOMPARE(QString::fromStdString(answer.error().text()), want);
    }

    void warningsAreWordedAsPrometheusDoes()
    {
        const auto answer = queryInstant(m_head, "quantile(2, rate(m[5m]))", kHour, {});
        QCOMPARE(answer->warnings.size(), std::size_t(2));
        std::string text;
        for (const Warning& warning : answer->warnings)
            text += warning.message + "\n";
        QCOMPARE(text,
            std::string(
                "PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \"m\" (1:18)\n"
                "PromQL warning: quantile value should be between 0 and 1, got 2 (1:10)\n"));
        QCOMPARE(answer->seriesMatched, std::uint64_t(50));
        QVERIFY(answer->samplesRead > 900);
    }

    void noDataIsToldFromAnEmptyAnswer()
    {
        QCOMPARE(queryInstant(m_head, "nothing > 1", kHour, {})->seriesMatched, std::uint64_t(0));
        QCOMPARE(queryInstant(m_head, "m > 1e9", kHour, {})->seriesMatched, std::uint64_t(50));
    }

    void limits()
    {
        EngineOptions few;
        few.maxSamples = 1000;
        QVERIFY(queryInstant(m_head, "rate(m[1h])", kHour, {}, few).error().code == ErrorCode::Limit);
        QVERIFY(queryInstant(m_head, "vector(1)[10000d:1s]", kHour, {}, few).error().code == ErrorCode::Limit);
        QVERIFY(queryRange(m_head, "m", 0, 11'000 * kSecond, kSecond, {}).has_value()); // 11,001 points pass, as in Prometheus
        QVERIFY(queryRange(m_head, "m", 0, 11'001 * kSecond, kSecond, {}).error().code == ErrorCode::Limit);
        QVERIFY(queryRange(m_head, "m", 0, kHour, 0, {}).error().code == ErrorCode::Usage);
        QVERIFY(queryRange(m_head, "m", kHour, 0, kMinute, {}).error().code == ErrorCode::Usage);
        QVERIFY(!queryRange(m_head, "m[5m]", 0, kHour, kMinute, {}));
    }

    void timesAtTheEndOfTheRange()
    {
        constexpr TimeMs kMost = std::numeric_limits<TimeMs>::max();
        constexpr TimeMs kLeast = std::numeric_limits<TimeMs>::min();
        QVERIFY(queryInstant(m_head, "m", kMost, {}).error().code == ErrorCode::Usage);
        QVERIFY(queryInstant(m_head, "m", kLeast, {}).error().code == ErrorCode::Usage);
        QVERIFY(queryRange(m_head, "m", kLeast, kMost, kDay, {}).error().code == ErrorCode::Usage);
        for (const char* expression : {"m @ 9223372036854775 offset -292y", "rate(m[292y] @ -9223372036854775 offset 292y)"}) {
            const auto answer = queryInstant(m_head, expression, kHour, {});
            QVERIFY(answer && std::get<series::Vector>(answer->value).samples.empty());
        }
        const auto finer = queryInstant(m_head, "rate(m[5m:0.0001])", kHour, {});
        QVERIFY(!finer && finer.error().code == ErrorCode::Execution);
    }

    void scalarsOfSubqueriesCount()
    {
        EngineOptions few;
        few.maxSamples = 1000;
        QVERIFY(queryInstant(m_head, "vector(time())[300s:1s]", kHour, {}, few).has_value());
        for (const char* expression : {"vector(1 + 1)[400s:1s]", "vector(time() + pi())[400s:1s]"})
            QVERIFY(queryInstant(m_head, expression, kHour, {}, few).error().code == ErrorCode::Limit);
    }

    /// Every pair of the 50 series would be over the limit; the error about the match is what helps.
    void duplicatesAreFoundBeforePairsAreMade()
    {
        EngineOptions few;
        few.maxSamples = 3000;
        const auto answer = queryInstant(m_head, "m * on () m", kHour, {}, few);
        QVERIFY(!answer && answer.error().message.starts_with("found duplicate series"));
    }

    void infoOfManyTargets()
    {
        constexpr int kTargets = 5000;
        tsdb::Head head;
        for (int i = 0; i < kTargets; ++i) {
            const std::string instance = "host-" + std::to_string(i) + ".example:9100";
            head.append({{"__name__", "up"}, {"instance", instance}}, std::vector<TimeMs>{0}, std::vector<double>{1});
            head.append({{"__name__", "target_info"}, {"instance", instance}, {"zone", "z" + std::to_string(i)}},
                std::vector<TimeMs>{0}, std::vector<double>{1});
        }
        head.append({{"__name__", "target_info"}, {"instance", "other"}, {"zone", "none"}}, std::vector<TimeMs>{0},
            std::vector<double>{1});
        const auto answer = queryInstant(head, "count(count by (zone) (info(up)))", 0, {});
        QVERIFY(answer.has_value());
        QCOMPARE(std::get<series::Vector>(answer->value).samples.at(0).v, double(kTargets));
        QCOMPARE(answer->samplesRead, std::uint64_t(2 * kTargets)); // not of the target that nothing is about
    }

    void cancelledFromAnotherThread_data()
    {
        QTest::addColumn<QString>("expression");
        for (const char* expression : {"double_exponential_smoothing(m[12h], 0.5, 0.5)", "deriv(m[12h])",
                 "ts_of_max_over_time(m[12h])", "max_over_time(deriv(m[2h])[12h:15s])", "rate(m[12h] anchored)"})
            QTest::newRow(expression) << expression;
    }
    void cancelledFromAnotherThread()
    {
        QFETCH(QString, expression);
        const CancelToken cancel;
        QElapsedTimer timer;
        std::jthread canceller([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(30));
            timer.start();
            cancel.cancel();
        });
        const auto answer = queryRange(m_head, expression.toStdString(), 0, kDay, 15 * kSecond, cancel);
        canceller.join();
        QVERIFY(!answer && answer.error().code == ErrorCode::Cancelled);
        const qint64 allowed = 500; // 50 ms, were the machine ours alone
        QVERIFY2(timer.elapsed() < allowed, QByteArray::number(timer.elapsed()).constData());
    }

    void timeout()
    {
        EngineOptions options;
        options.timeout = 30;
        const auto answer = queryRange(m_head, "double_exponential_smoothing(m[12h], 0.5, 0.5)", 0, kDay, kMinute, {}, options);
        QVERIFY(!answer && answer.error().code == ErrorCode::Timeout);
    }

    void histogramsAreRefusedByName()
    {
        tsdb::Head head;
        const std::vector<TimeMs> times{kHour};
        head.appendHistogramTimes({{"__name__", "h"}}, times);
        const auto text = [&](const char* expression) {
            const auto answer = queryInstant(head, expression, kHour, {});
            return !answer && answer.error().code == ErrorCode::Unsupported ? answer.error().message : std::string("computed");
        };
        QCOMPARE(text("1 + rate(h[5m])"),
            std::string("rate() over native histograms is not computed here: metric \"h\" holds them; ask a server"));
        QCOMPARE(text("rate(sum(h)[5m:1m])"),
            std::string("a selector over native histograms is not computed here: metric \"h\" holds them; ask a server"));
        QCOMPARE(text("abs(h)"),
            std::string("abs() over native histograms is not computed here: metric \"h\" holds them; ask a server"));
        QCOMPARE(text("rate(h[5m] offset 1h)"), std::string("computed")); // there are none
    }

    void hintsAreOfCountersThatGaveSomething()
    {
        tsdb::Head head;
        const std::vector<TimeMs> t{0, kMinute};
        const std::vector<double> v{1, 2};
        head.append({{"__name__", "g"}, {"__type__", "gauge"}}, t, v);
        head.append({{"__name__", "c"}, {"__type__", "counter"}}, t, v);
        head.append({{"__name__", "n_total"}}, t, v);
        head.append({{"__name__", "plain"}}, t, v);
        const auto said = [&](const char* expression, TimeMs at = kMinute) {
            std::string out;
            const auto answer = queryInstant(head, expression, at, {});
            for (const Warning& warning : answer->warnings)
                out += warning.message + "\n";
            return out;
        };
        QCOMPARE(said("rate(c[5m]) or increase(n_total[5m])"), std::string());
        QCOMPARE(said("rate(g[5m])"),
            std::string(
                "PromQL info: metric might not be a counter, __type__ label is not set to \"counter\" or \"histogram\", "
                "got \"gauge\": \"g\" (1:6)\n"));
        QCOMPARE(said("increase(plain[5m])"),
            std::string("PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
                        "\"plain\" (1:10)\n"));
        QCOMPARE(said("irate(plain[5m]) + delta(plain[5m])"), std::string());
        QCOMPARE(said("rate(plain[5m])", 4 * kHour), std::string());
        QCOMPARE(said("quantile_over_time(7, nothing[5m])"), std::string());
        QCOMPARE(said("quantile_over_time(-1, plain[5m])"),
            std::string("PromQL warning: quantile value should be between 0 and 1, got -1 (1:20)\n"));
    }

    void oldSemanticsCloseTheLeftEnd()
    {
        EngineOptions old;
        old.compat = Compat::V2_42;
        const auto count = [&](const EngineOptions& options) {
            const auto answer = queryInstant(m_head, "count_over_time(m{i=\"0\"}[1m])", kHour, {}, options);
            return std::get<series::Vector>(answer->value).samples.at(0).v;
        };
        QCOMPARE(count({}), 4.0);
        QCOMPARE(count(old), 5.0);
    }

    void shapesOfAnswers()
    {
        QVERIFY(std::holds_alternative<series::Scalar>(queryInstant(m_head, "1 + 1", 0, {})->value));
        QVERIFY(std::holds_alternative<series::Text>(queryInstant(m_head, "'x'", 0, {})->value));
        const auto matrix = queryInstant(m_head, "m{i=\"7\"}[1m]", kHour, {});
        QCOMPARE(std::get<series::Matrix>(matrix->value).series.at(0).t.size(), std::size_t(4));
        const auto sorted = queryInstant(m_head, "sort_desc(label_replace(m, 'j', '$1', 'i', '(.)') == 1) or m", kHour, {});
        QVERIFY(sorted.has_value());
        const auto range = queryRange(m_head, "m", 0, kHour, kMinute, {});
        const auto& series = std::get<series::Matrix>(range->value).series;
        QCOMPARE(series.size(), std::size_t(50));
        QVERIFY(std::is_sorted(series.begin(), series.end(), [](const auto& a, const auto& b) { return a.labels < b.labels; }));
    }

private:
    tsdb::Head m_head;
};

QTEST_APPLESS_MAIN(TestPromqlEngine)
#include "tst_promql_engine.moc"
