// The Alerts page over a fake source: states, the chosen rule, its chart and limit, broken files.
#include "fake_source.h"
#include "page_shots.h"
#include "ui/plot/time_series_plot.h"
#include "ui/shell/alerts_page.h"
#include "ui/shell/cell_table.h"
#include "ui/shell/main_window.h"
#include "ui/shell/rule_limit.h"
#include "ui/shell/rule_list.h"

#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>

using namespace wg;
using namespace wg::ui;
using namespace wg::ui::shell;

namespace {

constexpr TimeMs kNow = 1'786'717'920'000;

constexpr const char* kRules = R"(groups:
- name: latency
  interval: 30s
  rules:
  - alert: TTFTTooHigh
    expr: ttft_p99 > 1.8
    labels: {severity: page}
    annotations: {summary: "TTFT is {{ $value }} on {{ $labels.instance }}"}
  - alert: QueueTooLong
    expr: queue > 40
    for: 5m
  - alert: KVCacheNearlyFull
    expr: kv_cache > 0.9
)";

QString cellOf(const CellTable& table, const QString& row)
{
    for (int i = 0; i < table.rowCount(); ++i)
        if (table.cell(i, 0).text == row)
            return table.cell(i, 1).text;
    return {};
}

/// Answers every open query by what it asks about. No rule was active in the past.
void answerAll(test::FakeSource& source, std::size_t& from)
{
    for (; from < source.asked.size(); ++from) {
        const auto& asked = source.asked[from];
        series::Matrix matrix;
        series::Vector vector;
        const bool over = asked.expression.find("kv_cache") == std::string::npos;
        const bool past = asked.step > 0 && asked.expression.find('>') != std::string::npos;
        for (int i = 0; i < 2 && !past; ++i) {
            const series::Labels labels{{"__name__", "x"}, {"instance", "vllm-" + std::to_string(i)}};
            series::Series one{labels, {}, {}};
            for (TimeMs t = asked.start; asked.step > 0 && t <= asked.end; t += asked.step) {
                one.t.push_back(t);
                one.v.push_back(1.4 + 0.2 * i + 0.4 * std::sin(double(t) / 6e5) + (t > asked.end - 12 * kMinute ? 0.7 : 0));
            }
            matrix.series.push_back(std::move(one));
            if (over)
                vector.samples.push_back({labels, asked.end, 2.73 - i});
        }
        auto value =
            asked.step > 0 ? std::make_shared<const series::Value>(matrix) : std::make_shared<const series::Value>(vector);
        source.answer(from, sources::QueryResult{std::move(value), {}, false, true, 4, 2});
    }
}

struct Fixture {
    TimeMs now = kNow;
    QTemporaryDir folder;
    std::string file;
    Workspace workspace;
    test::FakeSource* source;
    std::size_t answered = 0;

    Fixture()
    {
        workspace.clock = [this] { return now; };
        auto fake = std::make_unique<test::FakeSource>("prom");
        source = fake.get();
        (void)workspace.sources.add(std::move(fake));
        file = folder.filePath("vllm-serving.yml").toStdString();
        write(kRules);
        errors = workspace.alerts.addFile(file, source);
    }
    void write(const char* text) const { std::ofstream(file) << text; }
    void round()
    {
        workspace.alerts.evaluateNow();
        for (int i = 0; i < 20; ++i) {
            answerAll(*source, answered);
            QTest::qWait(5);
        }
    }
    std::vector<Error> errors;
};

} // namespace

class TestAlertsPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void limits_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("watched");
        QTest::addColumn<double>("limit"); // NaN: none
        QTest::newRow("greater") << "up > 0.5" << "up" << 0.5;
        QTest::newRow("turned") << "2 <= rate(x[5m])" << "rate(x[5m])" << 2.0;
        QTest::newRow("negative") << "(x == -1)" << "x" << -1.0;
        QTest::newRow("sum") << "sum(x) + 1 > (3)" << "sum(x) + 1" << 3.0;
        QTest::newRow("two series") << "x > y" << "x > y" << std::nan("");
        QTest::newRow("no comparison") << "absent(x)" << "absent(x)" << std::nan("");
        QTest::newRow("and") << "x > 1 and y > 2" << "x > 1 and y > 2" << std::nan("");
        QTest::newRow("broken") << "x >" << "x >" << std::nan("");
    }
    void limits()
    {
        QFETCH(QString, expression);
        QFETCH(QString, watched);
        QFETCH(double, limit);
        const RuleLimit found = ruleLimit(expression.toStdString());
        QCOMPARE(QString::fromStdString(found.watched), watched);
        QCOMPARE(found.limit.has_value(), !std::isnan(limit));
        if (found.limit)
            QCOMPARE(*found.limit, limit);
    }

    void statesAndTheChosenRule()
    {
        Fixture f;
        QVERIFY(f.errors.empty());
        AlertsPage page(f.workspace);
        page.resize(1520, 828);
        page.show();
        page.activated();
        f.round();
        QTRY_COMPARE(page.summary(), QString("2 firing, 2 pending, 3 rules"));
        // The worst is chosen by itself.
        QCOMPARE(page.breadcrumb().last(), QString("TTFTTooHigh"));
        QCOMPARE(page.alertTable().rowCount(), 2);
        QCOMPARE(page.alertTable().cell(0, 1).text, QString("Firing"));
        QCOMPARE(cellOf(page.details(), "severity"), QString("page"));
        QCOMPARE(cellOf(page.details(), "summary"), QString("TTFT is 2.73 on vllm-0"));
        QCOMPARE(cellOf(page.details(), "source"), QString("prom"));
        f.round();
        QTRY_COMPARE(page.graph().series().size(), std::size_t(2));
        QVERIFY(std::ranges::any_of(
            f.source->asked, [](const auto& asked) { return asked.expression == "ttft_p99" && asked.step > 0; }));
        f.now += 6 * kMinute;
        f.round();
        QTRY_COMPARE(page.summary(), QString("4 firing, 0 pending, 3 rules"));
    }

    void whatAFileAsksInVainIsTold()
    {
        Fixture f;
        AlertsPage page(f.workspace);
        page.show();
        f.write("groups:\n- name: a\n  rules:\n  - alert: X\n    expr: up\n    annotations:\n"
                "      summary: '{{ tableLink \"up\" }}'\n");
        QVERIFY(f.workspace.alerts.addFile(f.file, f.source).empty());
        page.activated();
        const auto labels = page.findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
            return label->isVisible() && label->text().contains("vllm-serving.yml:7") && label->text().contains("tableLink");
        }));
    }

    void brokenFileIsToldAndTheLastGoodVersionStays()
    {
        Fixture f;
        AlertsPage page(f.workspace);
        page.show();
        f.write("groups:\n- name: a\n  rules:\n  - alert: X\n    exprr: up\n");
        QVERIFY(!f.workspace.alerts.addFile(f.file, f.source).empty());
        page.activated();
        const auto labels = page.findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
            return label->isVisible() && label->text().contains("vllm-serving.yml:")
                && label->text().contains("last good version");
        }));
        QCOMPARE(f.workspace.alerts.status().size(), std::size_t(3));
    }

    void pictures()
    {
        Fixture f;
        MainWindow window(f.workspace);
        window.show();
        window.showPage("alerts");
        f.round();
        f.now += 3 * kMinute;
        test::shoot(window, "alerts", [&] { f.round(); });
        f.workspace.alerts.clear();
        QTest::qWait(50);
        test::shoot(window, "alerts-empty");
    }
};

QTEST_MAIN(TestAlertsPage)
#include "tst_alerts_page.moc"
