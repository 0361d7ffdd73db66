// The real Prometheus and VictoriaMetrics over a real node_exporter: what a source and `watchglass query` give is what the
// API itself answers. Secrets stay secret on the way.
#include "core/promapi/write.h"
#include "core/runtime/sources/prometheus_source.h"
#include "tests/helpers/hostile_server.h"
#include "tests/helpers/server_process.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QUrlQuery>
#include <QtTest>

#include <memory>

using namespace wg;
using test::HostileServer;
using test::ServerProcess;

namespace {

struct Ran {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

Ran run(const QStringList& arguments, const QHash<QString, QString>& environment = {})
{
    QProcess process;
    QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
    // No display and no platform plugin: query must not need one.
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "WATCHGLASS_BEARER_TOKEN"})
        all.remove(QString::fromLatin1(name));
    for (auto it = environment.begin(); it != environment.end(); ++it)
        all.insert(it.key(), it.value());
    process.setProcessEnvironment(all);
    process.start(QStringLiteral(WG_PROGRAM), arguments);
    if (!process.waitForFinished(60'000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
        process.readAllStandardError()};
}

QByteArray fetch(const QString& url, const QList<std::pair<QString, QString>>& parameters = {})
{
    QUrl address(url);
    QString query;
    for (const auto& [name, value] : parameters)
        query += (query.isEmpty() ? "" : "&") + name + "=" + QString::fromLatin1(QUrl::toPercentEncoding(value));
    address.setQuery(query, QUrl::StrictMode);
    QNetworkAccessManager manager;
    const std::unique_ptr<QNetworkReply> reply(manager.get(QNetworkRequest(address)));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    return reply->readAll();
}

template <class T, class Request>
Result<T> answer(Request request)
{
    QEventLoop loop;
    QObject context;
    Result<T> out = fail(ErrorCode::Cancelled, "never called back");
    QTimer::singleShot(30'000, &loop, &QEventLoop::quit);
    request(&context, [&](Result<T> result) {
        out = std::move(result);
        loop.quit();
    });
    loop.exec();
    return out;
}

/// "data" as a comparable tree: values by number, whatever their spelling (VictoriaMetrics prints 1e-7 otherwise).
QJsonValue normal(const QJsonValue& value)
{
    if (value.isArray()) {
        QJsonArray out;
        const QJsonArray items = value.toArray();
        const bool isPair = items.size() == 2 && items.at(0).isDouble() && items.at(1).isString();
        for (const QJsonValue& item : items)
            out.append(normal(item));
        if (bool isNumber = false; isPair && (items.at(1).toString().toDouble(&isNumber), isNumber))
            out[1] = items.at(1).toString().toDouble();
        return out;
    }
    if (value.isObject()) {
        QJsonObject out = value.toObject();
        for (auto it = out.begin(); it != out.end(); ++it)
            it.value() = normal(it.value());
        return out;
    }
    return value;
}

QJsonObject dataOf(const QByteArray& body)
{
    const QJsonObject data = QJsonDocument::fromJson(body).object().value("data").toObject();
    return {{"resultType", data.value("resultType")}, {"result", normal(data.value("result"))}};
}

} // namespace

class TestSourceServers : public QObject {
    Q_OBJECT

    std::unique_ptr<ServerProcess> m_node, m_prometheus, m_victoria;
    qint64 m_now = 0; ///< seconds; the same for both sides of every comparison

    [[nodiscard]] const ServerProcess& server(bool victoria) const { return victoria ? *m_victoria : *m_prometheus; }

    static void addQueries()
    {
        QTest::addColumn<bool>("victoria");
        QTest::addColumn<QString>("expression");
        const QStringList both{"up", "node_cpu_seconds_total", "sum by (mode) (rate(node_cpu_seconds_total[10s]))", "1/3",
            "vector(0.1)", "node_time_seconds - 0.25", "no_such_metric", "node_load1 * NaN", "-1/0 * node_load1",
            "node_memory_MemTotal_bytes * 1e21", "node_memory_MemTotal_bytes * 1e-20",
            "label_replace(vector(1), \"x\", \"<&> \\\"q\\\" ä\", \"\", \"\")"};
        for (const QString& expression : both) {
            QTest::newRow(qPrintable("prometheus " + expression)) << false << expression;
            QTest::newRow(qPrintable("victoria " + expression)) << true << expression;
        }
        QTest::newRow("prometheus string") << false << "\"a <b> \\\"c\\\"\"";
        QTest::newRow("prometheus raw") << false << "up[5s]";
    }

