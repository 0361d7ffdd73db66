#include "core/plot/range.h"
#include "core/plot/scale.h"
#include "core/plot/ticks.h"
#include "core/plot/viewport.h"

#include <QtTest>

#include <cmath>
#include <random>

using namespace wg;
using namespace wg::plot;

namespace {

TimeMs at(const char* text)
{
    return parseTime(text).value();
}

QString texts(const std::vector<Tick>& ticks)
{
    QStringList out;
    for (const Tick& tick : ticks)
        out << QString::fromStdString(tick.label).replace(QChar(0xa0), '_');
    return out.join(" ");
}

} // namespace

class TestAxes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void scales()
    {
        const Scale y = Scale::linear({0, 50}, {300, 100});
        QCOMPARE(y.toPixel(0), 300.0);
        QCOMPARE(y.toPixel(50), 100.0);
        QCOMPARE(y.toData(200), 25.0);
        const Scale log = Scale::logarithmic({1, 1000}, {0, 300});
        QCOMPARE(log.toPixel(10), 100.0);
        QCOMPARE(log.toData(200), 100.0);
        QVERIFY(std::isnan(log.toPixel(0)));
        QVERIFY(std::isfinite(Scale::logarithmic({-5, 0}, {0, 10}).toPixel(3)));
        for (const Interval odd : {Interval{3, 3}, Interval{0, 0}, kEmptyInterval, Interval{NAN, 1}, Interval{1e300, 1e300}}) {
            const Scale scale = Scale::linear(odd, {0, 100});
            QVERIFY(std::isfinite(scale.toPixel(3)) && scale.data().length() > 0);
        }
    }

    void valueAxis_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<QString>("labels");
        const auto row = [](double low, double high, const char* unit, const char* labels) {
            QTest::addRow("%g..%g %s", low, high, unit) << low << high << QString(unit) << QString(labels);
        };
        row(0, 3.2, "s", "0_ms 500_ms 1_s 1.5_s 2_s 2.5_s 3_s");
        row(0, 0.11, "s", "0_ms 20_ms 40_ms 60_ms 80_ms 100_ms");
        row(0, 110, "ms", "0_ms 20_ms 40_ms 60_ms 80_ms 100_ms");
        row(0, 700, "s", "0_min 2_min 4_min 6_min 8_min 10_min");
        row(0, 20000, "s", "0_hours 1_hour 2_hours 3_hours 4_hours 5_hours");
        row(0, 40000, "short", "0 10_k 20_k 30_k 40_k");
        row(0, 5.0 * 1024 * 1024 * 1024, "bytes", "0_B 1_GiB 2_GiB 3_GiB 4_GiB 5_GiB");
        row(0, 3000, "mbytes", "0_B 512_MiB 1_GiB 1.5_GiB 2_GiB 2.5_GiB");
        row(0, 3e9, "decbytes", "0_B 500_MB 1_GB 1.5_GB 2_GB 2.5_GB 3_GB");
        row(0.4, 1, "percentunit", "40_% 50_% 60_% 70_% 80_% 90_% 100_%");
        row(-1, 1, "none", "-1 -0.5 0 0.5 1");
        row(1000000, 1000000.5, "none", "1000000 1000000.1 1000000.2 1000000.3 1000000.4 1000000.5");
        row(5, 5, "none", "");
    }
    void valueAxis()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(QString, unit);
        QFETCH(QString, labels);
        QCOMPARE(texts(labelledTicks({low, high}, 7, unit.toStdString())), labels);
    }

    void logAxis()
    {
        QCOMPARE(texts(labelledTicks({1, 1e4}, 6, "none", {}, true)), QString("1 10 100 1000 10000"));
        QCOMPARE(texts(labelledTicks({1, 100}, 8, "none", {}, true)), QString("1 2 5 10 20 50 100"));
        QCOMPARE(texts(labelledTicks({1e-9, 1e9}, 5, "short", {}, true)), QString("1e-09 0.00001 0.1 1_k 10_M"));
        QCOMPARE(texts(labelledTicks({2, 9}, 8, "none", {}, true)), QString("2 3 4 5 6 7 8 9"));
    }

    void ticksHoldTheirPromise()
    {
        std::mt19937_64 random(11);
        std::uniform_real_distribution<double> exponent(-12, 15);
        for (int i = 0; i < 20000; ++i) {
            const double low = std::pow(10.0, exponent(random)) * (random() % 2 ? 1 : -1);
            const double high = low + std::pow(10.0, exponent(random));
            const int most = 2 + static_cast<int>(random() % 9);
            for (const auto base : {units::TickBase::Decimal, units::TickBase::Binary, units::TickBase::Time}) {
                const Ticks ticks = valueTicks({low, high}, most, base);
                QVERIFY(static_cast<int>(ticks.at.size()) <= most);
                QVERIFY(std::ranges::is_sorted(ticks.at));
                for (const double tick : ticks.at)
                    QVERIFY(tick >= low - ticks.step * 1e-6 && tick <= high + ticks.step * 1e-6);
            }
        }
    }

    void timeAxis_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("labels");
        const auto row = [](const char* from, const char* to, const char* zone, const char* labels) {
            QTest::addRow("%s %s", from, zone) << QString(from) << QString(to) << QString(zone) << QString(labels);
        };
        row("2026-08-14T13:32:00Z", "2026-08-14T14:32:00Z", "utc", "13:40 13:50 14:00 14:10 14:20 14:30");
        row("2026-08-14T13:32:00Z", "2026-08-14T13:32:02Z", "utc",
            "13:32:00.000 13:32:00.500 13:32:01.000 13:32:01.500 13:32:02.000");
        row("2026-08-13T22:00:00Z", "2026-08-14T22:00:00Z", "Europe/Berlin", "14 Aug 06:00 12:00 18:00 15 Aug");
        row("2026-08-14T00:10:00Z", "2026-08-14T03:10:00Z", "Asia/Kolkata", "06:00 06:30 07:00 07:30 08:00 08:30");
        // The day of the change to winter time has 25 hours; ticks keep to the wall clock.
        row("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", "Europe/Berlin",
            "25 Oct 25 Oct 06:00 25 Oct 12:00 25 Oct 18:00 26 Oct");
        row("2026-01-15T00:00:00Z", "2026-06-15T00:00:00Z", "utc", "Feb 2026 Mar 2026 Apr 2026 May 2026 Jun 2026");
        row("2010-01-15T00:00:00Z", "2026-06-15T00:00:00Z", "utc", "2015 2020 2025");
    }
    void timeAxis()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, zone);
        QFETCH(QString, labels);
        const TimeRange range{at(qPrintable(from)), at(qPrintable(to))};
        QCOMPARE(texts(labelledTimeTicks(range, 6, units::Zone::make(zone.toStdString()).value())), labels);
    }

    void timeTicksHoldTheirPromise()
    {
        std::mt19937_64 random(5);
        for (const char* name : {"utc", "Europe/Berlin", "America/Santiago", "Australia/Lord_Howe"}) {
            const units::Zone zone = units::Zone::make(name).value();
            for (int i = 0; i < 500; ++i) {
                const TimeMs from = static_cast<TimeMs>(random() % 2'000'000'000'000);
                const TimeRange range{
                    from, from + 1 + static_cast<TimeMs>(random() % (std::uint64_t{1} << (random() % 42 + 1)))};
                const int most = 1 + static_cast<int>(random() % 10);
                const TimeTicks ticks = timeTicks(range, most, zone);
                QVERIFY(static_cast<int>(ticks.at.size()) <= most);
                QVERIFY(std::ranges::adjacent_find(ticks.at, std::greater_equal<>()) == ticks.at.end());
                for (const TimeMs tick : ticks.at) {
                    QVERIFY(tick >= range.from && tick <= range.to);
                    if (ticks.step == kDay && std::string_view(name) != "America/Santiago") // no midnight there on one day
                        QCOMPARE((tick + zone.offsetAt(tick)) % kDay, TimeMs(0));
                }
            }
        }
        QVERIFY(timeTicks({0, std::numeric_limits<TimeMs>::max()}, 5, units::Zone::utc()).at.empty());
    }

    void valueRange()
    {
        const auto is = [](Interval got, double low, double high) {
            return std::abs(got.low - low) < 1e-9 && std::abs(got.high - high) < 1e-9;
        };
        QVERIFY(is(axisRange({10, 20}, {}), 9.5, 20.5));
        QVERIFY(is(axisRange({0.1, 20}, {}), 0, 20.995));
        QVERIFY(is(axisRange({10, 20}, {.min = 0, .max = 100}), 0, 100));
        QVERIFY(is(axisRange({10, 20}, {.softMin = 0, .softMax = 15}), 0, 20.5));
        QVERIFY(is(axisRange({10, 20}, {.fromZero = true}), 0, 21));
        QVERIFY(is(axisRange({401, 401}, {.padding = 0}), 360.9, 441.1));
        QVERIFY(is(axisRange({0, 0}, {.padding = 0}), 0, 1));
        QVERIFY(is(axisRange(kEmptyInterval, {.padding = 0}), 0, 1));
        QVERIFY(is(axisRange({1, 100}, {.padding = 0.5, .logarithmic = true}), 0.1, 1000));
        for (const Interval data : {Interval{-1e308, 1e308}, Interval{-5, 3}, Interval{0, 0}, kEmptyInterval}) {
            for (const bool log : {false, true}) {
                const Interval got = axisRange(data, {.min = 7, .max = 3, .logarithmic = log});
                QVERIFY(got.low < got.high && std::isfinite(got.length()));
                const Interval free = axisRange(data, {.logarithmic = log});
                QVERIFY(free.low < free.high && std::isfinite(free.length()) && (!log || free.low > 0));
            }
        }
        QCOMPARE(extent(std::vector<double>{NAN, 3, HUGE_VAL, -2}), (Interval{-2, 3}));
        QCOMPARE(extent(std::vector<double>{-3, 0, 4}, true), (Interval{4, 4}));
        QCOMPARE(typicalStep(std::vector<TimeMs>{0, 15, 30, 300, 315, 330}), DurationMs(15));
        QCOMPARE(typicalStep(std::vector<TimeMs>{4}), DurationMs(0));
        QVERIFY(gapThreshold(15) > 15 && gapThreshold(15) < 30);
    }

    void viewport()
    {
        const Viewport view{{0, 1000}, {0, 10}, {100, 50, 500, 200}, false};
        QCOMPARE(view.toPixel(500, 5), (Point{350, 150}));
        QCOMPARE(view.timeAt(350), TimeMs(500));
        QCOMPARE(view.zoomed(350, 0.5).time, (TimeRange{250, 750}));
        QCOMPARE(view.zoomed(100, 2).time, (TimeRange{0, 2000}));
        QCOMPARE(view.zoomed(350, 0.5).timeAt(350), TimeMs(500));
        QCOMPARE(view.panned(50).time, (TimeRange{-100, 900}));
        QCOMPARE(view.selected(400, 200).time, (TimeRange{200, 600}));
        QCOMPARE(view.selected(200, 201), view);
        QCOMPARE(view.selected(-1000, 5000), view);
        Viewport small = view;
        for (int i = 0; i < 100; ++i)
            small = small.zoomed(300, 0.5);
        QCOMPARE(small.time.length(), DurationMs(10));
    }
};

QTEST_APPLESS_MAIN(TestAxes)
#include "tst_axes.moc"
