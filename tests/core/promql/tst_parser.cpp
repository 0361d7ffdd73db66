#include "core/promql/parser.h"
#include "core/promql/printer.h"

#include <QtTest>

using namespace wg;
using namespace wg::promql;

namespace {

std::string printed(const std::string& text, Compat compat = Compat::V3)
{
    const auto expr = parse(text, compat);
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
    void errors_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* text, const char* want) { QTest::newRow(text) << text << want; };
        row("", "1:1: parse error: no expression found in input");
        row("rate(foo)", "1:6: parse error: expected type range vector in call to function \"rate\", got instant vector");
        row("1[5m]", "1:2: parse error: ranges only allowed for vector selectors");
        row("(foo + bar)[5m]", "1:12: parse error: ranges only allowed for vector selectors");
        row("foo offset 1m[5m]", "1:14: parse error: no offset modifiers allowed before range");
        row("foo offset *", "1:12: parse error: unexpected <op:*> in offset, expected number, duration, step(), or range()");
        row("foo[]",
            "1:5: parse error: unexpected \"]\" in subquery or range selector, expected number, duration, step(), or range()");
        row("foo[5m 5m]", "1:8: parse error: unexpected duration \"5m\" in subquery or range, expected \":\" or \"]\"");
        row("foo[5m:+]",
            "1:9: parse error: unexpected \"]\" in subquery selector, expected number, duration, step(), range(), or \"]\"");
        row("foo[(5m]",
            "1:8: parse error: unexpected \"]\" in subquery or range selector, expected number, duration, step(), or range()");
        row("foo[bar]", "1:5: parse error: unexpected character in duration expression: 'b'");
        row("foo[5m x 5m]", "1:8: parse error: unexpected character: 'x', expected ':'");
        row("foo[5m/0]", "1:7: parse error: division by zero");
        row("foo[5m%0s]", "1:7: parse error: modulo by zero");
        row("foo[9.5e10]", "1:5: parse error: duration out of range");
        row("foo[300y]", "1:5: parse error: duration out of range");
        row("foo[-5m]", "1:5: parse error: duration must be greater than 0");
        row("foo[5m:0s]", "1:8: parse error: duration must be greater than 0");
        row("foo @ NaN", "1:1: parse error: timestamp out of bounds for @ modifier: NaN");
        row("foo @ start", "1:12: parse error: unexpected end of input in @, expected timestamp");
        row("foo @ 1 @ 2", "1:1: parse error: @ <timestamp> may not be set multiple times");
        row("(foo) @ 1",
            "1:1: parse error: @ modifier must be preceded by an instant vector selector or range vector selector or a "
            "subquery");
        row("foo[5m:1m] anchored", "1:1: parse error: anchored modifier is not supported for subqueries");
        row("(foo) smoothed",
            "1:1: parse error: smoothed modifier must be preceded by an instant vector selector or range vector selector");
        row("foo anchored smoothed", "1:1: parse error: anchored and smoothed modifiers cannot be used together");
        row("1 + fill(0) foo", "1:1: parse error: filling in missing series only allowed between instant vectors");
        row("foo or fill(0) bar", "1:1: parse error: filling in missing series not allowed for set operators");
        row("foo + fill_left(1) fill(2) bar", "1:20: parse error: unexpected <fill>");
        row("foo + fill(x) bar", "1:12: parse error: unexpected identifier \"x\"");
        row("foo + fill bar", "1:12: parse error: unexpected identifier \"bar\"");
        row("1 + on(a) foo", "1:1: parse error: vector matching only allowed between instant vectors");
        row("sum(foo bar)", "1:9: parse error: unexpected identifier \"bar\" in aggregation");
        row("rate(foo bar)", "1:10: parse error: unexpected identifier \"bar\"");
        row("sum by (a) foo", "1:12: parse error: unexpected identifier \"foo\" in aggregation");
        row("sum by a (foo)", "1:8: parse error: unexpected identifier \"a\" in grouping opts, expected \"(\"");
        row("sum by (without) (foo)", "1:9: parse error: unexpected <without> in grouping opts, expected label");
        row("sum by (\"\") (foo)", "1:9: parse error: invalid label name for grouping: \"\"");
        row("foo + group_left(a) bar", "1:7: parse error: unexpected <group_left>");
        row("nope(a", "1:7: parse error: unclosed left parenthesis");
        row("rate(foo) + *", "1:13: parse error: unexpected <op:*>");
        row("rate(a,)", "1:7: parse error: trailing commas not allowed in function call args");
        row("hour(a, b)", "1:1: parse error: expected at most 1 argument(s) in call to \"hour\", got 2");
        row("label_join(a)", "1:1: parse error: expected at least 3 argument(s) in call to \"label_join\", got 1");
        row("info(a, b)", "1:9: parse error: expected label selectors only, got vector selector instead");
        row("info(a, ({b=\"c\"}))", "1:9: parse error: expected label selectors only");
        row("{a=~\"(\"}", "");
        row("1_", "1:1: parse error: bad number or duration syntax: \"1_\"");
        row("0x", "1:1: parse error: error parsing number: strconv.ParseFloat: parsing \"0x\": invalid syntax");
        row("{}", "1:1: parse error: vector selector must contain at least one non-empty matcher");
        row("{x=~\".*\"}", "1:1: parse error: vector selector must contain at least one non-empty matcher");
        row("foo{a=\"\xff\"}", "1:7: parse error: invalid UTF-8 rune");
        row("(1))", "1:5: parse error: unexpected right parenthesis ')'");
        row("((1)", "1:5: parse error: unclosed left parenthesis");
        row("some{", "1:6: parse error: unexpected end of input inside braces");
        row("foo{a>=\"b\"}", "1:6: parse error: unexpected character inside braces: '>'");
        row("{i!", "1:3: parse error: unexpected character after '!' inside braces: '\xef\xbf\xbd'");
        row("a !", "1:3: parse error: unexpected character after '!': '\xef\xbf\xbd'");
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
        row("foo[0]", "1:5: parse error: duration must be greater than 0");
        row("foo[5m1h]", "1:5: parse error: not a valid duration string: \"5m1h\"");
        row("foo[5m1hs]", "1:5: parse error: unknown unit \"hs\" in duration \"5m1hs\"");
        row("foo offset 1s offset 2s", "1:1: parse error: offset may not be set multiple times");
        row("\"\\c\"", "1:1: parse error: unknown escape sequence U+0063 'c'");
        row("foo{__name__=\"b\"}", "1:1: parse error: metric name must not be set twice: \"foo\" or \"b\"");
        row("foo and on(a) group_left(b) bar", "1:1: parse error: no grouping allowed for \"and\" operation");
        row("holt_winters(a[5m], 1, 1)", "1:1: parse error: unknown function with name \"holt_winters\"");
        row("START()", "1:1: parse error: unknown function with name \"START\"");
    }
    void errors()
    {
        QFETCH(QString, text);
        QFETCH(QString, want);
        const QByteArray bytes = text.startsWith("foo{a=\"\xff") ? QByteArray("foo{a=\"\xff\"}") : text.toUtf8();
        const QString got = QString::fromStdString(printed(bytes.toStdString()));
        if (want.isEmpty()) // RE2's own words follow
            QVERIFY2(got.startsWith("1:2: parse error: "), qPrintable(got));
        else
            QCOMPARE(got, want);
    }

    /// What a version does not know it refuses in its own words.
    void olderVersions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want255");
        QTest::addColumn<QString>("want242");
        const auto row = [](const char* text, const char* want255, const char* want242) {
            QTest::newRow(text) << text << want255 << want242;
        };
        row("foo[300]", "foo[5m]", "1:5: parse error: missing unit character in duration");
        row("1_000", "1000", "1:1: parse error: bad number or duration syntax: \"1\"");
        row("10m", "10m", "1:1: parse error: unexpected duration \"10m\"");
        row("foo offset 5", "foo offset 5s", "1:12: parse error: unexpected number \"5\" in offset, expected duration");
        row("foo offset 0s", "foo", "1:12: parse error: duration must be greater than 0");
        row("foo offset -(5m)", "1:13: parse error: unexpected \"(\" in offset, expected number or duration",
            "1:13: parse error: unexpected \"(\" in offset, expected duration");
        row("foo[5m * 2]", "1:8: parse error: unexpected <op:*> in subquery or range, expected \":\" or \"]\"",
            "1:8: parse error: unexpected <op:*> in subquery or range, expected \":\" or \"]\"");
        row("foo[5s x 5s]", "foo[5s:5s]", "foo[5s:5s]");
        row("{\"a.b\"}", "{__name__=\"a.b\"}",
            "1:2: parse error: unexpected string \"\\\"a.b\\\"\" in label matching, expected identifier or \"}\"");
        row("sum by (\"a.b\") (foo)", "1:9: parse error: unexpected string \"\\\"a.b\\\"\" in grouping opts, expected label",
            "1:9: parse error: unexpected string \"\\\"a.b\\\"\" in grouping opts, expected label");
        row("sum by (a:b) (foo)", "1:9: parse error: unexpected metric identifier \"a:b\" in grouping opts, expected label",
            "1:9: parse error: unexpected metric identifier \"a:b\" in grouping opts, expected label");
        row("start()", "1:6: parse error: unexpected \"(\"", "1:6: parse error: unexpected \"(\"");
        row("step()", "1:1: parse error: unknown function with name \"step\"",
            "1:1: parse error: unknown function with name \"step\"");
        row("limitk(1, foo)", "limitk(1, foo)", "1:1: parse error: unknown function with name \"limitk\"");
        row("info(foo)", "1:1: parse error: unknown function with name \"info\"",
            "1:1: parse error: unknown function with name \"info\"");
        row("holt_winters(a[5m], 1, 1)", "holt_winters(a[5m], 1, 1)", "holt_winters(a[5m], 1, 1)");
        row("foo + fill(0) bar", "1:7: parse error: unknown function with name \"fill\"",
            "1:7: parse error: unknown function with name \"fill\"");
        row("foo anchored", "1:5: parse error: unexpected identifier \"anchored\"",
            "1:5: parse error: unexpected identifier \"anchored\"");
        row("foo </ 1", "1:6: parse error: unexpected <op:/>", "1:6: parse error: unexpected <op:/>");
        row("010", "8", "8");
    }
    void olderVersions()
    {
        QFETCH(QString, text);
        QFETCH(QString, want255);
        QFETCH(QString, want242);
        QCOMPARE(QString::fromStdString(printed(text.toStdString(), Compat::V2_55)), want255);
        QCOMPARE(QString::fromStdString(printed(text.toStdString(), Compat::V2_42)), want242);
    }

    void hostileInputIsAnError_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const std::string& text) {
            QTest::newRow(name) << QByteArray::fromStdString(text);
        };
        row("200k (", repeated("(", 200'000));
        row("60k (", repeated("(", 60'000));
        row("60k or", "up" + repeated(" or up", 60'000));
        row("9k or", "up" + repeated(" or up", 9'000));
        row("100k -", repeated("-", 100'000) + "1");
        row("60k -", repeated("-", 60'000) + "1");
        row("60k ^", "1" + repeated("^1", 30'000));
        row("10k [1m:]", "a" + repeated("[1m:]", 10'000));
        row("10k abs(", repeated("abs(", 10'000));
        row("duration (", "a[" + repeated("(", 60'000));
        row("duration closed (", "a[" + repeated("(", 20'000) + "1m" + repeated(")", 20'000) + "]");
        row("duration -", "a[" + repeated("-", 60'000) + "1m]");
        row("duration +", "a[1m" + repeated("+1m", 20'000) + "]");
        row("duration ^", "a[1m" + repeated("^1", 30'000) + "]");
        row("duration min_of", "a[" + repeated("min_of(1,", 5'000));
        row("offset -", "a offset " + repeated("-", 60'000) + "1m");
        row("offset (", "a offset " + repeated("(", 60'000));
        row("1[5m]", "1[5m]");
        row("bytes", repeated("\xc3\x28", 20'000));
        row("bad UTF-8", "{a=\"" + repeated("\xff", 20'000) + "\"}");
        row("zeros", std::string(60'000, '\0'));
        row("no matchers", "{}");
        row("over 64 KiB", "a" + repeated(" ", 70'000) + "+ a");
        row("regex out of bounds", "{a=~\"(((a{1000}){1000}){1000})\"}");
    }
    void hostileInputIsAnError()
    {
        QFETCH(QByteArray, text);
        for (const Compat compat : {Compat::V3, Compat::V2_55, Compat::V2_42}) {
            const auto expr = parse(text.toStdString(), compat);
            QVERIFY(!expr);
            QVERIFY(expr.error().position.has_value() && expr.error().position->line == 1);
        }
    }

    void deepestAllowedTreesArePrinted()
    {
        const std::string sum = "1" + repeated(" + 1", kMaxNesting - 1);
        QCOMPARE(printed(sum), sum);
        const std::string duration = "a[1m" + repeated(" + 1m", kMaxNesting - 1) + "]";
        QCOMPARE(printed(duration), duration);
        const std::string parens = repeated("(", kMaxNesting - 1) + "1" + repeated(")", kMaxNesting - 1);
        QCOMPARE(printed(parens), parens);
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
