#include "core/base/number.h"
#include "core/base/time.h"

#include <QtTest>

#include <limits>

using namespace wg;

class TestTime : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void durations_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("ms"); // -1: refused
        QTest::newRow("zero") << "0" << qint64(0);
        QTest::newRow("mixed") << "1h30m" << qint64(5400000);
        QTest::newRow("ms") << "250ms" << qint64(250);
        QTest::newRow("minute and ms") << "1m1ms" << qint64(60001);
        QTest::newRow("days and hours") << "20d21h10m" << qint64(1804200000);
        QTest::newRow("days, not weeks") << "90d" << qint64(7776000000);
        QTest::newRow("order") << "1m1h" << qint64(-1);
        QTest::newRow("twice") << "1m1m" << qint64(-1);
        QTest::newRow("empty") << "" << qint64(-1);
        QTest::newRow("no unit") << "5" << qint64(-1);
        QTest::newRow("overflow") << "99999999999999y" << qint64(-1);
        QTest::newRow("negative") << "-5m" << qint64(-1);
    }
    void durations()
    {
        QFETCH(QString, text);
        QFETCH(qint64, ms);
        const auto parsed = parseDuration(text.toStdString());
        QCOMPARE(parsed ? qint64(*parsed) : qint64(-1), ms);
        if (parsed && text != "0")
            QCOMPARE(QString::fromStdString(formatDuration(*parsed)), text);
    }

    void times_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("ms");
        QTest::newRow("utc") << "2026-08-14T14:32:00Z" << qint64(1786717920000);
        QTest::newRow("offset") << "2026-08-14T16:32:00.5+02:00" << qint64(1786717920500);
        QTest::newRow("unix") << "1786717920.25" << qint64(1786717920250);
        QTest::newRow("bad month") << "2026-13-14T14:32:00Z" << qint64(-1);
        QTest::newRow("words") << "yesterday" << qint64(-1);
        QTest::newRow("inf") << "+Inf" << qint64(-1);
    }
    void times()
    {
        QFETCH(QString, text);
        QFETCH(qint64, ms);
        const auto parsed = parseTime(text.toStdString());
        QCOMPARE(parsed ? qint64(*parsed) : qint64(-1), ms);
        if (parsed)
            QCOMPARE(parseTime(formatTime(*parsed)).value(), *parsed);
    }

    void timesNoCalendarHolds()
    {
        QCOMPARE(formatTime(253402300799999), std::string("9999-12-31T23:59:59.999Z"));
        QCOMPARE(formatTime(std::numeric_limits<TimeMs>::min()), std::string("-9223372036854775808 ms since 1970"));
    }

    void numbers()
    {
        QCOMPARE(formatPromFloat(parsePromFloat("+Inf").value()), std::string("+Inf"));
        QCOMPARE(formatPromFloat(parsePromFloat("-inf").value()), std::string("-Inf"));
        QCOMPARE(formatPromFloat(parsePromFloat("1e999").value()), std::string("+Inf"));
        QCOMPARE(parsePromFloat("1e-999").value(), 0.0);
        QVERIFY(std::isnan(parsePromFloat("NaN").value()));
        QCOMPARE(formatPromFloat(0.1), std::string("0.1"));
        QCOMPARE(formatPromFloat(1e20), std::string("100000000000000000000"));
        for (const char* bad : {"", "+", "1e", "0x10", " 1", "1 ", "nano", "++1"})
            QVERIFY2(!parsePromFloat(bad), bad);
    }
};

QTEST_APPLESS_MAIN(TestTime)
#include "tst_time.moc"
