#include "core/rules/rule_file.h"

#include <QTest>

#include <array>

using namespace wg;

namespace {

/// The errors as lines "line:col message".
QString errorsOf(const rules::RuleFileResult& file)
{
    QString out;
    for (const Error& error : file ? std::vector<Error>{} : file.error())
        out += QString::fromStdString(error.text()) + '\n';
    return out;
}

const std::string kHead = "groups:\n- name: g\n  rules:\n"; // rules begin at line 4

} // namespace

class TestRuleFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFieldIsRead()
    {
        const auto file = rules::parseRuleFile(R"(groups:
- name: one
  interval: 30s
  limit: 3
  query_offset: 1m
  labels: {team: a, severity: low}
  rules:
  - record: job:x:sum
    expr: sum by (job) (x)
    labels: {a: b}
  - alert: High
    expr: |
      job:x:sum
        > 5
    for: 5m
    keep_firing_for: 1h
    labels: {severity: page}
    annotations:
      summary: "{{ $labels.job }}"
- name: two
)",
            "f.yml");
        QVERIFY2(file, qPrintable(errorsOf(file)));
        QCOMPARE(file->groups.size(), 2U);
        const rules::Group& group = file->groups.front();
        QCOMPARE(group.interval, 30 * kSecond);
        QCOMPARE(group.limit, 3U);
        QCOMPARE(group.queryOffset, kMinute);
        QVERIFY(group.rules[0].recording);
        QCOMPARE(group.rules[0].labels, (std::map<std::string, std::string>{{"a", "b"}, {"severity", "low"}, {"team", "a"}}));
        const rules::Rule& alert = group.rules[1];
        QVERIFY(!alert.recording);
        QCOMPARE(alert.name, std::string("High"));
        QCOMPARE(alert.expr, std::string("job:x:sum\n  > 5\n"));
        QCOMPARE(alert.holdFor, 5 * kMinute);
        QCOMPARE(alert.keepFiringFor, kHour);
        QCOMPARE(alert.labels.at("severity"), std::string("page"));
        QCOMPARE(alert.annotations.at("summary"), std::string("{{ $labels.job }}"));
        QCOMPARE(alert.position.line, 11U);
        QVERIFY(file->groups[1].rules.empty());
        QVERIFY(file->warnings.empty());
    }

    void emptyFilesAreGood()
    {
        for (const char* text : {"", "groups:\n", "groups: []\n", "# nothing\n"})
            QVERIFY2(rules::parseRuleFile(text, "f"), text);
    }

    void errors_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("error");
        const auto rule = [](const char* text) { return QString::fromStdString(kHead + text); };
        QTest::newRow("unknown root field") << "rules: []\n" << "f.yml:1:1: field rules not found in a rule file\n";
        QTest::newRow("unknown group field") << "groups:\n- name: g\n  intervall: 1m\n"
                                             << "f.yml:3:3: field intervall not found in a rule group\n";
        QTest::newRow("unknown rule field")
            << rule("  - alert: A\n    expr: up\n    annotation: {}\n") << "f.yml:6:5: field annotation not found in a rule\n";
        QTest::newRow("duplicate field") << rule("  - alert: A\n    expr: up\n    expr: down\n")
                                         << "f.yml:6:5: mapping key \"expr\" already defined at line 5\n";
        QTest::newRow("no group name") << "groups:\n- rules: []\n" << "f.yml:2:3: the name of a group must not be empty\n";
        QTest::newRow("group twice") << "groups:\n- name: g\n- name: g\n"
                                     << "f.yml:3:3: groupname: \"g\" is repeated in the same file (first at line 2)\n";
        QTest::newRow("record and alert")
            << rule("  - alert: A\n    record: r\n    expr: up\n")
            << "f.yml:5:13: group \"g\", rule 1, \"r\": only one of 'record' and 'alert' must be set\n";
        QTest::newRow("neither") << rule("  - expr: up\n")
                                 << "f.yml:4:5: group \"g\", rule 1, \"\": one of 'record' or 'alert' must be set\n";
        QTest::newRow("no expr") << rule("  - alert: A\n")
                                 << "f.yml:4:5: group \"g\", rule 1, \"A\": field 'expr' must be set in rule\n";
        QTest::newRow("for in a recording rule")
            << rule("  - record: r\n    expr: up\n    for: 1m\n")
            << "f.yml:6:10: group \"g\", rule 1, \"r\": invalid field 'for' in recording rule\n";
        QTest::newRow("metric name") << rule("  - record: a-b\n    expr: up\n")
                                     << "f.yml:4:13: group \"g\", rule 1, \"a-b\": invalid recording rule name: a-b\n";
        QTest::newRow("label name") << rule("  - alert: A\n    expr: up\n    labels: {a-b: c}\n")
                                    << "f.yml:6:14: group \"g\", rule 1, \"A\": invalid label name: a-b\n";
        QTest::newRow("label __name__") << rule("  - alert: A\n    expr: up\n    labels: {__name__: c}\n")
                                        << "f.yml:6:14: group \"g\", rule 1, \"A\": invalid label name: __name__\n";
        QTest::newRow("groups is no list") << "groups: 5\n" << "f.yml:1:9: groups must be a list, not text\n";
        QTest::newRow("labels is no map") << rule("  - alert: A\n    expr: up\n    labels: [a]\n")
                                          << "f.yml:6:13: labels must be a map, not a list\n";
        QTest::newRow("limit") << "groups:\n- name: g\n  limit: few\n"
                               << "f.yml:3:10: limit must be a whole number, not \"few\"\n";
        QTest::newRow("all of them") << rule("  - alert: A\n  - expr: up\n")
                                     << "f.yml:4:5: group \"g\", rule 1, \"A\": field 'expr' must be set in rule\n"
                                        "f.yml:5:5: group \"g\", rule 2, \"\": one of 'record' or 'alert' must be set\n";
    }
    void errors()
    {
        QFETCH(QString, yaml);
        QTEST(errorsOf(rules::parseRuleFile(yaml.toStdString(), "f.yml")), "error");
    }

    void placesInsideScalars_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("place");
        const auto rule = [](const char* text) { return QString::fromStdString(kHead + text); };
        QTest::newRow("expression, plain") << rule("  - alert: A\n    expr: up + )\n") << "f.yml:5:17: ";
        QTest::newRow("expression, literal") << rule("  - alert: A\n    expr: |\n      up\n        + )\n") << "f.yml:7:12: ";
        QTest::newRow("template, quoted") << rule("  - alert: A\n    expr: up\n    annotations:\n      a: \"x {{ $nope }}\"\n")
                                          << "f.yml:7:16: ";
        QTest::newRow("duration") << rule("  - alert: A\n    expr: up\n    for: soon\n")
                                  << "f.yml:6:10: for: not a valid duration";
    }
    void placesInsideScalars()
    {
        QFETCH(QString, yaml);
        QFETCH(QString, place);
        const QString errors = errorsOf(rules::parseRuleFile(yaml.toStdString(), "f.yml"));
        QVERIFY2(errors.startsWith(place), qPrintable(errors));
    }

    void whatWeCannotExpandIsAWarning()
    {
        const auto file = rules::parseRuleFile(
            kHead + "  - alert: A\n    expr: up\n    annotations: {a: '{{ if $value }}x{{ end }}'}\n", "f.yml");
        QVERIFY2(file, qPrintable(errorsOf(file)));
        QCOMPARE(file->warnings.size(), 1U);
        QVERIFY(QString::fromStdString(file->warnings.front().message).contains("not supported yet: {{if}}"));
        QCOMPARE(file->warnings.front().position->line, 6U);
    }

    void duplicatesAreFoundWhenAsked()
    {
        const auto file = rules::parseRuleFile(kHead + "  - {alert: A, expr: up}\n  - {alert: A, expr: down}\n", "f.yml");
        QVERIFY2(file, qPrintable(errorsOf(file)));
        const auto found = rules::findDuplicates(*file);
        QCOMPARE(found.size(), 1U);
        QCOMPARE(found.front().text(), std::string("f.yml:5:5: duplicate rule: \"A\" with the same labels is also at line 4"));
    }

    void aMissingFileNamesItself()
    {
        const auto file = rules::readRuleFile("/nowhere/rules.yml");
        QVERIFY(errorsOf(file).contains("/nowhere/rules.yml"));
    }
};

QTEST_APPLESS_MAIN(TestRuleFile)
#include "tst_rule_file.moc"
