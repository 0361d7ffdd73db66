#include "core/units/format.h"

#include <QtTest>

#include <cmath>
#include <set>

using namespace wg::units;

class TestFormat : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void values_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<int>("decimals"); // -1: as needed
        QTest::addColumn<QString>("text"); // _ stands for the no-break space
        const auto row = [](double value, const char* unit, const char* text, int decimals = -1) {
            QTest::addRow("%g %s %d", value, unit, decimals)
                << value << QString::fromUtf8(unit) << decimals << QString::fromUtf8(text);
        };
        row(1610612736, "bytes", "1.5_GiB");
        row(1023.7, "bytes", "1_KiB");
        row(0, "bytes", "0_B");
        row(-2048, "bytes", "-2_KiB");
        row(1.5e9, "decbytes", "1.5_GB");
        row(2, "gbytes", "2_GiB");
        row(0.5, "Bps", "0.5_B/s");
        row(12345, "Bps", "12.3_kB/s");
        row(1048576, "binBps", "1_MiB/s");
        row(3, "MBs", "3_MB/s");
        row(0.23, "s", "230_ms");
        row(0.898, "s", "898_ms");
        row(1.58, "s", "1.58_s");
        row(1.4, "s", "1.40_s", 2);
        row(0.9996, "s", "1_s");
        row(720, "s", "12_min");
        row(3600, "s", "1_hour");
        row(9000, "s", "2.5_hours");
        row(86400 * 3, "s", "3_days");
        row(86400 * 14, "s", "2_weeks");
        row(2.5e-5, "s", "25_µs");
        row(3e-9, "s", "3_ns");
        row(0, "s", "0_s");
        row(1500, "ms", "1.5_s");
        row(1500, "µs", "1.5_ms");
        row(1500, "us", "1.5_ms");
        row(90, "m", "1.5_hours");
        row(12345, "reqps", "12.3_k req/s");
        row(999.96, "short", "1_k");
        row(950, "short", "950");
        row(1.5e6, "short", "1.5_M");
        row(0.001234, "short", "0.00123");
        row(12345678, "none", "12345678");
        row(87.5, "percent", "87.5_%");
        row(0.875, "percentunit", "87.5_%");
        row(0.9999, "percentunit", "100_%");
        row(0.875, "percentunit", "88_%", 0);
        row(0.005, "watt", "5_mW");
        row(1250, "kwatth", "1.25_MWh");
        row(2.4e9, "hertz", "2.4_GHz");
        row(36.6, "celsius", "36.6_°C");
        row(1234.5, "currencyUSD", "$1.23_k");
        row(-3, "currencyUSD", "-$3");
        row(183845, "dtdurations", "2 days, 3 hours");
        row(183845, "dtdurations", "2 days, 3 hours, 4 minutes, 5 seconds", 3);
        row(61000, "dtdurationms", "1 minute, 1 second");
        row(100000, "dthms", "27:46:40");
        row(100000, "dtdhms", "1 d 03:46:40");
        row(1786717920000, "dateTimeAsIso", "2026-08-14 14:32:00");
        row(1786717920000, "time:YYYY/MMM/D HH:mm", "2026/Aug/14 14:32");
        row(1234567.891, "locale", "1,234,567.891");
        row(-1234, "locale", "-1,234");
        row(1, "bool", "True");
        row(0, "bool_yes_no", "No");
        row(0, "bool:up/down", "down");
        row(255, "hex0x", "0xff");
        row(-255, "hex", "-ff");
        row(12345, "sci", "1.23e+04");
        row(5, "suffix:tok", "5_tok");
        row(5000, "prefix:~", "~5000");
        row(5000, "count:tok/s", "5_k tok/s");
        row(5000, "si:pF", "5_nF");
        row(5000, "si:m", "5_km");
        row(7, "tokens/s", "7_tokens/s");
        row(0.1, "string", "0.1");
        row(1e-9, "none", "1e-09");
        row(-0.0001, "none", "0.00", 2);
        row(NAN, "bytes", "NaN");
        row(HUGE_VAL, "s", "+Inf");
        row(-HUGE_VAL, "dateTimeAsIso", "-Inf");
    }
    void values()
    {
        QFETCH(double, value);
        QFETCH(QString, unit);
        QFETCH(int, decimals);
        QFETCH(QString, text);
        const auto shown = format(value, unit.toStdString(), decimals < 0 ? std::nullopt : std::optional(decimals)).text();
        QCOMPARE(QString::fromStdString(shown).replace(QChar(0xa0), '_'), text);
    }

    void ticksStayApart()
    {
        const auto labels = [](double from, double step, const char* unit) {
            QStringList out;
            for (int i = 0; i < 4; ++i)
                out << QString::fromStdString(formatTick(from + i * step, step, unit).text()).replace(QChar(0xa0), '_');
            return out.join(' ');
        };
        QCOMPARE(labels(0, 0.025, "s"), QString("0_ms 25_ms 50_ms 75_ms"));
        QCOMPARE(labels(1000.1, 0.1, "none"), QString("1000.1 1000.2 1000.3 1000.4"));
        QCOMPARE(labels(0, 10000, "short"), QString("0 10_k 20_k 30_k"));
        QCOMPARE(labels(1.00025e6, 250, "short"), QString("1.00025_M 1.0005_M 1.00075_M 1.001_M"));
        QCOMPARE(labels(0.99, 0.0025, "percentunit"), QString("99_% 99.25_% 99.5_% 99.75_%"));
    }

    void registry()
    {
        std::set<std::string_view> ids;
        for (const UnitInfo& unit : knownUnits()) {
            QVERIFY2(ids.insert(unit.id).second, unit.id.data());
            QVERIFY(!format(12.5, unit.id).number.empty());
        }
        QVERIFY(tickBase("bytes") == TickBase::Binary);
        QVERIFY(tickBase("decbytes") == TickBase::Decimal);
        QVERIFY(tickBase("ms") == TickBase::Time);
        QVERIFY(tickBase("") == TickBase::Decimal);
    }
};

QTEST_APPLESS_MAIN(TestFormat)
#include "tst_format.moc"
