#include "core/base/file.h"
#include "core/runtime/state/secret_store.h"
#include "core/runtime/state/state.h"

#include <QtTest>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace wg;
using namespace wg::state;

namespace {

constexpr TimeMs kNow = 1786717920000; // 2026-08-14T14:32:00Z

Paths pathsIn(const QString& folder)
{
    const std::string base = folder.toStdString();
    return choosePaths([](const char*) { return std::nullopt; }, base);
}

void put(const std::string& path, std::string_view text)
{
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

std::string get(const std::string& path)
{
    return readFile(path, 1U << 20U).value_or("<missing>");
}

unsigned modeOf(const std::string& path)
{
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

std::string noticesOf(const State& state)
{
    std::string out;
    for (const Warning& notice : state.notices())
        out += notice.message + "\n";
    return out;
}

Connection sample()
{
    Connection c;
    c.id = "c1";
    c.name = "prod";
    c.url = "https://prometheus.example/base";
    c.auth = Connection::Auth::Basic;
    c.user = "ada";
    c.secretIn = Connection::SecretIn::Environment;
    c.secretPlace = "PROM_PASSWORD";
    c.timeout = 7 * kSecond;
    return c;
}

/// As an ordinary user: root may write everywhere.
class Unprivileged {
public:
    Unprivileged() { m_changed = ::geteuid() == 0 && ::seteuid(65534) == 0; }
    ~Unprivileged()
    {
        if (m_changed)
            (void)::seteuid(0);
    }

private:
    bool m_changed = false;
};

} // namespace

class TestState : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void places_data()
    {
        QTest::addColumn<QString>("home");
        QTest::addColumn<QString>("configHome");
        QTest::addColumn<QString>("fallback");
        QTest::addColumn<QString>("config");
        QTest::addColumn<int>("notices");
        QTest::newRow("unset") << "/home/a" << QString() << "" << "/home/a/.config/watchglass" << 0;
        QTest::newRow("set") << "/home/a" << "/c" << "" << "/c/watchglass" << 0;
        QTest::newRow("relative") << "/home/a" << "conf" << "" << "/home/a/.config/watchglass" << 1;
        QTest::newRow("empty") << "/home/a" << "" << "" << "/home/a/.config/watchglass" << 0;
        QTest::newRow("no HOME") << QString() << QString() << "/pw" << "/pw/.config/watchglass" << 0;
        QTest::newRow("relative HOME") << "a" << QString() << "/pw" << "/pw/.config/watchglass" << 0;
        QTest::newRow("nowhere") << QString() << QString() << "" << "" << 1;
    }
    void places()
    {
        QFETCH(QString, home);
        QFETCH(QString, configHome);
        QFETCH(QString, fallback);
        QFETCH(QString, config);
        QFETCH(int, notices);
        const auto lookup = [&](const char* name) -> std::optional<std::string> {
            const QString value = qstrcmp(name, "HOME") == 0 ? home
                : qstrcmp(name, "XDG_CONFIG_HOME") == 0      ? configHome
                                                             : QString();
            return value.isNull() ? std::nullopt : std::optional(value.toStdString());
        };
        const Paths paths = choosePaths(lookup, fallback.toStdString());
        QCOMPARE(QString::fromStdString(paths.config), config);
        QCOMPARE(int(paths.notices.size()), notices);
    }

    void remembersEverything()
    {
        QTemporaryDir home;
        const Opened log{"log", "/data/a.csv", "a.csv", kNow};
        {
            const auto state = State::open(pathsIn(home.path()), kNow);
            QVERIFY2(state->notices().empty(), noticesOf(*state).c_str());
            QVERIFY(!state->readOnly());
            QVERIFY(state->setSettings({.theme = "light", .reopenLast = true}).has_value());
            QVERIFY(state->setConnections({sample()}).has_value());
            QVERIFY(state->remember(log).has_value());
            QVERIFY(state->setSession({"evaluate", {log}}).has_value());
        }
        const auto state = State::open(pathsIn(home.path()), kNow);
        QCOMPARE(QString::fromStdString(state->settings().theme), "light");
        QVERIFY(state->settings().reopenLast);
        QVERIFY(state->connections() == std::vector<Connection>{sample()});
        QVERIFY(state->recent() == std::vector<Opened>{log});
        QVERIFY((state->session() == Session{"evaluate", {log}}));
        const std::string config = state->paths().config;
        QCOMPARE(modeOf(config), 0700U);
        QCOMPARE(modeOf(config + "/sources.json"), 0600U);
        QVERIFY(get(config + "/sources.json").find("\"version\": 1") != std::string::npos);
    }

    void recentIsOrderedAndBounded()
    {
        QTemporaryDir home;
        const auto state = State::open(pathsIn(home.path()), kNow);
        for (int i = 0; i < 30; ++i)
            QVERIFY(state->remember({"log", "/l" + std::to_string(i), "", i}).has_value());
        QVERIFY(state->remember({"log", "/l20", "again", 100}).has_value());
        QCOMPARE(state->recent().size(), kRecentKept);
        QCOMPARE(state->recent()[0].title, std::string("again"));
        QCOMPARE(state->recent()[1].place, std::string("/l29"));
    }

    void columnsAreRememberedByShape()
    {
        QTemporaryDir home;
        wg::evaluation::Options said;
        said.label = "y";
        said.scores = {"p"};
        {
            const auto state = State::open(pathsIn(home.path()), kNow);
            QVERIFY(!state->columnsOf("s1"));
            QVERIFY(state->rememberColumns({"s1", {}, 1}).has_value());
            QVERIFY(state->rememberColumns({"s1", said, 2}).has_value());
            for (std::size_t i = 0; i < kChoicesKept - 1; ++i)
                QVERIFY(state->rememberColumns({"other" + std::to_string(i), {}, 3}).has_value());
        }
        const auto state = State::open(pathsIn(home.path()), kNow);
        QVERIFY(state->columnsOf("s1") == said);
        QVERIFY(state->rememberColumns({"one more", {}, 4}).has_value());
        QVERIFY(!state->columnsOf("s1")); // the oldest
    }

    void unknownKeysSurvive()
    {
        QTemporaryDir home;
        const Paths paths = pathsIn(home.path());
        put(paths.config + "/settings.json", R"({"version":1,"ours":{"z":1,"a":2},"theme":"dark"})");
        const auto state = State::open(paths, kNow);
        QVERIFY(state->setSettings({.theme = "light", .reopenLast = false}).has_value());
        const std::string text = get(paths.config + "/settings.json");
        QVERIFY2(text.find("\"z\": 1") < text.find("\"a\": 2"), text.c_str());
        QVERIFY(text.find("\"theme\": \"light\"") != std::string::npos);
    }

    void corruptFiles_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("cut") << QByteArray("{\"version\":1,\"the");
        QTest::newRow("binary") << QByteArray("\0\1\2\xff", 4);
        QTest::newRow("array") << QByteArray("[1,2]");
        QTest::newRow("deep") << QByteArray(100000, '[');
    }
    void corruptFiles()
    {
        QFETCH(QByteArray, bytes);
        QTemporaryDir home;
        const Paths paths = pathsIn(home.path());
        const std::string file = paths.config + "/settings.json";
        put(file, bytes.toStdString());
        const auto state = State::open(paths, kNow);
        QCOMPARE(state->settings(), Settings());
        const std::string aside = file + ".corrupt-20260814T143200Z";
        QCOMPARE(get(aside), bytes.toStdString());
        QVERIFY2(noticesOf(*state).find(aside) != std::string::npos, noticesOf(*state).c_str());
        QVERIFY(state->setSettings({.theme = "light", .reopenLast = false}).has_value());
        QVERIFY(get(file).find("light") != std::string::npos);
    }

