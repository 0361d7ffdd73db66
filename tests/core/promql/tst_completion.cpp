#include "core/promql/completion.h"

#include <QtTest>

#include <algorithm>

using namespace wg;
using namespace wg::promql;

namespace {

/// The context at '|' of a text, as "kind prefix [replaced text] label @metric {other matchers}".
std::string contextOf(std::string text, Compat compat = Compat::V3)
{
    static constexpr const char* kKinds[] = {"nothing", "expression", "label", "value", "duration", "operator"};
    const std::size_t cursor = text.find('|');
    text.erase(cursor, 1);
    const CompletionContext c = completionAt(text, cursor, compat);
    std::string out = kKinds[static_cast<int>(c.kind)];
    if (c.kind == CompletionKind::Nothing)
        return out;
    out += " " + c.prefix + " [" + text.substr(c.replace.begin, c.replace.end - c.replace.begin) + "]";
    if (!c.label.empty())
        out += " of " + c.label;
    for (const series::Matcher& matcher : c.matchers)
        out += " " + matcher.text();
    return out;
}

std::string itemsOf(std::string text, Compat compat = Compat::V3)
{
    const std::size_t cursor = text.find('|');
    text.erase(cursor, 1);
    std::string out;
    for (const CompletionItem& item : languageItems(completionAt(text, cursor, compat), compat))
        out += std::string(out.empty() ? "" : " ") + std::string(item.text);
    return out;
}

} // namespace

class TestCompletion : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void contexts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* text, const char* want) { QTest::newRow(text) << text << want; };
        row("|", "expression  []");
        row("ra|", "expression ra [ra]");
        row("ra|te(foo)", "expression ra [rate]");
        row("sum(ra|", "expression ra [ra]");
        row("1 + fo|", "expression fo [fo]");
        row("foo == bool ba|", "expression ba [ba]");
        row("a and on(x) group_left b|", "expression b [b]");
        row("rate(foo{co|", "label co [co] __name__=\"foo\"");
        row("foo{|}", "label  [] __name__=\"foo\"");
        row("{a=\"b\", c|", "label c [c] a=\"b\"");
        row("{\"a.|", "label a. [\"a.]");
        row("foo{code=\"5|", "value 5 [\"5] of code __name__=\"foo\"");
        row("foo{code=~\"5|0\"}", "value 5 [\"50\"] of code __name__=\"foo\"");
        row("foo{a=\"b\",code=\"|\",d!=\"e\"}", "value  [\"\"] of code a=\"b\" d!=\"e\" __name__=\"foo\"");
        row("foo{code=\"5|, d=\"e\"}", "value 5 [\"5] of code d=\"e\" __name__=\"foo\"");
        row("{\"a.b\",code=|", "value  [] of code __name__=\"a.b\"");
        row("{__name__=\"f|", "value f [\"f] of __name__");
        row("sum by (|) (rate(foo{a=\"b\"}[5m]))", "label  [] a=\"b\" __name__=\"foo\"");
        row("sum by (x, jo|", "label jo [jo]");
        row("sum(foo) by (jo|)", "label jo [jo] __name__=\"foo\"");
        row("foo / on(|) bar", "label  [] __name__=\"foo\"");
        row("foo[|", "duration  []");
        row("foo[5|", "duration 5 [5]");
        row("foo[5m:|", "duration  []");
        row("foo offset |", "duration  []");
        row("foo[st|", "duration st [st]");
        row("foo |", "operator  []");
        row("foo of|", "operator of [of]");
        row("sum(foo) b|", "operator b [b]");
        row("sum by (a) (foo) |", "operator  []");
        row("sum by |", "nothing");
        row("foo{a|} # com", "label a [a] __name__=\"foo\"");
        row("foo # com|", "nothing");
        row("label_replace(foo, \"a|", "nothing");
        row("5|", "nothing");
        row("foo{a |", "nothing");
        row("{=\"|", "nothing");
        row("a + fill(0) b|", "expression b [b]");
    }
    void contexts()
    {
        QFETCH(QString, text);
        QFETCH(QString, want);
        QCOMPARE(QString::fromStdString(contextOf(text.toStdString())), want);
    }

    void languageOffersWhatFits()
    {
        QCOMPARE(itemsOf("hist|"),
            std::string("histogram_avg histogram_count histogram_fraction histogram_quantile histogram_quantiles "
                        "histogram_stddev histogram_stdvar histogram_sum"));
        QCOMPARE(itemsOf("hist|", Compat::V2_42),
            std::string("histogram_count histogram_fraction histogram_quantile histogram_sum"));
        QCOMPARE(itemsOf("ST|"), std::string("start start_timestamp stddev stddev_over_time stdvar stdvar_over_time step"));
        QCOMPARE(itemsOf("foo o|"), std::string("offset on or"));
        QCOMPARE(itemsOf("foo fi|"), std::string("fill fill_left fill_right"));
        QCOMPARE(itemsOf("foo fi|", Compat::V2_55), std::string());
        QCOMPARE(itemsOf("foo[1|"), std::string("1m 10m 1h 1d"));
        QCOMPARE(itemsOf("foo{a|"), std::string());
        const auto items = languageItems(completionAt("rate", 4));
        QCOMPARE(items.size(), std::size_t(1));
        QCOMPARE(items[0].signature, std::string_view("rate(v range-vector)"));
        QVERIFY(items[0].kind == CompletionItem::Kind::Function && !items[0].help.empty());
    }

    void textIsQuotedWhereNeeded()
    {
        const auto at = [](std::string text, std::string_view name) {
            const std::size_t cursor = text.find('|');
            text.erase(cursor, 1);
            return completionText(completionAt(text, cursor), name);
        };
        QCOMPARE(at("fo|", "foo:bar"), std::string("foo:bar"));
        QCOMPARE(at("fo|", "foo.bar"), std::string("{\"foo.bar\"}"));
        QCOMPARE(at("{a|", "abc"), std::string("abc"));
        QCOMPARE(at("{a|", "a.b"), std::string("\"a.b\""));
        QCOMPARE(at("{a=|", "x\"y"), std::string("\"x\\\"y\""));
        QCOMPARE(at("{a='|", "x"), std::string("'x'"));
        QCOMPARE(at("{a='|", "x'y"), std::string("\"x'y\""));
        QCOMPARE(at("{a=`|", "x\\y"), std::string("`x\\y`"));
        QCOMPARE(at("{a=~|", "10.0.0.1:80"), std::string("\"10\\\\.0\\\\.0\\\\.1:80\""));
        QCOMPARE(at("{a!~`|", "f(x)|[y]"), std::string("`f\\(x\\)\\|\\[y\\]`"));
        QCOMPARE(at("{b=~\"x\", a=\"|", "10.0"), std::string("\"10.0\""));
    }

    /// Any text, any cursor: the range is around the cursor.
    void everyCursorHasAContext()
    {
        for (const std::string_view text : {"sum by (a) (rate(foo{b=\"c\", d=~'e'}[5m:1m] offset -1h)) > bool 3 # x",
                 "a + on(b) group_left(c) fill(0) {\"x.y\"} @ end()", "{\"", "foo{=", "}])(", "\xff{a=\"\xfe", "[{(`",
                 "a[[[(("}) {
            for (std::size_t cursor = 0; cursor <= text.size(); ++cursor) {
                const CompletionContext context = completionAt(text, cursor);
                QVERIFY(context.replace.begin <= cursor || context.kind == CompletionKind::Nothing);
                QVERIFY(context.replace.end <= text.size());
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestCompletion)
#include "tst_completion.moc"
