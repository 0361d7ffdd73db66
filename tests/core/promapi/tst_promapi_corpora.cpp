// Real answers: what Prometheus 2.42 sent comes out byte for byte when it is written again.
#include "core/promapi/reply.h"
#include "core/promapi/write.h"

#include <QDir>
#include <QtTest>

using namespace wg;

class TestPromapiCorpora : public QObject {
    Q_OBJECT

    QDir m_folder{QStringLiteral(WG_CORPORA "/promapi")};

    std::string read(const QString& name) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!m_folder.exists())
            QSKIP("the corpora are not beside the checkout");
    }

    void roundTrip()
    {
        int compared = 0;
        for (const QString& name :
            m_folder.entryList({"v2.42__instant-*", "v2.42__range-*", "v2.42__post-query*"}, QDir::Files)) {
            const std::string body = read(name);
            const auto reply = promapi::decodeQuery(body);
            QVERIFY2(reply, qPrintable(name + ": " + (reply ? "" : reply.error().message.c_str())));
            QCOMPARE(promapi::queryBody(reply->value, reply->warnings), body);
            ++compared;
        }
        QVERIFY2(compared >= 17, qPrintable(QString::number(compared)));
    }

    void errors()
    {
        int seen = 0;
        for (const QString& name : m_folder.entryList({"v2.42__error-*"}, QDir::Files)) {
            const auto error = promapi::decodeError(read(name));
            QVERIFY2(error && !error->message.empty(), qPrintable(name));
            QCOMPARE(promapi::decodeQuery(read(name)).error().message, error->message);
            ++seen;
        }
        QVERIFY(seen >= 7);
    }

    void others()
    {
        QVERIFY(promapi::decodeQuery(read("made__extra-fields.json")));
        QVERIFY(!promapi::decodeQuery(read("made__truncated-body.json")));
        QVERIFY(!promapi::decodeQuery(read("made__unknown-result-type.json")));
        QVERIFY(!promapi::decodeQuery(read("v2.42__not-found.txt")));
        QCOMPARE(promapi::decodeQuery(read("grafana__prom-infos-no-data.json")).value().warnings.size(), std::size_t(2));
        QVERIFY(promapi::decodeQuery(read("grafana__prom-matrix-with-nans.json")));
        QVERIFY(promapi::decodeStrings(read("v2.42__labels.json")).value().values.size() > 5);
        QVERIFY(promapi::decodeSeries(read("v2.42__series.json")).value().size() > 2);
        QVERIFY(promapi::decodeMetadata(read("v2.42__metadata.json")).value().size() > 10);
    }

    /// No answer of the collection, whole or cut anywhere, may do harm.
    void anythingCutAnywhere()
    {
        for (const QString& name : m_folder.entryList({"*.json", "*.txt"}, QDir::Files)) {
            const std::string body = read(name).substr(0, 4000);
            for (std::size_t cut = 0; cut <= body.size(); cut += 37) {
                const auto reply = promapi::decodeQuery(std::string_view(body).substr(0, cut));
                QVERIFY(cut == body.size() || !reply || cut + 40 > body.size());
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestPromapiCorpora)
#include "tst_promapi_corpora.moc"
