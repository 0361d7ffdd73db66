// What a source sends, joins, cancels and says; servers are scripted.
#include "core/runtime/sources/open_source.h"
#include "core/runtime/sources/prometheus_source.h"
#include "tests/helpers/hostile_server.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wg;
using sources::Health;
using sources::QueryResult;
using test::HostileServer;
using Peer = HostileServer::Peer;

namespace {

const QByteArray kGood = R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"7"]}]}})";

/// Counts what waits for its end.
struct Watched : QObject {
    [[nodiscard]] int watchers() const { return receivers(SIGNAL(destroyed(QObject*))); }
};

std::unique_ptr<sources::PrometheusSource> sourceOf(const std::string& url, sources::Access access = {})
{
    return std::make_unique<sources::PrometheusSource>("s", promapi::parseBaseUrl(url).value(), access);
}

/// Waits for the one answer of `request(context, done)`.
template <class T, class Request>
Result<T> answer(Request request)
{
    QEventLoop loop;
    QObject context;
    Result<T> out = fail(ErrorCode::Cancelled, "never called back");
    QTimer::singleShot(20'000, &loop, &QEventLoop::quit);
    request(&context, [&](Result<T> result) {
        out = std::move(result);
        loop.quit();
    });
    loop.exec();
    return out;
}

Result<QueryResult> ask(sources::Source& source, const std::string& expression = "up")
{
    return answer<QueryResult>([&](QObject* context, auto done) { source.query({expression, 1500}, context, done); });
}

Result<Health> probe(const std::string& url, sources::Access access = {})
{
    const auto source = sourceOf(url, access);
    return answer<Health>([&](QObject* context, auto done) { source->test(context, done); });
}

} // namespace

