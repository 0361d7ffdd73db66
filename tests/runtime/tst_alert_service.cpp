// The alert service over a source that answers as the test says, with the test's clock.
#include "core/runtime/alerting/alert_service.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

using namespace wg;
using namespace wg::sources;

namespace {

/// Answers instant queries with one sample while `up`, with an error when `error` is set, and not at all while `silent`.
/// Answers range queries with a sample at each step within `past`, with `pastError`, or not at all while `pastSilent`.
class FakeSource final : public Source {
public:
    std::string name() const override { return "fake"; }
    std::string location() const override { return "test"; }
    bool isLocal() const override { return local; }
    std::optional<TimeRange> extent() const override { return local ? std::optional(TimeRange{0, newest}) : std::nullopt; }

    Job query(const InstantQuery& query, QObject* context, Callback<QueryResult> done) override
    {
        asked.push_back(query);
        jobs.emplace_back();
        if (silent)
            return Job(jobs.back());
        Result<QueryResult> answer = fail(ErrorCode::Network, "refused 127.0.0.1:9090");
        if (!error) {
            series::Vector vector;
            const bool probe = query.expression.starts_with("count(");
            if (probe ? exists : up)
                vector.samples.push_back({{{"__name__", "m"}, {"job", "j"}}, query.at, 7});
            answer = QueryResult{std::make_shared<const series::Value>(vector), {}, false, {}, 0, 1};
        }
        QTimer::singleShot(0, context, [done, answer] { done(answer); });
        return {};
    }
    Job queryRange(const RangeQuery& query, QObject* context, Callback<QueryResult> done) override
    {
        ranges.push_back(query);
        jobs.emplace_back();
        if (pastSilent)
            return Job(jobs.back());
        series::Series points{{{"__name__", "m"}, {"job", "j"}}, {}, {}};
        for (TimeMs t = query.start; t <= query.end; t += query.step) {
            if (past.from <= t && t <= past.to) {
                points.t.push_back(t);
                points.v.push_back(7);
            }
        }
        series::Matrix matrix;
        if (!points.t.empty())
            matrix.series.push_back(points);
        Result<QueryResult> answer = QueryResult{std::make_shared<const series::Value>(matrix), {}, false, matched, 0, 1};
        if (pastError)
            answer = fail(*pastError, "no past");
        QTimer::singleShot(0, context, [done, answer] { done(answer); });
        return {};
    }
    Job labelNames(std::vector<std::string>, TimeRange, QObject*, Callback<std::vector<std::string>>) override { return {}; }
    Job labelValues(std::string, std::vector<std::string>, TimeRange, QObject*, Callback<std::vector<std::string>>) override
    {
        return {};
    }
    Job seriesLabels(std::vector<std::string>, TimeRange, QObject*, Callback<std::vector<series::Labels>>) override
    {
        return {};
    }
    Job metadata(QObject*, Callback<std::map<std::string, Metadata>>) override { return {}; }
    Job test(QObject*, Callback<Health>) override { return {}; }

    bool local = false;
    TimeMs newest = 0;
    bool up = true;
    bool exists = true;
    bool error = false;
    bool silent = false;
    TimeRange past{1, 0}; ///< none
    std::optional<bool> matched;
    std::optional<ErrorCode> pastError;
    bool pastSilent = false;
    std::vector<CancelToken> jobs; ///< of all queries
    std::vector<InstantQuery> asked;
    std::vector<RangeQuery> ranges;
};

const QByteArray kRules = "groups:\n- name: g\n  interval: 1m\n  rules:\n  - alert: Slow\n    expr: m > 5\n    for: 2m\n"
                          "    labels: {severity: page}\n    annotations: {summary: '{{ $labels.job }} at {{ $value }}'}\n";

} // namespace

