// The runner of Prometheus' test language: it must not pass what is wrong.
#include "tests/promql/script/runner.h"

#include "tests/promql/script/compare.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace wg;
using namespace wg::test::script;

namespace {

constexpr const char* kData = "load 1m\n  a{x=\"1\"} 1 2 3\n  a{x=\"2\"} 10 20 30\n\n";

Result<Report> run(const QByteArray& script, promql::Compat compat = promql::Compat::V3)
{
    return runScript(script.toStdString(), testEngine(compat));
}

} // namespace

class TestPromqlScriptRunner : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void evaluations_data()
    {
        QTest::addColumn<QByteArray>("eval");
        QTest::addColumn<QString>("failure"); // a part of it; empty: passes

        const auto row = [](const char* name, const char* eval, const char* failure = "") {
            QTest::newRow(name) << QByteArray(eval) << QString::fromLatin1(failure);
        };
        row("right", "eval instant at 1m a\n a{x=\"1\"} 2\n a{x=\"2\"} 20\n");
        row("tabs", "\teval\tinstant at\t1m\ta{x='1'}\n\t\ta{x=\"1\"}\t2\n");
        row("wrong value", "eval instant at 1m a\n a{x=\"1\"} 2\n a{x=\"2\"} 21\n", "another value");
        row("almost", "eval instant at 1m a * 1.000001\n {x=\"1\"} 2\n {x=\"2\"} 20\n");
        row("not almost", "eval instant at 1m a * 1.00001\n {x=\"1\"} 2\n {x=\"2\"} 20\n", "another value");
        row("missing", "eval instant at 1m a{x=\"1\"}\n a{x=\"1\"} 2\n a{x=\"2\"} 20\n", "missing");
        row("extra", "eval instant at 1m a\n a{x=\"1\"} 2\n", "not expected");
        row("nothing", "eval instant at 1m a\n", "not expected");
        row("scalar", "eval instant at 1m 1 + 1\n 2\n");
        row("hexadecimal scalar", "eval instant at 1m 255\n 0xff\n");
        row("wrong scalar", "eval instant at 1m 1 + 1\n 3\n", "another one");
        row("scalar for a vector", "eval instant at 1m vector(2)\n 2\n", "not expected");
        row("vector for a scalar", "eval instant at 1m 2\n {} 2\n", "not expected");
        row("NaN", "eval instant at 1m NaN\n NaN\n");
        row("ordered", "eval_ordered instant at 1m sort_desc(a)\n a{x=\"2\"} 20\n a{x=\"1\"} 2\n");
        row("wrong order", "eval_ordered instant at 1m sort_desc(a)\n a{x=\"1\"} 2\n a{x=\"2\"} 20\n", "wrong place");
        row("expect ordered", "eval instant at 1m sort_desc(a)\n expect ordered\n a{x=\"1\"} 2\n a{x=\"2\"} 20\n",
            "wrong place");
        row("range", "eval range from 0 to 2m step 1m a{x=\"1\"}\n a{x=\"1\"} 1 2 3\n");
        row("range with a gap", "eval range from 0 to 2m step 1m a{x=\"1\"} != 2\n a{x=\"1\"} 1 _ 3\n");
        row("wrong gap", "eval range from 0 to 2m step 1m a{x=\"1\"} != 2\n a{x=\"1\"} 1 3\n", "other values");
        row("too few", "eval range from 0 to 2m step 1m a{x=\"1\"}\n a{x=\"1\"} 1 2\n", "other values");
        row("too many", "eval range from 0 to 2m step 1m a{x=\"1\"}\n a{x=\"1\"} 1 2 3 3\n", "other values");
        row("range vector", "eval instant at 2m a{x=\"1\"}[2m]\n expect range vector from 1m to 2m step 1m\n a{x=\"1\"} 2 3\n");
        row("wrong range vector",
            "eval instant at 2m a{x=\"1\"}[2m]\n expect range vector from 1m to 2m step 30s\n a{x=\"1\"} 2 3\n",
            "other values");
        row("string", "eval instant at 0 \"so\"\n expect string \"so\"\n");
        row("wrong string", "eval instant at 0 \"so\"\n expect string `not so`\n", "string");
        row("failure", "eval instant at 1m a + on() a\n expect fail\n");
        row("old failure", "eval_fail instant at 1m a + on() a\n expected_fail_regexp many-to-many .* not allowed\n");
        row("no failure", "eval instant at 1m a\n expect fail\n", "did not fail");
        row("wrong failure", "eval instant at 1m a + on() a\n expect fail msg: no\n", "the error is not");
        row("wrong failure pattern", "eval instant at 1m a + on() a\n expect fail regex: ^no\n", "the error is not");
        row("unexpected failure", "eval instant at 1m a + on() a\n", "failed: ");
        row("does not parse", "eval instant at 1m a +\n", "failed: ");
        row("a warning", "eval instant at 1m quantile(7, a)\n expect warn\n {} +Inf\n");
        row("its text",
            "eval instant at 1m quantile(7, a)\n"
            " expect warn msg: PromQL warning: quantile value should be between 0 and 1, got 7\n {} +Inf\n");
        row("another text", "eval instant at 1m quantile(7, a)\n expect warn msg: so\n {} +Inf\n", "no warning is");
        row("one not expected", "eval instant at 1m quantile(7, a) + quantile(8, a)\n expect warn regex: got 7\n {} +Inf\n",
            "was not expected");
        row("missing warning", "eval instant at 1m a{x=\"1\"}\n expect warn\n a{x=\"1\"} 2\n", "no warning is");
        row("missing old warning", "eval_warn instant at 1m a{x=\"1\"}\n a{x=\"1\"} 2\n", "a warning was expected");
        row("missing info", "eval instant at 1m a{x=\"1\"}\n expect info\n a{x=\"1\"} 2\n", "no info is");
        row("unwanted warning", "eval instant at 1m quantile(7, a)\n expect no_warn\n {} +Inf\n", "no warning was expected");
        row("not asked for", "eval instant at 1m quantile(7, a)\n {} +Inf\n");
        row("changes as a range query", "eval instant at 1m count_over_time(a{x=\"1\"}[1m:1s])\n {x=\"1\"} 60\n");
    }
    void evaluations()
    {
        QFETCH(QByteArray, eval);
        QFETCH(QString, failure);
        const auto report = run(kData + eval);
        QVERIFY2(report.has_value(), report ? "" : report.error().text().c_str());
        const std::string why = report->failed.empty() ? "" : report->failed.front().text;
        QVERIFY2(report->failed.empty() == failure.isEmpty(), why.c_str());
        QVERIFY2(QString::fromStdString(why).contains(failure), why.c_str());
        QCOMPARE(report->passed, std::size_t(failure.isEmpty() ? 1 : 0));
        if (!report->failed.empty())
            QCOMPARE(report->failed.front().line, std::size_t(5));
    }

    void aPlainEvaluationOf255IsSilent()
    {
        const auto report = run(kData + QByteArray("eval instant at 1m quantile(7, a)\n {} +Inf\n"), promql::Compat::V2_55);
        QVERIFY(report.has_value());
        QCOMPARE(report->failed.size(), std::size_t(1));
    }

    void nativeHistogramsAreLeftOut()
    {
        const auto report = run("load_with_nhcb 1m\n"
                                "  h_bucket{le=\"1\"} 1 2\n"
                                "  h_bucket{le=\"+Inf\"} 1 3\n"
                                "  n {{schema:1 sum:-3 count:22 buckets:[5 10 7] n_buckets:[1] offset:-2 z_bucket:1 "
                                "z_bucket_w:0.1 counter_reset_hint:gauge}}+{{sum:1 custom_values:[1 2.5]}}x3 {{}}\n"
                                "  f 7x5\n"
                                "eval instant at 1m f\n f 7\n\n");
        QVERIFY(!report.has_value()); // a blank line ends the load, nothing else
        const auto ok = run("load_with_nhcb 1m\n  h_bucket{le=\"1\"} 1 2\n  n {{sum:1}}x3\n  f 7x5\n\n"
                            "eval instant at 1m f\n f 7\n\n"
                            "eval instant at 1m n\n n 7\n\n"
                            "eval instant at 1m h\n h 7\n\n"
                            "eval instant at 1m f\n f {{count:1}}\n\n"
                            "eval instant at 1m h_bucket\n h_bucket{le=\"1\"} 2\n");
        QVERIFY2(ok.has_value(), ok ? "" : ok.error().text().c_str());
        QCOMPARE(ok->failed.size(), std::size_t(0));
        QCOMPARE(ok->passed, std::size_t(2));
        QCOMPARE(ok->leftOut.size(), std::size_t(3));
        QCOMPARE(ok->leftOut[0].line, std::size_t(9));
    }

    void startTimesAreLoaded()
    {
        const auto report = run("load 1m\n"
                                "  s{x=\"1\", y=\"2\"}@st _ -30s-10sx1 _ 0s *\n"
                                "  s{x=\"1\", y=\"2\"} _ 1+1x4\n"
                                "  @st -1s _\n"
                                "  d 1 2 3\n\n"
                                "eval range from 0 to 5m step 1m start_timestamp(s)\n"
                                "  {x=\"1\", y=\"2\"} _ 30 80 0 240 300\n\n"
                                "eval range from 1m to 3m step 1m start_timestamp(d)\n"
                                "  {} 0 119 119\n\n");
        QVERIFY2(report.has_value(), report ? "" : report.error().text().c_str());
        for (const Report::Entry& entry : report->failed)
            qWarning("%s", entry.text.c_str());
        QCOMPARE(report->passed, std::size_t(2));
    }

    void clearForgets()
    {
        const auto report = run(kData + QByteArray("eval instant at 0 count(a)\n {} 2\n\nclear\neval instant at 0 count(a)\n"));
        QVERIFY(report.has_value());
        QCOMPARE(report->passed, std::size_t(2));
    }

    void syntaxErrorsHaveALine_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<int>("line");
        const auto row = [](const char* script, int line) { QTest::newRow(script) << QByteArray(script) << line; };
        row("\nloud 1m\n", 2);
        row("load\n", 1);
        row("load_all 1m\n", 1);
        row("load soon\n", 1);
        row("load 1m\n  a 1\n  b 1 2 so\n", 3);
        row("load 1m\n  a 1+1\n", 2);
        row("load 1m\n  a{x=1} 1\n", 2);
        row("load 1m\n  a{x=~\"1\"} 1\n", 2);
        row("load 1m\n  a{x=\"1} 1\n", 2);
        row("load 1m\n  a{x=\"1\" 1\n", 2);
        row("load 1m\n  a{__name__=\"b\"} 1\n", 2);
        row("load 1m\n  a 1 {{what:1}}\n", 2);
        row("load 1m\n  a 1 {{sum:}}\n", 2);
        row("load 1m\n  a 1 {{buckets:[}}\n", 2);
        row("load 1m\n  a 1 {{sum:1}\n", 2);
        row("load 1m\n  a 1 {{counter_reset_hint:so}}\n", 2);
        row("load 1m\n  a 1x1000000000\n", 2);
        row("load 1m\n  a _x99999999999999999999999\n", 2);
        row("load 1m\n  a@st -1m\n", 2);
        row("load 1m\n  a@st -1m\n  b 1\n", 3);
        row("load 1m\n  a@st -1m\n  a 1 2\n", 3);
        row("load 1m\n  a@st 1q\n  a 1\n", 2);
        row("load 1m\n  a 1\n\nload 1m\n  a 1\n", 4);
        row("eval a\n", 1);
        row("eval_maybe instant at 0 a\n", 1);
        row("eval_ordered range from 0 to 1m step 1m a\n", 1);
        row("eval instant at 0\n", 1);
        row("eval instant at now a\n", 1);
        row("eval instant a\n", 1);
        row("eval range from 0 to 1m a\n", 1);
        row("eval range from 2m to 1m step 1m a\n", 1);
        row("eval instant at 0 a\n  a 1 2\n", 2);
        row("eval instant at 0 a\n  a\n", 2);
        row("eval instant at 0 a\n  1\n  a 2\n", 3);
        row("eval instant at 0 a\n  expect\n", 2);
        row("eval instant at 0 a\n  expect luck\n", 2);
        row("eval instant at 0 a\n  expect fail\n  expect fail\n", 3);
        row("eval instant at 0 a\n  expect fail regex: (\n", 2);
        row("eval instant at 0 a\n  expect fail so\n", 2);
        row("eval instant at 0 a\n  expect warn\n  expect no_warn\n", 3);
        row("eval instant at 0 a\n  expect ordered msg: so\n", 2);
        row("eval instant at 0 a\n  expect range vector from 0 to 1m\n", 2);
        row("eval instant at 0 a\n  expect string so\n", 2);
        row("# a\n\n  # comment ends a command\neval instant at 0 a\n# here\n  a 1\n", 6);
    }
    void syntaxErrorsHaveALine()
    {
        QFETCH(QByteArray, script);
        QFETCH(int, line);
        const auto report = run(script);
        QVERIFY(!report.has_value());
        QVERIFY(report.error().position.has_value());
        QCOMPARE(report.error().position->line, std::size_t(line));
    }

    void valuesAreAlmostEqual()
    {
        const double infinity = std::numeric_limits<double>::infinity();
        QVERIFY(almostEqual(1, 1.0000019));
        QVERIFY(!almostEqual(1, 1.0000021));
        QVERIFY(almostEqual(infinity, infinity));
        QVERIFY(!almostEqual(infinity, -infinity));
        QVERIFY(!almostEqual(infinity, 1e308));
        QVERIFY(!almostEqual(0, 1e-300));
        QVERIFY(!almostEqual(std::nan(""), 0));
    }

    void versionsAreNamedInAComment()
    {
        QCOMPARE(scriptVersions("load 1m\n")->size(), std::size_t(1));
        const auto two = scriptVersions("# about\n# compat: 2.42 2.55\nload 1m\n");
        QVERIFY(two.has_value());
        QCOMPARE(two->size(), std::size_t(2));
        QVERIFY(two->at(1).compat == promql::Compat::V2_55);
        QVERIFY(!scriptVersions("# compat: 1.8\n").has_value());
    }

    void theProgramSaysHowItEnded_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("says");
        const QByteArray data(kData);
        QTest::newRow("passes") << QStringList() << data + "eval instant at 0 count(a)\n {} 2\n"
                                << 0 << QByteArray("s.test (3): 1 passed, 0 failed, 0 left out\ntotal: 1 passed");
        QTest::newRow("fails") << QStringList() << data + "eval instant at 0 count(a)\n {} 3\n"
                               << 1 << QByteArray("s.test:5: FAILED count(a): ");
        QTest::newRow("left out") << QStringList{"--compat", "2.55"} << QByteArray("load 1m\n h {{}}\n\neval instant at 0 h\n")
                                  << 0 << QByteArray("s.test:4: left out: h: ");
        QTest::newRow("syntax") << QStringList{"--compat=2.42"} << QByteArray("load 1m\n h {\n") << 2
                                << QByteArray("s.test:2:4: ");
        QTest::newRow("version") << QStringList{"--compat", "1.8"} << QByteArray() << 2 << QByteArray("error: ");
        QTest::newRow("option") << QStringList{"--fast"} << QByteArray() << 2 << QByteArray("--fast");
        QTest::newRow("file") << QStringList{"absent.test"} << QByteArray() << 2 << QByteArray("absent.test");
        QTest::newRow("help") << QStringList{"--help"} << QByteArray() << 0 << QByteArray("Usage: ");
    }
    void theProgramSaysHowItEnded()
    {
        QFETCH(QStringList, options);
        QFETCH(QByteArray, script);
        QFETCH(int, code);
        QFETCH(QByteArray, says);
        const QTemporaryDir folder;
        QFile file(folder.filePath("s.test"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(script);
        file.close();
        QProcess program;
        program.setProcessChannelMode(QProcess::MergedChannels);
        program.start(WG_BINARY_DIR "/bin/promql_conformance", options << file.fileName());
        QVERIFY(program.waitForFinished());
        const QByteArray output = program.readAll();
        QCOMPARE(program.exitCode(), code);
        QVERIFY2(output.contains(says), output);
    }
};

QTEST_APPLESS_MAIN(TestPromqlScriptRunner)
#include "tst_promql_script_runner.moc"
