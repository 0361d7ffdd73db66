// resolveDurations(): what duration expressions are worth for a query.
#include "core/promql/ast.h"
#include "core/promql/parser.h"

#include <QtTest>

using namespace wg;
using namespace wg::promql;

namespace {

/// "range/step/offset" in ms of the outermost selector or subquery; the error's text.
std::string resolved(const std::string& text, const QueryTimes& times = {50'000, 60'000, 5'000})
{
    auto expr = parse(text);
    if (!expr)
        return expr.error().text();
    if (const auto done = resolveDurations(*expr, times, text); !done)
        return done.error().text();
    const auto number = [](const std::optional<DurationMs>& value) { return value ? std::to_string(*value) : "-"; };
    if (const auto* subquery = std::get_if<Subquery>(&expr->node))
        return std::to_string(subquery->range) + "/" + number(subquery->step) + "/" + number(subquery->shift.offset);
    const auto& selector = std::get<Selector>(expr->node);
    return number(selector.range) + "/-/" + number(selector.shift.offset);
}

} // namespace

class TestDurationExpr : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void values_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("want");
        const auto row = [](const char* text, const char* want) { QTest::newRow(text) << text << want; };
        row("foo[5m]", "300000/-/-");
        row("foo[5m*2]", "600000/-/-");
        row("foo[4.18]", "4180/-/-");
        row("foo[1+2*3^2]", "19000/-/-");
        row("foo[2^3^0]", "2000/-/-");
        row("foo[10-4-3]", "3000/-/-");
        row("foo[30m1s-30m1s%1m]", "1800000/-/-");
        row("foo[(9m30s+30s)*3]", "1800000/-/-");
        row("foo[step()]", "5000/-/-");
        row("foo[range()+1ms]", "10001/-/-");
        row("foo[-step()+range()]", "5000/-/-");
        row("foo[min_of(step(),range())]", "5000/-/-");
        row("foo[max_of(step(),7)]", "7000/-/-");
        row("foo[step():step()/2]", "5000/2500/-");
        row("foo[1m:]", "60000/-/-");
        row("foo[1m:(2)] offset -(step()-1)", "60000/2000/-4000");
        row("foo offset step()", "-/-/5000");
        row("foo offset -range()", "-/-/-10000");
        row("foo offset (step()-step())", "-/-/0");
        row("foo[5m] offset (1h/2)", "300000/-/1800000");
        row("foo[step()-5]", "1:5: duration must be greater than 0");
        row("foo[1m:-step()]", "1:8: duration must be greater than 0");
        row("foo[1/(step()-5)]", "1:5: division by zero");
        row("foo[1%(step()-5)]", "1:5: modulo by zero");
        row("foo offset (10^300)", "1:12: duration is out of range");
        row("foo[(0-1)^0.5]", "1:5: duration is out of range");
    }
    void values()
    {
        QFETCH(QString, text);
        QFETCH(QString, want);
        QCOMPARE(QString::fromStdString(resolved(text.toStdString())), want);
    }

    void instantQueriesHaveNoStep()
    {
        const QueryTimes instant{50'000, 50'000, 0};
        QCOMPARE(resolved("foo[step()]", instant), std::string("1:5: duration must be greater than 0"));
        QCOMPARE(resolved("foo offset range()", instant), std::string("-/-/0"));
    }

    void innerPartsAreResolvedToo()
    {
        const std::string text = "sum(rate(foo[step()])) + on() max_over_time(bar[step():]) > abs(-(baz offset step()))";
        auto expr = parse(text);
        QVERIFY(resolveDurations(*expr, {0, 10'000, 1'000}, text).has_value());
        const auto selectors = extractSelectors(*expr);
        QCOMPARE(selectors.size(), std::size_t(3));
        QCOMPARE(selectors[0]->range.value(), DurationMs(1'000));
        QCOMPARE(selectors[2]->shift.offset.value(), DurationMs(1'000));
    }
};

QTEST_APPLESS_MAIN(TestDurationExpr)
#include "tst_duration_expr.moc"
