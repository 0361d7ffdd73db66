// Files that grow, are cut, replaced and taken away under a follower: at every step its table is what a full read gives.
#include "core/formats/gzip.h"
#include "core/logs/follow.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <random>

using namespace wg;
using namespace wg::logs;

namespace {

QByteArray shown(const Table& table)
{
    QByteArray out = QByteArray::number(static_cast<quint64>(table.rows)) + ' '
        + QByteArray::number(static_cast<quint64>(table.skipped)) + ' ' + QByteArray::fromStdString(table.fingerprint) + ' '
        + QByteArray::fromStdString(table.format) + ' ' + QByteArray::number(static_cast<quint64>(table.bytes)) + '\n';
    for (const Column& column : table.columns) {
        out += QByteArray::fromStdString(column.name) + (column.numeric ? ":n" : ":t");
        for (std::size_t row = 0; row < column.size(); ++row)
            out += ' ' + QByteArray::fromStdString(column.text(row));
        out += '\n';
    }
    return out;
}

/// Bytes this process has asked the system for.
quint64 bytesAsked()
{
    QFile io("/proc/self/io");
    if (!io.open(QIODevice::ReadOnly))
        return 0;
    return io.readAll().split('\n').value(0).split(' ').value(1).toULongLong();
}

} // namespace