    /// Byte for byte from Prometheus; VictoriaMetrics adds members and spells numbers its own way.
    static void compare(bool victoria, const QByteArray& ours, const QByteArray& theirs)
    {
        QVERIFY2(theirs.startsWith("{\"status\":\"success\""), theirs.left(300).constData());
        if (!victoria)
            QCOMPARE(ours, theirs);
        else
            QCOMPARE(dataOf(ours), dataOf(theirs));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_node = std::make_unique<ServerProcess>(ServerProcess::Kind::NodeExporter);
        QVERIFY2(m_node->start(), qPrintable(m_node->error()));
        const QByteArray config =
            "global:\n  scrape_interval: 1s\nscrape_configs:\n  - job_name: node\n    static_configs:\n      - targets: ['"
            + m_node->address().toUtf8() + "']\n";
        m_prometheus = std::make_unique<ServerProcess>(ServerProcess::Kind::Prometheus, config);
        QVERIFY2(m_prometheus->start(), qPrintable(m_prometheus->error()));
        m_victoria = std::make_unique<ServerProcess>(ServerProcess::Kind::VictoriaMetrics, config);
        QVERIFY2(m_victoria->start(), qPrintable(m_victoria->error()));
        for (const bool victoria : {false, true}) {
            const QString url = server(victoria).url() + "/api/v1/query";
            QTRY_VERIFY_WITH_TIMEOUT(fetch(url, {{"query", "count_over_time(up[1m]) >= 5"}}).contains("\"metric\":{"), 40'000);
        }
        m_now = QDateTime::currentSecsSinceEpoch() - 1;
        QTest::qWait(3000); // what is asked at m_now no longer changes
    }

    void sourceInstant_data() { addQueries(); }
    void sourceInstant()
    {
        QFETCH(bool, victoria);
        QFETCH(QString, expression);
        sources::PrometheusSource source("s", promapi::parseBaseUrl(server(victoria).url().toStdString()).value(), {});
        const auto result = answer<sources::QueryResult>(
            [&](auto* context, auto done) { source.query({expression.toStdString(), m_now * 1000}, context, done); });
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        const QByteArray theirs =
            fetch(server(victoria).url() + "/api/v1/query", {{"query", expression}, {"time", QString::number(m_now)}});
        compare(victoria, QByteArray::fromStdString(promapi::queryBody(*result->value, result->warnings)), theirs);
    }

    void commandInstant_data() { addQueries(); }
    void commandInstant()
    {
        QFETCH(bool, victoria);
        QFETCH(QString, expression);
        const Ran ran = run({"query", "--source", server(victoria).url(), "--time", QString::number(m_now), "--format", "json",
            "--", expression});
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.code, 0);
        compare(victoria, ran.out,
            fetch(server(victoria).url() + "/api/v1/query", {{"query", expression}, {"time", QString::number(m_now)}}));
    }

    void commandRange_data()
    {
        QTest::addColumn<bool>("victoria");
        QTest::addColumn<QString>("start");
        QTest::addColumn<QString>("step");
        for (const bool victoria : {false, true}) {
            const char* const name = victoria ? "victoria" : "prometheus";
            QTest::addRow("%s whole", name) << victoria << QString::number(m_now - 10) << "1";
            QTest::addRow("%s fractions", name) << victoria << QString::number(double(m_now) - 9.75, 'f', 2) << "2.5";
            QTest::addRow("%s before all", name) << victoria << QString::number(m_now - 3600) << "60";
        }
    }
    void commandRange()
    {
        QFETCH(bool, victoria);
        QFETCH(QString, start);
        QFETCH(QString, step);
        const QString expression = "rate(node_cpu_seconds_total[5s]) or up";
        const QString end = QString::number(m_now);
        const QString ourStep = QString::number(qRound(step.toDouble() * 1000)) + "ms";
        const Ran ran = run({"query", expression, "--source", "it=" + server(victoria).url(), "--start", start, "--end", end,
            "--step", ourStep, "--format", "json"});
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.code, 0);
        compare(victoria, ran.out,
            fetch(server(victoria).url() + "/api/v1/query_range",
                {{"query", expression}, {"start", start}, {"end", end}, {"step", step}}));
    }

