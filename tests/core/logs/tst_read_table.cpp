// Opening files: sniffing, re-reading, progress, cancellation, what is no regular file.
#include "core/formats/gzip.h"
#include "core/logs/reader.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

using namespace wg;
using namespace wg::logs;

class TestReadTable : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string write(const char* name, const QByteArray& bytes)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write a test file");
        return file.fileName().toStdString();
    }

    static QByteArray rowsOfText(int rows)
    {
        QByteArray text = "a,b\n";
        for (int i = 0; i < rows; ++i)
            text += QByteArray::number(i) + ',' + QByteArray::number(i / 8.0, 'g', 12) + '\n';
        return text;
    }
    static QByteArray packGzip(const QByteArray& bytes)
    {
        return QByteArray::fromStdString(formats::gzip(std::string_view(bytes.data(), std::size_t(bytes.size()))).value());
    }
    static QByteArray packZstd(const QByteArray& bytes)
    {
        QByteArray out(static_cast<qsizetype>(ZSTD_compressBound(std::size_t(bytes.size()))), '\0');
        ZSTD_CCtx* context = ZSTD_createCCtx();
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1); // as the zstd program does
        out.resize(static_cast<qsizetype>(
            ZSTD_compress2(context, out.data(), std::size_t(out.size()), bytes.data(), std::size_t(bytes.size()))));
        ZSTD_freeCCtx(context);
        return out;
    }