    void wrongTypesAreDefaults()
    {
        QTemporaryDir home;
        const Paths paths = pathsIn(home.path());
        put(paths.config + "/settings.json", R"({"version":"x","theme":7,"reopenLast":"yes"})");
        put(paths.config + "/sources.json",
            R"({"version":1,"sources":[7,{"name":"a"},{"name":"a","url":"http:b","timeoutMs":-4}]})");
        const auto state = State::open(paths, kNow);
        QCOMPARE(state->settings(), Settings());
        QCOMPARE(state->connections().size(), std::size_t(1));
        QCOMPARE(state->connections()[0].timeout, kSecond);
    }

    void newerVersionIsNeverOverwritten()
    {
        QTemporaryDir home;
        const Paths paths = pathsIn(home.path());
        const std::string newer = R"({"version":2,"theme":"light"})";
        put(paths.config + "/settings.json", newer);
        const auto state = State::open(paths, kNow);
        QCOMPARE(state->settings().theme, std::string("light"));
        QVERIFY2(noticesOf(*state).find("newer Watchglass") != std::string::npos, noticesOf(*state).c_str());
        QVERIFY(state->setSettings({}).has_value());
        QCOMPARE(state->settings().theme, std::string("dark"));
        QCOMPARE(get(paths.config + "/settings.json"), newer);
    }

    void readOnlyFolder()
    {
        QTemporaryDir home;
        std::filesystem::permissions(home.path().toStdString(), std::filesystem::perms(0555));
        {
            const Unprivileged user;
            const auto state = State::open(pathsIn(home.path()), kNow);
            QVERIFY(state->readOnly());
            QVERIFY2(noticesOf(*state).find("cannot make the folder") != std::string::npos, noticesOf(*state).c_str());
            QVERIFY(state->setSettings({.theme = "light", .reopenLast = false}).has_value());
            QCOMPARE(state->settings().theme, std::string("light"));
        }
        std::filesystem::permissions(home.path().toStdString(), std::filesystem::perms(0755));
    }