    void listsAndMetadata()
    {
        for (const bool victoria : {false, true}) {
            sources::PrometheusSource source("s", promapi::parseBaseUrl(server(victoria).url().toStdString()).value(), {});
            const TimeRange range{(m_now - 60) * 1000, m_now * 1000};
            using Strings = std::vector<std::string>;
            const auto names = answer<Strings>([&](auto* c, auto done) { source.labelNames({"up"}, range, c, done); });
            QVERIFY2(names, names ? "" : names.error().message.c_str());
            QCOMPARE(*names, (Strings{"__name__", "instance", "job"}));
            const auto values = answer<Strings>(
                [&](auto* c, auto done) { source.labelValues("mode", {"node_cpu_seconds_total{cpu=\"0\"}"}, range, c, done); });
            QVERIFY2(values && values->size() > 5 && std::ranges::find(*values, "idle") != values->end(),
                values ? "" : values.error().message.c_str());
            const auto series = answer<std::vector<series::Labels>>(
                [&](auto* c, auto done) { source.seriesLabels({"up", "node_load1"}, range, c, done); });
            QVERIFY2(series, series ? "" : series.error().message.c_str());
            QCOMPARE(series->size(), std::size_t(2));
            const auto metadata =
                answer<std::map<std::string, sources::Metadata>>([&](auto* c, auto done) { source.metadata(c, done); });
            QVERIFY2(metadata, metadata ? "" : metadata.error().message.c_str());
            if (!victoria) // 1.79 has none
                QCOMPARE(metadata->at("node_cpu_seconds_total").type, std::string("counter"));
        }
    }

    void testOfTheDialog()
    {
        for (const bool victoria : {false, true}) {
            sources::PrometheusSource source("s", promapi::parseBaseUrl(server(victoria).url().toStdString()).value(), {});
            const auto health = answer<sources::Health>([&](auto* context, auto done) { source.test(context, done); });
            QVERIFY2(health, health ? "" : health.error().message.c_str());
            QCOMPARE(health->product, std::string(victoria ? "VictoriaMetrics" : "Prometheus"));
            if (!victoria)
                QVERIFY2(health->version.starts_with("2."), health->version.c_str());
            QVERIFY2(health->seriesCount.value_or(0) > 100, qPrintable(QString::number(health->seriesCount.value_or(0))));
            if (health->clockSkew)
                QVERIFY2(qAbs(*health->clockSkew) < 2000, qPrintable(QString::number(*health->clockSkew)));
        }
    }

    void serversOwnErrors()
    {
        const QString url = m_prometheus->url();
        const Ran bad = run({"query", "--source", url, "rate(up)"});
        QCOMPARE(bad.code, 2);
        QCOMPARE(bad.out, QByteArray());
        QVERIFY2(bad.err.startsWith("watchglass: error: expression:1:6: ")
                && bad.err.contains(
                    " parse error: expected type range vector in call to function \"rate\", got instant vector"),
            bad.err.constData());
        QCOMPARE(bad.err.count("1:6"), 1);
        QVERIFY(bad.err.contains(m_prometheus->address().toUtf8()));
        const Ran path = run({"query", "--source", url + "/prometheus", "up"});
        QCOMPARE(path.code, 2);
        QVERIFY2(path.err.contains("This is not a Prometheus API"), path.err.constData());
        const Ran points = run({"query", "--source", url, "up", "--start", "now-30d", "--end", "now", "--step", "1s"});
        QCOMPARE(points.code, 2);
        QVERIFY2(points.err.contains("larger step"), points.err.constData());
        const QString nobody = "http://127.0.0.1:" + QString::number(ServerProcess::freePort());
        const Ran down = run({"query", "--source", nobody, "up"});
        QCOMPARE(down.code, 2);
        QVERIFY2(down.err.contains("connection refused by " + nobody.mid(7).toUtf8()), down.err.constData());
    }

