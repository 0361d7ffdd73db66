// The real program in a real window under Xvfb: it opens, it lives, it ends when told, and it survives losing its display.
#include <QDir>
#include <QElapsedTimer>
#include <QImage>
#include <QProcess>
#include <QtTest>

#include <csignal>
#include <memory>

#include <sys/types.h>

namespace {

/// An X server on a display of its own choosing.
class Xvfb {
public:
    bool start(const QString& size = QStringLiteral("1600x900x24"))
    {
        m_process.setProcessChannelMode(QProcess::SeparateChannels);
        m_process.start("Xvfb", {"-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp"});
        if (!m_process.waitForStarted() || !m_process.waitForReadyRead(20'000))
            return false;
        m_display = ":" + QString::fromLatin1(m_process.readLine()).trimmed();
        return m_display.size() > 1;
    }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    ~Xvfb() { kill(); }
    [[nodiscard]] const QString& display() const { return m_display; }

private:
    QProcess m_process;
    QString m_display;
};

class Program {
public:
    Program(const Xvfb& screen, const QString& home, const QStringList& arguments, const QHash<QString, QString>& more = {})
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.remove("QT_QPA_PLATFORM");
        environment.insert("DISPLAY", screen.display());
        environment.insert("HOME", home);
        for (const char* name : {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
            environment.insert(name, home + "/" + QString::fromLatin1(name).toLower());
        for (auto it = more.begin(); it != more.end(); ++it)
            environment.insert(it.key(), it.value());
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(QStringLiteral(WG_PROGRAM), arguments);
        m_process.waitForStarted();
    }
    ~Program()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    QProcess& process() { return m_process; }

private:
    QProcess m_process;
};

QImage screenshot(const Xvfb& screen, const QString& file)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("DISPLAY", screen.display());
    QProcess import;
    import.setProcessEnvironment(environment);
    import.start("import", {"-window", "root", file});
    import.waitForFinished(20'000);
    return QImage(file).convertToFormat(QImage::Format_RGB32);
}

int countOf(const QImage& image, const QColor& color)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
        for (int x = 0; x < image.width(); ++x)
            count += line[x] == color.rgb() ? 1 : 0;
    }
    return count;
}

const QColor kCanvas("#0F1217");
const QColor kCritical("#FF6B6B");

} // namespace

class TestWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_screen = std::make_unique<Xvfb>();
        QVERIFY2(m_screen->start(), "Xvfb did not start");
    }

    /// The dashboard is painted in the dark theme, its alert fires, and it changes by itself as the demo plays.
    void opensAndLives()
    {
        Program program(*m_screen, m_home->path(), {"--demo"});
        const QString file = QStringLiteral(WG_BINARY_DIR) + "/shots/xvfb-demo.png";
        QDir().mkpath(QFileInfo(file).path());
        QImage first;
        QTRY_VERIFY_WITH_TIMEOUT(
            (first = screenshot(*m_screen, file), countOf(first, kCanvas) > 20'000 && countOf(first, kCritical) > 50), 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const QImage next = screenshot(*m_screen, file);
                // Only the charts: the status bar below counts seconds.
                const QRect charts(100, 200, 1400, 500);
                return next.copy(charts) != first.copy(charts);
            }(),
            30'000);
        QCOMPARE(program.process().state(), QProcess::Running);
    }

    /// Ended from outside, it remembers what was open.
    void endsOnSigterm()
    {
        const QString log = QStringLiteral(WG_SOURCE_DIR) + "/resources/demo/tumours.csv";
        Program program(*m_screen, m_home->path(), {log});
        QTRY_VERIFY_WITH_TIMEOUT(countOf(screenshot(*m_screen, m_home->filePath("a.png")), kCanvas) > 20'000, 30'000);
        QTest::qWait(1000); // the log is read on another thread
        QCOMPARE(::kill(pid_t(program.process().processId()), SIGTERM), 0);
        QVERIFY(program.process().waitForFinished(10'000));
        QCOMPARE(program.process().exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.process().exitCode(), 0);
        bool remembered = false;
        QDirIterator files(m_home->path(), {"session*.json"}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile one(files.next());
            remembered = remembered || (one.open(QIODevice::ReadOnly) && one.readAll().contains("tumours.csv"));
        }
        QVERIFY(remembered);
    }

    /// Losing the display ends the program; it must not hang or spin.
    void endsWithItsDisplay()
    {
        Program program(*m_screen, m_home->path(), {"--demo"});
        QTRY_VERIFY_WITH_TIMEOUT(countOf(screenshot(*m_screen, m_home->filePath("a.png")), kCanvas) > 20'000, 30'000);
        m_screen->kill();
        QVERIFY(program.process().waitForFinished(20'000));
    }

    void opensAtTwiceTheSize()
    {
        Program program(*m_screen, m_home->path(), {"--demo"}, {{"QT_SCALE_FACTOR", "2"}});
        QTRY_VERIFY_WITH_TIMEOUT(countOf(screenshot(*m_screen, m_home->filePath("a.png")), kCanvas) > 20'000, 30'000);
        QCOMPARE(program.process().state(), QProcess::Running);
    }

    void noDisplayIsSaid()
    {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            environment.remove(QString::fromLatin1(name));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(WG_PROGRAM), QStringList());
        QVERIFY(process.waitForFinished(10'000));
        QCOMPARE(process.exitCode(), 2);
        QVERIFY(process.readAllStandardError().contains("no display"));
    }

private:
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Xvfb> m_screen;
};

QTEST_GUILESS_MAIN(TestWindow)
#include "tst_window.moc"