class TestAlertService : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<FakeSource> m_source;
    std::unique_ptr<alerting::AlertService> m_service;
    TimeMs m_now = 0;

    std::string path() const { return m_folder.filePath("rules.yml").toStdString(); }
    void write(const QByteArray& text) const
    {
        QFile file(m_folder.filePath("rules.yml"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    alerting::RuleStatus only() const
    {
        const auto status = m_service->status();
        return status.size() == 1 ? status.front() : alerting::RuleStatus{};
    }
    /// Evaluates at minute `minute` and waits for the answer.
    void evaluateAt(int minute)
    {
        m_now = minute * kMinute;
        QSignalSpy changed(m_service.get(), &alerting::AlertService::changed);
        m_service->evaluateNow();
        QVERIFY(changed.wait(1000));
    }
    /// The spans in minutes, "inactive 0-29, firing 30-60".
    QString history() const
    {
        QStringList out;
        for (const alerts::Span& span : only().history) {
            const auto name = alerts::stateName(span.state);
            out << QString("%1 %2-%3")
                       .arg(QLatin1String(name.data(), qsizetype(name.size())))
                       .arg(span.from / kMinute)
                       .arg(span.to / kMinute);
        }
        return out.join(", ");
    }
    QString state() const { return QString::fromUtf8(alerts::stateName(only().state).data()); }

private Q_SLOTS:
    void init()
    {
        m_now = 0;
        m_source = std::make_unique<FakeSource>();
        m_service = std::make_unique<alerting::AlertService>();
        m_service->setClock([this] { return m_now; });
        write(kRules);
        QSignalSpy loaded(m_service.get(), &alerting::AlertService::changed);
        QVERIFY(m_service->addFile(path(), m_source.get()).empty());
        QVERIFY(loaded.wait(1000));
    }
    void cleanup()
    {
        m_service.reset();
        m_source.reset();
    }

    void pendingFiringResolved()
    {
        evaluateAt(0);
        QCOMPARE(state(), "pending");
        QCOMPARE(m_service->pendingCount(), 1);
        evaluateAt(1);
        QCOMPARE(state(), "pending");
        evaluateAt(2);
        QCOMPARE(state(), "firing");
        QCOMPARE(m_service->firingCount(), 1);
        const auto status = only();
        QCOMPARE(status.alerts.front().labels.text(), std::string("{alertname=\"Slow\", job=\"j\", severity=\"page\"}"));
        QCOMPARE(status.annotations.front().at("summary"), std::string("j at 7"));
        QCOMPARE(status.source, std::string("fake"));
        QCOMPARE(status.lastEvaluation, 2 * kMinute);
        m_source->up = false;
        evaluateAt(3);
        QCOMPARE(state(), "inactive");
        QCOMPARE(m_service->firingCount(), 0);
    }

    void noDataWhenNoSelectorMatches()
    {
        m_source->up = m_source->exists = false;
        evaluateAt(0);
        QCOMPARE(state(), "no data");
        QCOMPARE(m_source->asked.back().expression, std::string("count(m)"));
        m_source->exists = true;
        evaluateAt(1);
        QCOMPARE(state(), "inactive");
    }

    void errorsKeepTheAlertAndItsClock()
    {
        evaluateAt(0);
        m_source->error = true;
        evaluateAt(1);
        QCOMPARE(state(), "pending");
        QVERIFY(QString::fromStdString(only().error->message).contains("127.0.0.1:9090"));
        m_source->error = false;
        evaluateAt(2);
        QCOMPARE(state(), "firing");
        QVERIFY(!only().error);
    }

    void anErrorWithoutAlertsIsTheState()
    {
        m_source->error = true;
        evaluateAt(0);
        QCOMPARE(state(), "error");
    }

    void evaluationsNeverOverlap()
    {
        m_source->pastSilent = true;
        m_service->evaluateNow();
        m_service->evaluateNow();
        QCOMPARE(m_source->ranges.size(), 1U);
        QCOMPARE(m_source->asked.size(), 0U);
    }

    void survivesTheDeathOfItsSource()
    {
        evaluateAt(0);
        m_source->silent = true;
        m_service->evaluateNow();
        QSignalSpy changed(m_service.get(), &alerting::AlertService::changed);
        m_source.reset();
        QVERIFY(changed.wait(1000));
        QVERIFY(QString::fromStdString(only().error->message).contains("source"));
        QCOMPARE(state(), "pending");
        evaluateAt(1);
        QCOMPARE(only().source, std::string());
    }

    void aBrokenFileKeepsTheLastGoodOne()
    {
        evaluateAt(0);
        QSignalSpy changed(m_service.get(), &alerting::AlertService::changed);
        write("groups:\n- nam: g\n");
        QVERIFY(changed.wait(5000));
        QCOMPARE(m_service->status().size(), 1U);
        QCOMPARE(state(), "pending");
        const auto errors = m_service->fileErrors();
        QCOMPARE(errors.at(path()).front().position->line, std::size_t{2});

        write(QByteArray(kRules).replace("m > 5", "m > 6"));
        QVERIFY(changed.wait(5000));
        QVERIFY(m_service->fileErrors().empty());
        QCOMPARE(only().rule.expr, std::string("m > 6"));
    }

    void aFileReplacedByRenameIsReadAndKeepsStates()
    {
        evaluateAt(0);
        QSignalSpy changed(m_service.get(), &alerting::AlertService::changed);
        QFile file(m_folder.filePath("new.yml"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(kRules + "  - alert: Other\n    expr: n > 1\n");
        file.close();
        QFile::remove(QString::fromStdString(path()));
        QVERIFY(file.rename(QString::fromStdString(path())));
        QTRY_COMPARE_WITH_TIMEOUT(m_service->status().size(), 2U, 5000);
        QCOMPARE(m_service->status().front().state, alerts::State::Pending);
        QCOMPARE(m_service->status().front().alerts.front().activeAt, TimeMs{0});
    }

    void groupsRunAtTheirInterval()
    {
        write(QByteArray(kRules).replace("interval: 1m", "interval: 100ms"));
        QVERIFY(m_service->addFile(path(), m_source.get()).empty());
        m_service->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_source->asked.size() >= 3, 5000);
        m_service->stop();
        const std::size_t before = m_source->asked.size();
        QTest::qWait(300);
        QCOMPARE(m_source->asked.size(), before);
    }

    void aLocalSourceIsAskedForItsNewestSampleAndItsPast()
    {
        m_source->local = true;
        m_source->newest = 10 * kMinute;
        m_source->past = {8 * kMinute, 9 * kMinute};
        evaluateAt(600);
        QCOMPARE(m_source->asked.back().at, 10 * kMinute);
        QCOMPARE(m_source->ranges.size(), 1U);
        QCOMPARE(m_source->ranges.back().start, TimeMs{0}); // its first sample
        QCOMPARE(m_source->ranges.back().end, 9 * kMinute);
        QCOMPARE(state(), "firing");
        QCOMPARE(only().alerts.front().activeAt, 8 * kMinute);
        QCOMPARE(history(), "inactive 0-8, pending 8-10, firing 10-10");
        evaluateAt(601);
        QCOMPARE(m_source->ranges.size(), 1U);
        QCOMPARE(history(), "inactive 0-8, pending 8-10, firing 10-10");
    }

    void aConditionThatHasHeldFiresAtOnce()
    {
        m_source->past = {70 * kMinute, 1000 * kMinute};
        evaluateAt(100);
        QCOMPARE(m_source->ranges.size(), 1U);
        const RangeQuery& query = m_source->ranges.front();
        QCOMPARE(query.expression, std::string("m > 5"));
        QCOMPARE(query.start, 40 * kMinute);
        QCOMPARE(query.end, 99 * kMinute);
        QCOMPARE(query.step, kMinute);
        QCOMPARE(state(), "firing");
        QCOMPARE(only().alerts.front().activeAt, 70 * kMinute);
        QCOMPARE(only().alerts.front().firedAt, 72 * kMinute);
        QCOMPARE(history(), "inactive 40-70, pending 70-72, firing 72-100");

        evaluateAt(101);
        QCOMPARE(m_source->ranges.size(), 1U);
        m_source->up = false;
        evaluateAt(102);
        QCOMPARE(history(), "inactive 40-70, pending 70-72, firing 72-102, inactive 102-102");
        evaluateAt(110); // more than three intervals later
        QCOMPARE(history(), "inactive 40-70, pending 70-72, firing 72-102, inactive 102-102, inactive 110-110");
    }

    void aPastThatMatchedNothingIsNoData()
    {
        m_source->matched = false;
        m_source->up = m_source->exists = false;
        evaluateAt(100);
        QCOMPARE(history(), "no data 40-100");
    }

    void withoutAPastTheRuleStartsFromNothing()
    {
        m_source->pastError = ErrorCode::Execution;
        evaluateAt(100);
        QCOMPARE(state(), "pending");
        QVERIFY(!only().error);
        QCOMPARE(history(), "pending 100-100");
        evaluateAt(101);
        QCOMPARE(m_source->ranges.size(), 1U);
        QCOMPARE(history(), "pending 100-101");
    }

    void anUnreachableSourceIsAskedAgainForThePast()
    {
        m_source->pastError = ErrorCode::Network;
        m_source->error = true;
        evaluateAt(100);
        QCOMPARE(history(), "error 100-100");
        m_source->pastError.reset();
        m_source->error = false;
        m_source->past = {70 * kMinute, 1000 * kMinute};
        evaluateAt(101);
        QCOMPARE(history(), "inactive 41-70, pending 70-72, firing 72-101");
        evaluateAt(102);
        QCOMPARE(m_source->ranges.size(), 2U);
    }

    void longRulesAndShortIntervalsAskForNoMorePointsThanAllowed_data()
    {
        QTest::addColumn<QByteArray>("interval");
        QTest::addColumn<QByteArray>("hold");
        QTest::addColumn<DurationMs>("step");
        QTest::addColumn<DurationMs>("length");
        QTest::newRow("three hours") << QByteArray("1m") << QByteArray("3h") << kMinute << 3 * kHour;
        QTest::newRow("a month") << QByteArray("1m") << QByteArray("30d") << 4 * kMinute << 30 * kDay;
        QTest::newRow("short interval") << QByteArray("100ms") << QByteArray("1s") << DurationMs{400} << kHour;
        QTest::newRow("long interval") << QByteArray("2h") << QByteArray("1m") << 2 * kHour << 2 * kHour;
    }
    void longRulesAndShortIntervalsAskForNoMorePointsThanAllowed()
    {
        QFETCH(QByteArray, interval);
        QFETCH(QByteArray, hold);
        QFETCH(DurationMs, step);
        QFETCH(DurationMs, length);
        write(QByteArray(kRules).replace("interval: 1m", "interval: " + interval).replace("for: 2m", "for: " + hold));
        QVERIFY(m_service->addFile(path(), m_source.get()).empty());
        evaluateAt(1'000'000);
        const RangeQuery& query = m_source->ranges.back();
        QCOMPARE(query.step, step);
        QCOMPARE(query.end, m_now - step);
        QCOMPARE(query.start, m_now - length);
        QVERIFY((query.end - query.start) / query.step + 1 <= 11'000);
    }

    void reloadingKeepsTheHistoryOfRulesThatStay()
    {
        m_source->past = {70 * kMinute, 1000 * kMinute};
        evaluateAt(100);
        const auto before = only().history;
        write(kRules + "  - alert: Other\n    expr: n > 1\n");
        QVERIFY(m_service->addFile(path(), m_source.get()).empty());
        m_source->ranges.clear();
        evaluateAt(101);
        QTRY_COMPARE(m_service->status().back().history.size(), 2U);
        QTRY_COMPARE(m_service->status().front().lastEvaluation, 101 * kMinute);
        QCOMPARE(m_source->ranges.size(), 1U);
        QCOMPARE(m_source->ranges.front().expression, std::string("n > 1"));
        const auto kept = m_service->status().front().history;
        QCOMPARE(kept.size(), 3U);
        QVERIFY(std::ranges::equal(std::span(kept).first(2), std::span(before).first(2)));
        QCOMPARE(kept.back().from, 72 * kMinute);
        QCOMPARE(kept.back().to, 101 * kMinute);
    }

    void anotherSourceIsAskedForThePastAndTheOldOneNoMore()
    {
        m_source->pastSilent = true;
        m_service->evaluateNow();
        QVERIFY(!m_source->jobs.back().cancelled());
        FakeSource other;
        other.past = {70 * kMinute, 1000 * kMinute};
        QVERIFY(m_service->addFile(path(), &other).empty());
        QVERIFY(m_source->jobs.back().cancelled());
        evaluateAt(100);
        QTRY_COMPARE(history(), "inactive 40-70, pending 70-72, firing 72-100");
        m_service->clear();
    }

    void changesAreCoalesced()
    {
        write(kRules + "  - alert: Other\n    expr: n > 1\n  - alert: Third\n    expr: o > 1\n");
        QVERIFY(m_service->addFile(path(), m_source.get()).empty());
        QTest::qWait(50);
        QSignalSpy changed(m_service.get(), &alerting::AlertService::changed);
        m_service->evaluateNow();
        QTRY_VERIFY(m_service->status().back().lastEvaluation == m_now && changed.count() > 0);
        QTest::qWait(50);
        QVERIFY(changed.count() <= 2);
    }
};

QTEST_GUILESS_MAIN(TestAlertService)
#include "tst_alert_service.moc"
