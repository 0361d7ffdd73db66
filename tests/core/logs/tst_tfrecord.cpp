// CRC-32C against published vectors, TFRecord framing, and what is wrong with damaged files.
#include "core/logs/crc32c.h"
#include "core/logs/tfrecord.h"
#include "tests/helpers/event_writer.h"

#include <QTest>

#include <random>

using namespace wg;
using namespace wg::logs;

namespace {

struct Read {
    std::vector<std::string> payloads;
    RecordFault fault = RecordFault::None;
    std::uint64_t offset = 0;
    std::size_t torn = 0;
    std::string problem;
};

Read readAll(std::string_view bytes, std::size_t chunk)
{
    RecordReader reader;
    Read out;
    for (std::size_t at = 0; at < bytes.size(); at += chunk)
        reader.feed(bytes.substr(at, chunk), [&out](std::string_view payload) { out.payloads.emplace_back(payload); });
    out.fault = reader.fault();
    out.offset = reader.offset();
    out.torn = reader.torn();
    out.problem = reader.problem();
    return out;
}

const std::string kFirst = test::record("first");
const std::string kSecond = test::record(std::string(300, 'x'));

} // namespace

class TfRecordTest : public QObject {
    Q_OBJECT
private slots:
    /// RFC 3720, B.4.
    void checksumsOfTheStandard()
    {
        std::string ascending;
        for (int i = 0; i < 32; ++i)
            ascending += char(i);
        const std::string descending(ascending.rbegin(), ascending.rend());
        const std::pair<std::string, std::uint32_t> vectors[] = {{std::string(32, '\0'), 0x8A9136AAU},
            {std::string(32, '\xFF'), 0x62A8AB43U}, {ascending, 0x46DD794EU}, {descending, 0x113FDB5CU},
            {"123456789", 0xE3069283U}, {"", 0U}};
        for (const auto& [bytes, crc] : vectors) {
            QCOMPARE(crc32cByTable(bytes), crc);
            QCOMPARE(crc32c(bytes), crc);
            if (crc32cOfHardware() != nullptr)
                QCOMPARE(crc32cOfHardware()(bytes), crc);
        }
    }

    void bothChecksumsAgree()
    {
        if (crc32cOfHardware() == nullptr)
            return; // one way only on this processor
        std::mt19937 random(1);
        std::string bytes;
        for (int size = 0; size < 300; ++size) {
            for (std::size_t from = 0; from < std::min<std::size_t>(8, bytes.size()); ++from)
                QCOMPARE(crc32cOfHardware()(std::string_view(bytes).substr(from)),
                    crc32cByTable(std::string_view(bytes).substr(from)));
            bytes += char(random());
        }
    }

    void recordsInChunksOfAnySize()
    {
        const std::string file = kFirst + test::record("") + kSecond;
        for (std::size_t chunk = 1; chunk <= file.size(); ++chunk) {
            const Read read = readAll(file, chunk);
            QCOMPARE(read.payloads, (std::vector<std::string>{"first", "", std::string(300, 'x')}));
            QCOMPARE(read.offset, file.size());
            QCOMPARE(read.problem, std::string());
        }
    }

    void aTornTailWaits()
    {
        const std::string file = kFirst + kSecond;
        for (std::size_t size = kFirst.size() + 1; size < file.size(); ++size) {
            const Read read = readAll(file.substr(0, size), 7);
            QCOMPARE(read.payloads.size(), std::size_t{1});
            QCOMPARE(read.fault, RecordFault::None);
            QCOMPARE(read.torn, size - kFirst.size());
            QCOMPARE(read.offset, kFirst.size());
            QCOMPARE(read.problem, std::string("the file ends within record 2 at byte 21"));
        }
    }

