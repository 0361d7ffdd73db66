#include "core/base/file.h"

#include <QtTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace wg;

namespace {

std::string bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string("(unreadable)");
}

} // namespace

/// Hazards 24, 26 and 28 as far as they touch writeFileAtomically() and readFile().
class TestFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QVERIFY(m_folder.isValid()); }

    void replacesAndKeepsBackup()
    {
        const QString path = m_folder.filePath("a.json");
        QVERIFY(writeFileAtomically(path.toStdString(), "one").has_value());
        QVERIFY(!QFile::exists(path + ".bak"));
        QVERIFY(writeFileAtomically(path.toStdString(), "two").has_value());
        QCOMPARE(bytesOf(path), std::string("two"));
        QCOMPARE(bytesOf(path + ".bak"), std::string("one"));
        QCOMPARE(QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 2);
    }

    void keepsModeAndLink()
    {
        const QString path = m_folder.filePath("mode.json");
        QVERIFY(writeFileAtomically(path.toStdString(), "x", 0600).has_value());
        struct stat status{};
        QCOMPARE(::stat(path.toUtf8().constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0600U);
        const QString link = m_folder.filePath("link.json");
        QVERIFY(QFile::link(path, link));
        QVERIFY(writeFileAtomically(link.toStdString(), "y").has_value());
        QVERIFY(QFileInfo(link).isSymLink());
        QCOMPARE(bytesOf(path), std::string("y"));
        QCOMPARE(::stat(path.toUtf8().constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0600U);
    }

    /// Runs itself again in a mount namespace with a full 256 KiB disk.
    void fullDiskLeavesOldFile()
    {
        const bool root = ::geteuid() == 0;
        QProcess child;
        child.setProcessChannelMode(QProcess::MergedChannels);
        const QString script = QStringLiteral("mount -t tmpfs -o size=256k none '%1' && exec '%2' onFullDisk '%1'")
                                   .arg(m_folder.path(), QCoreApplication::applicationFilePath());
        child.start("unshare", {root ? "-m" : "-rm", "sh", "-c", script});
        QVERIFY(child.waitForFinished(30000));
        const QByteArray said = child.readAll();
        QVERIFY2(child.exitCode() == 0 && said.contains("OLD FILE INTACT"), said.constData());
    }

    void readRefusesWhatIsNoFile()
    {
        const QString fifo = m_folder.filePath("fifo");
        QCOMPARE(::mkfifo(fifo.toUtf8().constData(), 0600), 0);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!readFile(fifo.toStdString(), 100).has_value());
        QVERIFY(!readFile("/dev/zero", 100).has_value());
        QVERIFY(!readFile(m_folder.path().toStdString(), 100).has_value());
        QVERIFY(timer.elapsed() < 2000);
        const auto absent = readFile(m_folder.filePath("absent").toStdString(), 100);
        QVERIFY(!absent.has_value());
        QCOMPARE(int(absent.error().code), int(ErrorCode::NotFound));
        QVERIFY(QString::fromStdString(absent.error().message).contains("absent"));
    }

    void readStopsAtItsLimit()
    {
        const QString path = m_folder.filePath("big");
        QVERIFY(writeFileAtomically(path.toStdString(), std::string(5000, 'x')).has_value());
        QVERIFY(readFile(path.toStdString(), 5000).has_value());
        const auto over = readFile(path.toStdString(), 4999);
        QVERIFY(!over.has_value());
        QCOMPARE(int(over.error().code), int(ErrorCode::Limit));
    }

private:
    QTemporaryDir m_folder;
};

static int onFullDisk(const std::string& folder)
{
    const std::string path = folder + "/dashboard.json";
    const std::string old(60'000, 'o');
    if (!writeFileAtomically(path, old))
        return 3;
    const auto result = writeFileAtomically(path, std::string(400'000, 'n'));
    if (result)
        return 4;
    const std::string message = result.error().message;
    const bool said = message.find(path) != std::string::npos && message.find("disk is full") != std::string::npos;
    const auto now = readFile(path, 1 << 20);
    // The failed temporary must be gone, so that a small save works right after.
    const bool again = writeFileAtomically(path, old + "!").has_value();
    if (said && now && *now == old && again)
        puts("OLD FILE INTACT");
    return 0;
}

int main(int argc, char** argv)
{
    if (argc == 3 && std::string(argv[1]) == "onFullDisk")
        return onFullDisk(argv[2]);
    QCoreApplication app(argc, argv);
    TestFile test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_file.moc"
