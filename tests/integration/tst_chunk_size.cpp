// Our compressed samples beside Prometheus' own chunks of the same data, made by its promtool.
#include "core/base/number.h"
#include "core/tsdb/head.h"

#include <fmt/format.h>

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <random>

using namespace wg;

namespace {

constexpr TimeMs kStart = 1'700'006'400'000;
constexpr TimeMs kEnd = kStart + 6 * kHour;
constexpr DurationMs kInterval = 15 * kSecond;

/// Fills a head with series as scrapes make them, and writes the same as OpenMetrics text.
class Data {
public:
    explicit Data(int jitterMs) : m_jitter(jitterMs) { }

    void make()
    {
        for (int i = 0; i < 60; ++i)
            counter(i);
        for (int i = 0; i < 60; ++i)
            gauge(i, i % 3 == 0 ? 1000 : i % 3 == 1 ? 10 : 0);
        for (int i = 0; i < 8; ++i)
            buckets(i);
        m_text += "# EOF\n";
    }

    [[nodiscard]] const std::string& text() const { return m_text; }
    [[nodiscard]] const tsdb::Head& head() const { return m_head; }

private:
    double real() { return static_cast<double>(m_random() % 1'000'001) / 1e6; }

    template <class Next>
    void series(const char* name, const char* label, int number, Next&& next)
    {
        const std::string value = std::to_string(number);
        const series::Labels labels{{"__name__", name}, {label, value}};
        std::vector<TimeMs> t;
        std::vector<double> v;
        const auto offset = static_cast<TimeMs>(m_random() % kInterval);
        for (TimeMs at = kStart + offset; at < kEnd - kInterval; at += kInterval) {
            const double sample = next();
            if (m_random() % 500 == 0)
                continue; // a scrape that failed
            t.push_back(at + (m_jitter == 0 ? 0 : static_cast<TimeMs>(m_random() % static_cast<unsigned>(m_jitter))));
            v.push_back(sample);
            m_text += fmt::format(
                "{}{{{}=\"{}\"}} {} {}.{:03}\n", name, label, value, formatPromFloat(sample), t.back() / 1000, t.back() % 1000);
        }
        m_head.append(labels, t, v);
    }
    void family(const char* name) { m_text += fmt::format("# TYPE {} unknown\n", name); }

    void counter(int i)
    {
        if (i == 0)
            family("requests_total");
        double total = std::floor(real() * 1e6);
        series("requests_total", "handler", i, [&] { return total += std::floor(real() * (1 + i)); });
    }
    /// `steps` to a unit; 0: every bit of the value counts.
    void gauge(int i, int steps)
    {
        if (i == 0)
            family("temperature");
        double value = 20 + real() * 50;
        series("temperature", "sensor", i, [&] {
            value += real() - 0.5;
            return steps == 0 ? value : std::round(value * steps) / steps;
        });
    }
    void buckets(int i)
    {
        if (i == 0)
            family("latency_bucket");
        for (int le = 0; le < 10; ++le) {
            double count = 0;
            series("latency_bucket", "le", i * 100 + le, [&] { return count += std::floor(real() * (1 + le)); });
        }
    }

    int m_jitter;
    std::mt19937_64 m_random{5};
    tsdb::Head m_head;
    std::string m_text;
};

/// The samples' bytes in a file of chunks: without its header and each chunk's length, encoding and checksum.
qsizetype payload(const QByteArray& file)
{
    qsizetype sum = 0;
    for (qsizetype at = 8; at < file.size();) {
        quint64 length = 0;
        int shift = 0;
        quint8 byte = 0;
        do {
            byte = static_cast<quint8>(file.at(at++));
            length |= quint64(byte & 0x7f) << shift;
            shift += 7;
        } while (byte >= 0x80);
        sum += static_cast<qsizetype>(length);
        at += 1 + static_cast<qsizetype>(length) + 4;
    }
    return sum;
}

qsizetype promtoolsBytes(const QString& folder, const std::string& text)
{
    QFile input(folder + "/data.om");
    if (!input.open(QIODevice::WriteOnly) || input.write(text.data(), static_cast<qint64>(text.size())) < 0)
        return -1;
    input.close();
    QProcess promtool;
    promtool.start("promtool", {"tsdb", "create-blocks-from", "openmetrics", input.fileName(), folder + "/blocks"});
    if (!promtool.waitForFinished(120'000) || promtool.exitCode() != 0) {
        qWarning("%s", promtool.readAllStandardError().constData());
        return -1;
    }
    qsizetype sum = 0;
    QDirIterator chunks(folder + "/blocks", QDir::Files, QDirIterator::Subdirectories);
    while (chunks.hasNext()) {
        QFile file(chunks.next());
        if (chunks.filePath().contains("/chunks/") && file.open(QIODevice::ReadOnly))
            sum += payload(file.readAll());
    }
    return sum;
}

} // namespace

class TestChunkSize : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noLargerThanPrometheus_data()
    {
        QTest::addColumn<int>("jitterMs");
        QTest::newRow("punctual") << 0;
        QTest::newRow("jitter of 10 ms") << 10;
        QTest::newRow("jitter of 100 ms") << 100;
        QTest::newRow("jitter of 3 s") << 3000;
        QTest::newRow("jitter of 14 s") << 14'000;
    }
    void noLargerThanPrometheus()
    {
        QFETCH(int, jitterMs);
        Data data(jitterMs);
        data.make();
        const QTemporaryDir folder;
        const qsizetype theirs = promtoolsBytes(folder.path(), data.text());
        QVERIFY(theirs > 0);
        const auto ours = static_cast<qsizetype>(data.head().memory().bytesCompressed);
        const auto samples = static_cast<double>(data.head().sampleCount());
        QCOMPARE(data.head().refused().duplicate + data.head().refused().outOfOrder, 0U);
        qInfo("%.0f samples: ours %.3f bytes each, Prometheus' %.3f", samples, static_cast<double>(ours) / samples,
            static_cast<double>(theirs) / samples);
        QVERIFY(ours <= theirs);
    }
};

QTEST_GUILESS_MAIN(TestChunkSize)
#include "tst_chunk_size.moc"
