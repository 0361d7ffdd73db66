#include "core/promql/parser.h"
#include "core/promql/printer.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace wg;
using namespace wg::promql;

namespace {

std::string printed(const std::string& text)
{
    const auto expr = parse(text);
    return expr ? print(*expr) : expr.error().text();
}

std::string repeated(const std::string& part, int count)
{
    std::string out;
    for (int i = 0; i < count; ++i)
        out += part;
    return out;
}

} // namespace

class TestParser : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void canonicalText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* text, const char* want) { QTest::newRow(text) << text << want; };
        row("1", "1");
        row("0xc", "12");
        row("-Inf", "-Inf");
        row("1_000.5", "1000.5");
        row("10m", "600");
        row("-1^-2", "-1 ^ -2");
        row("1+2*3^2^2/(4-1)", "1 + 2 * 3 ^ 2 ^ 2 / (4 - 1)");
        row("a unless b and c or d", "a unless b and c or d");
        row("foo:bar{a='b',c!~\"d|e\",}", "foo:bar{a=\"b\",c!~\"d|e\"}");
        row("{__name__=~\"a.*\"}", "{__name__=~\"a.*\"}");
        row("{\"my.metric\", \"l.x\"=\"y\"}", "{\"my.metric\",\"l.x\"=\"y\"}");
        row("sum", "sum");
        row("rate(avg[5m])", "rate(avg[5m])");
        row("foo [5m] OFFSET 1h30m", "foo[5m] offset 1h30m");
        row("foo @ 3.33 offset -7m", "foo @ 3.330 offset -7m");
        row("foo[300]", "foo[5m]");
        row("SUM(foo) BY (a,b,)", "sum by (a, b) (foo)");
        row("sum by()(foo)", "sum(foo)");
        row("topk without(a)(2, foo)", "topk without (a) (2, foo)");
        row("foo / ignoring(a) group_left(b) bar", "foo / ignoring (a) group_left (b) bar");
        row("foo and on() bar", "foo and on () bar");
        row("foo >= bool 1", "foo >= bool 1");
        row("max_over_time(rate(foo[2s])[5m:5s] offset 4m)[4m:]", "max_over_time(rate(foo[2s])[5m:5s] offset 4m)[4m:]");
        row("label_replace(a, 'b', `$1`, 'c', \"(.*)\\n\")", "label_replace(a, \"b\", \"$1\", \"c\", \"(.*)\\n\")");
        row("a # why\n + b", "a + b");
        row("'\\xff\\u00e9\\'\"'", "\"\\xffé'\\\"\"");
    }
    void canonicalText()
    {
        QFETCH(QString, text);
        QFETCH(QString, want);
        const std::string once = printed(text.toStdString());
        QCOMPARE(QString::fromStdString(once), want);
        QCOMPARE(printed(once), once);
    }

    void errors_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* text, const char* want) { QTest::newRow(text) << text << want; };
        row("", "1:1: parse error: no expression found in input");
        row("rate(foo)", "1:6: parse error: expected type range vector in call to function \"rate\", got instant vector");
        row("1[5m]", "1:2: parse error: ranges only allowed for vector selectors");
        row("foo offset -(5)", "1:13: parse error: unexpected \"(\" in offset, expected duration");
        row("{}", "1:1: parse error: vector selector must contain at least one non-empty matcher");
        row("{x=~\".*\"}", "1:1: parse error: vector selector must contain at least one non-empty matcher");
        row("foo{a=\"\xff\"}", "1:7: parse error: invalid UTF-8 rune");
        row("(1))", "1:5: parse error: unexpected right parenthesis ')'");
        row("((1)", "1:5: parse error: unclosed left parenthesis");
        row("some{", "1:6: parse error: unexpected end of input inside braces");
        row("foo{a>=\"b\"}", "1:6: parse error: unexpected character inside braces: '>'");
        row("{i!", "1:3: parse error: unexpected character after '!' inside braces: ''");
        row("a !", "1:3: parse error: unexpected character after '!': ''");
        row("a =", "1:3: parse error: unexpected \"=\"");
        row("1 or foo", "1:1: parse error: set operator \"or\" not allowed in binary scalar expression");
        row("1 == 1", "1:3: parse error: comparisons between scalars must use BOOL modifier");
        row("a\n  + bool b", "2:3: parse error: bool modifier can only be used on comparison operators");
        row("*test", "1:1: parse error: unexpected <op:*>");
        row("nope(a)", "1:1: parse error: unknown function with name \"nope\"");
        row("floor()", "1:1: parse error: expected 1 argument(s) in call to \"floor\", got 0");
        row("floor(a, b)", "1:1: parse error: expected 1 argument(s) in call to \"floor\", got 2");
        row("topk(a)", "1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1");
        row("sum(a[5m])", "1:5: parse error: expected type instant vector in aggregation expression, got range vector");
        row("foo[0]", "1:4: parse error: duration must be greater than 0");
        row("foo[5m1h]", "1:5: parse error: not a valid duration string: \"5m1h\"");
        row("foo offset 1s offset 2s", "1:1: parse error: offset may not be set multiple times");
        row("\"\\c\"", "1:1: parse error: unknown escape sequence U+0063 'c'");
        row("foo{__name__=\"b\"}", "1:1: parse error: metric name must not be set twice: \"foo\" or \"b\"");
        row("foo and on(a) group_left(b) bar", "1:1: parse error: no grouping allowed for \"and\" operation");
        row("sum(a) + histogram_avg(b)", "not supported yet: function \"histogram_avg\" at 1:10");
    }
    void errors()
    {
        QFETCH(QString, text);
        QFETCH(QString, want);
        const QByteArray bytes = text == "foo{a=\"\xff\"}" ? QByteArray("foo{a=\"\xff\"}") : text.toUtf8();
        QCOMPARE(QString::fromStdString(printed(bytes.toStdString())), want);
    }

    void hostileInputEndsQuickly_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("200k (") << QByteArray::fromStdString(repeated("(", 200'000));
        QTest::newRow("60k (") << QByteArray::fromStdString(repeated("(", 60'000));
        QTest::newRow("60k or") << QByteArray::fromStdString("up" + repeated(" or up", 60'000));
        QTest::newRow("9k or") << QByteArray::fromStdString("up" + repeated(" or up", 9'000));
        QTest::newRow("60k -") << QByteArray::fromStdString(repeated("-", 60'000) + "1");
        QTest::newRow("60k ^") << QByteArray::fromStdString("1" + repeated("^1", 30'000));
        QTest::newRow("60k [") << QByteArray::fromStdString("a" + repeated("[1m:]", 10'000));
        QTest::newRow("deep calls") << QByteArray::fromStdString(repeated("abs(", 10'000));
        QTest::newRow("bytes") << QByteArray::fromStdString(repeated("\xc3\x28", 20'000));
        QTest::newRow("zeros") << QByteArray(60'000, '\0');
    }
    void hostileInputEndsQuickly()
    {
        QFETCH(QByteArray, text);
        QElapsedTimer timer;
        timer.start();
        const auto expr = parse(text.toStdString());
        QVERIFY2(timer.elapsed() < 1000, QByteArray::number(timer.elapsed()).constData());
        QVERIFY(!expr);
        QVERIFY(expr.error().position.has_value() && expr.error().position->line == 1);
    }

    void linearRegexIsAccepted() { QVERIFY(parse("{a=~\"(a+)+$\"}").has_value()); }

    void nodesKnowTheirRanges()
    {
        const std::string text = "sum by (a) (rate(foo{b=\"c\"}[5m])) > 3";
        const auto expr = parse(text);
        const auto& binary = std::get<Binary>(expr->node);
        const auto part = [&](const Expr& e) { return text.substr(e.range.begin, e.range.end - e.range.begin); };
        QCOMPARE(part(*binary.lhs), std::string("sum by (a) (rate(foo{b=\"c\"}[5m]))"));
        QCOMPARE(part(*binary.rhs), std::string("3"));
        QCOMPARE(text.substr(binary.opRange.begin, binary.opRange.end - binary.opRange.begin), std::string(">"));
        const auto& call = *std::get<Aggregate>(binary.lhs->node).expr;
        QCOMPARE(part(*std::get<Call>(call.node).arguments[0]), std::string("foo{b=\"c\"}[5m]"));
    }

    void selectorsAreFound()
    {
        const auto expr = parse("sum(a) / on(x) max_over_time(b[5m:1m]) or label_replace(c{d=\"e\"}, 'f', 'g', 'h', '')");
        std::string names;
        for (const Selector* selector : extractSelectors(*expr))
            names += selector->metric;
        QCOMPARE(names, std::string("abc"));
        QCOMPARE(parseSelector("{a=\"b\",c!=\"d\"}").value().size(), std::size_t(2));
        QVERIFY(!parseSelector("a[5m]"));
        QVERIFY(!parseSelector("a + b"));
    }
};

QTEST_APPLESS_MAIN(TestParser)
#include "tst_parser.moc"
