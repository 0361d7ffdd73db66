#include "core/promql/lexer.h"

#include <QtTest>

using namespace wg::promql;

namespace {

/// "I:foo B:[ D:5m …": kinds by letter, and the text.
std::string text(std::string_view expression)
{
    static constexpr const char* kLetters[] = {
        "I", "K", "A", "O", "N", "D", "S", "(", ")", "{", "}", "[", "]", ",", ":", "@", "C", "E", "$"};
    std::string out;
    for (const Token& token : tokenize(expression)) {
        out += (out.empty() ? "" : " ") + std::string(kLetters[static_cast<int>(token.kind)]);
        if (std::isalpha(static_cast<unsigned char>(out.back())) != 0)
            out += ":" + std::string(token.text);
    }
    return out;
}

} // namespace

class TestLexer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tokens_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* expression, const char* want) { QTest::newRow(expression) << expression << want; };
        row("", "$");
        row("sum by (job) (rate(a:b{c=~\"d\"}[5m]))",
            "A:sum K:by ( I:job ) ( I:rate ( I:a:b { I:c O:=~ S:\"d\" } [ D:5m ] ) ) $");
        row("a[5m:30s] @ end() offset -1h30m", "I:a [ D:5m : D:30s ] @ K:end ( ) K:offset O:- D:1h30m $");
        row("1e3 0x1F .5 5. 1_000 Inf NaN", "N:1e3 N:0x1F N:.5 N:5. N:1_000 N:Inf N:NaN $");
        row("a AND b Unless on() c", "I:a O:AND I:b O:Unless K:on ( ) I:c $");
        row("a != 1 # why", "I:a O:!= N:1 C:# why $");
        row("{on=\"x\",by!='y'}", "{ I:on O:= S:\"x\" , I:by O:!= S:'y' } $");
        row("0x_1F 1e5 1_0.5_0", "N:0x_1F N:1e5 N:1_0.5_0 $");
        // Half-typed text still has tokens.
        row("rate(foo{a=\"b", "I:rate ( I:foo { I:a O:= E:\"b E: $");
        row("sum(foo", "A:sum ( I:foo E: $");
        row("foo[5", "I:foo [ N:5 E: $");
        row("5x + a", "E:5x O:+ I:a $");
        row("5m1", "E:5m1 $");
        row("foo[", "I:foo [ E: $");
        row("foo[step()*-1", "I:foo [ K:step ( ) O:* O:- N:1 E: $");
        row("foo[5 + range()]", "I:foo [ N:5 O:+ K:range ( ) ] $");
        row("a fill b fill (1)", "I:a I:fill I:b K:fill ( N:1 ) $");
        row("a anchored step min_of", "I:a K:anchored K:step K:min_of $");
        row("a </ 1 >/ 2", "I:a O:</ N:1 O:>/ N:2 $");
        row("limitk ::a", "A:limitk I:::a $");
        row("'\\c' 'x", "E:'\\c' E:'x $");
        row("1 !", "N:1 E:! $");
        row("a $ b", "I:a E:$ I:b $");
    }
    void tokens()
    {
        QFETCH(QString, expression);
        QFETCH(QString, want);
        QCOMPARE(QString::fromStdString(text(expression.toStdString())), want);
    }

    void olderVersionsHaveFewerWords()
    {
        const auto kinds = [](std::string_view expression, Compat compat) {
            std::string out;
            for (const Token& token : tokenize(expression, compat))
                out += std::to_string(static_cast<int>(token.kind)) + " ";
            return out;
        };
        QCOMPARE(kinds("step anchored limitk", Compat::V2_42), kinds("a b c", Compat::V3));
        QCOMPARE(kinds("limitk", Compat::V2_55), kinds("sum", Compat::V3));
        QVERIFY(tokenize("1_0", Compat::V2_42)[0].kind == TokenKind::Error);
        QVERIFY(tokenize("a[1]", Compat::V2_42)[2].kind == TokenKind::Error);
        QVERIFY(tokenize("a[1]", Compat::V2_55)[2].kind == TokenKind::Number);
    }

    void rangesAscendAndStayInside()
    {
        for (const std::string_view expression : {"sum(rate(a[5m])) > 3 # x", "\xff\xfe{\"", "a b\tc\n{}}", "((((", "'\\"}) {
            std::size_t last = 0;
            for (const Token& token : tokenize(expression)) {
                QVERIFY(token.range.begin >= last && token.range.end >= token.range.begin);
                QVERIFY(token.range.end <= expression.size());
                last = token.range.end;
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestLexer)
#include "tst_lexer.moc"