    void damage_data()
    {
        QTest::addColumn<QByteArray>("tail");
        QTest::addColumn<int>("fault");
        const auto row = [](const char* name, std::string tail, RecordFault fault) {
            QTest::newRow(name) << QByteArray::fromStdString(tail) << int(fault);
        };
        const auto flipped = [](std::string bytes, std::size_t at) {
            bytes[at] = char(bytes[at] ^ 1);
            return bytes;
        };
        const auto length = [](std::uint64_t n, bool sound) {
            std::string out(reinterpret_cast<const char*>(&n), 8);
            const std::uint32_t crc = maskedCrc32c(out) + (sound ? 0 : 1);
            return out.append(reinterpret_cast<const char*>(&crc), 4) + std::string(100, 'x');
        };
        row("a bit of the length", flipped(kSecond, 0), RecordFault::LengthCrc);
        row("a bit of the length's checksum", flipped(kSecond, 9), RecordFault::LengthCrc);
        row("a bit of the bytes", flipped(kSecond, 40), RecordFault::DataCrc);
        row("a bit of their checksum", flipped(kSecond, kSecond.size() - 1), RecordFault::DataCrc);
        row("2^63", length(std::uint64_t{1} << 63, false), RecordFault::LengthCrc);
        row("2^63 with its checksum", length(std::uint64_t{1} << 63, true), RecordFault::Length);
        row("2^64 - 1 with its checksum", length(~std::uint64_t{0}, true), RecordFault::Length);
        row("zeros", std::string(4096, '\0'), RecordFault::LengthCrc);
        row("text", "Traceback (most recent call last):\n", RecordFault::LengthCrc);
    }
    void damage()
    {
        QFETCH(QByteArray, tail);
        QFETCH(int, fault);
        const std::string file = kFirst + tail.toStdString() + kSecond;
        for (const std::size_t chunk : {1, 5, 64, 4096}) {
            const Read read = readAll(file, std::size_t(chunk));
            QCOMPARE(read.payloads, std::vector<std::string>{"first"});
            QCOMPARE(int(read.fault), fault);
            QCOMPARE(read.offset, kFirst.size());
            QCOMPARE(read.torn, std::size_t{0});
            QVERIFY2(read.problem.find("of record 2 at byte 21") != std::string::npos, read.problem.c_str());
        }
    }

    /// A length that may be true: 2 GiB are neither asked for nor read twice.
    void aLongRecordHoldsWhatWasFed()
    {
        const std::uint64_t n = kMaxRecord;
        std::string header(reinterpret_cast<const char*>(&n), 8);
        const std::uint32_t crc = maskedCrc32c(header);
        header.append(reinterpret_cast<const char*>(&crc), 4);
        RecordReader reader;
        reader.feed(kFirst + header + "abc", [](std::string_view) { });
        QCOMPARE(reader.torn(), std::size_t{15});
        QCOMPARE(reader.wanted(), kMaxRecord + kRecordFrame);
    }

    void rewindLooksAgain()
    {
        RecordReader reader;
        std::string last;
        const auto sink = [&last](std::string_view payload) { last = payload; };
        std::string broken = kSecond;
        broken[50] = '?';
        reader.feed(kFirst + broken, sink);
        QCOMPARE(reader.fault(), RecordFault::DataCrc);
        reader.feed(kFirst, sink); // nothing is taken behind a fault
        QCOMPARE(reader.records(), std::uint64_t{1});
        reader.rewind();
        reader.feed(kSecond, sink);
        QCOMPARE(last, std::string(300, 'x'));
        QCOMPARE(reader.offset(), kFirst.size() + kSecond.size());
    }

    void sniffed()
    {
        QVERIFY(startsWithRecord(kFirst));
        QVERIFY(!startsWithRecord(kFirst.substr(7)));
        QVERIFY(!startsWithRecord("label,score\n1,0.5\n"));
        QVERIFY(!startsWithRecord(std::string(11, '\0')));
    }
};

QTEST_APPLESS_MAIN(TfRecordTest)
#include "tst_tfrecord.moc"
