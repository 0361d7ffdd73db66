#include "core/promql/highlight.h"

#include <QtTest>

using namespace wg::promql;

namespace {

/// "F:rate P:( M:foo …": classes by letter, and the text.
std::string text(std::string_view expression, Compat compat = Compat::V3)
{
    static constexpr const char* kLetters[] = {"F", "A", "K", "L", "V", "M", "N", "D", "S", "O", "P", "C", "E"};
    std::string out;
    for (const HighlightSpan& span : highlight(expression, compat)) {
        out += (out.empty() ? "" : " ") + std::string(kLetters[static_cast<int>(span.kind)]) + ":";
        out += expression.substr(span.range.begin, span.range.end - span.range.begin);
    }
    return out;
}

} // namespace

class TestHighlight : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void classes_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* expression, const char* want) { QTest::newRow(expression) << expression << want; };
        row("sum by (job) (rate(foo{a=\"b\"}[5m]))",
            "A:sum K:by P:( L:job P:) P:( F:rate P:( M:foo P:{ L:a O:= V:\"b\" P:} P:[ D:5m P:] P:) P:)");
        row("a + on(b) group_left(c) d", "M:a O:+ K:on P:( L:b P:) K:group_left P:( L:c P:) M:d");
        row("{\"x.y\", \"l.m\"=~'z'}", "P:{ M:\"x.y\" P:, L:\"l.m\" O:=~ V:'z' P:}");
        row("foo offset -step() @ end()", "M:foo K:offset O:- F:step P:( P:) O:@ F:end P:( P:)");
        row("foo[min_of(step(), 5) * 2]", "M:foo P:[ F:min_of P:( F:step P:( P:) P:, N:5 P:) O:* N:2 P:]");
        row("start() - start", "F:start P:( P:) O:- M:start");
        row("sum + avg(sum)", "M:sum O:+ A:avg P:( M:sum P:)");
        row("label_replace(a, 'b', \"c\") # d", "F:label_replace P:( M:a P:, S:'b' P:, S:\"c\" P:) C:# d");
        row("a > bool 1 or b", "M:a O:> K:bool N:1 O:or M:b");
        row("a + fill (0) b", "M:a O:+ K:fill P:( N:0 P:) M:b");
        row("foo[5m] anchored", "M:foo P:[ D:5m P:] K:anchored");
        row("sum(a) by (by, 'x.y', sum)", "A:sum P:( M:a P:) K:by P:( L:by P:, L:'x.y' P:, L:sum P:)");
        // Half-typed text.
        row("foo{a=\"b", "M:foo P:{ L:a O:= V:\"b");
        row("foo{a", "M:foo P:{ L:a");
        row("sum by (", "A:sum K:by P:(");
        row("a $ 5x", "M:a E:$ E:5x");
        row("", "");
    }
    void classes()
    {
        QFETCH(QString, expression);
        QFETCH(QString, want);
        QCOMPARE(QString::fromStdString(text(expression.toStdString())), want);
    }

    void versionsHaveTheirWords()
    {
        QCOMPARE(text("limitk(2, a)", Compat::V3), std::string("A:limitk P:( N:2 P:, M:a P:)"));
        QCOMPARE(text("limitk(2, a)", Compat::V2_42), std::string("F:limitk P:( N:2 P:, M:a P:)"));
    }

    void spansAscendWithoutOverlap()
    {
        for (const std::string_view expression :
            {"sum(rate(a[5m])) > 3 # x", "\xff\xfe{\"", "a b\tc\n{}}", "((((", "'\\", "[("}) {
            std::size_t last = 0;
            for (const HighlightSpan& span : highlight(expression)) {
                QVERIFY(span.range.begin >= last && span.range.end > span.range.begin);
                QVERIFY(span.range.end <= expression.size());
                last = span.range.end;
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestHighlight)
#include "tst_highlight.moc"
