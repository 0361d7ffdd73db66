// The state machine beside the real promtool: the same rule over the same series, ALERTS compared at every minute.
#include "core/rules/alert_rule.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace wg;

namespace {

/// What `m != 0` returns at minute `i`: "1" and "NaN" are there, "0" is filtered, "stale" is gone.
series::Vector answer(const QStringList& values, qsizetype i)
{
    if (values[i] == "0" || values[i] == "stale")
        return {};
    const double v = values[i] == "NaN" ? std::numeric_limits<double>::quiet_NaN() : values[i].toDouble();
    return {{{{{"__name__", "m"}, {"job", "j"}}, i * kMinute, v}}};
}

} // namespace

class TestPromtoolAlerts : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QByteArray m_said;

    QString write(const char* name, const QByteArray& text) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %s", name);
        return file.fileName();
    }
    bool promtoolAgrees(const QByteArray& test)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start("/usr/bin/promtool", {"test", "rules", write("test.yml", test)});
        const bool done = process.waitForFinished(60'000);
        m_said = process.readAll();
        return done && process.exitCode() == 0;
    }

    /// One check of ALERTS a minute, with our states as what is expected.
    static QByteArray unitTest(const QStringList& values, rules::AlertRule& rule)
    {
        QByteArray out = "rule_files: [rules.yml]\nevaluation_interval: 1m\ntests:\n- interval: 1m\n  input_series:\n"
                         "  - series: 'm{job=\"j\"}'\n    values: '"
            + values.join(' ').toUtf8() + "'\n  promql_expr_test:\n";
        for (qsizetype i = 0; i < values.size(); ++i) {
            rule.step(i * kMinute, answer(values, i), true);
            out += "  - expr: ALERTS\n    eval_time: " + QByteArray::number(i) + "m\n    exp_samples:\n";
            for (const alerts::Alert& alert : rule.machine().alerts()) {
                const auto labels = alert.labels.with("__name__", "ALERTS").with("alertstate", alerts::stateName(alert.state));
                out += "    - labels: '" + QByteArray::fromStdString(labels.text()) + "'\n      value: 1\n";
            }
        }
        return out;
    }

private Q_SLOTS:
    void states_data()
    {
        QTest::addColumn<QString>("holdFor");
        QTest::addColumn<QString>("keepFiringFor");
        QTest::addColumn<QString>("values");
        const QString flapping = "1 1 0 1 1 1 0 1 1 1 1 0 0 1";
        QTest::newRow("at once") << "0s" << "0s" << flapping;
        QTest::newRow("for 1m") << "1m" << "0s" << flapping;
        QTest::newRow("for 2m, its bound") << "2m" << "0s" << flapping;
        QTest::newRow("for between two evaluations") << "90s" << "0s" << flapping;
        QTest::newRow("NaN is there") << "2m" << "0s" << "1 NaN NaN 1 0 NaN NaN NaN";
        QTest::newRow("target gone") << "1m" << "0s" << "1 1 1 stale stale 1 1";
        QTest::newRow("target gone while pending") << "3m" << "0s" << "1 1 stale 1 1 1 1";
        QTest::newRow("keep 2m, its bound") << "0s" << "2m" << "1 0 0 0 0 1 0 1 0 0 0 0";
        QTest::newRow("keep 150s") << "1m" << "150s" << "1 1 0 0 0 0 0 1 0 1 1 0 0 0 0";
        QTest::newRow("keep over a gone target") << "1m" << "3m" << "1 1 stale stale stale stale stale";
        QTest::newRow("keep bridges gaps") << "1m" << "2m" << "1 1 0 1 0 0 1 0 0 0 1 1";
    }
    void states()
    {
        QFETCH(QString, holdFor);
        QFETCH(QString, keepFiringFor);
        QFETCH(QString, values);
        const QByteArray yaml = "groups:\n- name: g\n  interval: 1m\n  rules:\n  - alert: A\n    expr: m != 0\n    for: "
            + holdFor.toUtf8() + "\n    keep_firing_for: " + keepFiringFor.toUtf8()
            + "\n    labels: {severity: page, value: 'of {{ $labels.job }}'}\n";
        write("rules.yml", yaml);
        const auto file = rules::parseRuleFile(yaml.toStdString(), "rules.yml");
        QVERIFY(file);
        rules::AlertRule rule(file->groups.front().rules.front());
        const QByteArray test = unitTest(values.split(' '), rule);
        QVERIFY2(promtoolAgrees(test), (test + m_said).constData());

        QByteArray wrong = test; // the comparison itself: a wrong state must be told
        const qsizetype at = wrong.indexOf("alertstate=\"");
        QVERIFY(at > 0);
        wrong.insert(at + 12, "not ");
        QVERIFY(!promtoolAgrees(wrong));
    }
};

QTEST_GUILESS_MAIN(TestPromtoolAlerts)
#include "tst_promtool_alerts.moc"
