// Our engine against a real Prometheus 2.42: one random data set in both (a block, and what was written since, with staleness
// markers), random queries of the whole language, every sample compared at 1e-9 relative and every error by its text.
#include "core/promql/engine.h"
#include "core/tsdb/head.h"
#include "tests/helpers/promql_differential.h"
#include "tests/helpers/promql_queries.h"
#include "tests/helpers/server_process.h"
#include "tests/integration/promql_known_differences.h"

#include <QFile>
#include <QProcess>
#include <QtTest>

#include <algorithm>
#include <iterator>
#include <memory>
#include <regex>

using namespace wg;
using test::ServerProcess;

namespace {

constexpr TimeMs kStart = 1'700'006'400'000; // a block boundary, so that one block holds everything before the middle
constexpr TimeMs kMiddle = kStart + 100 * kMinute;
constexpr TimeMs kEnd = kMiddle + 40 * kMinute;
// WG_PROMQL_SEED=n asks other queries; WG_PROMQL_COUNT=n so many of each kind. For hunting by hand; the test has its own.
unsigned seedPlus(unsigned seed)
{
    return seed + 1000 * static_cast<unsigned>(qEnvironmentVariableIntValue("WG_PROMQL_SEED"));
}
int countOr(int count)
{
    const int wanted = qEnvironmentVariableIntValue("WG_PROMQL_COUNT");
    return wanted > 0 ? wanted : count;
}

} // namespace

class TestPromqlDifferential : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const test::RandomData data(kStart, kMiddle, kEnd);
        data.fill(m_head);
        const QByteArray text = QByteArray::fromStdString(data.openMetrics());
        QFile file(m_server.folder() + QStringLiteral("/data.om"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        file.close();
        QProcess promtool;
        promtool.start(QStringLiteral("promtool"),
            {QStringLiteral("tsdb"), QStringLiteral("create-blocks-from"), QStringLiteral("openmetrics"), file.fileName(),
                m_server.dataFolder()});
        QVERIFY2(promtool.waitForFinished(60'000) && promtool.exitStatus() == QProcess::NormalExit && promtool.exitCode() == 0,
            promtool.errorString().toUtf8() + promtool.readAllStandardError());
        QVERIFY2(m_server.start(), qPrintable(m_server.error()));
        QFile written(m_server.folder() + QStringLiteral("/write"));
        const QByteArray request = QByteArray::fromStdString(data.remoteWrite());
        QVERIFY(written.open(QIODevice::WriteOnly) && written.write(request) == request.size());
        written.close();
        QVERIFY(test::httpPostFile(m_server.port(), "/api/v1/write", written.fileName().toStdString()));
        m_differential = std::make_unique<test::PromqlDifferential>(m_head, m_server.port());
        m_differential->isKnown = [](const std::string& what) {
            static const auto kPatterns = [] {
                std::vector<std::regex> out;
                for (const auto& known : test::kKnownDifferences)
                    out.emplace_back(known.pattern);
                return out;
            }();
            return std::ranges::any_of(kPatterns, [&](const std::regex& known) { return std::regex_search(what, known); });
        };
    }

    void bothHoldTheSame()
    {
        const test::PromqlReport report = m_differential->run({{"{__name__=~\".+\"}[3h]", kEnd + kHour}});
        QCOMPARE(QString::fromStdString(report.differences.empty() ? "" : report.differences[0]), QString());
        QCOMPARE(report.filled, 1);
    }

    void instant()
    {
        test::QueryGenerator generator(seedPlus(1), kStart, kEnd);
        std::vector<test::PromqlCase> cases;
        for (int i = countOr(1000); i > 0; --i)
            cases.push_back({generator.instantQuery(), generator.dice().between(kStart, kEnd + 10 * kMinute)});
        const test::PromqlReport report = check(cases);
        QVERIFY2(report.filled > static_cast<int>(cases.size()) * 6 / 10, "a comparison of empty answers is hollow");
        QVERIFY(report.failed < static_cast<int>(cases.size()) / 10);
    }

    void range()
    {
        test::QueryGenerator generator(seedPlus(2), kStart, kEnd);
        std::vector<test::PromqlCase> cases;
        for (int i = countOr(1000); i > 0; --i)
            cases.push_back(rangeOf(generator.rangeQuery(), generator.dice()));
        const test::PromqlReport report = check(cases);
        QVERIFY2(report.filled > static_cast<int>(cases.size()) * 6 / 10, "a comparison of empty answers is hollow");
        QVERIFY(report.failed < static_cast<int>(cases.size()) / 10);
    }

    void failing()
    {
        test::QueryGenerator generator(seedPlus(3), kStart, kEnd);
        std::vector<test::PromqlCase> cases;
        for (int i = countOr(400); i > 0; --i) {
            const std::string query = generator.brokenQuery();
            if (i % 2 == 0)
                cases.push_back({query, generator.dice().between(kStart, kEnd)});
            else
                cases.push_back(rangeOf(query, generator.dice()));
        }
        const test::PromqlReport report = check(cases);
        QVERIFY2(report.failed > static_cast<int>(cases.size()) * 6 / 10, "most must be refused");
    }

    void knownDifferencesAreStillThere()
    {
        QVERIFY(std::size(test::kKnownDifferences) <= 20);
        constexpr TimeMs kAt = kStart + 50 * kMinute;
        for (const auto& known : test::kKnownDifferences) {
            const std::regex pattern(known.pattern);
            const std::string atOnce = m_differential->differenceOf({known.example, kAt});
            const std::string overRange = m_differential->differenceOf({known.example, kAt, kAt + 10 * kMinute, kMinute});
            QVERIFY2(std::regex_search(atOnce, pattern) || std::regex_search(overRange, pattern), known.example);
        }
    }

private:
    /// At most an hour and 120 steps.
    static test::PromqlCase rangeOf(std::string query, test::Dice& dice)
    {
        const TimeMs from = dice.between(kStart - 10 * kMinute, kEnd - 20 * kMinute);
        const DurationMs step = dice.chance(80) ? dice.between(1, 300) * kSecond : dice.between(500, 20'000);
        return {std::move(query), from, from + std::min(dice.between(0, kHour), 120 * step), step};
    }

    test::PromqlReport check(const std::vector<test::PromqlCase>& cases)
    {
        test::PromqlReport report = m_differential->run(cases);
        constexpr std::size_t kShown = 15;
        const int shown = qEnvironmentVariableIntValue("WG_PROMQL_SHOWN");
        for (std::size_t i = 0; i < std::min(report.differences.size(), shown > 0 ? std::size_t(shown) : kShown); ++i)
            qWarning("%s", report.differences[i].c_str());
        qInfo("%zu queries: %d filled, %d refused, %d known to differ, %d without one answer, %zu different", cases.size(),
            report.filled, report.failed, report.known, report.unsettled, report.differences.size());
        [&] { QCOMPARE(report.differences.size(), std::size_t(0)); }();
        return report;
    }

    tsdb::Head m_head;
    ServerProcess m_server{ServerProcess::Kind::Prometheus, {}, {QStringLiteral("--web.enable-remote-write-receiver")}};
    std::unique_ptr<test::PromqlDifferential> m_differential;
};

QTEST_GUILESS_MAIN(TestPromqlDifferential)
#include "tst_promql_differential.moc"
