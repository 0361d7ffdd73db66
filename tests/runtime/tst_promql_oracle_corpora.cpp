// The compliance queries over recorded data, as Prometheus 2.42 answered them once: ours must answer the same. No server.
#include "core/base/file.h"
#include "core/exposition/load.h"
#include "core/promql/engine.h"
#include "core/tsdb/head.h"
#include "tests/helpers/promql_answers.h"

#include <QDir>
#include <QFile>
#include <QtTest>

using namespace wg;

namespace {
const QString kFolder = QStringLiteral(WG_CORPORA "/promql/oracle-2.42");
}

class TestPromqlOracleCorpora : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!QDir(kFolder).exists())
            QSKIP("the corpora are not beside the checkout");
        const auto page = readFile((kFolder + QStringLiteral("/data.om.txt")).toStdString(), 1 << 26);
        QVERIFY(page.has_value());
        const auto loaded = exposition::load(*page, exposition::Format::OpenMetrics, "data.om.txt", 0, m_head);
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().text().c_str());
        QCOMPARE(loaded->refused, std::uint64_t(0));
    }

    void answersAreAsRecorded()
    {
        QFile answers(kFolder + QStringLiteral("/answers.jsonl"));
        QVERIFY(answers.open(QIODevice::ReadOnly));
        promql::EngineOptions options;
        options.compat = promql::Compat::V2_42;
        int asked = 0;
        int different = 0;
        while (!answers.atEnd()) {
            const QJsonObject line = QJsonDocument::fromJson(answers.readLine()).object();
            const std::string query = line["query"].toString().toStdString();
            const auto output = promql::queryRange(
                m_head, query, milliseconds(line["start"]), milliseconds(line["end"]), milliseconds(line["step"]), {}, options);
            const std::string why = test::difference(test::ourAnswer(output), test::theirAnswer(line), false);
            ++asked;
            if (!why.empty() && ++different <= 10)
                qWarning("%s\n    %s", query.c_str(), why.c_str());
        }
        qInfo("%d queries, %d answered differently", asked, different);
        QVERIFY(asked > 300);
        QCOMPARE(different, 0);
    }

private:
    static TimeMs milliseconds(const QJsonValue& seconds) { return std::llround(seconds.toDouble() * 1000); }

    tsdb::Head m_head;
};

QTEST_GUILESS_MAIN(TestPromqlOracleCorpora)
#include "tst_promql_oracle_corpora.moc"