    void nowhereToWrite()
    {
        const auto state = State::open(choosePaths([](const char*) { return std::nullopt; }, ""), kNow);
        QVERIFY(state->readOnly());
        QVERIFY(state->remember({"demo", "", "Demo", kNow}).has_value());
        QCOMPARE(state->recent().size(), std::size_t(1));
    }

    void secondProcessReads()
    {
        QTemporaryDir home;
        const Paths paths = pathsIn(home.path());
        int ready[2];
        QCOMPARE(::pipe(ready), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto first = State::open(paths, kNow);
            const char byte = first->readOnly() ? 'r' : 'w';
            (void)!first->setSettings({.theme = "light", .reopenLast = false});
            (void)!::write(ready[1], &byte, 1);
            ::pause();
            ::_exit(0);
        }
        char byte = 0;
        QCOMPARE(::read(ready[0], &byte, 1), ssize_t(1));
        QCOMPARE(byte, 'w');
        {
            const auto second = State::open(paths, kNow);
            QVERIFY(second->readOnly());
            QVERIFY2(noticesOf(*second).find("another Watchglass is running") != std::string::npos, noticesOf(*second).c_str());
            QCOMPARE(second->settings().theme, std::string("light"));
            QVERIFY(second->setSettings({}).has_value());
        }
        QVERIFY(get(paths.config + "/settings.json").find("light") != std::string::npos);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        QVERIFY(!State::open(paths, kNow)->readOnly()); // the lock of a killed process is gone
        ::close(ready[0]);
        ::close(ready[1]);
    }

    void secrets_data()
    {
        QTest::addColumn<int>("place");
        QTest::newRow("session") << int(Connection::SecretIn::Session);
        QTest::newRow("private file") << int(Connection::SecretIn::PrivateFile);
    }
    void secrets()
    {
        QFETCH(int, place);
        QTemporaryDir folder;
        const std::string file = folder.path().toStdString() + "/secrets.json";
        SecretStore store(file);
        Connection connection = sample();
        connection.secretIn = static_cast<Connection::SecretIn>(place);
        QCOMPARE(readNow(store, connection), QString("error"));
        bool written = false;
        store.write(
            connection.secretIn, connection.id, Secret("canary"), this, [&](Result<void> r) { written = r.has_value(); });
        QTRY_VERIFY(written);
        QCOMPARE(readNow(store, connection), QString("canary"));
        if (connection.secretIn == Connection::SecretIn::PrivateFile) {
            QCOMPARE(modeOf(file), 0600U);
            QVERIFY(get(file).find("UNPROTECTED") != std::string::npos);
        } else {
            QVERIFY(!std::filesystem::exists(file));
        }
        store.remove(connection);
        QCOMPARE(readNow(store, connection), QString("error"));
        for (const auto& entry : std::filesystem::directory_iterator(folder.path().toStdString()))
            QVERIFY2(get(entry.path().string()).find("canary") == std::string::npos, entry.path().c_str());
    }

    void secretsFromOutside()
    {
        QTemporaryDir folder;
        SecretStore store("");
        Connection connection = sample();
        connection.secretIn = Connection::SecretIn::File;
        connection.secretPlace = folder.path().toStdString() + "/token";
        QCOMPARE(readNow(store, connection), QString("error"));
        put(connection.secretPlace, "canary\n");
        QCOMPARE(readNow(store, connection), QString("canary"));
        connection.secretIn = Connection::SecretIn::Environment;
        connection.secretPlace = "WG_TEST_SECRET";
        QCOMPARE(readNow(store, connection), QString("error"));
        qputenv("WG_TEST_SECRET", "canary2");
        QCOMPARE(readNow(store, connection), QString("canary2"));
        QString refused;
        store.write(Connection::SecretIn::PrivateFile, "x", Secret("canary"), this,
            [&](Result<void> r) { refused = r ? "written" : QString::fromStdString(r.error().message); });
        QTRY_VERIFY(refused.contains("cannot be kept in a file"));
    }

    void keychainAbsentSaysSo()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        SecretStore store("");
        QString text;
        store.write(Connection::SecretIn::Keychain, "x", Secret("canary"), this,
            [&](Result<void> r) { text = r ? "written" : QString::fromStdString(r.error().message); });
        QTRY_VERIFY(!text.isEmpty());
        QVERIFY2(text.contains("keychain cannot be used"), qPrintable(text));
        QVERIFY(!text.contains("canary"));
    }

private:
    QString readNow(SecretStore& store, const Connection& connection)
    {
        QString out;
        store.read(connection, this,
            [&](Result<Secret> r) { out = r ? QString::fromStdString(r->reveal()) : QStringLiteral("error"); });
        [[maybe_unused]] const bool answered = QTest::qWaitFor([&] { return !out.isNull(); });
        return out;
    }
};

QTEST_GUILESS_MAIN(TestState)
#include "tst_state.moc"
