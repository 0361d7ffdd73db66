// Opening files: sniffing, re-reading, progress, cancellation, what is no regular file.
#include "core/logs/reader.h"

#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>

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

private Q_SLOTS:
    void refusesOtherFormats_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("format");
        QTest::newRow("JSON") << QByteArray("\n {\"a\": 1}") << "JSON";
        QTest::newRow("JSON array") << QByteArray("[\n {\"a\": 1}]") << "JSON";
        QTest::newRow("XGBoost") << QByteArray("[0]\ttrain-logloss:0.69\n") << "XGBoost";
        QTest::newRow("gzip") << QByteArray("\x1F\x8B\x08\0", 4) << "gzip";
        QTest::newRow("zstd") << QByteArray("\x28\xB5\x2F\xFD") << "Zstandard";
        QTest::newRow("events") << QByteArray("\x18\0\0\0\0\0\0\0abcd\x09\0\0\x1A\x0D"
                                              "brain.Event:2",
            29) << "event file";
    }
    void refusesOtherFormats()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, format);
        const auto table = readTable(write("other", bytes), {}, {});
        QVERIFY(!table);
        QCOMPARE(table.error().code, ErrorCode::Unsupported);
        QVERIFY(QString::fromStdString(table.error().text()).contains(format));
        QVERIFY(QString::fromStdString(table.error().text()).contains("other"));
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
        const std::string path = write("big.csv", "a\n" + QByteArray("1\n").repeated(3'000'000));
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
        for (const std::string& path : {fifo, std::string("/dev/zero"), m_folder.path().toStdString()})
            QVERIFY(!readTable(path, {}, {}));
        const auto missing = readTable(m_folder.filePath("none.csv").toStdString(), {}, {});
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
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
