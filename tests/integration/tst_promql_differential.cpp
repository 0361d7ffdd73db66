// Our engine against a real Prometheus 2.42: one random data set in both, random queries of the supported language,
// every sample compared at 1e-9 relative.
#include "core/base/number.h"
#include "core/promql/engine.h"
#include "core/tsdb/head.h"
#include "tests/helpers/promql_queries.h"
#include "tests/helpers/server_process.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QUrlQuery>
#include <QtTest>

#include <cmath>
#include <map>

using namespace wg;
using test::ServerProcess;

namespace {

constexpr TimeMs kStart = 1'700'006'400'000; // a block boundary, so that one block holds everything
constexpr TimeMs kEnd = kStart + 100 * kMinute;
constexpr double kRelative = 1e-9;
// Where terms cancel, the order of summation is all that is left; the data's values are below 1e6.
constexpr double kCancelled = 1e-9;

/// labels -> time -> value
using Answer = std::map<std::string, std::map<TimeMs, double>>;

struct Reply {
    bool failed = false;
    Answer answer;
    QString text; ///< of the error
};

std::string labelsText(const QJsonObject& metric)
{
    std::vector<series::Label> labels;
    for (auto it = metric.begin(); it != metric.end(); ++it)
        labels.push_back({it.key().toStdString(), it.value().toString().toStdString()});
    return series::Labels(std::move(labels)).text();
}

void addSample(std::map<TimeMs, double>& into, const QJsonArray& pair)
{
    into[std::llround(pair[0].toDouble() * 1000)] = parsePromFloat(pair[1].toString().toStdString()).value();
}

Reply decode(const QJsonObject& body)
{
    Reply out;
    if (body["status"].toString() != QLatin1String("success")) {
        out.failed = true;
        out.text = body["error"].toString();
        return out;
    }
    const QJsonObject data = body["data"].toObject();
    if (data["resultType"].toString() == QLatin1String("scalar")) {
        addSample(out.answer["{}"], data["result"].toArray());
        return out;
    }
    for (const auto& entry : data["result"].toArray()) {
        const QJsonObject object = entry.toObject();
        auto& samples = out.answer[labelsText(object["metric"].toObject())];
        if (object.contains("value"))
            addSample(samples, object["value"].toArray());
        for (const auto& pair : object["values"].toArray())
            addSample(samples, pair.toArray());
    }
    return out;
}

Reply ours(const Result<promql::QueryOutput>& output)
{
    Reply out;
    if (!output) {
        out.failed = true;
        out.text = QString::fromStdString(output.error().text());
        return out;
    }
    if (const auto* scalar = std::get_if<series::Scalar>(&output->value))
        out.answer["{}"][scalar->t] = scalar->v;
    if (const auto* vector = std::get_if<series::Vector>(&output->value)) {
        for (const auto& sample : vector->samples)
            out.answer[sample.labels.text()][sample.t] = sample.v;
    }
    if (const auto* matrix = std::get_if<series::Matrix>(&output->value)) {
        for (const auto& s : matrix->series) {
            for (std::size_t i = 0; i < s.t.size(); ++i)
                out.answer[s.labels.text()][s.t[i]] = s.v[i];
        }
    }
    return out;
}

bool close(double a, double b)
{
    if (std::isnan(a) || std::isnan(b))
        return std::isnan(a) && std::isnan(b);
    return a == b || std::abs(a - b) <= std::max(kRelative * std::max(std::abs(a), std::abs(b)), kCancelled);
}

/// Empty when equal, else the first difference.
QString difference(const Reply& got, const Reply& want)
{
    if (got.failed != want.failed)
        return QStringLiteral("ours: %1, Prometheus: %2").arg(got.failed ? got.text : "ok", want.failed ? want.text : "ok");
    for (const auto& [labels, samples] : want.answer) {
        const auto found = got.answer.find(labels);
        if (found == got.answer.end())
            return QStringLiteral("series %1 is missing").arg(QString::fromStdString(labels));
        for (const auto& [t, v] : samples) {
            const auto sample = found->second.find(t);
            if (sample == found->second.end() || !close(sample->second, v))
                return QStringLiteral("%1 at %2: got %3, want %4")
                    .arg(QString::fromStdString(labels))
                    .arg(t)
                    .arg(sample == found->second.end() ? "nothing" : QString::number(sample->second, 'g', 17))
                    .arg(v, 0, 'g', 17);
        }
        if (found->second.size() != samples.size())
            return QStringLiteral("%1 has %2 samples, not %3")
                .arg(QString::fromStdString(labels))
                .arg(found->second.size())
                .arg(samples.size());
    }
    if (got.answer.size() != want.answer.size())
        return QStringLiteral("%1 series, not %2").arg(got.answer.size()).arg(want.answer.size());
    return {};
}

} // namespace

