#include "core/promapi/reply.h"
#include "core/promapi/request.h"
#include "core/promapi/write.h"

#include <QtTest>

#include <cmath>

using namespace wg;

class TestWrite : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void baseUrls()
    {
        const auto url = promapi::parseBaseUrl("HTTPS://me:p%40ss@[::1]:9090/prometheus/api/v1/?tenant=a&token=t#x").value();
        QCOMPARE(url.display(), std::string("https://[::1]:9090/prometheus"));
        QCOMPARE(url.hostPort(), std::string("[::1]:9090"));
        QCOMPARE(url.user, std::string("me"));
        QCOMPARE(url.password.reveal(), std::string("p@ss"));
        QCOMPARE(promapi::requestUrl(url, promapi::instantQuery("a+b", 1500, kSecond), true),
            std::string("https://[::1]:9090/prometheus/api/v1/query?tenant=a&token=t"));
        QCOMPARE(promapi::requestUrl(url, promapi::labelValues("a b", {"up{x=\"1\"}"}, {0, 1000}), false),
            std::string("https://[::1]:9090/prometheus/api/v1/label/a%20b/values?tenant=a&token=t"
                        "&match%5B%5D=up%7Bx%3D%221%22%7D&start=0&end=1"));
        QCOMPARE(promapi::parseBaseUrl("http://h").value().port, 80);
        for (const char* bad : {"", "h:9090", "ftp://h", "file:///etc/passwd", "http://", "http://:1", "http://h:0",
                 "http://h:70000", "http://h:x", "http://h\r\nX: y", "http://h/ a"})
            QVERIFY2(!promapi::parseBaseUrl(bad), bad);
        // A broken address is not repeated: it may hold a password.
        QVERIFY(promapi::parseBaseUrl("http://me:canary@:x").error().message.find("canary") == std::string::npos);
    }

    void forms()
    {
        const auto request = promapi::rangeQuery("rate(x[5m]) > 1", 1600000000123, 1600000060000, 15500, 30000);
        QCOMPARE(promapi::encodeParameters(request.parameters),
            std::string("query=rate%28x%5B5m%5D%29%20%3E%201&start=1600000000.123&end=1600000060&step=15.500&timeout=30s"));
        QCOMPARE(promapi::formatSeconds(-1500), std::string("-1.500"));
        QCOMPARE(promapi::formatSeconds(5), std::string("0.005"));
    }

    void values()
    {
        QCOMPARE(promapi::formatValue(1e21), std::string("1e+21"));
        QCOMPARE(promapi::formatValue(1e20), std::string("100000000000000000000"));
        QCOMPARE(promapi::formatValue(1.5e-7), std::string("1.5e-07"));
        QCOMPARE(promapi::formatValue(0.000001), std::string("0.000001"));
        QCOMPARE(promapi::formatValue(-0.0), std::string("-0"));
        QCOMPARE(promapi::formatValue(-INFINITY), std::string("-Inf"));
    }

    void bodies()
    {
        const series::Labels labels{{"__name__", "up"}, {"Z", "a<b>&\"\\\n\x01\xE2\x80\xA8ä\xFF"}};
        QCOMPARE(promapi::queryBody(series::Matrix{{{labels, {1600000000123, 1600000001000}, {1, NAN}}}}),
            std::string(R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"Z":)"
                        "\"a\\u003cb\\u003e\\u0026\\\"\\\\\\n\\u0001\\u2028ä\\ufffd\""
                        R"(,"__name__":"up"},"values":[[1600000000.123,"1"],[1600000001,"NaN"]]}]}})"));
        QCOMPARE(promapi::queryBody(series::Vector{}, {{Warning::Severity::Warning, "w"}, {Warning::Severity::Info, "i"}}),
            std::string(R"({"status":"success","data":{"resultType":"vector","result":[]},"warnings":["w"],"infos":["i"]})"));
        QCOMPARE(promapi::queryBody(series::Scalar{1500, 1e21}),
            std::string(R"({"status":"success","data":{"resultType":"scalar","result":[1.5,"1000000000000000000000"]}})"));
    }

    void rules()
    {
        promapi::AlertBody alert;
        alert.labels = {{"alertname", "A"}};
        alert.state = "firing";
        alert.activeAt = 1786717920500;
        promapi::RuleBody alerting;
        alerting.state = "firing";
        alerting.name = "A";
        alerting.query = "up > 2";
        alerting.duration = 10'000;
        alerting.labels = {{"s", "c"}};
        alerting.alerts = {alert};
        alerting.health = "ok";
        alerting.evaluationSeconds = 0.25;
        alerting.lastEvaluation = 1786717920000;
        promapi::RuleBody recording;
        recording.recording = true;
        recording.name = "r";
        recording.query = "x";
        recording.health = "err";
        recording.lastError = "bad";
        promapi::RuleGroupBody group;
        group.name = "g";
        group.file = "f.yml";
        group.rules = {alerting, recording};
        group.interval = 5000;
        QCOMPARE(promapi::rulesBody({group}),
            std::string(
                R"({"status":"success","data":{"groups":[{"name":"g","file":"f.yml","rules":[{"state":"firing","name":"A","query":"up \u003e 2","duration":10,"keepFiringFor":0,"labels":{"s":"c"},"annotations":{},"alerts":[{"labels":{"alertname":"A"},"annotations":{},"state":"firing","activeAt":"2026-08-14T14:32:00.5Z","value":"0e+00"}],"health":"ok","evaluationTime":0.25,"lastEvaluation":"2026-08-14T14:32:00Z","type":"alerting"},{"name":"r","query":"x","health":"err","lastError":"bad","evaluationTime":0,"lastEvaluation":"1970-01-01T00:00:00Z","type":"recording"}],"interval":5,"limit":0,"evaluationTime":0,"lastEvaluation":"1970-01-01T00:00:00Z"}]}})"));
    }
};

QTEST_APPLESS_MAIN(TestWrite)
#include "tst_write.moc"
