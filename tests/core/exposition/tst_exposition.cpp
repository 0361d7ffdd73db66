#include "core/exposition/load.h"

#include <QtTest>

#include <cmath>

using namespace wg;
using namespace wg::exposition;

namespace {

QString read(const char* page, Format format)
{
    const auto parsed = parsePage(page, format, "p");
    if (!parsed)
        return QString::fromStdString(parsed.error().text());
    QStringList out;
    for (const PageSample& sample : parsed->samples) {
        QString text = QString::fromStdString(sample.labels.text()) + "=" + QString::number(sample.value);
        if (sample.timestamp)
            text += QString("@%1").arg(*sample.timestamp);
        out << text;
    }
    return out.join(" ");
}

struct Store : series::Appendable {
    std::map<series::Labels, series::Series> held;
    Refused append(const series::Labels& labels, std::span<const TimeMs> t, std::span<const double> v) override
    {
        held[labels] = {labels, {t.begin(), t.end()}, {v.begin(), v.end()}};
        return {labels.get("late").empty() ? 0u : 1u, 0};
    }
};

} // namespace

class TestExposition : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void text_data()
    {
        QTest::addColumn<QByteArray>("page");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* page, const char* expected) {
            QTest::newRow(page) << QByteArray(page) << QString(expected);
        };
        row("", "");
        row("\n \n# any comment\n#x\n", "");
        row("a 1", "a=1");
        row("a{} +Inf 5\n", "a=inf@5");
        row("a { b = \"c\" , d=\"e\", } 1e3 7 \n", "a{b=\"c\", d=\"e\"}=1000@7");
        row("a{b=\"1\"c=\"2\"} 1\n", "a{b=\"1\", c=\"2\"}=1");
        row("a{b=\"x\\\\y\\\"z\\n\\t\"} 1\n", "a{b=\"x\\\\y\\\"z\\n\\\\t\"}=1");
        row("a:b_1 NaN\n", "a:b_1=nan");
        row("# TYPE a counter\n# HELP a any \\n text\na 1\n", "a=1");
        row("a", "p:1:2: expected value after metric, got the end of the line");
        row("a 1\nb x\n", "p:2:3: expected value after metric, got \"x\"");
        row("a 1 2 3\n", "p:1:7: expected a new line, got \"3\"");
        row("a 1 2.5\n", "p:1:5: expected timestamp or new record, got \"2.5\"");
        row("a 1e999\n", "p:1:3: expected value after metric, got \"1e999\"");
        row("a 0x1p3\n", "p:1:3: expected value after metric, got \"0x1p3\"");
        row("a{b=\"1\",b=\"2\"} 1\n", "p:1:14: label name \"b\" is not unique");
        row("a{b=c} 1\n", "p:1:5: expected label value, got \"c} 1\"");
        row("a{b=\"\xff\"} 1\n", "p:1:8: invalid UTF-8 label value");
        row("# TYPE a thing\n", "p:1:10: expected one of counter, gauge, histogram, summary, untyped, got \"thing\"");
        row("<html>\n", "p:1:1: expected a metric name, a comment or a blank line, got \"<html>\"");
        row("a{b=\"x\ny\"} 1\nc z\n", "p:3:3: expected value after metric, got \"z\"");
    }
    void text()
    {
        QFETCH(QByteArray, page);
        QFETCH(QString, expected);
        QCOMPARE(read(page.constData(), Format::Text), expected);
    }

    void openMetrics_data()
    {
        QTest::addColumn<QByteArray>("page");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* page, const char* expected) {
            QTest::newRow(page) << QByteArray(page) << QString(expected);
        };
        row("# EOF\n", "");
        row("# EOF", "");
        row("a 1\n", "p:2:1: data does not end with # EOF");
        row("# EOF\na 1\n", "p:1:7: unexpected data after # EOF");
        row("a{b=\"c\"} 1 1.5\n# EOF\n", "a{b=\"c\"}=1@1500");
        row("a_total 2 # {id=\"x\\n\"} 0.5 9.1\n# EOF\n", "a_total=2");
        row("a_bucket{le=\"\\\\1\"} 2 3 # {} 0.5\n# EOF\n", "a_bucket{le=\"\\\\1\"}=2@3000");
        row("a_sum 2 # {id=\"x\"} 0.5\n# EOF\n", "p:1:12: metric name a_sum does not support exemplars");
        row("# TYPE a_seconds gauge\n# UNIT a_seconds seconds\na_seconds 1\na_created 2\n# EOF\n", "a_seconds=1 a_created=2");
        row("# UNIT a seconds\n# EOF\n", "p:1:10: unit \"seconds\" is not a suffix of metric \"a\"");
        row("# comment\n# EOF\n", "p:1:3: expected HELP, TYPE, UNIT or EOF after \"# \", got \"comment\"");
        row("a{b=\"c\",} 1\n# EOF\n", "p:1:9: expected label name, got \"} 1\"");
        row("a{b=\"1\"c=\"2\"} 1\n# EOF\n", "p:1:8: expected comma, got \"c=\"2\"} 1\"");
        row("a  1\n# EOF\n", "p:1:3: expected value after metric, got \" 1\"");
        row("a 1 NaN\n# EOF\n", "p:1:8: invalid timestamp");
        row("\na 1\n# EOF\n", "p:1:1: expected a metric name, a comment or a blank line, got the end of the line");
    }
    void openMetrics()
    {
        QFETCH(QByteArray, page);
        QFETCH(QString, expected);
        QCOMPARE(read(page.constData(), Format::OpenMetrics), expected);
    }

    void metadata()
    {
        const auto page = parsePage(
            "# HELP a_s x\\ny\\\"\n# TYPE a_s gauge\n# UNIT a_s s\n# TYPE b counter\n# EOF\n", Format::OpenMetrics, "p");
        QCOMPARE(page->metadata.size(), std::size_t(2));
        QCOMPARE(page->metadata[0].help, std::string("x\ny\""));
        QCOMPARE(page->metadata[0].type, std::string("gauge"));
        QCOMPARE(page->metadata[0].unit, std::string("s"));
        QCOMPARE(page->metadata[1].metric, std::string("b"));
        QVERIFY(formatOf("application/openmetrics-text; version=1.0.0; charset=utf-8") == Format::OpenMetrics);
        QVERIFY(formatOf("text/plain; version=0.0.4") == Format::Text);
    }

    void staleMarkersCannotBeWritten()
    {
        const auto page = parsePage("a NaN\na -nan\n", Format::Text, "p");
        QVERIFY(page && !series::isStale(page->samples[0].value) && std::isnan(page->samples[0].value));
    }

    void loads()
    {
        Store store;
        const auto loaded =
            load("a 3 30\na 1 10\na{x=\"1\"} 5\na 2 20\na 9 10\nb{late=\"1\"} 1\n", Format::Text, "p", 99, store);
        QVERIFY(loaded.has_value());
        QCOMPARE(loaded->series, std::size_t(3));
        QCOMPARE(loaded->samples, std::size_t(4));
        QCOMPARE(loaded->refused, std::uint64_t(2));
        const series::Series& a = store.held.at({{"__name__", "a"}});
        QCOMPARE(a.t, (std::vector<TimeMs>{10, 20, 30}));
        QCOMPARE(a.v, (std::vector<double>{1, 2, 3}));
        QCOMPARE(store.held.at({{"__name__", "a"}, {"x", "1"}}).t, (std::vector<TimeMs>{99}));
        Store untouched;
        QVERIFY(!load("a 1\nb\n", Format::Text, "p", 99, untouched));
        QVERIFY(untouched.held.empty());
    }

    void callbackErrorsEndTheParse()
    {
        int seen = 0;
        Sink sink;
        sink.sample = [&](const SampleView& sample) -> Result<void> {
            ++seen;
            return sample.line == 2 ? fail(ErrorCode::Limit, "enough") : Result<void>();
        };
        const auto ended = parse("a 1\nb 2\nc 3\n", Format::Text, "p", sink);
        QVERIFY(!ended && ended.error().code == ErrorCode::Limit);
        QCOMPARE(seen, 2);
    }
};

QTEST_APPLESS_MAIN(TestExposition)
#include "tst_exposition.moc"
