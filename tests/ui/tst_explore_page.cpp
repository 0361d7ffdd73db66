// The Explore page over a source that answers by hand: runs, errors, latest wins, values at the pointer.
#include "core/runtime/sources/local_source.h"
#include "core/tsdb/head.h"
#include "fake_source.h"
#include "page_shots.h"
#include "ui/editors/promql_editor.h"
#include "ui/plot/time_series_plot.h"
#include "ui/shell/cell_table.h"
#include "ui/shell/explore_page.h"
#include "ui/shell/explore_table.h"
#include "ui/shell/main_window.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace wg;
using namespace wg::ui;
using namespace wg::ui::shell;

namespace {

constexpr TimeMs kNow = 1'786'717'920'000;

struct Fixture {
    Workspace workspace;
    test::FakeSource* source;
    std::unique_ptr<ExplorePage> page;

    Fixture()
    {
        workspace.clock = [] { return kNow; };
        auto fake = std::make_unique<test::FakeSource>("prom");
        source = fake.get();
        (void)workspace.sources.add(std::move(fake));
        page = std::make_unique<ExplorePage>(workspace);
        page->resize(1520, 828);
        page->show();
        page->activated();
    }
};

sources::QueryResult waves(TimeRange range, DurationMs step, int count)
{
    series::Matrix matrix;
    sources::QueryResult result;
    for (int i = 0; i < count; ++i) {
        series::Series one{
            series::Labels{{"__name__", "ttft"}, {"instance", "vllm-" + std::to_string(i)}, {"job", "vllm"}}, {}, {}};
        for (TimeMs t = range.from; t <= range.to; t += step) {
            one.t.push_back(t);
            one.v.push_back(1 + 0.3 * i + 0.2 * std::sin(double(t) / 9e4 + i) + 0.05 * std::sin(double(t) / 7e3 * (i + 1)));
        }
        result.samples += one.t.size();
        matrix.series.push_back(std::move(one));
    }
    result.value = std::make_shared<const series::Value>(std::move(matrix));
    result.matchedSeries = true;
    result.elapsed = 16;
    return result;
}

} // namespace

