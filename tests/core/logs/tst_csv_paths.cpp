// The fast way through a CSV against the exact one: for random text of every kind, slices of any size, chunks of any size and
// any number of threads give the same table, bit for bit.
#include "core/logs/cell.h"
#include "core/logs/csv_reader.h"
#include "core/logs/decimal.h"

#include <QtTest>

#include <bit>
#include <charconv>
#include <random>

using namespace wg;
using namespace wg::logs;

namespace {

/// Everything a table says, bit for bit.
QByteArray shown(const Result<Table>& table)
{
    if (!table)
        return QByteArray::fromStdString("refused: " + table.error().message);
    QByteArray out;
    for (const Column& column : table->columns) {
        out += QByteArray::fromStdString(column.name) + (column.numeric ? ":n" : ":t");
        for (const double value : column.numbers)
            out += ' ' + QByteArray::number(static_cast<quint64>(std::bit_cast<std::uint64_t>(value)), 16);
        for (const std::uint32_t code : column.codes)
            out += ' ' + QByteArray::number(code);
        for (std::uint32_t code = 0; code < column.dictionary.size(); ++code)
            out += '|' + QByteArray::fromStdString(std::string(column.dictionary.text(code)));
        out += '\n';
    }
    out +=
        QByteArray::number(static_cast<quint64>(table->rows)) + ' ' + QByteArray::number(static_cast<quint64>(table->skipped));
    for (const BadRow& bad : table->badRows)
        out += ' ' + QByteArray::number(static_cast<quint64>(bad.line)) + QByteArray::fromStdString(bad.reason);
    for (const Warning& note : table->notes)
        out += QByteArray::fromStdString(note.message);
    return out;
}

QByteArray read(
    const QByteArray& bytes, ReadOptions options, const CsvLimits& limits, std::mt19937& random, std::size_t mostChunk)
{
    for (int pass = 0; pass < 4; ++pass) {
        CsvReader reader(options, limits);
        std::string_view left(bytes.constData(), static_cast<std::size_t>(bytes.size()));
        while (!left.empty()) {
            // Each chunk in a buffer of its own: reading behind it is for the sanitizer to find.
            const std::string chunk(left.substr(0, 1 + random() % mostChunk));
            left.remove_prefix(chunk.size());
            if (const auto fed = reader.feed(chunk); !fed)
                return QByteArray::fromStdString("refused: " + fed.error().message);
        }
        const auto table = reader.finish();
        if (!table || reader.lateText().empty())
            return shown(table);
        options.textColumns = reader.lateText();
    }
    return "no end";
}

QByteArray cellText(int kind, std::mt19937& random)
{
    static const QList<QByteArray> kOdd = {"", " ", "NaN", "-", "null", "inf", "1e3", "-0", "-0.0", ".5", "5.", "1,5", "1.2.3",
        "x y", " 7 ", "\t8", "9007199254740993", "9007199254740991", "0.12345678901234567", "12345678.12345678",
        "1234567890123456", "\"q\"", "\"a,b\"", "\"line\nbreak\"", "a\"b", "\xE9", "00012", "+4", "1_0",
        "a text of more than sixteen characters", "a text of more than sixteen characterz", "sixteen letters!", "1e400", "\"",
        "0x10", "--1", "1-", "123456789012345678901"};
    switch (kind) {
    case 0:
        return QByteArray::number(static_cast<int>(random() % 2));
    case 1:
        return QByteArray::number(static_cast<double>(random() % 1'000'000) / 1e6, 'g', 7);
    case 2:
        return "model-" + QByteArray::number(static_cast<int>(random() % 5));
    case 3:
        return QByteArray::number(1.7e9 + static_cast<double>(random() % 1'000'000) / 1e3, 'f', 3);
    case 4:
        return QByteArray::number(static_cast<double>(random()) / 4294967296.0, 'g', 17);
    default:
        return kOdd[static_cast<qsizetype>(random() % static_cast<unsigned>(kOdd.size()))];
    }
}

QByteArray randomText(std::mt19937& random)
{
    const char delimiter = ",;\t|"[random() % 4];
    const QByteArray ends = QList<QByteArray>{"\n", "\r\n", "\r"}[random() % 8 == 0 ? 2 : random() % 2];
    const auto columns = static_cast<int>(random() % 5) + 1;
    const unsigned odd = QList<unsigned>{0, 0, 500, 50, 5}[random() % 5];
    const auto rows = static_cast<int>(random() % 300);
    QByteArray text;
    for (int c = 0; c < columns; ++c)
        text += (c == 0 ? QByteArray() : QByteArray(1, delimiter)) + "column" + QByteArray::number(c);
    text += ends;
    for (int row = 0; row < rows; ++row) {
        const int ragged = odd != 0 && random() % (odd * 4) == 0 ? 1 : 0;
        for (int c = 0; c < columns + ragged; ++c)
            text +=
                (c == 0 ? QByteArray() : QByteArray(1, delimiter)) + cellText(odd != 0 && random() % odd == 0 ? 9 : c, random);
        if (odd != 0 && random() % (odd * 4) == 0)
            text += QByteArray("\0", 1);
        text += odd != 0 && random() % (odd * 2) == 0 ? QByteArray("\n\n") : ends;
    }
    return random() % 3 == 0 ? text.chopped(std::min<qsizetype>(text.size(), 1)) : text;
}

} // namespace

