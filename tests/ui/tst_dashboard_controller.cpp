// What a dashboard asks its sources, and what becomes of the answers: latest wins, old data stay, failures come back.
#include "fake_source.h"
#include "ui/shell/alert_map.h"
#include "ui/shell/dashboard_controller.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wg;
using namespace wg::ui;
using shell::DashboardController;
using test::FakeSource;

namespace {

constexpr TimeMs kNow = 1'700'000'000'000;

constexpr const char* kDashboard = R"({
  "title": "Serving", "uid": "abc", "schemaVersion": 39, "time": {"from": "now-1h", "to": "now"},
  "templating": {"list": [{"name": "model", "type": "custom", "query": "a,b",
    "current": {"text": "a", "value": "a"}, "options": [{"text": "a", "value": "a"}, {"text": "b", "value": "b"}]}]},
  "panels": [
    {"id": 1, "type": "timeseries", "title": "Latency of $model", "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
      "targets": [{"refId": "A", "expr": "rate(latency{model='$model'}[$__rate_interval]) > 0"
},
                  {"refId": "B", "expr": "other"}, {"refId": "C", "expr": "hidden", "hide": true}]
},
    {"id": 2, "type": "stat", "title": "Up", "gridPos": {"x": 12, "y": 0, "w": 12, "h": 8},
      "targets": [{"refId": "A", "expr": "up", "instant": true, "range": false}]},
    {"id": 3, "type": "text", "title": "Words", "gridPos": {"x": 0, "y": 8, "w": 12, "h": 4},
      "options": {"mode": "markdown", "content": "for $model"}}
  ]
})";

struct Fixture {
    shell::Workspace workspace;
    FakeSource* source = nullptr;
    TimeMs now = kNow;
    std::unique_ptr<DashboardController> controller;

    explicit Fixture(const std::set<int>& inView = {1, 2, 3})
    {
        workspace.clock = [this] { return now; };
        auto fake = std::make_unique<FakeSource>("fake");
        source = fake.get();
        (void)workspace.sources.add(std::move(fake));
        controller = std::make_unique<DashboardController>(workspace);
        const auto document = dashboard::Document::parse(kDashboard, "test.json");
        if (!document)
            qFatal("%s", document.error().text().c_str());
        controller->setDocument(*document);
        for (const int id : {1, 2, 3})
            controller->setTraits(id, {true, 500});
        controller->setInView(inView);
        QCoreApplication::processEvents();
    }
    /// Queries asked for from `from` on, as text.
    [[nodiscard]] QStringList expressions(std::size_t from = 0) const
    {
        QStringList list;
        for (std::size_t index = from; index < source->asked.size(); ++index)
            list << QString::fromStdString(source->asked[index].expression);
        return list;
    }
    [[nodiscard]] double value(int id, std::size_t frame = 0) const
    {
        const auto& data = controller->panel(id).data;
        if (!data || data->frames.size() <= frame)
            return std::nan("");
        return std::get<series::Matrix>(*data->frames[frame].value).series.front().v.back();
    }
    void answerAll(std::size_t from, double first)
    {
        for (std::size_t index = from; index < source->asked.size(); ++index)
            source->answer(index, first + double(index - from));
    }
};

} // namespace