    void usage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("no source") << QStringList{"up"} << QByteArray("--source");
        QTest::newRow("no expression") << QStringList{"--source", "x.csv"} << QByteArray("expression");
        QTest::newRow("half a range") << QStringList{"--source", "http://h", "up", "--start", "1"}
                                      << QByteArray("--start T --end T --step D");
        QTest::newRow("both") << QStringList{"--source", "http://h", "up", "--start", "1", "--time", "1"}
                              << QByteArray("--time");
        QTest::newRow("time") << QStringList{"--source", "http://h", "up", "--time", "noon"} << QByteArray("--time \"noon\"");
        QTest::newRow("step") << QStringList{"--source", "http://h", "up", "--start", "1", "--end", "2", "--step", "0"}
                              << QByteArray("--step");
        QTest::newRow("order") << QStringList{"--source", "http://h", "up", "--start", "3", "--end", "2", "--step", "1"}
                               << QByteArray("--end is before --start");
        QTest::newRow("format") << QStringList{"--source", "http://h", "up", "--format", "xml"} << QByteArray("xml");
        QTest::newRow("timeout") << QStringList{"--source", "http://h", "up", "--timeout", "soon"}
                                 << QByteArray("--timeout \"soon\"");
        QTest::newRow("scheme") << QStringList{"--source", "ftp://h", "up"} << QByteArray("only http and https");
        QTest::newRow("no file") << QStringList{"--source", "/no/such/log.csv", "up"} << QByteArray("/no/such/log.csv");
        QTest::newRow("token file") << QStringList{"--source", "http://h", "up", "--bearer-token-file", "/no/such/token"}
                                    << QByteArray("/no/such/token");
    }
    void usage()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, says);
        const Ran ran = run(QStringList{"query"} + arguments);
        QCOMPARE(ran.code, 2);
        QCOMPARE(ran.out, QByteArray());
        QVERIFY2(ran.err.contains(says), ran.err.constData());
    }

    /// The login reaches the server in every way it can be given, and is found in no output.
    void loginsAndCanary()
    {
        QTemporaryDir folder;
        QFile token(folder.filePath("token")), basic(folder.filePath("basic"));
        QVERIFY(token.open(QIODevice::WriteOnly) && token.write("canary-bearer\n") > 0 && basic.open(QIODevice::WriteOnly)
            && basic.write("me:canary-basic") > 0);
        token.close();
        basic.close();
        const QByteArray good = R"({"status":"success","data":{"resultType":"scalar","result":[1,"7"]}})";
        std::atomic<int> status = 200;
        const HostileServer login([&](const HostileServer::Peer& peer, const QByteArray& request) {
            // A hostile server even sends back what it got.
            peer.send(status == 200 ? HostileServer::reply(good)
                                    : HostileServer::reply(request.left(request.indexOf("\r\n\r\n")), "text/plain", status,
                                          "Location: http://a:canary@elsewhere/?token=canary\r\n"));
        });
        const QString url = QString::fromStdString(login.url());
        const QString withUser = QString(url).replace("://", "://u:canary-url@") + "/?api_key=canary-query";
        const QList<std::pair<QStringList, QByteArray>> ways{
            {{"--bearer-token-file", token.fileName()}, "Bearer canary-bearer"},
            {{"--basic-auth-file", basic.fileName()}, "Basic " + QByteArray("me:canary-basic").toBase64()},
            {{}, "Bearer canary-env"}, {{"--source", withUser}, "Basic " + QByteArray("u:canary-url").toBase64()}};
        for (const auto& [flags, header] : ways) {
            for (const int code : {200, 302, 401, 403, 500, 503}) {
                status = code;
                QStringList arguments{"query", "7"};
                if (!flags.contains("--source"))
                    arguments << "--source" << url;
                const bool fromEnvironment = flags.isEmpty();
                const Ran ran = run(arguments + flags,
                    fromEnvironment ? QHash<QString, QString>{{"WATCHGLASS_BEARER_TOKEN", "canary-env"}}
                                    : QHash<QString, QString>{});
                QCOMPARE(ran.code, code == 200 ? 0 : 2);
                QVERIFY(login.requests().last().contains("Authorization: " + header + "\r\n"));
                for (const QByteArray& output : {ran.out, ran.err}) {
                    QVERIFY2(!output.contains("canary"), output.constData());
                    QVERIFY2(!output.contains(header.split(' ').last()), output.constData());
                }
            }
        }
    }

    void tablesAndSheets()
    {
        // Quotes are written ' here; the reply has real ones.
        const QByteArray evil =
            QByteArray("{'status':'success','warnings':['w\\u001b[0m'],'data':{'resultType':'vector','result':["
                       "{'metric':{'__name__':'m','a':'=cmd()','b':'x,\\u0022y\\u0022'},'value':[1600000000.5,'-3']},"
                       "{'metric':{'__name__':'m','a':'\\u001b[31mred\\u202E'},'value':[1600000000.5,'+Inf']}]}}")
                .replace('\'', '"');
        const HostileServer server(HostileServer::always(HostileServer::reply(evil)));
        const QString url = QString::fromStdString(server.url());
        const Ran csv = run({"query", "--source", url, "m", "--format", "csv"});
        QCOMPARE(csv.out,
            QByteArray("__name__,a,b,time,value\n"
                       "m,'=cmd(),\"x,\"\"y\"\"\",2020-09-13T12:26:40.500Z,-3\n"
                       "m,\x1b[31mred\u202E,,2020-09-13T12:26:40.500Z,+Inf\n"));
        QCOMPARE(csv.err, QByteArray("watchglass: warning: w\\x1b[0m\n"));
        const Ran table = run({"query", "--source", url, "m"});
        QVERIFY2(
            table.out.startsWith("SERIES ") && table.out.contains("\\x1b[31mred\\u202e\"}") && table.out.contains("+Inf\n"),
            table.out.constData());
        QVERIFY(!table.out.contains('\x1b') && !table.out.contains("\u202E"));
    }

    /// Several sources: one body, one header; each series says whose it is.
    void severalServers()
    {
        const auto body = [](const char* data) {
            return QByteArray("{\"status\":\"success\",\"data\":{\"resultType\":") + data + "},\"warnings\":[\"w\"]}";
        };
        const HostileServer first(HostileServer::always(HostileServer::reply(
            body("\"vector\",\"result\":[{\"metric\":{\"source\":\"own\"},\"value\":[1600000000,\"1\"]}]"))));
        const HostileServer second(
            HostileServer::always(HostileServer::reply(body("\"scalar\",\"result\":[1600000000,\"2\"]"))));
        const QStringList both{"query", "--source", "a=" + QString::fromStdString(first.url()), "--source",
            "b=" + QString::fromStdString(second.url()), "m"};
        const Ran json = run(both + QStringList{"--quiet", "--format", "json"});
        QCOMPARE(json.out,
            QByteArray("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                       "{\"metric\":{\"exported_source\":\"own\",\"source\":\"a\"},\"value\":[1600000000,\"1\"]},"
                       "{\"metric\":{\"source\":\"b\"},\"value\":[1600000000,\"2\"]}]},\"warnings\":[\"a: w\",\"b: w\"]}"));
        QCOMPARE(json.err, QByteArray());
        const Ran csv = run(both + QStringList{"--format", "csv"});
        QCOMPARE(csv.out,
            QByteArray("exported_source,source,time,value\nown,a,2020-09-13T12:26:40Z,1\n,b,2020-09-13T12:26:40Z,2\n"));
        QVERIFY2(csv.err.contains("2 sources answered") && csv.err.contains("warning: b: w"), csv.err.constData());
        QVERIFY(run(both + QStringList{"--compat", "2.42"}).err.contains("--compat is for files"));
    }

    void nativeHistograms()
    {
        const QByteArray histogram("{\"count\":\"4\",\"sum\":\"5\",\"buckets\":[[0,\"0.5\",\"1\",\"1\"],[0,\"1\",\"2\",\"2\"],"
                                   "[0,\"2\",\"4\",\"1\"]]}");
        const QByteArray body =
            "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"a\":\"b\"},"
            "\"values\":[[1600000000,\"7\"]],\"histograms\":[[1600000060,"
            + histogram + "]]}]}}";
        const HostileServer server(HostileServer::always(HostileServer::reply(body)));
        const QStringList range{"query", "--source", QString::fromStdString(server.url()), "m", "--start", "1600000000",
            "--end", "1600000060", "--step", "60s"};
        QCOMPARE(run(range + QStringList{"--format", "json"}).out, body);
        const Ran csv = run(range + QStringList{"--format", "csv"});
        QCOMPARE(csv.out.split('\n').first(), QByteArray("a,time,value,count,sum,p50,p90,p99"));
        QVERIFY2(
            csv.out.contains("\nb,2020-09-13T12:26:40Z,7,,,,,\nb,2020-09-13T12:27:40Z,,4,5,1.41421356"), csv.out.constData());
        const Ran table = run(range);
        QVERIFY2(table.out.contains("count 4, sum 5, p50 1.414, p90 3.031, p99 3.89"), table.out.constData());
    }
};

QTEST_GUILESS_MAIN(TestSourceServers)
#include "tst_source_servers.moc"