class TestCsvPaths : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sameTable()
    {
        std::mt19937 random(44);
        int plain = 0;
        for (int i = 0; i < 600; ++i) {
            const QByteArray text = randomText(random);
            ReadOptions options;
            options.mayGrow = random() % 4 == 0;
            if (random() % 4 == 0)
                options.keep = [](std::string_view name) { return name != "column1"; };
            if (random() % 8 == 0)
                options.onlyRows = {2, 3, 50, 51, 120};
            const CsvLimits exact{.sampleBytes = 1 + random() % 2000, .sliceBytes = 0};
            options.threads = 1;
            const QByteArray expected = read(text, options, exact, random, text.size() + 1);
            plain += expected.startsWith("refused") ? 0 : 1;
            for (int k = 0; k < 4; ++k) {
                CsvLimits fast = exact;
                fast.sliceBytes = 1 + random() % (k == 0 ? 20 : 2000);
                options.threads = 1 + random() % 3;
                const QByteArray got = read(text, options, fast, random, k == 3 ? 7 : 1 + random() % 5000);
                if (got != expected)
                    qInfo("%s", text.toPercentEncoding(" ,\n;|\".").constData());
                QCOMPARE(got, expected);
            }
        }
        QVERIFY(plain > 400);
    }

    /// readDecimal() takes what it can be sure of, and gives what from_chars gives.
    void decimals()
    {
        std::mt19937_64 random(3);
        int taken = 0;
        for (int i = 0; i < 400'000; ++i) {
            std::string text;
            if (i % 3 == 0) {
                for (auto n = random() % 20; n > 0; --n)
                    text += "0123456789.-e +x"[random() % (i % 2 == 0 ? 11 : 16)];
            } else {
                text = random() % 4 == 0 ? "-" : "";
                for (auto n = 1 + random() % 10; n > 0; --n)
                    text += static_cast<char>('0' + random() % 10);
                text += random() % 4 == 0 ? "" : ".";
                for (auto n = text.back() == '.' ? random() % 12 : 0; n > 0; --n)
                    text += static_cast<char>('0' + random() % 10);
            }
            std::string padded = text + ",";
            while (padded.size() < 64)
                padded += static_cast<char>(random());
            std::int64_t units = 0;
            std::uint8_t scale = 0;
            bool ok = readDecimal(padded.data(), text.size(), units, scale);
#if defined(__x86_64__)
            if (hasAvx2()) {
                std::int64_t units2 = 0;
                std::uint8_t scale2 = 0;
                const bool ok2 = readAvx2(padded.data(), text.size(), units2, scale2);
                QVERIFY2(!ok || (ok2 && units == units2 && scale == scale2), text.c_str());
                ok = ok2; // it takes one digit more
                units = units2;
                scale = scale2;
            }
#endif
            if (!ok)
                continue;
            ++taken;
            double value = 0;
            const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
            QVERIFY2(parsed.ec == std::errc() && parsed.ptr == text.data() + text.size(), text.c_str());
            NumberCells cells;
            cells.pushDecimal(units, scale);
            QVERIFY2(std::bit_cast<std::uint64_t>(cells[0]) == std::bit_cast<std::uint64_t>(value), text.c_str());
            const NumberCell exact = readNumber(text);
            QVERIFY2(exact.form == (scale == 0 ? NumberForm::Whole : NumberForm::Point), text.c_str());
        }
        QVERIFY(taken > 200'000);
    }

private:
#if defined(__x86_64__)
    WG_AVX2 static bool readAvx2(const char* at, std::size_t size, std::int64_t& units, std::uint8_t& scale)
    {
        return readDecimalAvx2(at, size, units, scale);
    }
#endif
};

QTEST_GUILESS_MAIN(TestCsvPaths)
#include "tst_csv_paths.moc"
