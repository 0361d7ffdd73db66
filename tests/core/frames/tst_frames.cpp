#include "core/frames/mapping.h"
#include "core/frames/reduce.h"
#include "core/frames/table.h"

#include <QtTest>

#include <cmath>
#include <memory>

using namespace wg;
using namespace wg::frames;

class TestFrames : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nativeHistogramsAreDescribed()
    {
        const series::Histogram histogram{4, 5, {{series::HistogramBucket::Bounds::OpenLeft, 1, 2, 4}}};
        series::Vector vector;
        vector.samples.push_back({{{"a", "x"}}, 1000, 1});
        vector.samples.push_back({{{"a", "y"}}, 1000, std::nan(""), std::make_shared<const series::Histogram>(histogram)});
        const frames::Table table = frames::fromVector(vector, "A");
        QCOMPARE(table.columns.back().name, std::string("Histogram"));
        QCOMPARE(table.columns.back().texts, (std::vector<std::string>{"", series::describe(histogram)}));
        QCOMPARE(table.columns[1].texts, (std::vector<std::string>{"x", "y"}));
        series::Matrix matrix;
        matrix.series.push_back({{{"a", "x"}}, {1000}, {1}, {{2000, histogram}}});
        QCOMPARE(frames::fromMatrix(matrix, "A").rows(), std::size_t(2));
        matrix.series[0].histograms.clear();
        QCOMPARE(frames::fromMatrix(matrix, "A").columns.back().name, std::string("Value"));
    }

    void reducers_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<double>("expected"); // of null 4 1 null 3 8 null; NaN: nothing
        const std::pair<const char*, double> rows[] = {{"lastNotNull", 8}, {"last", NAN}, {"firstNotNull", 4}, {"first", NAN},
            {"min", 1}, {"max", 8}, {"mean", 4}, {"avg", 4}, {"median", 3.5}, {"sum", 16}, {"count", 7}, {"range", 7},
            {"diff", 4}, {"diffperc", 1}, {"delta", 8}, {"step", -3}, {"variance", 6.5}, {"stdDev", std::sqrt(6.5)},
            {"distinctCount", 4}, {"changeCount", 6}, {"allIsNull", 0}, {"allIsZero", 0}, {"logmin", 1}, {"unknown", 8}};
        for (const auto& [id, expected] : rows)
            QTest::newRow(id) << QString(id) << expected;
    }
    void reducers()
    {
        QFETCH(QString, id);
        QFETCH(double, expected);
        const auto got = reduce(std::vector<double>{NAN, 4, 1, NAN, 3, 8, NAN}, id.toStdString());
        QCOMPARE(got.value_or(NAN), expected);
        QVERIFY(!reduce({}, id.toStdString()));
    }

    void reducersOfNothing()
    {
        const std::vector<double> nulls{NAN, NAN};
        QVERIFY(!reduce(nulls, "mean"));
        QVERIFY(!reduce(nulls, "last"));
        QCOMPARE(*reduce(nulls, "count"), 2.0);
        QCOMPARE(*reduce(nulls, "allIsNull"), 1.0);
        QCOMPARE(*reduce(std::vector<double>{1e308, 1e308}, "sum"), HUGE_VAL);
    }

    void tables()
    {
        series::Vector vector;
        vector.samples.push_back({{{"__name__", "up"}, {"job", "a"}}, 1000, 1});
        vector.samples.push_back({{{"instance", "x"}, {"job", "b"}}, 2000, series::staleMarker()});
        const Table table = fromVector(vector, "A");
        QCOMPARE(table.rows(), std::size_t(2));
        QStringList names;
        for (const Column& column : table.columns)
            names << QString::fromStdString(column.name);
        QCOMPARE(names.join(" "), QString("Time __name__ instance job Value"));
        QCOMPARE(table.columns[0].times, (std::vector<TimeMs>{1000, 2000}));
        QCOMPARE(table.columns[2].texts, (std::vector<std::string>{"", "x"}));
        QVERIFY(table.columns[4].numbers[0] == 1 && std::isnan(table.columns[4].numbers[1]));
        QCOMPARE(table.columns[4].refId, std::string("A"));

        const series::Matrix matrix{{{{{"a", "1"}}, {1, 2}, {10, 20}}, {{{"a", "2"}}, {1}, {30}}}};
        const Table longForm = fromMatrix(matrix, "B");
        QCOMPARE(longForm.rows(), std::size_t(3));
        QCOMPARE(longForm.columns[1].texts, (std::vector<std::string>{"1", "1", "2"}));
        QCOMPARE(longForm.columns[2].numbers, (std::vector<double>{10, 20, 30}));
        QCOMPARE(fromVector({}, "C").rows(), std::size_t(0));
    }

    void legends()
    {
        const series::Labels labels{{"__name__", "up"}, {"job", "a"}};
        QCOMPARE(legendText(labels, ""), std::string("up{job=\"a\"}"));
        QCOMPARE(legendText(labels, "__auto"), std::string("up{job=\"a\"}"));
        QCOMPARE(legendText(labels, "{{job}}-{{ job }} {{none}}!{{"), std::string("a-a !{{"));
        QCOMPARE(legendText(labels, "{{__name__}}"), std::string("up"));
    }

    void mappings()
    {
        const std::vector<Mapping> list{{Mapping::Kind::Value, "0", {}, {}, "down", "red"},
            {Mapping::Kind::Range, "", 1, 5, "few", ""}, {Mapping::Kind::Range, "", 100, {}, "many", ""},
            {Mapping::Kind::Special, "nan", {}, {}, "odd", ""}, {Mapping::Kind::Special, "null+nan", {}, {}, "none", ""},
            {Mapping::Kind::Special, "empty", {}, {}, "blank", ""}, {Mapping::Kind::Regex, "/^E/i", {}, {}, "err", "orange"},
            {Mapping::Kind::Value, "ok", {}, {}, "fine", ""}};
        QCOMPARE(*mapValue(list, 0), (Mapped{"down", "red"}));
        QCOMPARE(mapValue(list, 5)->text, std::string("few"));
        QVERIFY(!mapValue(list, 5.5));
        QCOMPARE(mapValue(list, 1e9)->text, std::string("many"));
        QCOMPARE(mapValue(list, NAN)->text, std::string("odd"));
        QCOMPARE(mapValue(list, std::nullopt)->text, std::string("none"));
        QCOMPARE(*mapText(list, "error"), (Mapped{"err", "orange"}));
        QCOMPARE(mapText(list, "ok")->text, std::string("fine"));
        QCOMPARE(mapText(list, "")->text, std::string("blank"));
        QVERIFY(!mapText(list, "other"));
    }
};

QTEST_APPLESS_MAIN(TestFrames)
#include "tst_frames.moc"
