#include "core/rules/alert_rule.h"
#include "core/rules/template.h"

#include <QTest>

using namespace wg;

class TestAlertRule : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theRulesLabelsAreTheAlerts()
    {
        rules::Rule rule;
        rule.name = "A";
        rule.labels = {{"severity", "page"}, {"who", "{{ $labels.job }}"}, {"instance", ""}, {"raw", "{{ if 1 }}"}};
        rule.annotations = {{"text", "{{ $labels.instance }} is {{ $value }}"}};
        rules::AlertRule alert(rule);
        alert.step(0, {{{{{"__name__", "m"}, {"instance", "i"}, {"job", "j"}}, 0, 3}}}, true);
        QCOMPARE(alert.machine().alerts().size(), 1U);
        const alerts::Alert& first = alert.machine().alerts().front();
        QCOMPARE(
            first.labels.text(), std::string("{alertname=\"A\", job=\"j\", raw=\"{{ if 1 }}\", severity=\"page\", who=\"j\"}"));
        QCOMPARE(alert.annotations(first).at("text"), std::string("i is 3"));
    }

    void aKeptAlertKeepsItsAnnotations()
    {
        rules::Rule rule;
        rule.name = "A";
        rule.keepFiringFor = kHour;
        rule.annotations = {{"text", "{{ $value }}"}};
        rules::AlertRule alert(rule);
        alert.step(0, {{{series::Labels{{"a", "b"}}, 0, 3}}}, true);
        alert.step(kMinute, {}, true);
        alert.step(2 * kMinute, {}, true);
        QCOMPARE(alert.machine().alerts().size(), 1U);
        QCOMPARE(alert.annotations(alert.machine().alerts().front()).at("text"), std::string("3"));
    }

    void stepsThroughARangeAnswer()
    {
        rules::Rule rule;
        rule.name = "A";
        rule.holdFor = 2 * kMinute;
        rules::AlertRule alert(rule);
        const series::Matrix matrix{{{series::Labels{{"a", "1"}}, {0, kMinute, 2 * kMinute}, {1, 1, 1}},
            {series::Labels{{"a", "2"}}, {kMinute, 2 * kMinute}, {1, 1}}}};
        const std::vector<TimeMs> ticks{0, kMinute, 2 * kMinute};
        const auto changes = alert.stepThrough(ticks, matrix, 0);
        QCOMPARE(changes.size(), 3U);
        QCOMPARE(changes.back().to, alerts::State::Firing);
        QCOMPARE(changes.back().labels.get("a"), std::string_view("1"));
        QCOMPARE(alert.machine().alerts()[1].state, alerts::State::Pending);
    }

    void aScalarIsOneSample()
    {
        QCOMPARE(rules::ruleVector(series::Scalar{0, 5})->samples.front().v, 5.0);
        QVERIFY(!rules::ruleVector(series::Text{0, "x"}));
    }

    void presence_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("queries");
        QTest::newRow("plain") << "a > 5" << "count(a)";
        QTest::newRow("two, with matchers and offset")
            << "sum(a{x=\"y\"} offset 5m) / b" << "count(a{x=\"y\"} offset 5m); count(b)";
        QTest::newRow("range") << "rate(a[5m]) > 0" << "count(count_over_time(a[5m]))";
        QTest::newRow("subquery") << "max_over_time(rate(a[5m])[1h:1m] offset 2m)"
                                  << "count(count_over_time(count_over_time(a[5m])[1h:1m] offset 2m))";
        QTest::newRow("none") << "vector(1)" << "";
    }
    void presence()
    {
        QFETCH(QString, expression);
        QStringList out;
        for (const std::string& query : rules::presenceQueries(expression.toStdString()))
            out += QString::fromStdString(query);
        QTEST(out.join("; "), "queries");
    }

    void templateErrorsSayWhere()
    {
        const auto error = [](const char* text) {
            const auto out = rules::expandTemplate(text, {}, 1);
            return out ? QString() : QString::fromStdString(out.error().text());
        };
        QCOMPARE(error("a\n{{ $nope }}"), QString("2:4: template: undefined variable \"$nope\""));
        QCOMPARE(error("{{ query \"up\" }}"), QString("template: not supported yet: query at 1:4"));
        QVERIFY(error("{{ range $labels }}{{ end }}").contains("not supported yet: {{range}}"));
        QVERIFY(error("{{ humanize \"x\" }}").contains("error calling humanize"));
        QVERIFY(error("{{ $value.x }}").contains("can't evaluate field x"));
        QVERIFY(error(std::string(100'000, '(').insert(0, "{{").c_str()).contains("parentheses"));
        QCOMPARE(QString::fromStdString(*rules::expandTemplate("{{ $labels.missing }}|", {}, 1)), QString("|"));
    }
};

QTEST_APPLESS_MAIN(TestAlertRule)
#include "tst_alert_rule.moc"
