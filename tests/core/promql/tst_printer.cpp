#include "core/promql/parser.h"
#include "core/promql/printer.h"
#include "tests/core/promql/same_tree.h"

#include <QtTest>

using namespace wg::promql;

class TestPrinter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void canonicalText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* text, const char* want) { QTest::newRow(text) << text << want; };
        row("1", "1");
        row("0xc", "12");
        row("010", "8");
        row("-Inf", "-Inf");
        row("1_000.5", "1000.5");
        row("1e-7 + 1e30", "0.0000001 + 1000000000000000000000000000000");
        row("10m", "10m");
        row("-90s", "-1m30s");
        row("25h", "1d1h");
        row("-1^-2", "-1 ^ -2");
        row("inf ^ a ^ Inf * Inf", "Inf ^ a ^ +Inf * +Inf");
        row("1+2*3^2^2/(4-1)", "1 + 2 * 3 ^ 2 ^ 2 / (4 - 1)");
        row("- + a", "-+a");
        row("a unless b and c or d", "a unless b and c or d");
        row("h </ 0.5 >/ 3", "h </ 0.5 >/ 3");
        row("foo:bar{c!~\"d|e\",a='b',}", "foo:bar{a=\"b\",c!~\"d|e\"}");
        row("{__name__=~\"a.*\"}", "{__name__=~\"a.*\"}");
        row("{__name__=\"a\"}", "{__name__=\"a\"}");
        row("{\"my.metric\", \"l.x\"=\"y\"}", "{\"l.x\"=\"y\",__name__=\"my.metric\"}");
        row("{\"_0\"=\"1\"}", "{_0=\"1\"}");
        row("foo{}", "foo");
        row("sum", "sum");
        row("start + offset offset 5m", "start + offset offset 5m");
        row("rate(avg[5m])", "rate(avg[5m])");
        row("foo [5m] OFFSET 1h30m", "foo[5m] offset 1h30m");
        row("foo @ 3.33 offset -7m", "foo @ 3.330 offset -7m");
        row("foo @ start() [5m]", "foo[5m] @ start()");
        row("foo @ 1m", "foo @ 60.000");
        row("foo offset 0s", "foo");
        row("foo[300]", "foo[5m]");
        row("foo[0.0001]", "foo[0.0001]");
        row("SUM(foo) BY (a,b,)", "sum by (a, b) (foo)");
        row("sum by()(foo)", "sum(foo)");
        row("sum without()(foo)", "sum without () (foo)");
        row("sum by('a.b', c)(foo)", "sum by (\"a.b\", c) (foo)");
        row("limit_ratio(-0.5, foo)", "limit_ratio(-0.5, foo)");
        row("topk without(a)(scalar(bar), foo)", "topk without (a) (scalar(bar), foo)");
        row("foo / ignoring(a) group_left(b) bar", "foo / ignoring (a) group_left (b) bar");
        row("foo / ignoring() group_left bar", "foo / ignoring () group_left () bar");
        row("foo - on(\"x y\") group_right (bar)", "");
        row("foo and on() bar", "foo and on () bar");
        row("1 + on() foo", "1 + foo");
        row("foo >= bool 1", "foo >= bool 1");
        row("foo + fill(-1e21) bar", "foo + fill (-1e+21) bar");
        row("foo + on(a) group_left fill_left(NaN) bar", "foo + on (a) group_left () fill_left (NaN) bar");
        row("foo > bool fill_right(5) fill_left(+5) bar", "foo > bool fill (5) bar");
        row("foo anchored offset 1m", "foo anchored offset 1m");
        row("foo[5m] @ end() smoothed", "foo[5m] smoothed @ end()");
        row("max_over_time(rate(foo[2s])[5m:5s] offset 4m)[4m:]", "max_over_time(rate(foo[2s])[5m:5s] offset 4m)[4m:]");
        row("label_replace(a, 'b', `$1`, 'c', \"(.*)\\n\")", "label_replace(a, \"b\", \"$1\", \"c\", \"(.*)\\n\")");
        row("a # why\n + b", "a + b");
        row("'\\xff\\u00e9\\'\"\\ufffd'", "\"\\xff\u00e9'\\\"\\ufffd\"");
        row("end() - start() + step() / range()", "end() - start() + step() / range()");
        // Durations
        row("foo[5m*2]", "foo[5m * 2]");
        row("foo[-10s+15]", "foo[-10s + 15]");
        row("foo[  -  STEP ( )^+range() ]", "foo[-step() ^ range()]");
        row("foo[(5s):(step()+1)%2]", "foo[(5s):(step() + 1) % 2]");
        row("foo[max_of(step(),-min_of(1h,2))]", "foo[max_of(step(), -min_of(1h, 2))]");
        row("foo offset (1h/2)", "foo offset (1h / 2)");
        row("foo offset +(5)", "foo offset (5)");
        row("foo offset -step()*2", "foo offset -step() * 2");
        row("foo offset -2^2", "foo offset -2s ^ 2");
    }
    void canonicalText()
    {
        QFETCH(QString, text);
        QFETCH(QString, want);
        const auto expr = parse(text.toStdString());
        if (want.isEmpty()) { // the parenthesis is taken for labels, and nothing is left for the right side
            QVERIFY(!expr);
            return;
        }
        QVERIFY2(expr.has_value(), expr ? "" : expr.error().text().c_str());
        const std::string once = print(*expr);
        QCOMPARE(QString::fromStdString(once), want);
        const auto again = parse(once);
        QVERIFY(again.has_value() && test::sameTree(*expr, *again));
    }

    void numbersAreShorterIn2_42()
    {
        for (const auto& [text, want] : {std::pair{"1234567", "1.234567e+06"}, {"123456.7", "123456.7"}, {"1e-7", "1e-07"},
                 {"0.0001", "0.0001"}, {"1e31", "1e+31"}, {"-Inf", "-Inf"}})
            QCOMPARE(print(*parse(text, Compat::V2_42), Compat::V2_42), std::string(want));
    }

    /// What precedence makes of an unparenthesised offset.
    void offsetTakesOneAtom()
    {
        for (const char* text : {"foo offset 1m * 2", "foo offset -step() * 2", "foo offset min_of(1m, 2m) + 8",
                 "foo offset -(1m) ^ 2", "foo offset 2 ^ 2"}) {
            const auto expr = parse(text);
            QVERIFY2(expr && std::holds_alternative<Binary>(expr->node), text);
        }
        for (const char* text : {"foo offset (1m * 2)", "foo offset (1m) * 2", "foo offset - -1m"}) {
            const auto expr = parse(text);
            QVERIFY2(expr && std::holds_alternative<Selector>(expr->node), text);
        }
    }

    void equalityIsNotBlind()
    {
        const auto same = [](const char* a, const char* b) { return test::sameTree(*parse(a), *parse(b)); };
        QVERIFY(same("foo{a='b',c='d'}", " foo{c=\"d\", a=\"b\"}"));
        QVERIFY(!same("foo", "foo offset 1m"));
        QVERIFY(!same("foo[5m]", "foo[5m] anchored"));
        QVERIFY(!same("a + b", "a + fill(0) b"));
        QVERIFY(!same("1m", "60"));
        QVERIFY(!same("foo[step()]", "foo[range()]"));
        QVERIFY(!same("(a)", "a"));
    }
};

QTEST_APPLESS_MAIN(TestPrinter)
#include "tst_printer.moc"