class TestExplorePage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { theme::Theme::instance().apply(*qApp, theme::Mode::Dark); }

    void ctrlEnterRuns()
    {
        Fixture f;
        f.page->editor()->setExpression("rate(x[$__rate_interval])");
        QTest::keyClick(f.page->editor(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(f.source->asked.size(), std::size_t(1));
        const auto& asked = f.source->asked[0];
        QVERIFY2(asked.expression.starts_with("rate(x[") && asked.expression.find('$') == std::string::npos,
            asked.expression.c_str());
        QVERIFY(asked.step > 0);
        QCOMPARE(asked.end - asked.start, kHour);
        QSignalSpy rounds(f.page.get(), &Page::roundFinished);
        f.source->answer(0, waves({asked.start, asked.end}, asked.step, 3));
        QCOMPARE(rounds.size(), 1);
        QCOMPARE(f.page->graph()->series().size(), std::size_t(3));
        QCOMPARE(f.page->table().rowCount(), 3);
        QVERIFY(f.page->statusText().startsWith("3 series"));
    }

    void examplesAreOfTheSourcesMetrics()
    {
        const QStringList all = ExplorePage::examplesFor(
            {"a_bucket", "a_count", "a_sum", "b_total", "queue", "load", "temperature", "strange name"});
        QCOMPARE(all,
            QStringList({"histogram_quantile(0.99, sum by (le) (rate(a_bucket[$__rate_interval])))",
                "sum(rate(b_total[$__rate_interval]))", "queue", "load"}));
        QCOMPARE(ExplorePage::examplesFor({"strange name"}), QStringList{"{\"strange name\"}"});
        QVERIFY(ExplorePage::examplesFor({}).isEmpty());
    }

    /// The first source comes after the page: it is chosen, and the page no longer says there is none.
    void followsTheFirstSource()
    {
        Workspace workspace;
        workspace.clock = [] { return kNow; };
        ExplorePage page(workspace);
        page.show();
        const auto says = [&](const char* text) {
            const auto labels = page.findChildren<QLabel*>();
            return std::ranges::any_of(labels, [&](const QLabel* l) { return l->isVisible() && l->text().contains(text); });
        };
        QVERIFY(says("No source is connected"));
        QVERIFY(workspace.sources.add(std::make_unique<test::FakeSource>("prom")));
        QVERIFY(!says("No source is connected"));
        QVERIFY(says("Write an expression"));
        page.explore("up", {});
        QCOMPARE(static_cast<test::FakeSource*>(workspace.sources.defaultSource())->asked.size(), std::size_t(1));
    }

    /// The examples beside an empty editor run when they are pressed.
    void examplesRun()
    {
        Workspace workspace;
        workspace.clock = [] { return kNow; };
        auto head = std::make_shared<tsdb::Head>();
        const std::vector<TimeMs> times{kNow - kMinute, kNow};
        const std::vector<double> values{1, 3};
        for (const char* name : {"tokens_total", "queue", "ttft_seconds_bucket"})
            head->append(series::Labels{{"__name__", name}, {"le", "1"}}, times, values);
        QVERIFY(workspace.sources.add(std::make_unique<sources::LocalSource>("local", "here", head)));
        ExplorePage page(workspace);
        page.resize(1224, 648);
        page.show();
        page.activated();
        QPushButton* example = nullptr;
        const auto shown = [&] {
            for (auto* one : page.findChildren<QPushButton*>())
                example = one->text() == "queue" ? one : example;
            return example && example->isVisible();
        };
        QTRY_VERIFY(shown());
        QVERIFY(QDir().mkpath(WG_BINARY_DIR "/shots"));
        QVERIFY(page.grab().save(WG_BINARY_DIR "/shots/explore-empty-dark.png"));
        QTest::mouseClick(example, Qt::LeftButton);
        QTRY_COMPARE(page.table().rowCount(), 1);
        QCOMPARE(page.editor()->expression(), QString("queue"));
        QVERIFY(!example->isVisible());
    }

    void latestWins()
    {
        Fixture f;
        f.page->explore("a", "prom");
        f.page->explore("b", "prom");
        QCOMPARE(f.source->asked.size(), std::size_t(2));
        QVERIFY(f.source->asked[0].withdrawn());
        f.source->answer(1, 7.0);
        f.source->answer(0, 1.0);
        QCOMPARE(f.page->table().cell(0, f.page->table().columnCount() - 1).text, QString("7"));
    }

    void errorKeepsTheLastAnswer()
    {
        Fixture f;
        f.page->explore("up", "prom");
        f.source->answer(0, 4.0);
        f.page->refresh();
        f.source->answer(1, fail(ErrorCode::Refused, "prom said: no", Position{"expression", 1, 1, 2, 1}));
        QVERIFY(f.page->problemText().contains("prom said: no"));
        QVERIFY(f.page->problemText().contains("1:2"));
        QCOMPARE(f.page->table().rowCount(), 1);
        QCOMPARE(f.page->editor()->extraSelections().size(), 1);
    }

    void parserUnderlinesWhileTyping()
    {
        Fixture f;
        f.page->editor()->setPlainText("sum(rate(x[5m])");
        QTRY_VERIFY(f.page->editor()->problem());
        QVERIFY2(f.page->problemText().contains("parse error"), qPrintable(f.page->problemText()));
        QCOMPARE(f.page->editor()->extraSelections().size(), 1);
        f.page->editor()->setPlainText("sum(rate(x[5m]))");
        QTRY_VERIFY(!f.page->editor()->problem());
        QVERIFY(f.page->editor()->extraSelections().isEmpty());
        QVERIFY(f.page->problemText().isEmpty());
    }

    void instantAsksAtTheEnd()
    {
        Fixture f;
        f.page->explore("up", "prom");
        f.page->setInstant(true);
        const auto& asked = f.source->asked.back();
        QCOMPARE(asked.step, DurationMs(0));
        QCOMPARE(asked.end, kNow);
        series::Vector vector{{{series::Labels{{"__name__", "up"}, {"job", "a"}}, kNow, 1},
            {series::Labels{{"__name__", "up"}, {"job", "b"}}, kNow, 0}}};
        f.source->answer(f.source->asked.size() - 1,
            sources::QueryResult{std::make_shared<const series::Value>(vector), {}, false, true, 3, 2});
        QCOMPARE(f.page->table().rowCount(), 2);
        QCOMPARE(f.page->table().cell(1, 0).text, QString("b"));
    }

    void noDataNamesTheQuery()
    {
        Fixture f;
        f.page->explore("nothing_here", "prom");
        f.source->answer(
            0, sources::QueryResult{std::make_shared<const series::Value>(series::Matrix{}), {}, false, false, 1, 0});
        const auto labels = f.page->findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(
            labels, [](const QLabel* l) { return l->isVisible() && l->text().contains("no series matches nothing_here"); }));
    }

    void valuesAtThePointer()
    {
        const series::Value value = series::Matrix{
            {{series::Labels{{"a", "x"}}, {1000, 2000, 3000}, {1, 2, 3}}, {series::Labels{{"a", "y"}}, {2500}, {9}}}};
        const auto at = exploreTable(value, 2400, units::Zone::utc(), {});
        QCOMPARE(at.rows[0].back().text, QString("2"));
        QCOMPARE(at.rows[1].back().text, QString("–"));
        QCOMPARE(exploreTable(value, std::nullopt, units::Zone::utc(), {}).rows[1].back().text, QString("9"));
    }

    /// Labels are text, never markup, whatever they hold.
    void hostileLabels()
    {
        Fixture f;
        f.page->explore("x", "prom");
        series::Matrix matrix{{{series::Labels{{"a", "<img src=/dev/zero>\u202E"}}, {kNow - kMinute, kNow}, {1, 2}}}};
        f.source->answer(0, sources::QueryResult{std::make_shared<const series::Value>(matrix), {}, false, true, 1, 2});
        QVERIFY(f.page->table().cell(0, 0).text.contains("<img src=/dev/zero>"));
        QVERIFY(!f.page->table().cell(0, 0).text.contains(QChar(0x202E)));
        QVERIFY(f.page->grab().width() > 0);
    }

    void pictures()
    {
        Workspace workspace;
        workspace.clock = [] { return kNow; };
        auto fake = std::make_unique<test::FakeSource>("prometheus.prod");
        auto* source = fake.get();
        (void)workspace.sources.add(std::move(fake));
        MainWindow window(workspace);
        window.show();
        window.showPage("explore");
        auto* page = qobject_cast<ExplorePage*>(window.page("explore"));
        QVERIFY(page);
        page->explore("histogram_quantile(0.99,\n  sum by (le, instance) (\n    "
                      "rate(ttft_seconds_bucket{model=~\"llama.*\"}[5m])\n  )\n)",
            {});
        test::shoot(window, "explore", [&] {
            page->refresh();
            const auto& asked = source->asked.back();
            source->answer(source->asked.size() - 1, waves({asked.start, asked.end}, asked.step, 8));
        });
    }
};

QTEST_MAIN(TestExplorePage)
#include "tst_explore_page.moc"
