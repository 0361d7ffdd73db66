#include "core/units/time_range.h"

#include <QtTest>

#include <random>

using namespace wg;
using namespace wg::units;

namespace {

TimeMs at(const char* text)
{
    return parseTime(text).value();
}

} // namespace

class TestTimeRange : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void resolves_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("zone");
        QTest::addColumn<bool>("roundUp");
        QTest::addColumn<QString>("utc"); // empty: refused
        const auto row = [](const char* text, const char* utc, const char* zone = "utc", bool up = false) {
            QTest::addRow("%s %s %d", text, zone, up) << QString(text) << QString(zone) << up << QString(utc);
        };
        // now is Friday 2026-08-14 14:32:10 UTC
        row("now", "2026-08-14T14:32:10Z");
        row("now-1h", "2026-08-14T13:32:10Z");
        row("now+90s", "2026-08-14T14:33:40Z");
        row("now-5m-30s", "2026-08-14T14:26:40Z");
        row("now/d", "2026-08-14T00:00:00Z");
        row("now/d", "2026-08-14T23:59:59.999Z", "utc", true);
        row("now-1d/d", "2026-08-13T00:00:00Z");
        row("now-1d/d", "2026-08-13T23:59:59.999Z", "utc", true);
        row("now/w", "2026-08-09T00:00:00Z");
        row("now/M", "2026-08-31T23:59:59.999Z", "utc", true);
        row("now-6M", "2026-02-14T14:32:10Z");
        row("now/Q", "2026-07-01T00:00:00Z");
        row("now/y", "2026-01-01T00:00:00Z");
        row("now/h", "2026-08-14T14:00:00Z");
        row("now/d", "2026-08-13T22:00:00Z", "Europe/Berlin");
        row("now-7M/M", "2025-12-31T23:00:00Z", "Europe/Berlin");
        row("now/h", "2026-08-14T14:30:00Z", "Asia/Kolkata");
        // Days keep the wall clock over the change to winter time: 14 August CEST to 14 November CET.
        row("now+3M", "2026-11-14T15:32:10Z", "Europe/Berlin");
        row("2026-03-29 02:30:00", "2026-03-29T01:30:00Z", "Europe/Berlin"); // skipped by the clock
        row("2026-10-25 02:30:00", "2026-10-25T00:30:00Z", "Europe/Berlin"); // twice: the earlier
        row("2026-08-14", "2026-08-13T22:00:00Z", "Europe/Berlin");
        row("2026-08-14T14:32:00+02:00", "2026-08-14T12:32:00Z", "Europe/Berlin");
        row("1786717920000", "2026-08-14T14:32:00Z");
        for (const char* bad : {"", "now-", "now-1x", "now/2d", "now-99999999999h", "yesterday", "now 1h", "12345678901234567",
                 "-5", "now-9999999y"})
            row(bad, "");
    }
    void resolves()
    {
        QFETCH(QString, text);
        QFETCH(QString, zone);
        QFETCH(bool, roundUp);
        QFETCH(QString, utc);
        const auto got =
            resolveTime(text.toStdString(), at("2026-08-14T14:32:10Z"), Zone::make(zone.toStdString()).value(), roundUp);
        QCOMPARE(got ? QString::fromStdString(formatTime(*got)) : QString(), utc);
    }

    void ranges()
    {
        const TimeMs now = at("2026-08-14T14:32:10Z");
        const Zone zone = Zone::make("Europe/Berlin").value();
        const auto day = resolveRange({"now/d", "now/d"}, now, zone).value();
        QCOMPARE(day.length(), kDay - 1);
        QVERIFY(!resolveRange({"now", "now-1h"}, now, zone));
        QCOMPARE(describeRange({"now-1h", "now"}, now, zone), std::string("Last 1 hour"));
        QCOMPARE(describeRange({"now-37m", "now"}, now, zone), std::string("Last 37 minutes"));
        QCOMPARE(describeRange({"2026-08-14T11:30:00Z", "2026-08-14T12:30:00Z"}, now, zone),
            std::string("14 Aug 2026 13:30 to 14:30"));
        QCOMPARE(describeRange({"2026-08-13T11:30:05Z", "2026-08-14T12:30:00Z"}, now, zone),
            std::string("13 Aug 2026 13:30:05 to 14 Aug 2026 14:30:00"));
        for (const QuickRange& quick : quickRanges())
            QVERIFY2(resolveRange({std::string(quick.from), std::string(quick.to)}, now, zone), quick.label.data());
    }

    void zones()
    {
        QVERIFY(!Zone::make("Mars/Olympus"));
        QVERIFY(Zone::make("browser").has_value());
        QCOMPARE(Zone::make("").value().offsetAt(0), 0);
        const Zone berlin = Zone::make("Europe/Berlin").value();
        QCOMPARE(berlin.offsetAt(at("2026-01-01T00:00:00Z")), kHour);
        QCOMPARE(berlin.offsetAt(at("2026-07-01T00:00:00Z")), 2 * kHour);
        (void)berlin.offsetAt(std::numeric_limits<TimeMs>::max());
    }

    void texts()
    {
        const Zone berlin = Zone::make("Europe/Berlin").value();
        const TimeMs time = at("2026-08-14T12:32:05.250Z");
        QCOMPARE(formatLocal(time, berlin), std::string("2026-08-14 14:32:05.250"));
        QCOMPARE(formatAxisTime(time, kMinute, 250, berlin), std::string("14:32:05.250"));
        QCOMPARE(formatAxisTime(time, kHour, 10 * kSecond, berlin), std::string("14:32:05"));
        QCOMPARE(formatAxisTime(time, kHour, 10 * kMinute, berlin), std::string("14:32"));
        QCOMPARE(formatAxisTime(time, 3 * kDay, 6 * kHour, berlin), std::string("14 Aug 14:32"));
        QCOMPARE(formatAxisTime(at("2026-08-13T22:00:00Z"), kDay, 6 * kHour, berlin), std::string("14 Aug"));
        QCOMPARE(formatAxisTime(time, kWeek, kDay, berlin), std::string("14 Aug"));
        QCOMPARE(formatAxisTime(time, kYear, 30 * kDay, berlin), std::string("Aug 2026"));
        QCOMPARE(formatAxisTime(time, 9 * kYear, kYear, berlin), std::string("2026"));
    }

    void steps()
    {
        QCOMPARE(chooseStep({0, kHour}, 1500, 15 * kSecond), 15 * kSecond);
        QCOMPARE(chooseStep({0, kHour}, 240, 5 * kSecond), 15 * kSecond);
        QCOMPARE(chooseStep({0, kDay}, 600, 15 * kSecond), 2 * kMinute);
        QCOMPARE(chooseStep({0, kDay}, 600, 15 * kSecond, 2), 4 * kMinute);
        QCOMPARE(chooseStep({0, 0}, 600, 15 * kSecond), 15 * kSecond);
        std::mt19937_64 random(7);
        for (int i = 0; i < 20000; ++i) {
            const TimeMs from = static_cast<TimeMs>(random() % 2'000'000'000'000);
            const TimeRange range{from, from + static_cast<DurationMs>(random() % (std::uint64_t{1} << (random() % 42 + 1)))};
            const DurationMs step = chooseStep(range, static_cast<int>(random() % 30000), 1);
            const TimeRange aligned = alignToStep(range, step);
            QVERIFY(aligned.length() / step <= 11000);
            QVERIFY(range.length() / step <= 11000);
            QVERIFY(aligned.from % step == 0 && aligned.from <= range.from && range.from - aligned.from < step);
        }
        QCOMPARE(alignToStep({-5, 25}, 10).from, TimeMs(-10));
    }
};

QTEST_APPLESS_MAIN(TestTimeRange)
#include "tst_time_range.moc"
