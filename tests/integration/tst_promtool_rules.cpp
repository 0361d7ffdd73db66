// Our verdict on rule files and templates beside the real promtool's.
#include "core/rules/rule_file.h"
#include "core/rules/template.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace wg;

namespace {

const QByteArray kHead = "groups:\n- name: g\n  rules:\n";

QByteArray withTemplate(const QByteArray& text)
{
    return kHead + "  - alert: A\n    expr: m > 0\n    annotations:\n      a: '" + QByteArray(text).replace("'", "''") + "'\n";
}

} // namespace

class TestPromtoolRules : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const char* name, const QByteArray& text) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %s", name);
        return file.fileName();
    }
    QByteArray m_said; ///< by the last promtool
    int promtool(const QStringList& arguments)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start("/usr/bin/promtool", arguments);
        if (!process.waitForFinished(60'000))
            return -1;
        m_said = process.readAll();
        return process.exitCode();
    }

private Q_SLOTS:
    void verdicts_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        const auto add = [](const char* name, const QByteArray& yaml) { QTest::newRow(name) << yaml; };
        const auto rule = [&](const char* name, const QByteArray& fields) { add(name, kHead + "  - " + fields); };
        add("empty", "");
        add("null groups", "groups:\n");
        add("no group name", "groups:\n- rules: []\n");
        add("group twice", "groups:\n- name: g\n- name: g\n");
        add("unknown root field", "group: []\n");
        add("unknown group field", "groups:\n- name: g\n  interva: 1m\n");
        add("interval", "groups:\n- name: g\n  interval: 1m30s\n");
        add("interval in the wrong order", "groups:\n- name: g\n  interval: 30s1m\n");
        add("interval without a unit", "groups:\n- name: g\n  interval: 30\n");
        add("limit", "groups:\n- name: g\n  limit: 5\n");
        add("limit is text", "groups:\n- name: g\n  limit: five\n");
        add("groups is a map", "groups: {a: b}\n");
        add("rules is text", "groups:\n- name: g\n  rules: no\n");
        add("merge", "groups:\n- name: g\n  rules:\n  - &a {alert: A, expr: up}\n  - {<<: *a, alert: B}\n");
        add("tab", "groups:\n\t- name: g\n");
        add("JSON", "{\"groups\":[{\"name\":\"g\",\"rules\":[{\"alert\":\"A\",\"expr\":\"up\"}]}]}");
        rule("good alert", "alert: A\n    expr: up == 0\n    for: 5m\n    keep_firing_for: 5m\n");
        rule("good recording", "record: a:b\n    expr: sum(up)\n    labels: {a: b}\n");
        rule("number as expr", "record: a:b\n    expr: 1\n");
        rule("both", "alert: A\n    record: r\n    expr: up\n");
        rule("neither", "expr: up\n");
        rule("no expr", "alert: A\n");
        rule("empty expr", "alert: A\n    expr: ''\n");
        rule("expr is a list", "alert: A\n    expr: [up]\n");
        rule("bad expr", "alert: A\n    expr: up +\n");
        rule("wrong type in expr", "alert: A\n    expr: rate(up)\n");
        rule("unknown function", "alert: A\n    expr: nofunction(up)\n");
        rule("unknown field", "alert: A\n    expr: up\n    severity: page\n");
        rule("field twice", "alert: A\n    expr: up\n    expr: up\n");
        rule("for 0", "alert: A\n    expr: up\n    for: 0\n");
        rule("for empty", "alert: A\n    expr: up\n    for: ''\n");
        rule("for null", "alert: A\n    expr: up\n    for:\n");
        rule("for with a fraction", "alert: A\n    expr: up\n    for: 1.5m\n");
        rule("for in a recording rule", "record: r\n    expr: up\n    for: 1m\n");
        rule("for 0s in a recording rule", "record: r\n    expr: up\n    for: 0s\n");
        rule("keep_firing_for in a recording rule", "record: r\n    expr: up\n    keep_firing_for: 1m\n");
        rule("annotations in a recording rule", "record: r\n    expr: up\n    annotations: {a: b}\n");
        rule("no annotations in a recording rule", "record: r\n    expr: up\n    annotations: {}\n");
        rule("record name", "record: 5a\n    expr: up\n");
        rule("alert name with blanks", "alert: it is 5\n    expr: up\n");
        rule("label name", "alert: A\n    expr: up\n    labels: {a-b: c}\n");
        rule("label __name__", "alert: A\n    expr: up\n    labels: {__name__: c}\n");
        rule("label number", "alert: A\n    expr: up\n    labels: {a: 5, b: true}\n");
        rule("label list", "alert: A\n    expr: up\n    labels: {a: [5]}\n");
        rule("label null", "alert: A\n    expr: up\n    labels: {a: }\n");
        rule("annotation name", "alert: A\n    expr: up\n    annotations: {a.b: c}\n");
        rule("labels is a list", "alert: A\n    expr: up\n    labels: [a]\n");
        rule("template in a label", "alert: A\n    expr: up\n    labels: {a: '{{ $nope }}'}\n");
        rule("template in a recording rule", "record: r\n    expr: up\n    labels: {a: '{{ $nope }}'}\n");
        rule("duplicate", "alert: A\n    expr: up\n  - alert: A\n    expr: down\n");
        rule("not a duplicate", "alert: A\n    expr: up\n  - alert: A\n    expr: up\n    labels: {a: b}\n");
        for (const char* text : {"{{ $foo }}", "{{ foo }}", "{{ }}", "{{", "{{ $value", "}}", "{{ \"a }}", "{{ $value | }}",
                 "{{ | $value }}", "{{ .1a }}", "{{ 1 2 }}", "{{ $value 2 }}", "{{ end }}", "{{ else }}", "{{ if }}",
                 "{{ with $labels }}{{ end }}", "{{ range $i, $e := $labels }}{{ $i }}{{ end }}", "{{ $x := 1 }}{{ $x }}",
                 "{{ $x }}", "{{ nil }}", "{{ (1 }}", "{{ 1) }}", "{{ break }}", "{{ continue }}", "{{ $labels.a.b }}",
                 "{{ $ labels }}", "{{ .Labels.a b }}", "{{ $value || 1 }}", "{{ a.b }}", "{{ printf \"%d\" 1 \"}}", "{{-1}}",
                 "{{- 1}}", "{{/* x }}", "{{/* x */}}", "{{- /* x */ -}}", "{{ \"x\" -}}", "{{ 1-}}", "{{ @ }}",
                 "{{ $value = 3 }}", "{{ 5x }}", "{{ 1.2.3 }}", "{{ $labels . }}", "{{ . foo }}", "{{ \"a\".\"b\" }}",
                 "{{ `x }}", "{{ \"\\z\" }}", "{{{ $value }}}", "{{ {$value} }}", "{{ $labels[\"x\"] }}", "{{ .Labels.a-b }}",
                 "{{ $value | 5 }}", "{{ $value | \"x\" }}", "{{ $value | $value }}", "{{ $value | .Value }}",
                 "{{ $x, $y := 1 }}", "{{ 1 := 2 }}", "{{ $externalURL }}", "{{ query \"up\" }}", "{{ tmpl \"x\" . }}",
                 "{{ now }}", "{{ 1 | humanize }}", "{{ $value|humanize|printf `%s` }}", "{{ (print 1).x }}", "{{ 'a' }}",
                 "{{ 1e3 }}"})
            add(text, withTemplate(text));
        for (const char* name : {"query", "first", "label", "value", "strvalue", "args", "reReplaceAll", "safeHtml", "match",
                 "title", "toUpper", "toLower", "graphLink", "tableLink", "sortByLabel", "stripPort", "stripDomain", "humanize",
                 "humanize1024", "humanizeDuration", "humanizePercentage", "humanizeTimestamp", "toTime", "pathPrefix",
                 "externalURL", "parseDuration", "and", "or", "not", "len", "index", "slice", "print", "printf", "println",
                 "html", "js", "urlquery", "call", "eq", "ge", "gt", "le", "lt", "ne", "toDuration", "nofunction"})
            add(name, withTemplate("{{ " + QByteArray(name) + " }}"));
    }
    void verdicts()
    {
        QFETCH(QByteArray, yaml);
        const bool good = promtool({"check", "rules", "--lint-fatal", write("rules.yml", yaml)}) == 0;
        const auto ours = rules::parseRuleFile(yaml.toStdString(), "rules.yml");
        const auto errors = ours ? rules::findDuplicates(*ours) : ours.error();
        const QString said = errors.empty() ? QString("we take it") : QString::fromStdString(errors.front().text());
        QVERIFY2(errors.empty() == good, qPrintable(said + "\npromtool: " + m_said));
    }

    /// promtool is given our expansions as what it should find.
    void expansions()
    {
        const QByteArrayList texts{"plain text", "{{ $labels.job }} {{ .Labels.job }} {{ $labels.none }}|", "{{ $labels }}",
            "{{ $value }} {{ .Value }} {{ $.Value }}", "{{ $externalLabels }} {{ $externalLabels.a }}|",
            "{{ 1234567.0 }} {{ 123456.0 }} {{ 1e20 }} {{ 1e21 }} {{ 0.0001 }} {{ 0.00001 }} {{ 1234567.5 }} {{ -2.5 }} {{ 1e3 "
            "}}",
            "a {{- 1 -}} b {{- /* c */ -}}  c {{ \"q\\\"x\\n\" }} {{ true }} {{ -1 }} {{ +1 }} {{ 1.0 }}",
            "{{ ($value | printf `%.2f`) | printf `%s!` }} {{ printf `%v` (print 1) | toUpper }}",
            "{{ $value|humanize }} {{ $labels.job|toUpper|printf `%q` }} {{ $value | }}",
            "{{ printf `%g %v %.3g %6.2f|%-8.1f|%+d|%05d|%08.3f` 1234567.0 1234567.0 1234567.0 1.0 2.0 3 4 5.5 }}",
            "{{ printf `%d %s %f %x %t %5s|%-5s|%.2s %% %z` $value 1 `a` `hi` `x` `ab` `cd` `efgh` 1 }}",
            "{{ printf `%d` }} {{ printf `%d` 1 2 }} {{ printf `a` 1 }} {{ printf `%s %v` $labels $labels }} {{ printf `%s` "
            "true }}",
            "{{ printf `%e %E %G %F` 1.5 1.5 1e10 2.5 }} {{ printf `%x %X %o %b %c` 255 255 8 5 65 }} {{ printf `%6d|%-6d` 42 "
            "42 }}",
            "{{ printf `%T %T` $value `x` }} {{ printf `%` }} {{ printf `%s` nil }} {{ printf `%.2f` $labels.job }} {{ printf "
            "`%d` 3.0 }}",
            "{{ print `a` 1 `b` `c` 2 3 }}",
            "{{ humanize 1234567.0 }} {{ humanize `12` }} {{ humanize 0.00123 }} {{ humanize 0 }} {{ humanize -999.99 }} {{ "
            "humanize "
            "1e30 }} {{ humanize 1000 }}",
            "{{ humanize1024 2048 }} {{ humanize1024 0.5 }} {{ humanize1024 1e12 }} {{ humanize1024 1023.9999 }}",
            "{{ humanizeDuration 135.3563 }} {{ humanizeDuration 0.5 }} {{ humanizeDuration -3700 }} {{ humanizeDuration 1 }} "
            "{{ "
            "humanizeDuration 59.9999 }} {{ humanizeDuration 60.5 }} {{ humanizeDuration 1e6 }} {{ humanizeDuration 0 }} {{ "
            "humanizeDuration 1e-7 }}",
            "{{ humanizePercentage 0.959 }} {{ humanizePercentage 1 }} {{ humanizePercentage 1e-5 }}",
            "{{ humanizeTimestamp 1643114203.25 }} {{ humanizeTimestamp -5 }} {{ humanizeTimestamp 1643114203.5 }} {{ "
            "humanizeTimestamp "
            "0 }}",
            "{{ title `hello wORLD foo_bar x-y it's` }} {{ toUpper `aZ9` }} {{ toLower `aZ9` }}"};
        const series::Labels labels{{"__name__", "m"}, {"job", "j"}, {"z", "q"}};
        QByteArray rules = kHead + "  - alert: A\n    expr: m > 0\n    annotations:\n";
        QByteArray expected;
        for (qsizetype i = 0; i < texts.size(); ++i) {
            const QByteArray name = "a" + QByteArray::number(i);
            rules += "      " + name + ": '" + QByteArray(texts[i]).replace("'", "''") + "'\n";
            const auto ours = rules::expandTemplate(texts[i].toStdString(), labels, 1.5);
            QVERIFY2(ours, ours ? "" : (texts[i] + ": " + QByteArray::fromStdString(ours.error().text())).constData());
            expected += "        " + name + ": \""
                + QByteArray::fromStdString(*ours).replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n") + "\"\n";
        }
        write("rules.yml", rules);
        const QString test = write("test.yml",
            "rule_files: [rules.yml]\ntests:\n- interval: 1m\n  input_series:\n  - series: 'm{job=\"j\",z=\"q\"}'\n    values: "
            "1.5x5\n"
            "  alert_rule_test:\n  - eval_time: 1m\n    alertname: A\n    exp_alerts:\n    - exp_labels: {job: j, z: q}\n"
            "      exp_annotations:\n"
                + expected);
        QVERIFY2(promtool({"test", "rules", test}) == 0, m_said.constData());
    }
};

QTEST_GUILESS_MAIN(TestPromtoolRules)
#include "tst_promtool_rules.moc"
