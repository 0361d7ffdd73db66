#include "core/promapi/fast_values.h"
#include "core/promapi/reply.h"
#include "core/promapi/write.h"

#include <QtTest>

#include <cmath>

using namespace wg;
using promapi::decodeQuery;

namespace {

std::string query(const std::string& type, const std::string& result, const std::string& more = "")
{
    return R"({"status":"success","data":{"resultType":")" + type + R"(","result":)" + result + "}" + more + "}";
}

std::string matrixOf(const std::string& values)
{
    return query("matrix", R"([{"metric":{"a":"b"},"values":)" + values + "}]");
}

} // namespace

class TestReply : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// Hazard 16: every one is an error that says where, none a crash.
    void broken_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const std::string& body, const char* says) {
            QTest::newRow(name) << QByteArray::fromStdString(body) << QString(says);
        };
        row("empty", "", "the reply is empty");
        row("not json", "<html>", "(byte 0)");
        row("cut", R"({"status":"success","data":{"resultType":"vector","result":[)", "(byte 60)");
        row("cut in values", matrixOf("[[1,\"2\"],[3,").substr(0, 90), "(byte ");
        row("garbage behind", query("vector", "[]") + "x", "(byte ");
        row("no data", R"({"status":"success"})", "data is missing");
        row("no result", R"({"status":"success","data":{"resultType":"vector"}})", "data.result is missing");
        row("data is a list", R"({"status":"success","data":[]})", "data is not an object");
        row("no status", R"({"data":{}})", "status is not");
        row("a list", "[]", "the body is not an object");
        row("unknown type", query("tensor", "[]"), "\"tensor\", which is not known");
        row("result a number", query("vector", "7"), "data.result is not a list");
        row("entry a number", query("vector", "[7]"), "data.result[0] is not an object");
        row("no value", query("vector", R"([{"metric":{}}])"), "data.result[0].value is missing");
        row("label a number", query("vector", R"([{"metric":{"a":1},"value":[1,"2"]}])"),
            "data.result[0].metric.a is not a string");
        row("value a number", query("vector", R"([{"metric":{},"value":[1,2]}])"), "data.result[0].value[1] is not a string");
        row("value a word", query("vector", R"([{"metric":{},"value":[1,"many"]}])"), "\"many\" is not a number");
        row("time a string", matrixOf(R"([["1","2"]])"), "data.result[0].values[0][0] is not a time");
        row("three parts", matrixOf(R"([[1,"2",3]])"), "data.result[0].values[0] is not [time");
        row("word in values", matrixOf(R"([[1,"2"],[2,"x"]])"), "data.result[0].values[1] \"x\" is not a number");
        row("values a number", matrixOf("5"), "data.result[0].values is not a list");
        row("forged cut", matrixOf("-1"), "data.result[0].values is not a list");
        row("depth", std::string(3000, '['), "nested deeper");
        row("utf8", query("vector", "[{\"metric\":{\"a\":\"\xFF\"},\"value\":[1,\"2\"]}]"), "(byte ");
        row("lone surrogate", query("vector", R"([{"metric":{"a":"\ud800"},"value":[1,"2"]}])"), "(byte ");
        row("leading zero", matrixOf(R"([[01,"2"]])"), "(byte ");
        row("point without digits", matrixOf(R"([[1.,"2"]])"), "(byte ");
        row("comma at the end", matrixOf(R"([[1,"2"],])"), "(byte ");
        row("key in a string", R"({"status":"success" "values":[[1,"2"]]})", "(byte ");
    }
    void broken()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, says);
        const auto reply = decodeQuery(std::string_view(body.constData(), std::size_t(body.size())));
        QVERIFY(!reply);
        QVERIFY2(QString::fromStdString(reply.error().message).contains(says), reply.error().message.c_str());
    }

    void specialValues()
    {
        const std::string body = matrixOf(
            R"([[1,"NaN"],[2,"+Inf"],[3,"-Inf"],[4,"1e999"],[5,"-0"],[6.5,"0.1"],[7.001,"-1.5e-7"],[8,"123456789012345678"]])");
        const auto reply = decodeQuery(body).value();
        const auto& one = std::get<series::Matrix>(reply.value).series.at(0);
        QCOMPARE(one.labels.text(), std::string("{a=\"b\"}"));
        QCOMPARE(one.t, (std::vector<TimeMs>{1000, 2000, 3000, 4000, 5000, 6500, 7001, 8000}));
        QVERIFY(std::isnan(one.v[0]));
        QVERIFY(one.v[1] > 1e308 && one.v[2] < -1e308 && one.v[3] > 1e308 && std::signbit(one.v[4]));
        QCOMPARE(one.v[5], 0.1);
        QCOMPARE(one.v[6], -1.5e-7);
        QCOMPARE(one.v[7], 123456789012345678.0);
        QCOMPARE(reply.samples, std::uint64_t(8));
        QVERIFY(reply.warnings.empty());
    }

    void timesAreSortedWithAWarning()
    {
        const auto reply = decodeQuery(matrixOf(R"([[3,"3"],[1,"1"],[2,"2"],[1,"4"]])")).value();
        const auto& one = std::get<series::Matrix>(reply.value).series.at(0);
        QCOMPARE(one.t, (std::vector<TimeMs>{1000, 2000, 3000}));
        QCOMPARE(one.v, (std::vector<double>{4, 2, 3}));
        QCOMPARE(reply.warnings.size(), std::size_t(1));
        const auto far = decodeQuery(matrixOf(R"([[1,"1"],[3155760000000000000,"2"],[1e300,"3"]])")).value();
        QCOMPARE(std::get<series::Matrix>(far.value).series.at(0).t, (std::vector<TimeMs>{1000}));
        QVERIFY(far.warnings.at(0).message.starts_with("2 samples"));
    }

    void emptyAndSmall()
    {
        QVERIFY(std::get<series::Matrix>(decodeQuery(query("matrix", "[]")).value().value).series.empty());
        QVERIFY(std::get<series::Vector>(decodeQuery(query("vector", "null")).value().value).samples.empty());
        QCOMPARE(std::get<series::Matrix>(decodeQuery(matrixOf("[]")).value().value).series.at(0).t.size(), std::size_t(0));
        const auto scalar = std::get<series::Scalar>(decodeQuery(query("scalar", R"([1.5,"+Inf"])")).value().value);
        QVERIFY(scalar.t == 1500 && std::isinf(scalar.v));
        QCOMPARE(
            std::get<series::Text>(decodeQuery(query("string", R"([1,"h\u00e4\n"])")).value().value).v, std::string("hä\n"));
    }

    void warningsInfosPartialAndErrors()
    {
        const auto reply =
            decodeQuery(query("vector", "[]", R"(,"warnings":["w"],"infos":["i"],"isPartial":true,"trace":{"x":[1]})")).value();
        QVERIFY(reply.partial);
        QCOMPARE(reply.warnings, (Warnings{{Warning::Severity::Warning, "w"}, {Warning::Severity::Info, "i"}}));
        const std::string error = R"({"status":"error","errorType":"422","error":"found duplicate series"})";
        QCOMPARE(decodeQuery(error).error().code, ErrorCode::Refused);
        QCOMPARE(decodeQuery(error).error().message, std::string("found duplicate series"));
        QCOMPARE(promapi::decodeError(error)->type, std::string("422"));
        QVERIFY(!promapi::decodeError("<html>") && !promapi::decodeError(query("vector", "[]")));
    }

    void nativeHistograms()
    {
        const std::string first =
            "{\"count\":\"2\",\"sum\":\"3.5\",\"buckets\":[[1,\"-2\",\"-1\",\"1\"],[3,\"-0.1\",\"0.1\",\"1\"]]}";
        const std::string instant = query("vector",
            "[{\"metric\":{\"h\":\"1\"},\"histogram\":[1.500," + first
                + "]},{\"metric\":{\"g\":\"1\"},\"value\":[1.500,\"5\"]}]");
        const auto reply = decodeQuery(instant).value();
        const auto& samples = std::get<series::Vector>(reply.value).samples;
        QCOMPARE(samples.size(), std::size_t(2));
        QVERIFY(std::isnan(samples[0].v) && samples[0].histogram && !samples[1].histogram);
        QCOMPARE(samples[0].histogram->sum, 3.5);
        QCOMPARE(samples[0].histogram->buckets.at(1).bounds, series::HistogramBucket::Bounds::ClosedBoth);
        QCOMPARE(reply.warnings.size(), std::size_t(0));
        QCOMPARE(promapi::queryBody(reply.value), instant);

        // A series may go from numbers to histograms; one without observations has no buckets.
        const std::string mixed = query("matrix",
            "[{\"metric\":{},\"values\":[[1,\"2\"]],\"histograms\":[[3,{\"count\":\"0\",\"sum\":\"NaN\"}],[4," + first
                + "]]},{\"metric\":{\"a\":\"b\"},\"histograms\":[[3," + first + "]]}]");
        const auto both = decodeQuery(mixed).value();
        const auto& series = std::get<series::Matrix>(both.value).series;
        QCOMPARE(series.at(0).v, (std::vector<double>{2}));
        QCOMPARE(series.at(0).histograms.size(), std::size_t(2));
        QVERIFY(series.at(1).t.empty() && series.at(1).histograms.at(0).histogram == *samples[0].histogram);
        QCOMPARE(both.samples, std::uint64_t(4));
        QCOMPARE(promapi::queryBody(both.value), mixed);

        // Unsorted ones are sorted, the last of equal times stays.
        const auto sorted = decodeQuery(query("matrix",
            "[{\"metric\":{},\"histograms\":[[3,{\"count\":\"1\",\"sum\":\"1\"}],[2,{\"count\":\"2\",\"sum\":\"1\"}],"
            "[3,{\"count\":\"3\",\"sum\":\"1\"}]]}]"));
        const auto& order = std::get<series::Matrix>(sorted->value).series.at(0).histograms;
        QCOMPARE(order.size(), std::size_t(2));
        QCOMPARE(order[0].t, TimeMs(2000));
        QCOMPARE(order[1].histogram.count, 3.0);
        QCOMPARE(sorted->warnings.size(), std::size_t(1));

        for (const char* bad : {"[]", "{}", "[1]", "[1,{}]", "[1,{\"count\":\"1\"}]", "[1,{\"count\":1,\"sum\":\"1\"}]",
                 "[1,{\"count\":\"1\",\"sum\":\"x\"}]", "[1,{\"count\":\"1\",\"sum\":\"1\",\"buckets\":{}}]",
                 "[1,{\"count\":\"1\",\"sum\":\"1\",\"buckets\":[[4,\"1\",\"2\",\"3\"]]}]",
                 "[1,{\"count\":\"1\",\"sum\":\"1\",\"buckets\":[[0,\"1\",\"2\"]]}]"}) {
            const auto refused = decodeQuery(query("vector", "[{\"metric\":{},\"histogram\":" + std::string(bad) + "}]"));
            QVERIFY2(!refused && refused.error().message.find("histogram") != std::string::npos, bad);
        }
    }

    /// The fast path and the general one give the same for the same values, however they are written.
    void fastAndGeneralAgree()
    {
        for (const char* values : {R"([[1.5,"2"],[2.25,"0.3"]])", R"([])", R"([[0,"-7"]])"}) {
            const std::string fast = matrixOf(values);
            QCOMPARE(promapi::cutValues(fast).columns.size(), std::size_t(1));
            std::string slow = fast;
            slow.replace(slow.find("\"values\":["), 10, "\"values\": [");
            QCOMPARE(promapi::cutValues(slow).columns.size(), std::size_t(0));
            QCOMPARE(std::get<series::Matrix>(decodeQuery(fast).value().value),
                std::get<series::Matrix>(decodeQuery(slow).value().value));
        }
        // A label that looks like the key stays a label.
        const std::string tricky =
            query("matrix", "[{\"metric\":{\"a\":\"\\\"values\\\":[[1,2]]\",\"b\\\"values\":\"x\"},\"values\":[[1,\"2\"]]}]");
        const auto one = std::get<series::Matrix>(decodeQuery(tricky).value().value).series.at(0);
        QCOMPARE(one.labels.get("a"), std::string_view("\"values\":[[1,2]]"));
        QCOMPARE(one.v, (std::vector<double>{2}));
    }

    void lists()
    {
        QCOMPARE(promapi::decodeStrings(R"({"status":"success","data":["a","b"]})").value().values,
            (std::vector<std::string>{"a", "b"}));
        QVERIFY(promapi::decodeStrings(R"({"status":"success","data":null})").value().values.empty());
        QVERIFY(!promapi::decodeStrings(R"({"status":"success","data":[1]})"));
        QCOMPARE(promapi::decodeSeries(R"({"status":"success","data":[{"__name__":"up","a":"b"}]})").value().at(0).text(),
            std::string("up{a=\"b\"}"));
        const auto meta =
            promapi::decodeMetadata(R"({"status":"success","data":{"up":[{"type":"gauge","help":"h","unit":""}],"x":[]}})")
                .value();
        QVERIFY(meta.size() == 1 && meta.at("up").type == "gauge" && meta.at("up").help == "h");
        QCOMPARE(
            promapi::decodeBuildInfo(R"({"status":"success","data":{"version":"2.42.0"}})").value(), std::string("2.42.0"));
        QCOMPARE(promapi::decodeBuildInfo(R"({"status":"success","data":{}})").value(), std::string());
    }
};

QTEST_APPLESS_MAIN(TestReply)
#include "tst_reply.moc"