class TestDashboardController : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksWithVariablesStepAndFlooredRange()
    {
        Fixture f;
        QCOMPARE(f.expressions(),
            (QStringList{QStringLiteral("rate(latency{model='a'}[1m]) > 0"), QStringLiteral("other"), QStringLiteral("up")}));
        const auto& range = f.source->asked[0];
        QCOMPARE(range.step, 15 * kSecond); // 3600 s over 500 px is 7.2 s; the scrape interval is the least
        QCOMPARE(range.start % range.step, 0);
        QCOMPARE(range.end, kNow / range.step * range.step);
        const auto& instant = f.source->asked[2];
        QCOMPARE(instant.step, 0);
        QCOMPARE(instant.end, kNow);
        QCOMPARE(f.controller->panel(1).panel.title, std::string("Latency of a"));
        QVERIFY(f.controller->panel(3).panel.options.find("for a") != std::string::npos);
    }

    void widthDecidesTheStep()
    {
        Fixture f(std::set<int>{});
        f.controller->setTraits(1, {true, 60});
        f.controller->setInView({1});
        QCoreApplication::processEvents();
        QCOMPARE(f.source->asked.at(0).step, units::chooseStep({kNow - kHour, kNow}, 60, 15 * kSecond));
        QVERIFY(f.source->asked.at(0).step >= kMinute);
    }

    void drawsOnlyWhenEveryQueryAnswered()
    {
        Fixture f;
        QSignalSpy rounds(f.controller.get(), &DashboardController::roundFinished);
        f.source->answer(0, 1);
        QVERIFY(!f.controller->panel(1).data);
        QVERIFY(f.controller->panel(1).loading);
        QVERIFY(!f.controller->settled());
        f.source->answer(2, 3);
        f.source->answer(1, 2);
        QCOMPARE(f.value(1, 0), 1.0);
        QCOMPARE(f.value(1, 1), 2.0);
        QCOMPARE(f.controller->panel(1).data->frames[1].refId, std::string("B"));
        QVERIFY(!f.controller->panel(1).loading);
        QVERIFY(f.controller->settled());
        QCOMPARE(rounds.size(), 1);
        const auto stats = rounds.at(0).at(0).value<shell::RoundStats>();
        QCOMPARE(stats.queries, 3);
        QCOMPARE(stats.samples, std::uint64_t(6));
        QCOMPARE(stats.failed, 0);
        QVERIFY(f.controller->panel(3).data); // a text panel asks for nothing and is there
    }

    void onlyWhatIsInViewIsAsked()
    {
        Fixture f({2});
        QCOMPARE(f.expressions(), QStringList{QStringLiteral("up")});
        f.controller->setInView({1, 2});
        QCoreApplication::processEvents();
        QCOMPARE(f.source->asked.size(), std::size_t(3));
    }

    void aNewRangeWithdrawsAndTheLatestWins()
    {
        Fixture f;
        f.source->reliable = false; // even a source that answers withdrawn queries must not win
        f.workspace.time.zoomTo({kNow - 10 * kMinute, kNow});
        QCoreApplication::processEvents();
        QCOMPARE(f.source->asked.size(), std::size_t(6));
        for (std::size_t index = 0; index < 3; ++index)
            QVERIFY(f.source->asked[index].withdrawn());
        f.answerAll(3, 10);
        for (std::size_t index = 0; index < 3; ++index)
            f.source->answer(index, 99);
        QCOMPARE(f.value(1, 0), 10.0);
        QCOMPARE(f.controller->panel(1).data->range, (TimeRange{kNow - 10 * kMinute, kNow}));
    }

    void oldDataStayWhileNewAreOnTheWay()
    {
        Fixture f;
        f.answerAll(0, 1);
        const auto before = f.controller->panel(1).data;
        f.controller->refresh();
        QCoreApplication::processEvents();
        QVERIFY(f.controller->panel(1).loading);
        QCOMPARE(f.controller->panel(1).data, before);
    }

    void aFailureKeepsTheDataAndSaysWhatWhereAndWhen()
    {
        Fixture f;
        f.answerAll(0, 1);
        const auto before = f.controller->panel(1).data;
        f.now += 5 * kSecond;
        f.controller->refresh();
        QCoreApplication::processEvents();
        f.source->refuse(4, ErrorCode::Network, "connection refused by 127.0.0.1:9090. Is the server running there?");
        QVERIFY(f.source->asked[3].withdrawn()); // its sister is of no use any more
        QCOMPARE(f.controller->panel(1).data, before);
        QCOMPARE(f.value(1, 0), 1.0);
        const auto problem = f.controller->problem(1);
        QVERIFY(problem);
        QVERIFY2(problem->text.contains(QLatin1String("127.0.0.1:9090")), qPrintable(problem->text));
        QVERIFY2(problem->text.contains(QLatin1String("Query B, 22:13:25. Data is from 22:13:20, retry in 1 s")),
            qPrintable(problem->text));
    }

    void retriesBackOffAndRecover()
    {
        Fixture f({2});
        f.source->refuse(0, ErrorCode::Network, "refused");
        QVERIFY(f.controller->panel(2).retryIn);
        QCOMPARE(*f.controller->panel(2).retryIn, 1000);
        QTest::qWait(300);
        QCOMPARE(f.source->asked.size(), std::size_t(1));
        QTRY_COMPARE_WITH_TIMEOUT(f.source->asked.size(), std::size_t(2), 1500);
        f.source->refuse(1, ErrorCode::Timeout, "late");
        QCOMPARE(*f.controller->panel(2).retryIn, 2000);
        QTRY_COMPARE_WITH_TIMEOUT(f.source->asked.size(), std::size_t(3), 2800);
        f.source->answer(2, 7);
        QVERIFY(!f.controller->problem(2));
        QCOMPARE(f.value(2), 7.0);
        f.controller->refresh();
        QCoreApplication::processEvents();
        f.source->refuse(3, ErrorCode::Network, "refused");
        QCOMPARE(*f.controller->panel(2).retryIn, 1000); // begins anew
    }

    void aRefusedTokenIsNotTriedAgain()
    {
        Fixture f({2});
        f.workspace.time.setRefreshInterval(kSecond);
        f.source->refuse(0, ErrorCode::Auth, "401 from 127.0.0.1:9090");
        QVERIFY(!f.controller->panel(2).retryIn);
        QTest::qWait(1300);
        QCOMPARE(f.source->asked.size(), std::size_t(1));
        f.controller->refresh(); // the user asks
        QCoreApplication::processEvents();
        QCOMPARE(f.source->asked.size(), std::size_t(2));
    }

    void liveRefreshDoesNotOvertakeASlowAnswer()
    {
        Fixture f({2});
        f.workspace.time.setRefreshInterval(kSecond);
        QTest::qWait(1300);
        QCOMPARE(f.source->asked.size(), std::size_t(1));
        QVERIFY(!f.source->asked[0].withdrawn());
        f.source->answer(0, 1);
        QTRY_COMPARE(f.source->asked.size(), std::size_t(2));
        f.workspace.time.setPaused(true);
        f.source->answer(1, 2);
        QTest::qWait(1300);
        QCOMPARE(f.source->asked.size(), std::size_t(2));
        QVERIFY(!f.controller->nextRefresh());
    }

    void aHiddenPageAsksForNothing()
    {
        Fixture f({2});
        f.source->answer(0, 1);
        f.controller->setActive(false);
        f.workspace.time.setRefreshInterval(kSecond);
        QTest::qWait(1300);
        QCOMPARE(f.source->asked.size(), std::size_t(1));
    }

    void aRetryThatIsDueWhileHiddenComesWithThePage()
    {
        Fixture f({2});
        f.source->refuse(0, ErrorCode::Network, "refused");
        f.controller->setActive(false);
        QTest::qWait(1300); // the retry after one second
        QCOMPARE(f.source->asked.size(), std::size_t(1));
        f.controller->setActive(true);
        QTRY_COMPARE(f.source->asked.size(), std::size_t(2));
    }

    void newDataOfALocalSourceRefresh()
    {
        Fixture f({2});
        Q_EMIT f.source->dataChanged();
        QCoreApplication::processEvents();
        QCOMPARE(f.source->asked.size(), std::size_t(1)); // still waiting for the first
        f.source->answer(0, 1);
        Q_EMIT f.source->dataChanged();
        Q_EMIT f.source->dataChanged();
        QCoreApplication::processEvents();
        QCOMPARE(f.source->asked.size(), std::size_t(2));
    }

    void aVariableChangesQueriesAndTitlesAndKeepsTheData()
    {
        Fixture f;
        f.answerAll(0, 1);
        f.controller->setGiven({{"model", {"b"}}});
        QCOMPARE(f.controller->panel(1).panel.title, std::string("Latency of b"));
        QVERIFY(f.controller->panel(1).data);
        QCoreApplication::processEvents();
        QCOMPARE(f.expressions(3).first(), QStringLiteral("rate(latency{model='b'}[1m]) > 0"));
    }

    void emptyAnswersAndWarningsAreTold()
    {
        Fixture f({2});
        f.source->answer(0,
            sources::QueryResult{std::make_shared<const series::Value>(series::Vector{}),
                {{Warning::Severity::Warning, "not a counter"}}, true, false, 1, 0});
        const auto& data = f.controller->panel(2).data;
        QCOMPARE(data->emptyQueries, std::vector<QString>{QStringLiteral("up")});
        QCOMPARE(data->warnings.size(), std::size_t(2));
        QCOMPARE(data->warnings[0].message, std::string("not a counter"));
    }

    void withoutASourceThePanelSaysSo()
    {
        Fixture f({2});
        f.source->answer(0, 1);
        f.workspace.sources.remove(f.source);
        QCoreApplication::processEvents();
        QVERIFY(f.controller->problem(2));
        QCOMPARE(f.value(2), 1.0);
        QVERIFY(f.workspace.sources.add(std::make_unique<FakeSource>("another")));
        QCoreApplication::processEvents();
        const auto* another = static_cast<FakeSource*>(f.workspace.sources.find("another"));
        QCOMPARE(another->asked.size(), std::size_t(1));
    }

    void metricNamesAreFoundByTheirWords()
    {
        const auto names = [](std::string_view text) {
            QStringList list;
            for (const std::string& name : shell::metricNames(text))
                list << QString::fromStdString(name);
            return list.join(QLatin1Char(' '));
        };
        QCOMPARE(names("sum by (le) (rate(http_request_seconds_bucket{job=\"x} y\"}[5m] offset 1h)) > 2"),
            QStringLiteral("http_request_seconds_bucket"));
        QCOMPARE(names("a / on(instance) group_left(region) b and c unless inf"), QStringLiteral("a b c"));
        QCOMPARE(names("histogram_quantile(0.99, sum(job:x:rate5m) by (le, model))"), QStringLiteral("job:x:rate5m"));
        QCOMPARE(names("sum(up{"), QStringLiteral("up"));
        QCOMPARE(names(""), QString());
    }

    void anAlertBelongsByMetricOrByAnnotation()
    {
        const auto document = dashboard::Document::parse(kDashboard, "test.json");
        const dashboard::Panel latency = *document->panel(1);
        const dashboard::Panel up = *document->panel(2);
        alerting::RuleStatus rule;
        rule.rule.name = "Slow";
        rule.rule.expr = "max(latency) > 2";
        QVERIFY(shell::belongsTo(rule, latency, "abc"));
        QVERIFY(!shell::belongsTo(rule, up, "abc"));
        rule.rule.annotations = {{"__panelId__", "2"}, {"__dashboardUid__", "abc"}};
        QVERIFY(!shell::belongsTo(rule, latency, "abc"));
        QVERIFY(shell::belongsTo(rule, up, "abc"));
        QVERIFY(!shell::belongsTo(rule, up, "other"));

        rule.state = alerts::State::Firing;
        alerts::Alert alert;
        alert.state = alerts::State::Firing;
        alert.activeAt = kNow - 20 * kMinute;
        alert.firedAt = kNow - 12 * kMinute;
        rule.alerts = {alert};
        rule.interval = kMinute;
        rule.history = {{kNow - 2 * kHour, alert.activeAt, alerts::State::Inactive},
            {alert.activeAt, alert.firedAt, alerts::State::Pending},
            {alert.firedAt, kNow - 30 * kSecond, alerts::State::Firing}};
        const auto summary = shell::alertFor(up, "abc", {rule}, {kNow - kHour, kNow}, kNow);
        QCOMPARE(summary.state, panels::AlertSummary::State::Firing);
        QVERIFY2(summary.text.contains(QLatin1String("Firing 12")), qPrintable(summary.text));
        QCOMPARE(summary.spans.size(), std::size_t(3));
        QCOMPARE(summary.spans[0].from, kNow - kHour);
        QCOMPARE(summary.spans[1].from, alert.activeAt);
        QCOMPARE(summary.spans[2].from, alert.firedAt);
        QCOMPARE(summary.spans[2].to, kNow);
    }

    void theStripGrowsWhileTheStateStays()
    {
        Fixture f;
        f.workspace.alerts.setClock(f.workspace.clock);
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("rules.yml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("groups:\n- name: g\n  rules:\n  - alert: Slow\n    expr: latency > 2\n");
        file.close();
        QVERIFY(f.workspace.alerts.addFile(file.fileName().toStdString(), f.source).empty());
        const auto answerNothing = [&] {
            const std::size_t last = f.source->asked.size() - 1;
            const series::Value none =
                f.source->asked[last].step > 0 ? series::Value(series::Matrix()) : series::Value(series::Vector());
            f.source->answer(
                last, sources::QueryResult{std::make_shared<const series::Value>(none), {}, false, std::optional(true), 1, 0});
        };
        const auto& shown = f.controller->panel(1).alert;
        f.workspace.alerts.evaluateNow();
        answerNothing(); // the past
        answerNothing();
        QTRY_COMPARE(shown.spans.size(), std::size_t(1));
        QCOMPARE(shown.spans[0].from, kNow - kHour);
        QCOMPARE(shown.spans[0].to, kNow);
        f.now += kMinute;
        f.workspace.alerts.evaluateNow();
        answerNothing();
        QTRY_COMPARE(shown.spans[0].to, f.now);
        QCOMPARE(shown.text, QStringLiteral("OK"));
        QCOMPARE(shown.spans.size(), std::size_t(1));
    }

    void theStripShowsTheWorstStateOfEachTime()
    {
        const auto minutes = [](int from, int to, alerts::State state) {
            return alerts::Span{kNow + from * kMinute, kNow + to * kMinute, state};
        };
        const auto strip = [](const std::vector<const alerting::RuleStatus*>& rules) {
            QStringList out;
            for (const auto& span : shell::alertStrip(rules, {kNow - kHour, kNow}, kNow))
                out << QStringLiteral("%1 %2..%3")
                           .arg(static_cast<int>(span.state))
                           .arg((span.from - kNow) / kMinute)
                           .arg((span.to - kNow) / kMinute);
            return out.join(QLatin1String(", "));
        };
        alerting::RuleStatus a;
        a.interval = kMinute;
        a.history = {minutes(-90, -40, alerts::State::Inactive), minutes(-40, -30, alerts::State::Firing),
            minutes(-30, -1, alerts::State::Inactive)};
        alerting::RuleStatus b = a;
        b.history = {minutes(-70, -50, alerts::State::Error), minutes(-50, -35, alerts::State::Pending),
            minutes(-20, -10, alerts::State::Inactive)};
        QCOMPARE(strip({}), QString());
        QCOMPARE(strip({&a}), QStringLiteral("1 -60..-40, 3 -40..-30, 1 -30..0"));
        QCOMPARE(strip({&b}), QStringLiteral("2 -50..-35, 1 -20..-10"));
        QCOMPARE(strip({&a, &b}), QStringLiteral("1 -60..-50, 2 -50..-40, 3 -40..-30, 1 -30..0"));
    }
};

QTEST_MAIN(TestDashboardController)
#include "tst_dashboard_controller.moc"