private Q_SLOTS:
    /// Packed or not, the same table; the fingerprint is of the bytes on disk.
    void readsPacked_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("early");
        QTest::addColumn<quint64>("rows");
        const QByteArray text = rowsOfText(200'000);
        const QByteArray head = text.left(text.size() / 2);
        const QByteArray tail = text.mid(text.size() / 2);
        const QByteArray gz = packGzip(text);
        const QByteArray zst = packZstd(text);
        QTest::newRow("plain") << text << false << quint64{200'000};
        QTest::newRow("small") << rowsOfText(5) << false << quint64{5};
        QTest::newRow("gzip") << gz << false << quint64{200'000};
        QTest::newRow("gzip, two members") << packGzip(head) + packGzip(tail) << false << quint64{200'000};
        QTest::newRow("zstd") << zst << false << quint64{200'000};
        QTest::newRow("zstd, two frames") << packZstd(head) + packZstd(tail) << false << quint64{200'000};
        QTest::newRow("gzip without its trailer") << gz.chopped(8) << true << quint64{200'000};
        QTest::newRow("gzip cut") << gz.left(gz.size() / 2) << true << quint64{0};
        QTest::newRow("zstd cut") << zst.left(zst.size() / 2) << true << quint64{0};
    }
    void readsPacked()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, early);
        QFETCH(quint64, rows);
        const auto table = readTable(write("packed", bytes), {}, {});
        QVERIFY2(table, table ? "" : table.error().message.c_str());
        QCOMPARE(table->format, std::string("CSV"));
        QCOMPARE(table->bytes, static_cast<std::uint64_t>(bytes.size()));
        QCOMPARE(
            QByteArray::fromStdString(table->fingerprint), QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
        const auto warned = std::any_of(table->notes.begin(), table->notes.end(),
            [](const Warning& w) { return w.message.find("ends early") != std::string::npos; });
        QCOMPARE(warned, early);
        if (rows != 0)
            QCOMPARE(quint64{table->rows}, rows);
        QVERIFY(table->rows > 0 && table->rows <= 200'000);
        QVERIFY(table->badRows.empty()); // the cut line does not count
        for (std::size_t row = 0; row < table->rows; row += 999)
            QCOMPARE(table->columns[1].numbers[row], static_cast<double>(row) / 8);
    }

    void saysThatAPackedFileEndsBeforeItsFirstLine()
    {
        const auto table = readTable(write("begun", packGzip(rowsOfText(10)).left(14)), {}, {});
        QVERIFY(!table);
        QVERIFY2(table.error().message.find("ends early") != std::string::npos, table.error().message.c_str());
    }

    void saysWhereAPackedFileIsDamaged()
    {
        for (QByteArray bytes : {packGzip(rowsOfText(300'000)), packZstd(rowsOfText(300'000))}) {
            for (qsizetype i = bytes.size() * 3 / 4; i < bytes.size() * 3 / 4 + 40; ++i)
                bytes[i] = static_cast<char>(~bytes[i]);
            const auto table = readTable(write("damaged", bytes), {}, {});
            QVERIFY(!table);
            QCOMPARE(table.error().code, ErrorCode::Parse);
            QVERIFY2(table.error().message.find("damaged") != std::string::npos, table.error().message.c_str());
            QVERIFY(table.error().position && table.error().position->offset <= static_cast<std::size_t>(bytes.size()));
        }
    }

    void previews()
    {
        const QByteArray text = rowsOfText(600'000); // several pieces
        for (const QByteArray& bytes : {text, packGzip(text), packZstd(text)}) {
            const std::string path = write("preview", bytes);
            for (const std::size_t most : {std::size_t{1000}, std::size_t{1} << 20, std::size_t{5} << 20}) {
                const auto table = previewTable(path, most);
                QVERIFY(table);
                QVERIFY(table->badRows.empty());
                const auto lines = text.left(static_cast<qsizetype>(most)).count('\n');
                QCOMPARE(static_cast<qsizetype>(table->rows), lines - 1);
                QVERIFY(table->fingerprint.empty());
            }
            const auto all = previewTable(path, static_cast<std::size_t>(text.size()));
            QVERIFY(all);
            QCOMPARE(all->rows, std::size_t{600'000});
        }
    }

    void readsAgainForLateText()
    {
        QByteArray bytes = "a,b\n";
        while (bytes.size() < 1'500'000) // more than the sample the dialect is decided on
            bytes += "1.0,2\n";
        const auto table = readTable(write("late.csv", bytes + "x,3\n"), {}, {});
        QVERIFY(table);
        QVERIFY(!table->columns[0].numeric && table->columns[1].numeric);
        QCOMPARE(table->columns[0].text(0), std::string("1.0"));
        QCOMPARE(table->columns[0].text(table->rows - 1), std::string("x"));
    }

    void tellsProgressAndCancels()
    {
        const std::string path = write("big.csv", "a\n" + QByteArray("1\n").repeated(6'000'000));
        std::vector<double> steps;
        QVERIFY(readTable(path, {}, {}, [&](double done) { steps.push_back(done); }));
        QVERIFY(steps.size() > 3 && std::is_sorted(steps.begin(), steps.end()));
        QCOMPARE(steps.back(), 1.0);
        const CancelToken token;
        const auto cancelled = readTable(path, {}, token, [&](double) { token.cancel(); });
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
    }

    void refusesWhatIsNoFile()
    {
        const std::string fifo = m_folder.filePath("fifo").toStdString();
        QCOMPARE(mkfifo(fifo.c_str(), 0600), 0);
        const std::string loop = m_folder.filePath("loop").toStdString();
        QCOMPARE(symlink(loop.c_str(), loop.c_str()), 0);
        for (const std::string& path : {fifo, std::string("/dev/zero"), m_folder.path().toStdString(), loop}) {
            QVERIFY(!readTable(path, {}, {}));
            QVERIFY(!previewTable(path, 1000));
        }
        QVERIFY(readTable(fifo, {}, {}).error().message.find("save what they give to a file") != std::string::npos);
        QVERIFY(readTable(loop, {}, {}).error().message.find("symbolic links") != std::string::npos);
        const auto missing = readTable(m_folder.filePath("none.csv").toStdString(), {}, {});
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
    }

    /// 5 GB of rows and holes, given up while it is read: at once, not at its end.
    void cancelsAHugeFile()
    {
        QFile file(m_folder.filePath("huge.csv"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("a,b\n" + QByteArray("1,2.5\n").repeated(1'000'000));
        QVERIFY(file.resize(qint64{5} << 30));
        CancelToken token;
        QElapsedTimer since;
        int pieces = 0;
        const auto table = readTable(file.fileName().toStdString(), {}, token, [&](double) {
            if (++pieces == 4) {
                token.cancel();
                since.start();
            }
        });
        QVERIFY(!table);
        QCOMPARE(table.error().code, ErrorCode::Cancelled);
        QCOMPARE(pieces, 4);
        QVERIFY(since.elapsed() < 2000); // far more than it takes: this machine may be busy
    }

    /// A hole of 5 GB is one record of NULs: refused at the cap, long before its end.
    void sparseFile()
    {
        QFile file(m_folder.filePath("sparse.csv"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("a,b\n1,2\n3,4\n");
        QVERIFY(file.resize(qint64{5} << 30));
        const auto table = readTable(file.fileName().toStdString(), {}, {});
        QVERIFY(!table);
        QCOMPARE(table.error().code, ErrorCode::Limit);
        QCOMPARE(table.error().position->line, std::size_t{4});
    }
};

QTEST_GUILESS_MAIN(TestReadTable)
#include "tst_read_table.moc"