class TestPrometheusSource : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sendsFormsUnderTheBasePath()
    {
        const HostileServer server(HostileServer::always(HostileServer::reply(kGood)));
        const auto source = sourceOf(server.url() + "/prometheus/?tenant=a&token=canary");
        QCOMPARE(source->location(), server.url() + "/prometheus");
        QVERIFY(ask(*source, "a > 1"));
        const QByteArray request = server.requests().at(0);
        QVERIFY2(request.startsWith("POST /prometheus/api/v1/query?tenant=a&token=canary HTTP/1.1\r\n"), request.constData());
        QVERIFY(request.contains("Content-Type: application/x-www-form-urlencoded\r\n"));
        QVERIFY(request.contains("Accept-Encoding: gzip\r\n"));
        QVERIFY2(request.endsWith("\r\n\r\nquery=a%20%3E%201&time=1.500&timeout=30s"), request.constData());
        QVERIFY(answer<QueryResult>(
            [&](QObject* context, auto done) { source->queryRange({"up", 1000, 61'000, 15'000}, context, done); }));
        QVERIFY(server.requests().at(1).endsWith("query=up&start=1&end=61&step=15&timeout=30s"));
    }

    void fallsBackToGetOnce_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {403, 405, 501})
            QTest::newRow(std::to_string(status).c_str()) << status;
    }
    void fallsBackToGetOnce()
    {
        QFETCH(int, status);
        const HostileServer server([status](const Peer& peer, const QByteArray& request) {
            peer.send(
                request.startsWith("POST") ? HostileServer::reply("no", "text/plain", status) : HostileServer::reply(kGood));
        });
        const auto source = sourceOf(server.url());
        QVERIFY(ask(*source));
        QVERIFY(ask(*source, "down"));
        QCOMPARE(server.count(), 3);
        QVERIFY(server.requests().at(2).startsWith("GET /api/v1/query?query=down&time=1.500&timeout=30s HTTP/1.1\r\n"));
    }

    void logins()
    {
        const HostileServer server(HostileServer::always(HostileServer::reply(kGood)));
        sources::Access basic;
        basic.user = "me";
        basic.password = Secret("p:w");
        QVERIFY(ask(*sourceOf(server.url(), basic)));
        QVERIFY(server.requests().at(0).contains("Authorization: Basic " + QByteArray("me:p:w").toBase64() + "\r\n"));
        QString url = QString::fromStdString(server.url()).replace("://", "://u:x%40y@");
        QVERIFY(ask(*sourceOf(url.toStdString())));
        QVERIFY(server.requests().at(1).contains("Authorization: Basic " + QByteArray("u:x@y").toBase64() + "\r\n"));
        QVERIFY(server.requests().at(1).startsWith("POST /api/v1/query HTTP"));
    }

    void identicalQueriesAreOneRequest()
    {
        const HostileServer server([](const Peer& peer, const QByteArray&) {
            peer.wait(300);
            peer.send(HostileServer::reply(kGood));
        });
        const auto source = sourceOf(server.url());
        QObject context;
        int answers = 0;
        const auto count = [&](const Result<QueryResult>& result) { answers += result ? 1 : 100; };
        for (int i = 0; i < 5; ++i)
            source->query({"up", 1000}, &context, count);
        source->query({"up", 2000}, &context, count);
        QTRY_COMPARE(answers, 6);
        QCOMPARE(server.count(), 2);
    }

    void cancelling()
    {
        const HostileServer server([](const Peer& peer, const QByteArray&) { peer.wait(20'000); });
        const auto source = sourceOf(server.url());
        QObject context;
        int answers = 0;
        const auto count = [&](const Result<QueryResult>&) { ++answers; };
        QList<sources::Job> jobs;
        for (int i = 0; i < 12; ++i) // twice what may be in flight
            jobs << source->query({"slow", i}, &context, count);
        QTRY_COMPARE(server.count(), 6);
        for (const sources::Job& job : jobs)
            job.cancel();
        // The places are free again at once: a query that follows does not wait for the 20 s.
        const HostileServer fast(HostileServer::always(HostileServer::reply(kGood)));
        source->query({"after", 1}, &context, count);
        QTRY_COMPARE(server.count(), 7);
        {
            QObject leaves;
            source->query({"context dies", 1}, &leaves, count);
        }
        QTest::qWait(100);
        QCOMPARE(answers, 0);
    }

    void leavesNothingOnItsContext()
    {
        const HostileServer server([](const Peer& peer, const QByteArray& request) {
            if (request.contains("slow"))
                return peer.wait(20'000);
            peer.send(HostileServer::reply(kGood));
        });
        const auto source = sourceOf(server.url());
        Watched context;
        int answers = 0;
        for (int i = 0; i < 20; ++i)
            source->query({"up", i / 2}, &context, [&](const Result<QueryResult>&) { ++answers; });
        QCOMPARE(context.watchers(), 20);
        QTRY_COMPARE(answers, 20);
        QCOMPARE(context.watchers(), 0);
        // Nor when it is cancelled and never answered.
        const sources::Job slow = source->query({"slow", 1}, &context, [&](const Result<QueryResult>&) { ++answers; });
        QTRY_COMPARE(server.count(), 11);
        slow.cancel();
        QTRY_COMPARE(context.watchers(), 0);
        QCOMPARE(answers, 20);
    }

    void diesQuietlyWithRequestsOnTheirWay()
    {
        const HostileServer server([](const Peer& peer, const QByteArray&) {
            peer.wait(50);
            peer.send(HostileServer::reply(kGood));
        });
        QObject context;
        int answers = 0;
        for (int i = 0; i < 20; ++i) {
            const auto source = sourceOf(server.url());
            for (int q = 0; q < 8; ++q)
                source->query({"q" + std::to_string(q), 1}, &context, [&](const Result<QueryResult>&) { ++answers; });
            QTest::qWait(i * 5);
        }
        answers = 0;
        QTest::qWait(200);
        QCOMPARE(answers, 0);
    }

    void warningsPartialAndLists()
    {
        const HostileServer server([](const Peer& peer, const QByteArray& request) {
            if (request.contains("/labels"))
                return (void)peer.send(HostileServer::reply(R"({"status":"success","data":["a","b"]})"));
            if (request.contains("/values"))
                return (void)peer.send(HostileServer::reply(R"({"status":"success","data":["x"]})"));
            if (request.contains("/series"))
                return (void)peer.send(HostileServer::reply(R"({"status":"success","data":[{"__name__":"up"}]})"));
            if (request.contains("/metadata"))
                return (void)peer.send(
                    HostileServer::reply(R"({"status":"success","data":{"up":[{"type":"gauge","help":"h","unit":"s"}]}})"));
            peer.send(HostileServer::reply(
                R"({"status":"success","isPartial":true,"warnings":["w"],"infos":["i"],"data":{"resultType":"vector","result":[]}})"));
        });
        const auto source = sourceOf(server.url());
        const auto result = ask(*source).value();
        QVERIFY(result.partial && !result.matchedSeries);
        QCOMPARE(result.warnings.size(), std::size_t(2));
        const TimeRange range{0, 1000};
        using Strings = std::vector<std::string>;
        QCOMPARE(answer<Strings>([&](auto* c, auto done) { source->labelNames({"up"}, range, c, done); }).value(),
            (Strings{"a", "b"}));
        QCOMPARE(answer<Strings>([&](auto* c, auto done) { source->labelValues("job", {}, range, c, done); }).value(),
            (Strings{"x"}));
        QCOMPARE(answer<std::vector<series::Labels>>([&](auto* c, auto done) { source->seriesLabels({}, range, c, done); })
                     .value()
                     .size(),
            std::size_t(1));
        const auto metadata =
            answer<std::map<std::string, sources::Metadata>>([&](auto* c, auto done) { source->metadata(c, done); });
        QCOMPARE(metadata.value().at("up").unit, std::string("s"));
        QVERIFY(server.requests().at(2).startsWith("GET /api/v1/label/job/values?start=0&end=1 "));
        QVERIFY(server.requests().at(3).contains("match%5B%5D=%7B__name__%21%3D%22%22%7D"));
    }

    void testNamesTheStepThatFailed()
    {
        QVERIFY(probe("http://nowhere.invalid:1").error().message.starts_with("name lookup failed"));
        QVERIFY(probe("http://127.0.0.1:" + std::to_string(freePort())).error().message.starts_with("connection refused"));
        const HostileServer plain(HostileServer::always(HostileServer::reply("<html><title>Grafana</title>", "text/html")));
        QVERIFY(probe("https://" + plain.address()).error().message.starts_with("TLS failed"));
        QVERIFY(probe(plain.url()).error().message.find("(got text/html, title 'Grafana')") != std::string::npos);
        const HostileServer closed(HostileServer::always(HostileServer::reply("who?", "text/plain", 401)));
        QCOMPARE(probe(closed.url()).error().code, ErrorCode::Auth);
    }

    void testTellsAboutTheServer()
    {
        const HostileServer server([](const Peer& peer, const QByteArray& request) {
            const QByteArray date = "Date: "
                + QLocale::c().toString(QDateTime::currentDateTimeUtc().addSecs(-600), "ddd, dd MMM yyyy hh:mm:ss").toLatin1()
                + " GMT\r\n";
            if (request.contains("/buildinfo"))
                peer.send(HostileServer::reply(R"({"status":"success","data":{}})"));
            else if (request.contains("/tsdb"))
                peer.send(HostileServer::reply(R"({"status":"success","data":{"totalSeries":1234}})"));
            else if (request.startsWith("GET /metrics"))
                peer.send(HostileServer::reply(
                    "x 1\nvm_app_version{version=\"victoria-metrics-20220101\", short_version=\"v1.79.5\"} 1\n", "text/plain"));
            else
                peer.send(HostileServer::reply(kGood, "application/json", 200, date));
        });
        const Health health = probe(server.url()).value();
        QCOMPARE(health.product, std::string("VictoriaMetrics"));
        QCOMPARE(health.version, std::string("v1.79.5"));
        QCOMPARE(health.seriesCount.value(), std::uint64_t(1234));
        QVERIFY2(qAbs(health.clockSkew.value() + 600'000) < 2500, qPrintable(QString::number(health.clockSkew.value())));
        // Only the query API: still a Prometheus API.
        const HostileServer bare([](const Peer& peer, const QByteArray& request) {
            peer.send(request.contains("/query") ? HostileServer::reply(kGood)
                                                 : HostileServer::reply("404 page not found", "text/plain", 404));
        });
        const Health little = probe(bare.url()).value();
        QCOMPARE(little.product, std::string("Prometheus API"));
        QCOMPARE(little.seriesCount.value(), std::uint64_t(7));
        QVERIFY(!little.clockSkew);
    }

    void countsNoServerCanMean_data()
    {
        QTest::addColumn<QByteArray>("tsdb");
        QTest::addColumn<QByteArray>("count");
        for (const char* value : {"NaN", "+Inf", "-Inf", "-5", "1e300", "18446744073709551616"})
            QTest::newRow(value) << QByteArray("{}") << QByteArray(value);
        QTest::newRow("head -1") << QByteArray(R"({"headStats":{"numSeries":-1}})") << QByteArray("NaN");
        QTest::newRow("total 1e300") << QByteArray(R"({"totalSeries":1e300})") << QByteArray("NaN");
    }
    void countsNoServerCanMean()
    {
        QFETCH(QByteArray, tsdb);
        QFETCH(QByteArray, count);
        const HostileServer server([&](const Peer& peer, const QByteArray& request) {
            if (request.contains("/tsdb"))
                peer.send(HostileServer::reply("{\"status\":\"success\",\"data\":" + tsdb + "}"));
            else
                peer.send(HostileServer::reply(QByteArray(kGood).replace("\"7\"", "\"" + count + "\"")));
        });
        const auto health = probe(server.url());
        QVERIFY2(health, health ? "" : health.error().text().c_str());
        QVERIFY(!health->seriesCount);
    }

    void accessFromFiles()
    {
        QTemporaryDir folder;
        const auto write = [&](const char* name, const QByteArray& text) {
            QFile file(folder.filePath(name));
            const bool written = file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
            Q_ASSERT(written);
            return folder.filePath(name).toStdString();
        };
        using sources::readAccess;
        QCOMPARE(readAccess(write("t", "canary\n"), "", "env", kSecond).value().bearerToken.reveal(), std::string("canary"));
        QCOMPARE(readAccess("", "", "env", kSecond).value().bearerToken.reveal(), std::string("env"));
        const auto basic = readAccess("", write("b", "me:pa:ss\r\n"), "env", kSecond).value();
        QVERIFY(basic.user == "me" && basic.password.reveal() == "pa:ss" && basic.bearerToken.empty());
        QCOMPARE(readAccess("", write("x", "canary"), "", kSecond).error().code, ErrorCode::Auth);
        QVERIFY(readAccess("", write("x", "canary"), "", kSecond).error().message.find("canary") == std::string::npos);
        QCOMPARE(readAccess(write("e", "\n"), "", "", kSecond).error().code, ErrorCode::Auth);
        QCOMPARE(readAccess(folder.filePath("none").toStdString(), "", "", kSecond).error().code, ErrorCode::Auth);
        QCOMPARE(readAccess("a", "b", "", kSecond).error().code, ErrorCode::Usage);
    }

    void specs()
    {
        using sources::parseSourceSpec;
        const auto is = [](const std::string& text, const std::string& name, const std::string& location) {
            const auto spec = parseSourceSpec(text);
            if (spec.name != name || spec.location != location)
                qWarning("%s: %s %s", text.c_str(), spec.name.c_str(), spec.location.c_str());
            return spec.name == name && spec.location == location;
        };
        QVERIFY(is("prod=http://h:1/x", "prod", "http://h:1/x"));
        QVERIFY(is("http://u:p@h/x?a=b", "h:80", "http://u:p@h/x?a=b"));
        QVERIFY(is("logs/run.csv", "run.csv", "logs/run.csv"));
        QVERIFY(is("a b=c", "a b=c", "a b=c"));
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath("lr=0.1/run1"));
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(folder.path()));
        QVERIFY(is("lr=0.1/run1", "run1", "lr=0.1/run1"));
        QVERIFY(is("lr=0.2/run1", "lr", "0.2/run1"));
        QDir::setCurrent(before);
    }

private:
    static quint16 freePort() { return HostileServer(HostileServer::always({})).port(); }
};

QTEST_GUILESS_MAIN(TestPrometheusSource)
#include "tst_prometheus_source.moc"
