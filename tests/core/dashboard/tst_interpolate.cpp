#include "core/dashboard/interpolate.h"

#include <QtTest>

using namespace wg;
using namespace wg::dashboard;

class TestInterpolate : public QObject {
    Q_OBJECT

    VariableValues m_values{
        {"one", {{"a.b"}, {"A B"}, false, {}, false}},
        {"quote", {{"it's a \\ \"x\""}, {}, false, {}, false}},
        {"many", {{"a.b", "c|d"}, {"A", "C"}, false, {}, true}},
        {"multiOne", {{"a.b"}, {"A"}, false, {}, true}},
        {"all", {{"x", "y"}, {"All"}, true, ".+", true}},
        {"allList", {{"x", "y"}, {"All"}, true, {}, true}},
        {"job", {{"J"}, {}, false, {}, false}},
        {"job_name", {{"JN"}, {}, false, {}, false}},
    };
    Builtins m_builtins{{1'000'000'000, 1'003'600'400}, 30 * kSecond, 15 * kSecond, "Dash"};

private Q_SLOTS:
    void queries_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QString(text) << QString(expected);
        };
        row("up{a=\"$one\"}", "up{a=\"a.b\"}");
        row("${one} [[one]] $one", "a.b a.b a.b");
        row("$quote", "it\\\\'s a \\\\ \"x\"");
        row("$many", R"((a\\.b|c\\|d))");
        row("$multiOne", R"(a\\.b)");
        row("$all", ".+");
        row("$allList", "(x|y)");
        row("$job_name $job ${job}_name $job-x", "JN J J_name J-x");
        row("${many:csv}", "a.b,c|d");
        row("${many:pipe}", "a.b|c|d");
        row("${many:raw}", "a.b,c|d");
        row("${many:regex}", R"((a\.b|c\|d))");
        row("${one:regex}", R"(a\.b)");
        row("${many:glob}", "{a.b,c|d}");
        row("${many:json}", R"(["a.b","c|d"])");
        row("${one:json}", R"("a.b")");
        row("${quote:doublequote}", "\"it's a \\ \\\"x\\\"\"");
        row("${quote:singlequote}", "'it\\'s a \\ \"x\"'");
        row("${many:percentencode}", "%7Ba.b%2Cc%7Cd%7D");
        row("${many:queryparam}", "var-many=a.b&var-many=c%7Cd");
        row("${many:text}", "A + C");
        row("${one.text} ${one.value}", "A B a.b");
        row("[[many:csv]]", "a.b,c|d");
        row("rate(x[$__rate_interval]) $__interval $__interval_ms $__rate_interval_ms", "rate(x[1m]) 30s 30000 60000");
        row("$__range ${__range_s} $__range_ms", "3600s 3600 3600400");
        row("$__from ${__to:date} ${__from:date:seconds}", "1000000000 1970-01-12T14:46:40.400Z 1000000");
        row("$unknown ${unknown} ${unknown:csv} [[unknown]] $1 ${ $ $$one",
            "$unknown ${unknown} ${unknown:csv} [[unknown]] $1 ${ $ $a.b");
        row("${one:nonsense}", "a.b");
    }
    void queries()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(interpolateQuery(text.toStdString(), m_values, m_builtins)), expected);
    }

    void texts()
    {
        QCOMPARE(interpolateText("$one: $many in ${all} of $quote", m_values, m_builtins),
            std::string("A B: A + C in All of it's a \\ \"x\""));
        QCOMPARE(interpolateText("${__dashboard} over $__interval", m_values, m_builtins), std::string("Dash over 30s"));
    }

    void values()
    {
        // clang-format off: the raw string is JSON
        const Document document = Document::parse(R"json({"panels": [], "templating": {"list": [
            {"name": "a", "type": "custom", "query": "x,y,z", "includeAll": true, "current": {"text": "All", "value": "$__all"}},
            {"name": "b", "type": "query", "query": "label_values(b)", "multi": true, "includeAll": true, "current": {"value": ["$__all"]}},
            {"name": "c", "type": "query", "allValue": ".*x", "includeAll": true, "current": {"value": "$__all"}},
            {"name": "d", "type": "query", "current": {"text": "D", "value": "d"}}]}})json", "x").value();
        // clang-format on
        const VariableValues values = variableValues(document, {{"d", {"given"}}, {"new", {"1", "2"}}});
        QCOMPARE(interpolateQuery("$a $b $c $d $new", values, m_builtins), std::string("(x|y|z) .* .*x given 1,2"));
        QCOMPARE(interpolateText("$a $d", values, m_builtins), std::string("All given"));
        QCOMPARE(interpolateText("$d", variableValues(document, {}), m_builtins), std::string("D"));
        QCOMPARE(interpolateQuery("$a", variableValues(document, {{"a", {"$__all"}}}), m_builtins), std::string("(x|y|z)"));
    }
};

QTEST_APPLESS_MAIN(TestInterpolate)
#include "tst_interpolate.moc"
