// The compliance list, every variant, asked of a real Prometheus 2.42 and of our engine over the corpora's recorded data: at
// other times and steps than those that were recorded, and as instant queries.
#include "core/base/file.h"
#include "core/exposition/load.h"
#include "core/tsdb/head.h"
#include "tests/helpers/compliance_queries.h"
#include "tests/helpers/promql_differential.h"
#include "tests/helpers/promql_random_data.h"
#include "tests/helpers/server_process.h"

#include <QDir>
#include <QProcess>
#include <QtTest>

using namespace wg;
using test::ServerProcess;

namespace {
const QString kCorpora = QStringLiteral(WG_CORPORA "/promql");
}

class TestPromqlOracleCorpora : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!QDir(kCorpora).exists())
            QSKIP("the corpora are not beside the checkout");
        const QString data = kCorpora + QStringLiteral("/oracle-2.42/data.om.txt");
        const auto page = readFile(data.toStdString(), 1 << 26);
        QVERIFY(page.has_value());
        const auto loaded = exposition::load(*page, exposition::Format::OpenMetrics, "data.om.txt", 0, m_head);
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().text().c_str());
        QProcess promtool;
        promtool.start(QStringLiteral("promtool"),
            {QStringLiteral("tsdb"), QStringLiteral("create-blocks-from"), QStringLiteral("openmetrics"), data,
                m_server.dataFolder()});
        QVERIFY2(promtool.waitForFinished(60'000) && promtool.exitStatus() == QProcess::NormalExit && promtool.exitCode() == 0,
            promtool.errorString().toUtf8() + promtool.readAllStandardError());
        QVERIFY2(m_server.start(), qPrintable(m_server.error()));
    }

    void complianceList()
    {
        const auto yaml = readFile((kCorpora + QStringLiteral("/compliance/promql-test-queries.yml")).toStdString(), 1 << 20);
        QVERIFY(yaml.has_value());
        std::vector<std::string> unknown;
        const std::vector<std::string> queries = test::complianceQueries(*yaml, unknown);
        QVERIFY2(unknown.empty(), unknown.empty() ? "" : unknown[0].c_str());
        QVERIFY(queries.size() > 250);
        const auto extent = m_head.extent();
        QVERIFY(extent.has_value());
        test::Dice dice(5);
        std::vector<test::PromqlCase> cases;
        for (const std::string& query : queries) {
            cases.push_back({query, dice.between(extent->from, extent->to)});
            const TimeMs from = dice.between(extent->from - kMinute, extent->to);
            cases.push_back({query, from, from + dice.between(0, 10 * kMinute), dice.between(1, 60) * kSecond});
        }
        const test::PromqlReport report = test::PromqlDifferential(m_head, m_server.port()).run(cases);
        for (std::size_t i = 0; i < std::min<std::size_t>(report.differences.size(), 15); ++i)
            qWarning("%s", report.differences[i].c_str());
        qInfo("%zu queries: %d filled, %d refused, %d without one answer", cases.size(), report.filled, report.failed,
            report.unsettled);
        QVERIFY(report.filled > static_cast<int>(cases.size()) / 2);
        QCOMPARE(report.differences.size(), std::size_t(0));
    }

private:
    tsdb::Head m_head;
    ServerProcess m_server{ServerProcess::Kind::Prometheus};
};

QTEST_GUILESS_MAIN(TestPromqlOracleCorpora)
#include "tst_promql_oracle_corpora.moc"
