#include "core/promql/function_table.h"
#include "core/promql/functions.h"
#include "core/promql/heap_order.h"
#include "core/promql/statistics.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace wg::promql;

class TestFunctionTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRowHasAnImplementationAndHelp()
    {
        for (const FunctionInfo& row : functionTable()) {
            const std::string name(row.name);
            QVERIFY2(findImplementation(name) != nullptr, name.c_str());
            QVERIFY2(row.signature.starts_with(name + "(") && row.signature.ends_with(")"), name.c_str());
            QVERIFY2(row.help.ends_with("."), name.c_str());
            QCOMPARE(findFunction(name), &row);
        }
        QVERIFY(findFunction("nope") == nullptr);
        QVERIFY(findFunction("") == nullptr);
    }

    void versionsKnowTheirOwn()
    {
        struct Case {
            const char* name;
            bool v3, v255, v242;
        };
        for (const Case& c : {Case{"rate", true, true, true}, Case{"holt_winters", false, true, true},
                 Case{"mad_over_time", true, true, false}, Case{"info", true, false, false}}) {
            QCOMPARE(findFunction(c.name, Compat::V3) != nullptr, c.v3);
            QCOMPARE(findFunction(c.name, Compat::V2_55) != nullptr, c.v255);
            QCOMPARE(findFunction(c.name, Compat::V2_42) != nullptr, c.v242);
        }
        QVERIFY(findAggregate("LimitK", Compat::V2_55) != nullptr);
        QVERIFY(findAggregate("limitk", Compat::V2_42) == nullptr);
        QVERIFY(findAggregate("rate", Compat::V3) == nullptr);
    }

    void everyImplementationHasARow()
    {
        for (const auto family : {mathFunctions(), timeFunctions(), counterFunctions(), overTimeFunctions(), vectorFunctions(),
                 histogramFunctions()}) {
            for (const FunctionRow& row : family)
                QVERIFY2(findFunction(row.name) != nullptr, std::string(row.name).c_str());
        }
    }

    void everyAggregationIsDescribed()
    {
        for (int i = 0; i <= static_cast<int>(AggregateOp::LimitRatio); ++i) {
            const auto name = opText(static_cast<AggregateOp>(i));
            QVERIFY(std::ranges::any_of(aggregateTable(), [&](const AggregateInfo& row) { return row.name == name; }));
        }
    }

    void kahanKeepsWhatPlainSumsLose()
    {
        KahanSum sum;
        for (const double v : {1e100, 1.0, -1e100})
            sum.add(v);
        QCOMPARE(sum.value(), 1.0);
        KahanMean mean;
        for (int i = 0; i < 3; ++i)
            mean.add(1.5e308);
        QCOMPARE(mean.value(), 1.5e308);
    }

    void quantiles()
    {
        std::vector<double> values{3, 1, 2, 4};
        QCOMPARE(quantileOf(0.5, values), 2.5);
        QCOMPARE(quantileOf(1, values), 4.0);
        QCOMPARE(quantileOf(-1, values), -std::numeric_limits<double>::infinity());
        QVERIFY(std::isnan(quantileOf(0.5, {})));
    }

    void heapKeepsTheBest()
    {
        BoundedHeap heap(2, true);
        for (const double v : {std::nan(""), 1.0, 5.0, 3.0})
            heap.offer({v, static_cast<std::size_t>(std::isnan(v) ? 0 : v)});
        const auto best = heap.bestFirst();
        QCOMPARE(best.size(), std::size_t(2));
        QCOMPARE(best[0].index, std::size_t(5));
        QCOMPARE(best[1].index, std::size_t(3));
        BoundedHeap none(0, true);
        none.offer({1, 1});
        QVERIFY(none.bestFirst().empty());
    }
};

QTEST_APPLESS_MAIN(TestFunctionTable)
#include "tst_function_table.moc"