class TestPromqlDifferential : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const QByteArray metrics = QByteArray::fromStdString(test::randomData(m_head, kStart, kEnd));
        QFile file(m_server.folder() + QStringLiteral("/data.om"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(metrics) == metrics.size());
        file.close();
        QProcess promtool;
        promtool.start(QStringLiteral("promtool"),
            {QStringLiteral("tsdb"), QStringLiteral("create-blocks-from"), QStringLiteral("openmetrics"), file.fileName(),
                m_server.dataFolder()});
        QVERIFY2(promtool.waitForFinished(60'000) && promtool.exitStatus() == QProcess::NormalExit && promtool.exitCode() == 0,
            promtool.errorString().toUtf8() + promtool.readAllStandardError());
        QVERIFY2(m_server.start(), qPrintable(m_server.error()));
        m_options.compat = promql::Compat::V2_42;
    }

    void instant()
    {
        test::QueryGenerator generator(1);
        run(
            400,
            [&](const QString& query) {
                const TimeMs at = generator.between(kStart, kEnd + 10 * kMinute);
                return compare(query, {{"time", seconds(at)}}, "query",
                    [&] { return promql::queryInstant(m_head, query.toStdString(), at, {}, m_options); });
            },
            generator);
    }

    void range()
    {
        test::QueryGenerator generator(2);
        run(
            400,
            [&](const QString& query) {
                const TimeMs from = generator.between(kStart - 10 * kMinute, kStart + 30 * kMinute);
                const TimeMs to = from + generator.between(0, 60 * kMinute);
                const DurationMs step = generator.between(1, 300) * kSecond;
                return compare(query, {{"start", seconds(from)}, {"end", seconds(to)}, {"step", seconds(step)}}, "query_range",
                    [&] { return promql::queryRange(m_head, query.toStdString(), from, to, step, {}, m_options); });
            },
            generator);
    }

    void queriesOfEveryKindMatchedSomething()
    {
        // A differential test of empty answers or of errors would be hollow.
        QVERIFY2(m_filled > 500, QByteArray::number(m_filled).constData());
        QVERIFY2(m_failed < 100, QByteArray::number(m_failed).constData());
    }

private:
    static QString seconds(TimeMs t) { return QString::number(static_cast<double>(t) / 1000.0, 'f', 3); }

    template <class Compare>
    void run(int count, Compare&& compareOne, test::QueryGenerator& generator)
    {
        int different = 0;
        for (int i = 0; i < count; ++i) {
            const QString query = QString::fromStdString(generator.query());
            const QString why = compareOne(query);
            if (!why.isEmpty() && ++different <= 10)
                qWarning("%s\n    %s", qPrintable(query), qPrintable(why));
        }
        QCOMPARE(different, 0);
    }

    template <class Ours>
    QString compare(const QString& query, const QList<QPair<QString, QString>>& parameters, const char* endpoint, Ours&& run)
    {
        QUrlQuery form;
        form.addQueryItem(QStringLiteral("query"), QString::fromLatin1(QUrl::toPercentEncoding(query)));
        for (const auto& [name, value] : parameters)
            form.addQueryItem(name, value);
        QNetworkRequest request(QUrl(m_server.url() + QStringLiteral("/api/v1/") + QLatin1String(endpoint)));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/x-www-form-urlencoded"));
        QNetworkReply* reply = m_network.post(request, form.query(QUrl::FullyEncoded).toLatin1());
        QEventLoop loop;
        connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
        loop.exec();
        const Reply want = decode(QJsonDocument::fromJson(reply->readAll()).object());
        reply->deleteLater();
        const Reply got = ours(run());
        m_filled += want.answer.empty() ? 0 : 1;
        m_failed += want.failed ? 1 : 0;
        return difference(got, want);
    }

    tsdb::Head m_head;
    ServerProcess m_server{ServerProcess::Kind::Prometheus};
    QNetworkAccessManager m_network;
    promql::EngineOptions m_options;
    int m_filled = 0;
    int m_failed = 0;
};

QTEST_GUILESS_MAIN(TestPromqlDifferential)
#include "tst_promql_differential.moc"