class TestFollow : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string m_path;

    void append(const QByteArray& bytes) const
    {
        QFile file(QString::fromStdString(m_path));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Append));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    void write(const QByteArray& bytes) const
    {
        QFile file(QString::fromStdString(m_path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    QByteArray full() const
    {
        ReadOptions growing;
        growing.mayGrow = true;
        const auto table = readTable(m_path, growing, {});
        return table ? shown(*table) : "refused";
    }

private Q_SLOTS:
    void init()
    {
        m_path = m_folder.filePath("log.csv").toStdString();
        QFile::remove(QString::fromStdString(m_path));
    }

    /// Rows come in pieces of any size, lines and characters torn anywhere.
    void grows()
    {
        std::mt19937 random(1);
        for (const char* end : {"\n", "\r\n"}) {
            QByteArray text = QByteArray("id,name,score") + end;
            for (int i = 0; i < 4000; ++i)
                text += QByteArray::number(i) + (i % 100 == 9 ? ",\"quo\nted\"," : ",näme" + QByteArray::number(i % 13) + ",")
                    + QByteArray::number(i / 7.0, 'g', 6) + (i % 500 == 499 ? ",bad" : "") + end;
            write(text.left(100));
            auto follower = Follower::open(m_path, {}, {});
            QVERIFY(follower);
            std::size_t rows = follower->table().rows;
            for (qsizetype at = 100; at < text.size();) {
                auto size = static_cast<qsizetype>(1 + random() % 3000);
                size +=
                    text.mid(at, size).endsWith('\r') ? 1 : 0; // a full read takes it for an end, a follower waits for its LF
                append(text.mid(at, size));
                at += size;
                const auto poll = follower->poll({});
                QVERIFY(poll && !poll->replaced && !poll->gone);
                rows += poll->newRows;
                QCOMPARE(follower->table().rows, rows);
                QCOMPARE(shown(follower->table()), full());
            }
            QVERIFY(rows > 3900);
            const auto quiet = follower->poll({});
            QVERIFY(quiet && quiet->newRows == 0 && !quiet->replaced);
        }
    }

    void growsByObjects()
    {
        std::mt19937 random(2);
        QByteArray text;
        for (int i = 0; i < 3000; ++i)
            text += "{\"id\": " + QByteArray::number(i) + ", \"name\": \"n" + QByteArray::number(i % 7)
                + "\", \"m\": {\"score\": " + (i % 50 == 3 ? QByteArray("null") : QByteArray::number(i / 8.0))
                + (i < 1500 ? "}}\n" : "}, \"late\": 1}\n");
        write(text.left(1000));
        auto follower = Follower::open(m_path, {}, {});
        QVERIFY(follower);
        int anew = 0;
        for (qsizetype at = 1000; at < text.size();) {
            const auto size = static_cast<qsizetype>(1 + random() % 4000);
            append(text.mid(at, size));
            at += size;
            const auto poll = follower->poll({});
            QVERIFY(poll);
            anew += poll->replaced ? 1 : 0;
            QCOMPARE(shown(follower->table()), full());
        }
        QCOMPARE(anew, 1); // a column came
        QCOMPARE(follower->table().rows, std::size_t{3000});
    }

    void readsOnlyWhatIsNew()
    {
        QByteArray text = "a,b\n";
        while (text.size() < 20'000'000)
            text += "12345,0.25\n";
        write(text);
        auto follower = Follower::open(m_path, {}, {});
        QVERIFY(follower);
        const quint64 before = bytesAsked();
        append("1,2\n3,");
        const auto poll = follower->poll({});
        QVERIFY(poll);
        QCOMPARE(poll->newRows, std::size_t{1});
        const quint64 asked = bytesAsked() - before;
        QVERIFY2(asked < 5000, qPrintable(QString::number(asked)));
    }

    /// Copied over, cut, renamed away and begun anew.
    void startsAgain_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("cut") << 0;
        QTest::newRow("renamed, new file") << 1;
        QTest::newRow("overwritten by a longer one") << 2;
        QTest::newRow("overwritten by one of the same size") << 3;
    }
    void startsAgain()
    {
        QFETCH(int, how);
        write("a,b\n1,2\n3,4\n");
        auto follower = Follower::open(m_path, {}, {});
        QVERIFY(follower);
        QTest::qWait(20); // a clock tick of the file system
        if (how == 1)
            std::filesystem::rename(m_path, m_path + ".1");
        write(how == 0 ? "a,b\n9,9\n" : how == 2 ? "a,b\n5,6\n7,8\n9,10\n" : "a,b\n5,6\n7,8\n");
        const auto poll = follower->poll({});
        QVERIFY(poll && poll->replaced);
        QCOMPARE(poll->newRows, follower->table().rows);
        QCOMPARE(shown(follower->table()), full());
        append("11,12\n");
        QCOMPARE(follower->poll({}).value().newRows, std::size_t{1});
        QCOMPARE(shown(follower->table()), full());
    }

    void goneAndBack()
    {
        write("a,b\n1,2\n");
        auto follower = Follower::open(m_path, {}, {});
        QVERIFY(follower);
        QFile::remove(QString::fromStdString(m_path));
        QVERIFY(follower->poll({}).value().gone);
        QCOMPARE(follower->table().rows, std::size_t{1});
        write("a,b\n1,2\n3,4\n");
        const auto back = follower->poll({});
        QVERIFY(back && !back->gone && back->replaced);
        QCOMPARE(follower->table().rows, std::size_t{2});
    }

    void textThatComesLate()
    {
        write("a,b\n1.0,2\n");
        auto follower = Follower::open(m_path, {}, {});
        QVERIFY(follower && follower->table().columns[0].numeric);
        append("x,3\n");
        const auto poll = follower->poll({});
        QVERIFY(poll && poll->replaced);
        QVERIFY(!follower->table().columns[0].numeric);
        QCOMPARE(follower->table().columns[0].text(0), std::string("1.0"));
        append("y,4\n");
        QVERIFY(!follower->poll({}).value().replaced);
        QCOMPARE(shown(follower->table()), full());
    }

    void headerFirst()
    {
        write("a,b\n");
        auto follower = Follower::open(m_path, {}, {});
        QVERIFY(follower);
        QCOMPARE(follower->table().rows, std::size_t{0});
        append("x,1\n");
        QVERIFY(follower->poll({}));
        QCOMPARE(shown(follower->table()), full());
    }

    void packed()
    {
        const auto pack = [](const std::string& text) { return QByteArray::fromStdString(formats::gzip(text).value()); };
        write(pack("a,b\n1,2\n"));
        auto follower = Follower::open(m_path, {}, {});
        QVERIFY(follower);
        QCOMPARE(follower->table().rows, std::size_t{1});
        QVERIFY(!follower->poll({}).value().replaced);
        append(pack("3,4\n"));
        QVERIFY(follower->poll({}).value().replaced);
        QCOMPARE(shown(follower->table()), full());
    }

    void cancelledPollGoesOn()
    {
        write("a,b\n1,2\n");
        auto follower = Follower::open(m_path, {}, {});
        QVERIFY(follower);
        append("3,4\n");
        CancelToken token;
        token.cancel();
        QCOMPARE(follower->poll(token).error().code, ErrorCode::Cancelled);
        QCOMPARE(follower->table().rows, std::size_t{1});
        QCOMPARE(follower->poll({}).value().newRows, std::size_t{1});
        QCOMPARE(shown(follower->table()), full());
        write("a,b\n5,6\n"); // a restart that is cancelled leaves what was there
        QVERIFY(!follower->poll(token));
        QCOMPARE(follower->table().rows, std::size_t{2});
        QVERIFY(follower->poll({}).value().replaced);
        QCOMPARE(shown(follower->table()), full());
    }

    void memoryLimitIsSaid()
    {
        write("a,b\n1,2\n");
        ReadOptions options;
        options.keptBytes = 100;
        auto follower = Follower::open(m_path, options, {});
        QVERIFY(follower);
        append(QByteArray("3,4\n").repeated(1000));
        QCOMPARE(follower->poll({}).error().code, ErrorCode::Limit);
        QCOMPARE(follower->poll({}).error().code, ErrorCode::Limit);
        write("a,b\n5,6\n");
        QVERIFY(follower->poll({}).value().replaced);
        QCOMPARE(follower->table().rows, std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestFollow)
#include "tst_follow.moc"
